package org.cxrlab.figure;

import java.awt.Color;
import java.util.stream.IntStream;

/** A dot for each case over the values of one axis, the one that lies highest in another colour. */
final class Slice {
  private static final int DOT = 9;
  private static final Color PALE = new Color(0, 0x72, 0xB2, 130);

  private Slice() {}

  static Chart chart(String title, ValueAxis x, ValueAxis y, int width, int height) {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "The chart \"%s\" has %d values on one axis and %d on the other.",
              title, x.size(), y.size()));
    }
    String alt =
        Text.format("%s: %s of %d cases against %s.", title, y.title(), x.size(), x.title());
    Scale lying = x.scale(Math.max(2, width / 90));
    Scale upright = y.scale(Math.max(2, height / 60));
    var chart = new Curves(title, x.title(), y.title(), lying, upright, false, width, height);
    // Dots at the ends of the axes are whole.
    chart.getStyler().setPlotContentSize(0.95);
    if (x.isNamed()) {
      chart
          .getStyler()
          .setXAxisTickLabelsFormattingFunction(
              tick -> lying.ticks().contains(tick) ? x.label(lying, tick) : tick.toString())
          .setXAxisTickLabelsColor(Colours.INK)
          .setXAxisTickMarkSpacingHint((int) (0.85 * width / lying.ticks().size()))
          .setPlotGridVerticalLinesVisible(false);
    }
    int best = -1;
    double[] others = new double[x.size()];
    for (int i = 0; i < x.size(); i++) {
      boolean drawable = Double.isFinite(x.value(i)) && Double.isFinite(y.value(i));
      others[i] = y.value(i);
      if (drawable && (best < 0 || y.value(i) > y.value(best))) {
        best = i;
      }
    }
    if (best >= 0) {
      others[best] = Double.NaN;
    }
    double[] xs = IntStream.range(0, x.size()).mapToDouble(x::value).toArray();
    chart.points("cases", xs, others, PALE, DOT).setShowInLegend(false);
    if (best >= 0) {
      chart
          .points(
              "best",
              new double[] {x.value(best)},
              new double[] {y.value(best)},
              Colours.series(1),
              DOT)
          .setShowInLegend(false);
    }
    return Chart.of(chart, alt);
  }
}
