package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class ChartsTest {
  private static final List<String> NIH =
      List.of(
          "Atelectasis",
          "Cardiomegaly",
          "Effusion",
          "Infiltration",
          "Mass",
          "Nodule",
          "Pneumonia",
          "Pneumothorax",
          "Consolidation",
          "Edema",
          "Emphysema",
          "Fibrosis",
          "Hernia",
          "Pleural_Thickening");
  private static final double[] FOURTEEN = {
    11559, 2776, 13317, 19894, 5782, 6331, 1431, 5302, 4667, 2303, 2516, 1686, 227, 3385
  };

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
    for (Chart chart : charts) {
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
      one.line("s" + i, new double[] {0, 1}, new double[] {i, i});
    }
    Frame frame = (Frame) one.build().drawing();
    Frame.Key first = frame.legend().get(0);
    Frame.Key again = frame.legend().get(Colours.count());
    assertEquals(first.colour(), again.colour());
    assertEquals(Plot.Style.LINE, first.style());
    assertEquals(Plot.Style.DOTTED, again.style());
  }

  @Test
  void aBandHasTheColourOfTheLineThatFollows() {
    double[] x = {0, 1};
    Chart chart =
        Charts.lines("", "x", "y")
            .band("95 %", x, new double[] {0, 0}, new double[] {1, 1})
            .line("mean", x, new double[] {0.5, 0.5})
            .build();
    List<Frame.Key> legend = ((Frame) chart.drawing()).legend();
    assertEquals(
        legend.get(1).colour().getRGB() & 0xFFFFFF, legend.get(0).colour().getRGB() & 0xFFFFFF);
    assertTrue(legend.get(0).colour().getAlpha() < 100);
  }

  // numpy.histogram([1, 2, 2, 3, 5], bins=4) -> [1, 2, 1, 1]
  @Test
  void theLargestValueFallsIntoTheLastBin() {
    Chart chart = Charts.histogram("", "x", new double[] {1, 2, 2, 3, 5, Double.NaN}, 4);
    var histogram = (Histogram) ((Frame) chart.drawing()).body();
    assertArrayEquals(new long[] {1, 2, 1, 1}, histogram.counts());
    assertTrue(chart.alt().contains("5 values from 1.000 to 5.000"), chart.alt());
  }

  @Test
  void aHistogramOfEqualValuesIsDrawn() {
    Chart chart = Charts.histogram("", "x", new double[] {2, 2, 2}, 3);
    assertArrayEquals(
        new long[] {0, 3, 0}, ((Histogram) ((Frame) chart.drawing()).body()).counts());
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
    String cells = Charts.matrix("", NIH, List.of("positive"), column(FOURTEEN)).svg();
    assertEquals(1 + 14, cells.split("<rect").length - 1, "the background and the cells");
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

  private static double[][] column(double... values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
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
