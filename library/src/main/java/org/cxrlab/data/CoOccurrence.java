package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;

/** Which labels are present together. */
public final class CoOccurrence implements Showable {
  private static final int SHOWN_PAIRS = 10;

  private final Labels labels;
  private final int[][] both;
  private final int[] alone;

  private CoOccurrence(Labels labels, int[][] both, int[] alone) {
    this.labels = labels;
    this.both = both;
    this.alone = alone;
  }

  /** Two labels and the number of films that show both. */
  public record Pair(String first, String second, int films) {}

  /** What was counted elsewhere: films that show both of two labels, and this one alone. */
  static CoOccurrence of(Labels labels, int[][] both, int[] alone) {
    return new CoOccurrence(labels, both, alone);
  }

  static CoOccurrence of(Films films) {
    int n = films.labels().size();
    int[][] both = new int[n][n];
    int[] alone = new int[n];
    int[] present = new int[n];
    for (Film film : films) {
      int count = 0;
      for (int i = 0; i < n; i++) {
        if (film.value(i) == 1) {
          present[count++] = i;
        }
      }
      for (int a = 0; a < count; a++) {
        for (int b = 0; b < count; b++) {
          both[present[a]][present[b]]++;
        }
      }
      if (count == 1) {
        alone[present[0]]++;
      }
    }
    return new CoOccurrence(films.labels(), both, alone);
  }

  /** The labels, in the data set's order. */
  Labels labels() {
    return labels;
  }

  /** How many films show both labels; with the same label twice, how many show it. */
  public int both(String first, String second) {
    return both[labels.indexOf(first)][labels.indexOf(second)];
  }

  /** How many films show this label and no other. */
  public int alone(String label) {
    return alone[labels.indexOf(label)];
  }

  /** All pairs of two labels that any film shows together, the most frequent first. */
  public List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < labels.size(); i++) {
      for (int j = i + 1; j < labels.size(); j++) {
        if (both[i][j] > 0) {
          pairs.add(new Pair(labels.get(i), labels.get(j), both[i][j]));
        }
      }
    }
    pairs.sort(Comparator.comparingInt(Pair::films).reversed());
    return pairs;
  }

  /** A cell for each pair of labels; the diagonal has the films that show the label. */
  public Chart chart() {
    if (labels.size() == 0) {
      return Charts.nothing("Films that show both findings", Labels.MISSING);
    }
    double[][] cells = new double[labels.size()][labels.size()];
    for (int i = 0; i < cells.length; i++) {
      for (int j = 0; j < cells.length; j++) {
        cells[i][j] = both[i][j];
      }
    }
    return Charts.matrix("Films that show both findings", labels.names(), labels.names(), cells);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CoOccurrence o
        && labels.equals(o.labels)
        && Arrays.deepEquals(both, o.both)
        && Arrays.equals(alone, o.alone);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(both) * 31 + labels.hashCode();
  }

  /** The most frequent pairs, and beside them how often each label comes alone. */
  @Override
  public Figure figure() {
    var most =
        TableFigure.columns("Label", "with", "Films").caption("Most frequent pairs of findings");
    pairs().stream()
        .limit(SHOWN_PAIRS)
        .forEach(pair -> most.row(pair.first, pair.second, pair.films));
    var single =
        TableFigure.columns("Label", "Positive", "Alone", "Share alone")
            .caption("Findings that come alone");
    for (int i = 0; i < labels.size(); i++) {
      single.row(
          labels.get(i), both[i][i], alone[i], Numbers.percent((double) alone[i] / both[i][i]));
    }
    return Panel.of(most.build(), single.build());
  }
}
