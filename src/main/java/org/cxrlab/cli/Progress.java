package org.cxrlab.cli;

import org.cxrlab.experiment.Features;
import org.cxrlab.experiment.SweepListener;
import org.cxrlab.experiment.SweepResult;
import org.cxrlab.experiment.Trial;
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
          bar.say("Goes on after step %,d of %,d.".formatted(progress.step(), progress.steps()));
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
                + (before == 0 ? "" : " Done before: %,d of them.".formatted(before)));
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
        return "%,d of %,d trials".formatted(over(), last.planned());
      }
    };
  }
}
