package org.cxrlab.train;

import java.util.List;
import org.cxrlab.figure.Text;

/** Shows a training on a bar, and by a line that stays for each epoch. */
public final class ConsoleProgress implements TrainingListener {
  private final ConsoleBar bar;

  /** On this bar. */
  public ConsoleProgress(ConsoleBar bar) {
    this.bar = bar;
  }

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
    List<EpochRecord> epochs = progress.history().epochs();
    bar.say(epochs.get(epochs.size() - 1).toString());
  }

  @Override
  public void onEnd(TrainingProgress progress) {
    bar.close();
    String leftOut = LeftOutFilm.sentence(progress.history().leftOut());
    if (!leftOut.isEmpty()) {
      bar.say(leftOut);
    }
  }
}
