package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class ChartsTest {
  private static final List<String> NIH = ChartKinds.NIH;
  private static final double[] FOURTEEN = ChartKinds.FOURTEEN;

  /** The kinds of chart that XChart lacks. */
  private static final List<String> DRAWN_HERE = List.of("dots", "parallel", "nothing");

  private static LineChart diagonal() {
    return Charts.lines("Title", "x", "y").line("a", new double[] {0, 1}, new double[] {0, 1});
  }

  @Test
  void theRasterIsTwiceAsDenseAsShown() {
    Chart chart = diagonal().size(300, 200).build();
    assertEquals(600, chart.image().getWidth());
    assertEquals(400, chart.image().getHeight());
    assertTrue(chart.html().contains("width:300px;max-width:100%"));
  }

  @Test
  void theSameChartIsDrawnAlikeEachTime() {
    Chart chart = diagonal().build();
    assertEquals(chart.svg(), chart.svg());
    assertArrayEquals(pixels(chart), pixels(chart));
  }

  @Test
  void nothingIsCutAtAnEdgeWhateverTheLabels() {
    double[][] square = new double[14][14];
    Arrays.setAll(square, i -> FOURTEEN.clone());
    var charts =
        List.of(
            Charts.bars("Films with each finding", "films", NIH)
                .series("n", FOURTEEN)
                .values()
                .build(),
            Charts.bars("Loss", "share", NIH).series("a", FOURTEEN).series("b", FOURTEEN).build(),
            Charts.bars("Upright", "films", NIH).vertical().series("n", FOURTEEN).build(),
            Charts.bars("Change", "change", NIH.subList(0, 4))
                .series("n", new double[] {-3, 2, -1, 0})
                .values()
                .build(),
            Charts.matrix("Together", NIH, NIH, square),
            Charts.histogram("Values", "number of films", FOURTEEN, 5),
            Charts.lines("A title that is much longer than this chart is wide", "films", "films")
                .line("a", FOURTEEN, FOURTEEN)
                .event("the last", 19894)
                .size(300, 300)
                .build());
    for (Chart chart :
        Stream.concat(charts.stream(), ChartKinds.all().values().stream()).toList()) {
      BufferedImage image = chart.image();
      int edge = 2 * 4;
      for (int x = 0; x < image.getWidth(); x++) {
        for (int y = 0; y < image.getHeight(); y++) {
          boolean atEdge =
              x < edge || y < edge || x >= image.getWidth() - edge || y >= image.getHeight() - edge;
          if (atEdge && image.getRGB(x, y) != 0xFFFFFFFF) {
            throw new AssertionError(chart.alt() + " has ink at " + x + ", " + y);
          }
        }
      }
    }
  }

  @Test
  void aLineGoesThroughItsPoints() {
    BufferedImage image = diagonal().xRange(0, 1).yRange(0, 1).build().image();
    int[] corners = extent(image, Colours.series(0));
    // A diagonal fills its box: as often seen in its first half as in its second.
    int left = corners[0];
    int right = corners[1];
    int top = corners[2];
    int bottom = corners[3];
    assertTrue(right - left > 1000 && bottom - top > 500, Arrays.toString(corners));
    assertTrue(near(image, (left + right) / 2, (top + bottom) / 2, Colours.series(0)));
    assertFalse(near(image, left + 100, top + 100, Colours.series(0)));
  }

  @Test
  void barsAreAsLongAsTheirValues() {
    Chart chart =
        Charts.bars("", "films", List.of("a", "b"))
            .horizontal()
            .series("n", new double[] {10, 5})
            .size(600, 200)
            .build();
    BufferedImage image = chart.image();
    int[] runs = new int[2];
    int[] rows = {image.getHeight() / 4 - 22, image.getHeight() * 3 / 4 - 66};
    for (int i = 0; i < 2; i++) {
      for (int x = 0; x < image.getWidth(); x++) {
        runs[i] += image.getRGB(x, rows[i]) == Colours.series(0).getRGB() ? 1 : 0;
      }
    }
    assertEquals(2.0, runs[0] / (double) runs[1], 0.02, Arrays.toString(runs));
  }

  @Test
  void aMissingValueHasNoBarAndInterruptsALine() {
    double[] gap = {1, Double.NaN, 3};
    Charts.bars("", "n", List.of("a", "b", "c")).series("s", gap).values().build().image();
    double[] x = {0, 1, 2};
    BufferedImage image =
        Charts.lines("", "x", "y").line("a", x, new double[] {1, Double.NaN, 1}).build().image();
    assertEquals(0, count(image, Colours.series(0)), "two single points are joined");
  }

  @Test
  void moreSeriesThanColoursDifferInTheirLine() {
    var one = Charts.lines("", "x", "y");
    for (int i = 0; i <= Colours.count(); i++) {
      one = one.line("s" + i, new double[] {0, 1}, new double[] {i, i});
    }
    XYChart chart = (XYChart) one.build().xchart();
    XYSeries first = chart.getSeries("s0");
    XYSeries again = chart.getSeries("s" + Colours.count());
    assertEquals(first.getLineColor(), again.getLineColor());
    assertNull(first.getLineStyle().getDashArray());
    assertNotNull(again.getLineStyle().getDashArray());
  }

  @Test
  void aChartThatIsAddedToStaysAsItWas() {
    double[] x = {0, 1};
    var lines = Charts.lines("", "x", "y").line("a", x, x);
    String before = lines.build().svg();
    assertNotEquals(before, lines.line("b", x, x).event("", 1).yRange(0, 2).build().svg());
    assertEquals(before, lines.build().svg());
    var bars = Charts.bars("", "n", List.of("a", "b")).series("s", x);
    String bar = bars.build().svg();
    assertNotEquals(bar, bars.series("t", x).horizontal().values().build().svg());
    assertEquals(bar, bars.build().svg());
    var dots = Charts.dots("", "n").row("a", x, 0.5, 0, 1);
    String dot = dots.build().svg();
    assertNotEquals(dot, dots.row("b", x, 0.5, 0, 1).reference("none", 0).build().svg());
    assertEquals(dot, dots.build().svg());
  }

  @Test
  void aBandHasTheColourOfTheLineThatFollows() {
    double[] x = {0, 1};
    Chart chart =
        Charts.lines("", "x", "y")
            .band("95 %", x, new double[] {0, 0}, new double[] {1, 1})
            .line("mean", x, new double[] {0.5, 0.5})
            .build();
    Color band = chart.xchart().getSeries("95 %").getFillColor();
    Color line = chart.xchart().getSeries("mean").getLineColor();
    assertEquals(line.getRGB() & 0xFFFFFF, band.getRGB() & 0xFFFFFF);
    assertTrue(band.getAlpha() < 100);
  }

  // numpy.histogram([1, 2, 2, 3, 5], bins=4) -> [1, 2, 1, 1]
  @Test
  void theLargestValueFallsIntoTheLastBin() {
    Chart chart = Charts.histogram("", "x", new double[] {1, 2, 2, 3, 5, Double.NaN}, 4);
    assertArrayEquals(new double[] {1, 2, 1, 1}, counts(chart));
    assertTrue(chart.alt().contains("5 values from 1.000 to 5.000"), chart.alt());
  }

  @Test
  void aHistogramOfEqualValuesIsDrawn() {
    Chart chart = Charts.histogram("", "x", new double[] {2, 2, 2}, 3);
    assertArrayEquals(new double[] {0, 3, 0}, counts(chart));
    chart.image();
  }

  @Test
  void svgIsXmlWithoutTextThatWouldNeedAFont() throws Exception {
    String svg = diagonal().build().svg();
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var root =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertEquals("svg", root.getTagName());
    assertEquals(0, root.getElementsByTagName("text").getLength());
    assertTrue(root.getElementsByTagName("path").getLength() > 10);
  }

  @Test
  void svgHoldsAllThatTheRasterHolds() {
    int plain = diagonal().build().svg().split("<path").length;
    int named = diagonal().event("best", 1).build().svg().split("<path").length;
    assertEquals(plain + 1, named, "the name of the event");
    double[] lacking = FOURTEEN.clone();
    lacking[3] = Double.NaN;
    lacking[5] = Double.NaN;
    String cells = Charts.matrix("", NIH, List.of("positive"), column(FOURTEEN)).svg();
    String fewer = Charts.matrix("", NIH, List.of("positive"), column(lacking)).svg();
    assertEquals(2, cells.split("<rect").length - fewer.split("<rect").length, "the cells");
  }

  @Test
  void savesInTheFormThatTheNameEndsIn(@TempDir Path folder) throws Exception {
    Chart chart = diagonal().build();
    assertTrue(Files.readString(chart.save(folder.resolve("a.svg"))).contains("<svg"));
    assertEquals(1440, ImageIO.read(chart.save(folder.resolve("a.PNG")).toFile()).getWidth());
    var e = assertThrows(IllegalArgumentException.class, () -> chart.save(folder.resolve("a.pdf")));
    assertTrue(e.getMessage().contains("a.pdf"), e.getMessage());
  }

  @Test
  void anXChartIsShownLikeOurOwn() {
    var theirs = new XYChart(200, 100);
    theirs.addSeries("a", new double[] {1, 2}, new double[] {1, 2});
    assertEquals(400, Charts.xchart(theirs, "theirs").image().getWidth());
  }

  @Test
  void whatIsChangedInTheXChartObjectIsShown() {
    Chart chart = diagonal().build();
    String before = chart.svg();
    int[] whole = extent(chart.image(), Colours.series(0));
    chart.xchart().getStyler().setYAxisMax(2.0);
    int[] half = extent(chart.image(), Colours.series(0));
    assertEquals(2, (whole[3] - whole[2]) / (double) (half[3] - half[2]), 0.1, "half as high");
    chart.xchart().setTitle("Another title");
    chart.xchart().getSeries("a").setLineColor(Color.MAGENTA);
    assertEquals(0, count(chart.image(), Colours.series(0)));
    assertTrue(count(chart.image(), Color.MAGENTA) > 1000);
    assertNotEquals(before, chart.svg());
  }

  @Test
  void theXChartObjectItselfIsDrawnAsItsChart() {
    for (Map.Entry<String, Chart> kind : ChartKinds.all().entrySet()) {
      if (!DRAWN_HERE.contains(kind.getKey())) {
        Chart itself = Charts.xchart(kind.getValue().xchart(), "");
        assertEquals(kind.getValue().svg(), itself.svg(), kind.getKey());
      }
    }
  }

  @Test
  void whatXChartCannotDrawSaysSo() {
    for (String kind : DRAWN_HERE) {
      assertMessage("not drawn by XChart", () -> ChartKinds.all().get(kind).xchart());
    }
  }

  @Test
  void aSeriesThatAUserAddsIsInTheLegend() {
    Chart chart = diagonal().build();
    int before = chart.svg().split("<path").length;
    ((XYChart) chart.xchart()).addSeries("more", new double[] {0, 1}, new double[] {1, 0});
    assertTrue(chart.svg().split("<path").length > before, "the names");
    assertTrue(near(chart.image(), 2 * 25, 2 * 51, Colours.series(0)), "the legend");
  }

  @Test
  void anAxisIsMarkedAtRoundValuesWhereverTheDataLie() {
    double[] thirds = {0, 1 / 3.0, 2 / 3.0, 1};
    Chart chart =
        Charts.lines("", "x", "y").line("a", thirds, thirds).xRange(0, 1).yRange(0, 1).build();
    assertEquals(6, upright(chart.image()), "0.0, 0.2 to 1.0");
    chart.xchart().getStyler().setXAxisMax(0.4);
    assertEquals(9, upright(chart.image()), "0.00, 0.05 to 0.40");
  }

  @Test
  void bothEndsOfAnAxisHaveALabel() {
    BufferedImage image = diagonal().xRange(0, 1).yRange(0, 1).build().image();
    int[] line = extent(image, Colours.series(0));
    for (int x : new int[] {line[0], line[1]}) {
      assertTrue(inked(image.getSubimage(x - 16, line[3] + 14, 32, 30)), "below " + x);
    }
    for (int y : new int[] {line[2], line[3]}) {
      assertTrue(inked(image.getSubimage(line[0] - 60, y - 10, 40, 20)), "beside " + y);
    }
  }

  @Test
  void anAxisThatCannotBeIsNamed() {
    Chart turned = diagonal().build();
    turned.xchart().getStyler().setYAxisMax(-3.0);
    assertMessage("y axis can't reach from 0.0 to -3.0", turned::image);
    Chart log = diagonal().build();
    log.xchart().getStyler().setYAxisLogarithmic(true);
    assertMessage("let it begin above 0", log::image);
    log.xchart().getStyler().setYAxisMin(0.01);
    log.image();
  }

  @Test
  void curvesOfOneNameAreBothDrawn() {
    double[] x = {0, 1};
    var chart = (XYChart) diagonal().line("a", x, new double[] {1, 0}).build().xchart();
    assertEquals(
        List.of("a", "a"),
        chart.getSeriesCollection().stream()
            .filter(XYSeries::isShowInLegend)
            .map(XYSeries::getLabel)
            .toList());
  }

  @Test
  void aDottedCurveOfManyPointsIsDotted() {
    var few = Charts.lines("", "x", "y").yRange(0, 1).size(720, 300);
    for (int i = 0; i < Colours.count(); i++) {
      few = few.line("s" + i, new double[] {0}, new double[] {-9});
    }
    double[] x = IntStream.rangeClosed(0, 2000).mapToDouble(i -> i / 2000.0).toArray();
    double[] half = new double[x.length];
    Arrays.fill(half, 0.5);
    few = few.line("dotted", x, half);
    BufferedImage image = few.build().image();
    int[] line = extent(image, Colours.series(0));
    int painted = 0;
    for (int i = line[0]; i <= line[1]; i++) {
      painted += image.getRGB(i, (line[2] + line[3]) / 2) == Colours.series(0).getRGB() ? 1 : 0;
    }
    assertTrue(painted < 0.7 * (line[1] - line[0]), painted + " of " + (line[1] - line[0]));
  }

  @Test
  void numbersInCellsCanBeReadOnEachColour() {
    for (int i = 0; i <= 100; i++) {
      Color ground = Colours.sequential(i / 100.0);
      assertTrue(Colours.contrast(ground, Colours.textOn(ground)) >= 4, "at " + i + " %");
    }
  }

  @Test
  void oddDataAreDrawnAllTheSame() {
    double nan = Double.NaN;
    List<String> three = List.of("", "a", "$b$");
    var charts = new ArrayList<Chart>();
    for (double[] values :
        List.of(
            new double[] {nan, nan, nan},
            new double[] {nan, 0, 1},
            new double[] {1, Double.POSITIVE_INFINITY, -1e-9},
            new double[] {0, 0, 0},
            new double[] {1e12, 2e12, 3e12})) {
      var lying = Charts.bars("", "n $", three).horizontal().values();
      var standing = Charts.bars("$", "n", three).values();
      charts.add(lying.series("s", values).series("s", values).build());
      charts.add(standing.series("s", values).series("s", values).build());
      charts.add(Charts.matrix("", three, List.of("x"), column(values)));
      charts.add(Charts.matrix("", List.of("x"), three, new double[][] {values}));
      double[] x = {0, nan, 2};
      if (!Double.isNaN(values[2])) {
        charts.add(Charts.lines("", "$x$", "y").line("$", x, values).build());
        charts.add(Charts.lines("", "", "").points("", x, values).size(200, 150).build());
        charts.add(Charts.histogram("", "", values, 3));
      }
    }
    double[] small = {1e-5, 3e-5, 2e-5};
    charts.add(Charts.lines("", "step", "rate").line("a", new double[] {1, 2, 3}, small).build());
    for (Chart chart : charts) {
      assertTrue(inked(chart.image()), chart.alt());
      String svg = chart.svg();
      assertFalse(svg.contains("NaN") || svg.contains("Infinity"), chart.alt());
    }
  }

  @Test
  void barsOfOneNameEachHaveTheirPlace() {
    BufferedImage image =
        Charts.bars("", "n", List.of("a", "a", "b"))
            .horizontal()
            .series("n", new double[] {3, 2, 1})
            .build()
            .image();
    int[] bars = extent(image, Colours.series(0));
    for (int i = 0; i < 3; i++) {
      int y = bars[2] + (int) ((bars[3] - bars[2]) * (i + 0.5) / 3);
      assertTrue(inked(image.getSubimage(8, y - 16, bars[0] - 24, 32)), "the name of bar " + i);
    }
  }

  @Test
  void aChartIsNeverWithoutWords() {
    assertEquals("[chart: Title: y against x, a.]", diagonal().build().text());
    assertEquals("[chart: mine]", diagonal().alt("mine").build().text());
  }

  @Test
  void whatDoesNotFitTogetherIsNamed() {
    assertMessage(
        "\"a\" has 2 x values and 1", () -> diagonal().line("a", new double[2], new double[1]));
    assertMessage(
        "\"n\" has 1 values for 2 names",
        () -> Charts.bars("", "", List.of("a", "b")).series("n", new double[1]));
    assertMessage(
        "needs 2 rows of 1",
        () -> Charts.matrix("m", List.of("a", "b"), List.of("c"), new double[1][1]));
    assertMessage("no point to draw", () -> Charts.lines("t", "x", "y").build());
    assertMessage("logarithmic x axis and a value of 0.0", () -> diagonal().logX().build());
    assertMessage("from 1.0 to 1.0", () -> diagonal().xRange(1, 1));
    assertMessage(
        "0 numbers in 3 bins", () -> Charts.histogram("", "", new double[] {Double.NaN}, 3));
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable what) {
    var e = assertThrows(IllegalArgumentException.class, what);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  /** The heights of a histogram's steps, each of which has a point at either end. */
  private static double[] counts(Chart histogram) {
    double[] y = ((XYChart) histogram.xchart()).getSeries("count").getYData();
    return IntStream.range(0, y.length / 2 - 1).mapToDouble(i -> y[2 * i + 1]).toArray();
  }

  private static double[][] column(double... values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }

  private static boolean inked(BufferedImage image) {
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(all).anyMatch(p -> new Color(p).getGreen() < 0xA0);
  }

  /** The upright lines that a row through the upper part of the plot crosses, without curves. */
  private static long upright(BufferedImage image) {
    int y = 2 * 30;
    return IntStream.range(1, image.getWidth())
        .filter(x -> gray(image.getRGB(x, y)) && !gray(image.getRGB(x - 1, y)))
        .count();
  }

  private static boolean gray(int pixel) {
    var colour = new Color(pixel);
    return colour.getRed() == colour.getGreen() && colour.getRed() < 0xF0;
  }

  private static int[] pixels(Chart chart) {
    BufferedImage image = chart.image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static long count(BufferedImage image, Color colour) {
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(all).filter(p -> p == colour.getRGB()).count();
  }

  private static boolean near(BufferedImage image, int x, int y, Color colour) {
    return count(image.getSubimage(x - 6, y - 6, 13, 13), colour) > 0;
  }

  /** Left, right, top and bottom of what has this colour. */
  private static int[] extent(BufferedImage image, Color colour) {
    int[] e = {Integer.MAX_VALUE, -1, Integer.MAX_VALUE, -1};
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        if (image.getRGB(x, y) == colour.getRGB()) {
          e[0] = Math.min(e[0], x);
          e[1] = Math.max(e[1], x);
          e[2] = Math.min(e[2], y);
          e[3] = Math.max(e[3], y);
        }
      }
    }
    return e;
  }
}
