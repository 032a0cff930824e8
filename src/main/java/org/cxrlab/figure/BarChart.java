package org.cxrlab.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * Builds a chart of bars, one for each name, or a group of them for several series; see {@link
 * Charts#bars}. A value that is NaN has no bar.
 */
public final class BarChart implements Showable {
  /** More names than these don't fit below upright bars. */
  private static final int MOST_UPRIGHT = 6;

  private final String title;
  private final String valueAxis;
  private final List<String> names;
  private final List<Bars.Series> series = new ArrayList<>();
  private boolean horizontal;
  private DoubleFunction<String> values;
  private int width = 720;
  private int height;
  private String alt;

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
    series.add(new Bars.Series(name, values.clone(), Colours.series(series.size())));
    return this;
  }

  /** Bars lie; the default for more than six names. */
  public BarChart horizontal() {
    horizontal = true;
    return this;
  }

  /** Bars stand, if their names fit below them; the default for up to six names. */
  public BarChart vertical() {
    horizontal = false;
    return this;
  }

  /** The value is written at the end of each bar, as in tables. */
  public BarChart values() {
    return values(v -> v == Math.rint(v) ? Numbers.show((long) v) : Numbers.show(v));
  }

  /** The value is written at the end of each bar in this form. */
  public BarChart values(DoubleFunction<String> form) {
    values = form;
    return this;
  }

  /** The size in CSS pixels; unless set, 720 wide and as high as the bars need. */
  public BarChart size(int width, int height) {
    this.width = width;
    this.height = height;
    return this;
  }

  /** What the chart shows, in one sentence, for people who can't see it. */
  public BarChart alt(String text) {
    alt = text;
    return this;
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
    var bars = new Bars(valueAxis, names, List.copyOf(series), values, horizontal);
    List<Frame.Key> legend =
        series.size() == 1
            ? List.of()
            : series.stream()
                .map(s -> new Frame.Key(s.name(), s.colour(), Plot.Style.AREA))
                .toList();
    int needed = horizontal ? 110 + names.size() * (8 + Math.max(16, 11 * series.size())) : 420;
    return new Chart(new Frame(title, legend, bars), width, height == 0 ? needed : height, words());
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
            ? " in groups of "
                + series.stream().map(Bars.Series::name).collect(Collectors.joining(", "))
            : "")
        + ".";
  }
}
