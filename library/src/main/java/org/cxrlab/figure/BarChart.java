package org.cxrlab.figure;

import com.google.errorprone.annotations.CheckReturnValue;
import java.awt.Color;
import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * Builds a chart of bars, one for each name, or a group of them for several series; see {@link
 * Charts#bars}. A value that is NaN has no bar. Immutable: each call gives a new one, with what it
 * adds.
 */
@CheckReturnValue
public final class BarChart implements Showable {
  /** More names than these don't fit below upright bars. */
  private static final int MOST_UPRIGHT = 6;

  private final String title;
  private final String valueAxis;
  private final List<String> names;
  private final List<Series> series = new ArrayList<>();
  private boolean horizontal;
  private DoubleFunction<String> values;
  private int width = 720;
  private int height;
  private String alt;

  /** The bars of one colour. */
  record Series(String name, double[] values, Color colour) {}

  BarChart(String title, String valueAxis, List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "The chart \"" + title + "\" has no names; give one for each bar.");
    }
    this.title = title;
    this.valueAxis = valueAxis;
    this.names = List.copyOf(names);
    horizontal = names.size() > MOST_UPRIGHT;
  }

  private BarChart(BarChart other) {
    this(other.title, other.valueAxis, other.names);
    series.addAll(other.series);
    horizontal = other.horizontal;
    values = other.values;
    width = other.width;
    height = other.height;
    alt = other.alt;
  }

  private BarChart with(Consumer<BarChart> change) {
    var changed = new BarChart(this);
    change.accept(changed);
    return changed;
  }

  /** The bars of one series, a value for each name. */
  public BarChart series(String name, double[] values) {
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          "The series \""
              + name
              + "\" has "
              + values.length
              + " values for "
              + names.size()
              + " names; give one value for each name.");
    }
    var more = new Series(name, values.clone(), Colours.series(series.size()));
    return with(chart -> chart.series.add(more));
  }

  /** Bars lie; the default for more than six names. */
  public BarChart horizontal() {
    return with(chart -> chart.horizontal = true);
  }

  /** Bars stand, if their names fit below them; the default for up to six names. */
  public BarChart vertical() {
    return with(chart -> chart.horizontal = false);
  }

  /** The value is written at the end of each bar, as in tables. */
  public BarChart values() {
    return values(v -> v == Math.rint(v) ? Numbers.show((long) v) : Numbers.show(v));
  }

  /** The value is written at the end of each bar in this form. */
  public BarChart values(DoubleFunction<String> form) {
    return with(chart -> chart.values = form);
  }

  /** The size in CSS pixels; unless set, 720 wide and as high as the bars need. */
  public BarChart size(int width, int height) {
    return with(
        chart -> {
          chart.width = width;
          chart.height = height;
        });
  }

  /** What the chart shows, in one sentence, for people who can't see it. */
  public BarChart alt(String text) {
    return with(chart -> chart.alt = text);
  }

  /**
   * The chart.
   *
   * @throws IllegalArgumentException if it has no series
   */
  public Chart build() {
    if (series.isEmpty()) {
      throw new IllegalArgumentException(
          "The chart \"" + title + "\" has no bars; add a series to it.");
    }
    int needed = horizontal ? 110 + names.size() * (8 + Math.max(16, 11 * series.size())) : 420;
    int high = height == 0 ? needed : height;
    List<String> different = different(names);
    List<List<String>> lines = horizontal ? List.of() : linesBelow();
    if (lines.isEmpty()) {
      Scale scale = scale(Math.max(2, (width - 180) / 90));
      return Chart.of(
          new LyingBars(title, valueAxis, different, series, scale, values, width, high), words());
    }
    return Chart.of(
        new StandingBars(title, valueAxis, different, lines, series, scale(6), values, width, high),
        words());
  }

  /** The names broken into lines that fit below the bars; nothing where one doesn't fit. */
  private List<List<String>> linesBelow() {
    FontMetrics m = new Surface().getFontMetrics(Fonts.regular(PlotArea.TEXT));
    int left = PlotArea.axisWidth(m, scale(6));
    double room = (width - PlotArea.MARGIN - left) / (double) names.size();
    List<List<String>> lines =
        names.stream().map(n -> LineBreaks.wrap(n, m, (int) (room - 6))).toList();
    boolean fit = lines.stream().flatMap(List::stream).allMatch(w -> m.stringWidth(w) <= room);
    return fit ? lines : List.of();
  }

  /** XChart takes names as keys; spaces behind make those different that are the same. */
  static List<String> different(List<String> names) {
    var all = new LinkedHashSet<String>();
    for (String name : names) {
      String key = name;
      while (!all.add(key)) {
        key += " ";
      }
    }
    return List.copyOf(all);
  }

  /** The values for XChart, in which a missing one is null. */
  static List<Double> numbers(double[] values) {
    return Arrays.stream(values)
        .mapToObj(v -> Double.isFinite(v) ? (Double) v : null)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** The axis holds 0, and room for what is written at bars that reach below it. */
  private Scale scale(int ticks) {
    DoubleSummaryStatistics range =
        series.stream()
            .flatMapToDouble(s -> Arrays.stream(s.values))
            .filter(Double::isFinite)
            .summaryStatistics();
    if (range.getCount() == 0) {
      return Scale.around(0, 1, ticks);
    }
    double high = Math.max(0, range.getMax());
    double low = Math.min(0, range.getMin());
    double written = values != null && low < 0 ? 0.1 * (high - low) : 0;
    return Scale.around(low - written, high, ticks);
  }

  /** A chart whose {@link #build()} was forgotten shows itself all the same. */
  @Override
  public Figure figure() {
    return build();
  }

  private String words() {
    if (alt != null) {
      return alt;
    }
    return title
        + ": "
        + valueAxis
        + " of "
        + names.size()
        + " bars"
        + (series.size() > 1
            ? " in groups of " + series.stream().map(Series::name).collect(Collectors.joining(", "))
            : "")
        + ".";
  }
}
