package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * How often each label is present, absent and unknown. Unknown counts neither way, nor does a
 * smoothed label, whose value lies between.
 */
public final class LabelCounts implements Showable {
  private final Labels labels;
  private final int films;
  private final int[] positives;
  private final int[] negatives;
  private final int[] smoothed;
  private final Open open;

  /**
   * How many cells of each label the table calls uncertain or leaves blank, and what that became.
   */
  record Open(int[] uncertain, int[] blank, String uncertainWords, String blankWords) {
    static Open of(Films films) {
      int n = films.labels().size();
      var open = open(new int[n], new int[n], films.uncertain());
      for (Film film : films) {
        FilmDetails details = film.details();
        if (!details.isSettled()) {
          details.uncertain().forEach(label -> open.uncertain[films.labels().indexOf(label)]++);
          details.blank().forEach(label -> open.blank[films.labels().indexOf(label)]++);
        }
      }
      return open;
    }

    boolean anyUncertain() {
      return IntStream.of(uncertain).anyMatch(count -> count > 0);
    }

    /** What was made of both, in a sentence; empty where no cell is open. */
    String sentence() {
      int blanks = IntStream.of(blank).sum();
      return Stream.of(
              words(IntStream.of(uncertain).sum(), "uncertain", uncertainWords),
              words(blanks, "blank", blankWords))
          .filter(words -> !words.isEmpty())
          .collect(Collectors.joining(" "));
    }

    private static String words(int count, String what, String as) {
      return count == 0
          ? ""
          : Text.format("%s taken as %s.", Text.count(count, what + " label"), as);
    }
  }

  private LabelCounts(
      Labels labels, int films, int[] positives, int[] negatives, int[] smoothed, Open open) {
    this.labels = labels;
    this.films = films;
    this.positives = positives;
    this.negatives = negatives;
    this.smoothed = smoothed;
    this.open = open;
  }

  /** Open labels, of which a rule said what they are taken as. */
  static Open open(int[] uncertain, int[] blank, UncertainLabels rule) {
    return new Open(uncertain, blank, rule.uncertainWords(), rule.blankWords());
  }

  /** What was counted elsewhere: for each label, how many films have which value. */
  static LabelCounts of(
      Labels labels, int films, int[] positives, int[] negatives, int[] smoothed, Open open) {
    return new LabelCounts(labels, films, positives, negatives, smoothed, open);
  }

  static LabelCounts of(Films films) {
    int n = films.labels().size();
    int[] positives = new int[n];
    int[] negatives = new int[n];
    int[] smoothed = new int[n];
    for (ValueCounts.Combination some : films.valueCounts()) {
      for (int i = 0; i < n; i++) {
        float value = some.first().value(i);
        if (value == 1) {
          positives[i] += some.films();
        } else if (value == 0) {
          negatives[i] += some.films();
        } else if (!Float.isNaN(value)) {
          smoothed[i] += some.films();
        }
      }
    }
    return new LabelCounts(
        films.labels(), films.size(), positives, negatives, smoothed, Open.of(films));
  }

  /** The labels, in the data set's order. */
  public Labels labels() {
    return labels;
  }

  /** Cells that the table calls uncertain or leaves blank. */
  Open open() {
    return open;
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
    return films - positives[label] - negatives[label] - smoothed[label];
  }

  /** In how many films the label has a smoothed value, between absent and present. */
  public int smoothed(String label) {
    return smoothed[labels.indexOf(label)];
  }

  /** In how many films the table calls the label uncertain, whatever was made of that. */
  public int uncertain(String label) {
    return open.uncertain[labels.indexOf(label)];
  }

  /**
   * What was made of all labels that the table calls uncertain or leaves blank, as "12 uncertain
   * labels taken as unknown."; empty where there are none.
   */
  public String openLabels() {
    return open.sentence();
  }

  /**
   * The share of positives among the films whose label is known and not smoothed; NaN if there are
   * none.
   */
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

  private List<Object> all() {
    return List.of(
        labels,
        films,
        list(positives),
        list(negatives),
        list(smoothed),
        list(open.uncertain),
        list(open.blank),
        open.sentence());
  }

  private static List<Integer> list(int[] counts) {
    return IntStream.of(counts).boxed().toList();
  }

  /** Counts are equal if all of them are, and the words on open labels. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LabelCounts o && all().equals(o.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  @Override
  public Figure figure() {
    boolean anySmoothed = IntStream.of(smoothed).anyMatch(count -> count > 0);
    var columns = new ArrayList<>(List.of("Label", "Positive", "Negative", "Unknown"));
    if (anySmoothed) {
      columns.add("Smoothed");
    }
    if (open.anyUncertain()) {
      columns.add("Uncertain");
    }
    columns.add("Prevalence");
    var table =
        TableFigure.columns(columns.toArray(String[]::new)).caption(Text.count(films, "film"));
    for (int i = 0; i < labels.size(); i++) {
      var row = new ArrayList<Object>(List.of(labels.get(i), positives[i], negatives[i]));
      row.add(unknown(i));
      if (anySmoothed) {
        row.add(smoothed[i]);
      }
      if (open.anyUncertain()) {
        row.add(open.uncertain[i]);
      }
      row.add(Numbers.percent(prevalence(i)));
      table.row(row.toArray());
    }
    return table.note(openLabels()).build();
  }
}
