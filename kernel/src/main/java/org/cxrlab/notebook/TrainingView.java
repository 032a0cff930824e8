package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;

/** A training under the running cell: the time left, and the curves so far. */
final class TrainingView implements TrainingListener {
  private final Progress view;

  TrainingView(Progress view) {
    this.view = view;
  }

  @Override
  public void onStart(TrainingProgress progress) {
    view.show(state(progress, progress.toString()));
  }

  @Override
  public void onStep(TrainingProgress progress) {
    view.pass(() -> state(progress, progress.toString()));
  }

  @Override
  public void onEpoch(TrainingProgress progress) {
    List<EpochRecord> epochs = progress.history().epochs();
    view.show(state(progress, epochs.get(epochs.size() - 1).toString()));
  }

  @Override
  public void onEnd(TrainingProgress progress) {
    // The run names films left out, too, but a training that fails has none.
    view.end(new Panel(figures(progress)));
  }

  private static Progress.State state(TrainingProgress progress, String words) {
    return new Progress.State(progress.share(), words, figures(progress).toArray(Figure[]::new));
  }

  private static List<Figure> figures(TrainingProgress progress) {
    List<Figure> figures = new ArrayList<>();
    figures.add(progress.history().curves());
    String leftOut = LeftOutFilm.sentence(progress.history().leftOut());
    if (!leftOut.isEmpty()) {
      figures.add(new Note(leftOut));
    }
    return figures;
  }
}
