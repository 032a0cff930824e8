package org.cxrlab.cli;

import org.cxrlab.figure.Text;
import org.cxrlab.run.Features;
import org.cxrlab.sweep.SweepListener;
import org.cxrlab.sweep.SweepResult;
import org.cxrlab.sweep.Trial;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;

/** What of a training, of features and of a sweep is shown on a bar, and what stays as a line. */
final class Progress {
  private Progress() {}

  static TrainingListener training(ConsoleBar bar) {
    return new TrainingListener() {
      @Override
      public void onStart(TrainingProgress progress) {
        if (progress.step() > 0) {
          bar.say(Text.format("Goes on after step %,d of %,d.", progress.step(), progress.steps()));
        }
      }

      @Override
      public void onStep(TrainingProgress progress) {
        bar.show(progress.share(), progress.toString());
      }

      @Override
      public void onEpoch(TrainingProgress progress) {
        var epochs = progress.history().epochs();
        bar.say(epochs.get(epochs.size() - 1).toString());
      }

      @Override
      public void onEnd(TrainingProgress progress) {
        String leftOut = LeftOutFilm.sentence(progress.history().leftOut());
        if (!leftOut.isEmpty()) {
          bar.say(leftOut);
        }
      }
    };
  }

  static Features.Progress features(ConsoleBar bar) {
    return (films, all) -> bar.count("films through the backbone", films, 0, all);
  }

  static SweepListener sweep(ConsoleBar bar) {
    return new SweepListener() {
      private SweepResult last;

      @Override
      public void onStart(SweepResult soFar) {
        last = soFar;
        long before = over();
        bar.say(
            soFar.sweep().summary()
                + (before == 0 ? "" : Text.format(" Done before: %,d of them.", before)));
      }

      @Override
      public void onStep(TrainingProgress progress) {
        bar.show(share(), count() + "; " + progress);
      }

      @Override
      public void onTrial(SweepResult soFar, Trial trial) {
        last = soFar;
        bar.say(soFar.line(trial));
        bar.show(share(), count());
      }

      private long over() {
        return last.trials().stream().filter(Trial::isOver).count();
      }

      private double share() {
        return (double) over() / last.planned();
      }

      private String count() {
        return Text.format("%,d of %,d trials", over(), last.planned());
      }
    };
  }
}
