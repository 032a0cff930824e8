package org.cxrlab.split;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * Parts of equal size for cross-validation: each is the test once.
 *
 * @param folds no patient is in two of them
 */
public record Folds(List<Films> folds) implements Iterable<Split>, Showable {
  static final int FEWEST = 3;

  /** Copies the list. */
  public Folds {
    folds = List.copyOf(folds);
  }

  /** How many there are. */
  public int size() {
    return folds.size();
  }

  /**
   * The division in which this fold is the test, the next one the validation part, and all others
   * the training.
   *
   * @param test the fold, from 0; the one after the last is the first
   */
  public Split split(int test) {
    if (test < 0 || test >= size()) {
      throw new IllegalArgumentException(
          Text.format("There is no fold %d; the %d folds are counted from 0.", test, size()));
    }
    int validation = (test + 1) % size();
    Films first = folds.get(test);
    List<Film> train = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (i != test && i != validation) {
        train.addAll(folds.get(i).list());
      }
    }
    return new Split(new Films(first.name(), first.labels(), train), folds.get(validation), first);
  }

  /** The divisions, one for each fold as the test. */
  @Override
  public Iterator<Split> iterator() {
    return IntStream.range(0, size()).mapToObj(this::split).iterator();
  }

  /** Positives of each label in each fold. */
  public PartCounts positives() {
    return PartCounts.of(parts());
  }

  /** Patients and pictures that are in more than one fold. */
  public Leakage leakage() {
    return Leakage.among(parts());
  }

  private Map<String, Films> parts() {
    var parts = new LinkedHashMap<String, Films>();
    for (int i = 0; i < size(); i++) {
      parts.put("fold " + (i + 1), folds.get(i));
    }
    return parts;
  }

  @Override
  public Figure figure() {
    var table = TableFigure.columns("Fold", "Films", "Patients");
    parts().forEach((name, films) -> table.row(name, films.size(), films.patients().count()));
    return table
        .caption(Text.format("%d folds; each is the test once", size()))
        .note(leakage().sentence())
        .build();
  }
}
