package org.cxrlab.notebook;

import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;

/** A training under the running cell: a bar with the time left, and the curves so far. */
final class TrainingView implements TrainingListener {
  private static final int BAR = 24;

  private final Pace pace = new Pace();
  private LiveFigure live;

  @Override
  public void onStart(TrainingProgress progress) {
    live = LiveFigure.show(view(progress));
  }

  @Override
  public void onStep(TrainingProgress progress) {
    pace.run(() -> live.update(view(progress)));
  }

  @Override
  public void onEpoch(TrainingProgress progress) {
    live.update(view(progress));
  }

  @Override
  public void onEnd(TrainingProgress progress) {
    live.update(progress.history().curves());
  }

  private static Panel view(TrainingProgress progress) {
    int done = (int) (progress.share() * BAR);
    String bar = "▰".repeat(done) + "▱".repeat(BAR - done);
    return Panel.of(new Note(bar + "  " + progress), progress.history().curves());
  }
}
