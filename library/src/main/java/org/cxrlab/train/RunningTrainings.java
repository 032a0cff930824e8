package org.cxrlab.train;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.model.ChestModel;

/**
 * The trainings that ran in this process when {@link Training#running()} was asked, in a cell, on a
 * panel or in a sweep. Immutable; each of them tells how far it has come by now.
 *
 * @param list in the order in which they began
 */
public record RunningTrainings(List<RunningTraining> list)
    implements Showable, Iterable<RunningTraining> {
  /** Copies the list. */
  public RunningTrainings {
    list = List.copyOf(list);
  }

  /** How many there are. */
  public int size() {
    return list.size();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** One of them, counted from 0 in the order in which they began. */
  public RunningTraining get(int index) {
    return list.get(index);
  }

  /** Those that train this model: one or none. */
  public RunningTrainings of(ChestModel model) {
    return new RunningTrainings(
        list.stream().filter(training -> training.model().orElse(null) == model).toList());
  }

  /** The first one, if there is one. */
  public Optional<RunningTraining> first() {
    return list.stream().findFirst();
  }

  /** Asks each to end after its step; each keeps what it has learnt. Returns at once. */
  public void stop() {
    list.forEach(RunningTraining::stop);
  }

  @Override
  public Iterator<RunningTraining> iterator() {
    return list.iterator();
  }

  /** A row for each. */
  @Override
  public Figure figure() {
    if (list.isEmpty()) {
      return new Note("No training is running.");
    }
    return table(list);
  }

  static TableFigure table(List<RunningTraining> list) {
    var table = TableFigure.columns("Training", "What", "Since", "Where it stands", "Checkpoints");
    for (RunningTraining one : list) {
      table.row(
          Integer.toString(one.number()),
          one.name(),
          one.clock(),
          one.standing(),
          one.checkpoints().map(Path::toString).orElse("none"));
    }
    return table
        .note(
            "Training.running().stop() ends "
                + (list.size() == 1 ? "it" : "them")
                + " after the step at hand; what was learnt is kept.")
        .build();
  }
}
