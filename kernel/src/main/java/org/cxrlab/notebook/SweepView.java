package org.cxrlab.notebook;

import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.sweep.SweepListener;
import org.cxrlab.sweep.SweepResult;
import org.cxrlab.sweep.Trial;
import org.cxrlab.train.TrainingProgress;

/** A sweep under the running cell: how far it is, the best so far, and a line for each trial. */
final class SweepView implements SweepListener {
  private final Progress view;
  private SweepResult last;

  SweepView(Progress view) {
    this.view = view;
  }

  @Override
  public void onStart(SweepResult soFar) {
    last = soFar;
    view.show(state(""));
  }

  @Override
  public void onStep(TrainingProgress progress) {
    view.pass(() -> state(" Now: " + progress));
  }

  @Override
  public void onTrial(SweepResult soFar, Trial trial) {
    last = soFar;
    view.pass(() -> state(""));
  }

  @Override
  public void onEnd(SweepResult result) {
    var summary = new Note(result.summary());
    view.end(result.hasScore() ? Panel.of(summary, result.parallel()) : summary);
  }

  private Progress.State state(String now) {
    long over = last.trials().stream().filter(Trial::isOver).count();
    return new Progress.State(
        (double) over / last.planned(),
        last.summary() + now,
        last.hasScore() ? new Figure[] {last.parallel()} : new Figure[0]);
  }
}
