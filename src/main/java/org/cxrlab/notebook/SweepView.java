package org.cxrlab.notebook;

import org.cxrlab.experiment.SweepListener;
import org.cxrlab.experiment.SweepResult;
import org.cxrlab.experiment.Trial;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.train.TrainingProgress;

/** A sweep under the running cell: how far it is, the best so far, and a line for each trial. */
final class SweepView implements SweepListener {
  private final Pace pace = new Pace();
  private LiveFigure live;
  private SweepResult last;

  @Override
  public void onStart(SweepResult soFar) {
    last = soFar;
    live = LiveFigure.show(view(""));
  }

  @Override
  public void onStep(TrainingProgress progress) {
    pace.run(() -> live.update(view(" Now: " + progress)));
  }

  @Override
  public void onTrial(SweepResult soFar, Trial trial) {
    last = soFar;
    pace.run(() -> live.update(view("")));
  }

  @Override
  public void onEnd(SweepResult result) {
    last = result;
    live.update(
        last.hasScore() ? Panel.of(new Note(result.summary()), result.parallel()) : view(""));
  }

  private Showable view(String now) {
    long over = last.trials().stream().filter(Trial::isOver).count();
    Note note = new Note(Bars.of((double) over / last.planned()) + "  " + last.summary() + now);
    return last.hasScore() ? Panel.of(note, last.parallel()) : note;
  }
}
