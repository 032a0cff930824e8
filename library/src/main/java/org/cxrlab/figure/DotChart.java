package org.cxrlab.figure;

import com.google.errorprone.annotations.CheckReturnValue;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds a chart of repeated measurements, a row for each thing that was measured: every single
 * value as a dot, below them the mean and its interval; see {@link Charts#dots}. A value that is
 * NaN has no dot. Immutable: each call gives a new one, with what it adds.
 */
@CheckReturnValue
public final class DotChart implements Showable {
  private static final int FRAME = 112;
  private static final int ROW = 44;

  private final String title;
  private final String valueAxis;
  private final List<Dots.Row> rows = new ArrayList<>();
  private final List<Dots.Reference> references = new ArrayList<>();
  private double[] range;
  private int width = 720;
  private String alt;

  DotChart(String title, String valueAxis) {
    this.title = title;
    this.valueAxis = valueAxis;
  }

  private DotChart(DotChart other) {
    this(other.title, other.valueAxis);
    rows.addAll(other.rows);
    references.addAll(other.references);
    range = other.range;
    width = other.width;
    alt = other.alt;
  }

  private DotChart with(Consumer<DotChart> change) {
    var changed = new DotChart(this);
    change.accept(changed);
    return changed;
  }

  /**
   * One more row.
   *
   * @param name at its left
   * @param values the single measurements
   * @param mean of them
   * @param low the lower end of the mean's interval, NaN where there is none
   * @param high its upper end, NaN where there is none
   */
  public DotChart row(String name, double[] values, double mean, double low, double high) {
    Color colour = Colours.series(rows.size());
    var row = new Dots.Row(name, values.clone(), mean, low, high, colour);
    return with(chart -> chart.rows.add(row));
  }

  /** A dashed line at a value that the rows are held against: chance, zero, a goal. */
  public DotChart reference(String name, double value) {
    return with(chart -> chart.references.add(new Dots.Reference(name, value)));
  }

  /** The axis reaches exactly from {@code low} to {@code high}. */
  public DotChart range(double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "An axis can't reach from " + low + " to " + high + "; the first must be the lower.");
    }
    return with(chart -> chart.range = new double[] {low, high});
  }

  /** The width in CSS pixels, 720 unless set; the height follows from the rows. */
  public DotChart width(int pixels) {
    return with(chart -> chart.width = pixels);
  }

  /** What the chart shows, in one sentence, for people who can't see it. */
  public DotChart alt(String text) {
    return with(chart -> chart.alt = text);
  }

  /**
   * The chart.
   *
   * @throws IllegalArgumentException if it has no row with a number in it
   */
  public Chart build() {
    double[] all =
        Stream.concat(
                rows.stream().flatMap(r -> Arrays.stream(r.numbers()).boxed()),
                references.stream().map(Dots.Reference::value))
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .toArray();
    if (rows.stream()
        .flatMapToDouble(r -> Arrays.stream(r.numbers()))
        .noneMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "The chart \"" + title + "\" has no value to draw; add a row with numbers in it.");
    }
    var ends = Arrays.stream(all).summaryStatistics();
    int ticks = Math.max(2, width / 110);
    Scale scale =
        range == null
            ? Scale.around(ends.getMin(), ends.getMax(), ticks)
            : Scale.exactly(range[0], range[1], ticks, false);
    var dots = new Dots(valueAxis, scale, List.copyOf(rows), List.copyOf(references));
    var frame =
        new Frame(
            title,
            List.of(
                Frame.Key.dot("one measurement", Colours.FAINT_INK),
                Frame.Key.line("mean, 95 % interval", Colours.FAINT_INK, Strokes.solid(2.5f))));
    int events = references.isEmpty() ? 0 : Dots.REFERENCE_HEIGHT;
    return new Chart(frame.with(dots), width, FRAME + events + ROW * rows.size(), words());
  }

  /** A chart whose {@link #build()} was forgotten shows itself all the same. */
  @Override
  public Figure figure() {
    return build();
  }

  private String words() {
    return alt != null
        ? alt
        : title
            + ": "
            + rows.stream()
                .map(r -> r.name() + " " + Numbers.show(r.mean()))
                .collect(Collectors.joining(", "))
            + " on average.";
  }
}
