package org.cxrlab.notebook;

import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_SVG;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Image;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class RenderersTest {
  private final Renderer renderer = new Renderer();

  RenderersTest() {
    // As a kernel does it: its own renderers first.
    Image.registerAll(renderer);
    Text.registerAll(renderer);
    Renderers.register(renderer);
  }

  @Test
  void showableIsShownAsItsFigure() {
    Showable value = () -> new Note("7 < 8");
    DisplayData shown = renderer.render(value);
    assertTrue(html(shown).contains("7 &lt; 8"));
    assertEquals("7 < 8", text(shown));
  }

  @Test
  void recordThatIsShowableIsShownAsItsFigure() {
    record Film(String name) implements Showable {
      @Override
      public Note figure() {
        return new Note("film " + name);
      }
    }

    assertEquals("film a", text(renderer.render(new Film("a"))));
  }

  @Test
  void pictureArrivesWithEachOfItsPixels() throws IOException {
    // Every size modulo 3, as Base64 takes three bytes at a time.
    for (int width = 1; width <= 6; width++) {
      var image = new BufferedImage(width, 2, BufferedImage.TYPE_INT_RGB);
      image.setRGB(width - 1, 1, 0x123456);
      DisplayData shown = renderer.render(image);
      byte[] png = Base64.getDecoder().decode((String) shown.getData(IMAGE_PNG));
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
      assertEquals(width, read.getWidth());
      assertEquals(0xff123456, read.getRGB(width - 1, 1));
      // The end mark of a PNG, which decoders forgive the loss of.
      assertEquals("IEND", new String(png, png.length - 8, 4, StandardCharsets.US_ASCII));
      assertTrue(html(shown).contains("alt="));
    }
  }

  @Test
  void tableIsShownWithItsSizeAndFirstRows() {
    var numbers = IntColumn.create("number", IntStream.rangeClosed(1, 1_200).toArray());
    DisplayData shown =
        renderer.render(
            Table.create(
                "films", numbers, StringColumn.create("view", Collections.nCopies(1_200, "PA"))));
    assertTrue(html(shown).contains("1,200 rows"));
    assertTrue(html(shown).contains("2 columns"));
    assertTrue(text(shown).contains("10"));
    assertTrue(!text(shown).contains("11"));
  }

  @Test
  void missingCellOfATableIsEmpty() {
    var column = IntColumn.create("age", 1);
    column.appendMissing();
    assertTrue(!text(renderer.render(Table.create("t", column))).contains("-2147483648"));
  }

  @Test
  void chartOfXChartIsShownAsAPictureAndAsSvgWhereThatIsAsked() {
    XYChart chart = new XYChartBuilder().width(300).height(200).title("Loss").build();
    chart.addSeries("a", new double[] {1, 2}, new double[] {3, 4});
    DisplayData shown = renderer.render(chart);
    assertTrue(html(shown).startsWith("<img"));
    assertTrue(text(shown).contains("Loss"));
    DisplayData svg = renderer.renderAs(chart, IMAGE_SVG.toString());
    assertTrue(((String) svg.getData(IMAGE_SVG)).contains("<svg"));
  }

  @Test
  void xChartObjectOfAChartIsShownAsTheChartIs() {
    var chart =
        Charts.lines("Loss", "step", "loss")
            .line("a", new double[] {1, 2}, new double[] {3, 4})
            .build();
    String before = html(renderer.render(chart));
    chart.xchart().getStyler().setYAxisMax(9.0);
    String changed = html(renderer.render(chart));
    assertNotEquals(before, changed);
    String itself = html(renderer.render(chart.xchart()));
    assertEquals(picture(changed), picture(itself));
  }

  private static String picture(String html) {
    return html.substring(html.indexOf("base64,"));
  }

  @Test
  void recordIsShownFieldByField() {
    record Step(int number, double loss) {}

    DisplayData shown = renderer.render(new Step(3, 0.25));
    assertTrue(html(shown).contains(">loss</td>"));
    assertTrue(text(shown).contains("0.25"));
  }

  @Test
  void recordsOfOneClassAreShownAsATable() {
    record Step(int number, double loss) {}

    DisplayData shown = renderer.render(List.of(new Step(1, 0.5), new Step(2, 0.25)));
    assertTrue(html(shown).contains("2 rows"));
    assertTrue(html(shown).contains("number"));
  }

  @Test
  void listOfOtherValuesIsText() {
    DisplayData shown = renderer.render(List.of("Mass", 2));
    assertNull(shown.getData(TEXT_HTML));
    assertEquals("[Mass, 2]", text(shown));
    assertEquals("[]", text(renderer.render(new ArrayList<String>())));
  }

  @Test
  void arrayIsShownByItsElements() {
    assertEquals("[1.0, 2.5]", text(renderer.render(new double[] {1, 2.5})));
    assertEquals("[Mass, Nodule]", text(renderer.render(new String[] {"Mass", "Nodule"})));
    assertEquals("[[1], null]", text(renderer.render(new int[][] {{1}, null})));
    assertTrue(text(renderer.render(new int[1_000])).endsWith("0, … 1,000 elements]"));
  }

  @Test
  void arraysAreShownByTheirElementsWhereverTheyLie() {
    record Scored(String name, float[] values) {}
    record Set(List<float[]> rows, Map<String, int[]> counts) {}
    record Own(float[] values) {
      @Override
      public String toString() {
        return values.length + " values";
      }
    }

    assertEquals("[[0.5, 1.0]]", text(renderer.render(List.of(new float[] {0.5f, 1}))));
    assertEquals("{a=[1, 2]}", text(renderer.render(Map.of("a", new int[] {1, 2}))));
    assertEquals("Optional[[1]]", text(renderer.render(Optional.of(new long[] {1}))));
    String fields =
        html(renderer.render(new Set(List.of(new float[] {0.25f}), Map.of("b", new int[] {7}))));
    assertTrue(fields.contains("[[0.25]]"), fields);
    assertTrue(fields.contains("{b=[7]}"), fields);
    String mixed =
        text(
            renderer.render(List.of(new Scored("x", new float[] {1}), "y", new Own(new float[2]))));
    assertEquals("[Scored[name=x, values=[1.0]], y, 2 values]", mixed);
    assertEquals("[[x@1f]]", text(renderer.render(List.of(List.of("x@1f")))));
  }

  private static String html(DisplayData data) {
    return (String) data.getData(TEXT_HTML);
  }

  private static String text(DisplayData data) {
    return (String) data.getData(TEXT_PLAIN);
  }
}
