package org.cxrlab.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.eval.Estimate;
import org.cxrlab.eval.Interval;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.DotChart;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * What an experiment measured with each of several seeds. Its intervals are Student's, of the mean
 * over the seeds: they tell how far another handful of seeds might have come out, and not what
 * other patients would have brought; see {@link Interval#ofMean}.
 *
 * @param seeds in order
 * @param measured each figure of each way, in the order in which they were noted
 */
public record Repetitions(List<Long> seeds, List<Measured> measured) implements Showable {
  /**
   * A figure with each seed.
   *
   * @param way of doing it
   * @param figure what was measured
   * @param values one per seed, NaN where it was not defined
   */
  public record Measured(String way, String figure, List<Double> values) {
    /** Copies the list. */
    public Measured {
      values = List.copyOf(values);
    }

    private double[] array() {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /** Copies the lists. */
  public Repetitions {
    seeds = List.copyOf(seeds);
    measured = List.copyOf(measured);
  }

  /** The ways, in the order in which they were noted. */
  public List<String> ways() {
    return measured.stream().map(Measured::way).distinct().toList();
  }

  /** The figures, in the order in which they were noted. */
  public List<String> figures() {
    return measured.stream().map(Measured::figure).distinct().toList();
  }

  /**
   * One value per seed, in their order.
   *
   * @throws IllegalArgumentException if it was not noted, with what was
   */
  public double[] values(String way, String figure) {
    return measured.stream()
        .filter(m -> m.way().equals(way) && m.figure().equals(figure))
        .map(Measured::array)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "There is no \"%s\" of \"%s\". The ways are %s, the figures %s.",
                        figure, way, String.join(", ", ways()), String.join(", ", figures()))));
  }

  /** The mean over the seeds with its interval. */
  public Estimate mean(String way, String figure) {
    return Estimate.overRepetitions(values(way, figure));
  }

  /**
   * A figure of one way less that of another, seed by seed, so that what a seed does to both
   * cancels out. An interval that leaves out 0 speaks for a real difference.
   */
  public Estimate difference(String way, String other, String figure) {
    double[] first = values(way, figure);
    double[] second = values(other, figure);
    return Estimate.overRepetitions(
        IntStream.range(0, first.length).mapToDouble(i -> first[i] - second[i]).toArray());
  }

  /** All figures of one way less those of another, seed by seed. */
  public TableFigure differences(String way, String other) {
    var table =
        TableFigure.columns("Figure", way, other, "Difference (95 % interval)")
            .caption(Text.format("%s less %s, seed by seed, %s", way, other, over()));
    for (String figure : figures()) {
      if (has(way, figure) && has(other, figure)) {
        table.row(
            figure,
            mean(way, figure).value(),
            mean(other, figure).value(),
            signed(difference(way, other, figure)));
      }
    }
    return table.build();
  }

  private static String signed(Estimate difference) {
    return (difference.value() > 0 ? "+" : "") + difference;
  }

  private boolean has(String way, String figure) {
    return measured.stream().anyMatch(m -> m.way().equals(way) && m.figure().equals(figure));
  }

  /** A figure of all ways: each seed as a dot, the mean with its interval. */
  public DotChart chart(String figure) {
    DotChart chart = Charts.dots(figure + ", " + over(), figure);
    List<String> drawn = ways().stream().filter(way -> has(way, figure)).toList();
    if (drawn.isEmpty()) {
      values("any way", figure);
    }
    for (String way : drawn) {
      Estimate mean = mean(way, figure);
      chart =
          chart.row(
              way,
              values(way, figure),
              mean.value(),
              mean.interval().low(),
              mean.interval().high());
    }
    return chart;
  }

  private String over() {
    return seeds.size() == 1 ? "one seed" : seeds.size() + " seeds";
  }

  /** The mean of each figure of each way with its interval. */
  @Override
  public TableFigure figure() {
    List<String> columns = new ArrayList<>(List.of("Way"));
    columns.addAll(figures());
    var table =
        TableFigure.columns(columns.toArray(String[]::new))
            .caption(Text.format("Mean over %s, with Student's 95 %% interval over them", over()));
    for (String way : ways()) {
      List<Object> row = new ArrayList<>(List.of(way));
      figures().forEach(f -> row.add(has(way, f) ? mean(way, f) : null));
      table.row(row.toArray());
    }
    return table.build();
  }

  /** Every single value, seed by seed. */
  public TableFigure table() {
    List<String> columns = new ArrayList<>(List.of("Way", "Figure"));
    seeds.forEach(seed -> columns.add("Seed " + seed));
    var table = TableFigure.columns(columns.toArray(String[]::new));
    for (Measured m : measured) {
      List<Object> row = new ArrayList<>(List.of(m.way(), m.figure()));
      Arrays.stream(m.array()).mapToObj(Numbers::show).forEach(row::add);
      table.row(row.toArray());
    }
    return table.build();
  }
}
