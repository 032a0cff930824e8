package org.cxrlab.notebook;

import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;

/** A training under the running cell: a bar with the time left, and the curves so far. */
final class TrainingView implements TrainingListener {
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
    return Panel.of(
        new Note(Bars.of(progress.share()) + "  " + progress), progress.history().curves());
  }
}
