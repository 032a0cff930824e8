package org.cxrlab.data;

import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/** How often each label is present, absent and unknown. Unknown counts neither way. */
public final class LabelCounts implements Showable {
  private final Labels labels;
  private final int films;
  private final int[] positives;
  private final int[] negatives;

  private LabelCounts(Labels labels, int films, int[] positives, int[] negatives) {
    this.labels = labels;
    this.films = films;
    this.positives = positives;
    this.negatives = negatives;
  }

  static LabelCounts of(Films films) {
    int n = films.labels().size();
    int[] positives = new int[n];
    int[] negatives = new int[n];
    for (Film film : films) {
      for (int i = 0; i < n; i++) {
        float value = film.value(i);
        if (value == 1) {
          positives[i]++;
        } else if (value == 0) {
          negatives[i]++;
        }
      }
    }
    return new LabelCounts(films.labels(), films.size(), positives, negatives);
  }

  /** The labels, in the data set's order. */
  public Labels labels() {
    return labels;
  }

  /** How many films were counted. */
  public int films() {
    return films;
  }

  /** In how many films the label is present. */
  public int positives(String label) {
    return positives[labels.indexOf(label)];
  }

  /** In how many films the label is known to be absent. */
  public int negatives(String label) {
    return negatives[labels.indexOf(label)];
  }

  /** In how many films nobody knows. */
  public int unknown(String label) {
    return unknown(labels.indexOf(label));
  }

  private int unknown(int label) {
    return films - positives[label] - negatives[label];
  }

  /** The share of positives among the films whose label is known; NaN if there are none. */
  public double prevalence(String label) {
    return prevalence(labels.indexOf(label));
  }

  private double prevalence(int label) {
    return (double) positives[label] / (positives[label] + negatives[label]);
  }

  /** Positives of each label as bars, the most frequent first. */
  public Chart chart() {
    if (labels.size() == 0) {
      return Charts.nothing("Films that show the finding", Labels.MISSING);
    }
    int[] order = order();
    return Charts.bars(
            "Films that show the finding",
            "films",
            IntStream.of(order).mapToObj(labels::get).toList())
        .series("positive", IntStream.of(order).mapToDouble(i -> positives[i]).toArray())
        .horizontal()
        .values()
        .alt(
            Text.format(
                "Bars of %d labels from %s with %,d positive films to %s with %,d.",
                labels.size(),
                labels.get(order[0]),
                positives[order[0]],
                labels.get(order[order.length - 1]),
                positives[order[order.length - 1]]))
        .build();
  }

  /** The labels, that with the most positive films first. */
  List<String> byFrequency() {
    return IntStream.of(order()).mapToObj(labels::get).toList();
  }

  private int[] order() {
    return IntStream.range(0, labels.size())
        .boxed()
        .sorted((a, b) -> Integer.compare(positives[b], positives[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** For each label, how often a model is right that has learnt nothing and always answers no. */
  public TableFigure accuracyOfAlwaysNo() {
    var table =
        TableFigure.columns("Label", "Accuracy of \"no\"", "Positives found")
            .caption("A model that always answers no");
    for (int i : order()) {
      table.row(labels.get(i), Numbers.percent(1 - prevalence(i)), "0 of " + positives[i]);
    }
    return table.build();
  }

  @Override
  public Figure figure() {
    var table =
        TableFigure.columns("Label", "Positive", "Negative", "Unknown", "Prevalence")
            .caption(Text.count(films, "film"));
    for (int i = 0; i < labels.size(); i++) {
      table.row(
          labels.get(i), positives[i], negatives[i], unknown(i), Numbers.percent(prevalence(i)));
    }
    return table.build();
  }
}
