package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.common.Image;
import io.github.spencerpark.jupyter.kernel.display.common.Text;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The renderer of IJava's base kernel, held against JJava's. */
class IJavaExtensionTest {
  private static final List<String> TYPES =
      List.of(Displays.HTML, Displays.TEXT, Displays.PNG, Displays.SVG);

  private final Renderer ijava = new Renderer();
  private final org.dflib.jjava.jupyter.kernel.display.Renderer jjava =
      new org.dflib.jjava.jupyter.kernel.display.Renderer();

  IJavaExtensionTest() {
    // As a kernel does it: its own renderers first.
    Image.registerAll(ijava);
    Text.registerAll(ijava);
    IJavaExtension.register(ijava);
    org.dflib.jjava.jupyter.kernel.display.common.Image.registerAll(jjava);
    org.dflib.jjava.jupyter.kernel.display.common.Text.registerAll(jjava);
    Renderers.register(jjava);
  }

  private record Step(int number, double loss) {}

  @Test
  void figuresAndValuesOfUsersAreShownAsInJJava() {
    var image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(4, 2, 0x123456);
    var ours =
        Charts.lines("Loss", "step", "loss")
            .line("a", new double[] {1, 2}, new double[] {2, 1})
            .build();
    var table = TableFigure.columns("label").row("Mass").build();
    Showable showable = () -> new Note("7 < 8");
    assertTrue(same(table).get(Displays.HTML).toString().contains("Mass"));
    assertTrue(same(ours).containsKey(Displays.PNG));
    assertEquals("7 < 8", same(showable).get(Displays.TEXT));
    same(Panel.of(table, ours));
    same(GrayImage.of(2, 2, 0f, 0.5f, 0.7f, 1f));
    assertTrue(same(image).containsKey(Displays.PNG));
    // One that has been painted is painted a little differently the next time.
    assertTrue(same(chart(), chart()).get(Displays.HTML).toString().startsWith("<img"));
    assertTrue(
        same(Table.create("t", IntColumn.create("n", 1, 2), StringColumn.create("v", "PA", "AP")))
            .get(Displays.HTML)
            .toString()
            .contains("2 rows"));
    same(new Step(3, 0.25));
    same(List.of(new Step(1, 0.5), new Step(2, 0.25)));
    same(List.of(table, ours));
    assertFalse(same(List.of("Mass", 2)).containsKey(Displays.HTML));
    assertEquals("[[1], null]", same(new int[][] {{1}, null}).get(Displays.TEXT));
    assertEquals("hello", same("hello").get(Displays.TEXT));
    assertEquals("3", same(3).get(Displays.TEXT));
  }

  @Test
  void chartAndPictureAreMadeInTheFormatThatIsAskedFor() {
    var chart =
        Charts.lines("Loss", "step", "loss")
            .line("a", new double[] {1, 2}, new double[] {2, 1})
            .build();
    assertTrue(
        ((String) ijava.renderAs(chart, Displays.SVG).getData(MIMEType.IMAGE_SVG))
            .contains("<svg"));
    assertEquals(
        jjava
            .renderAs(chart, Displays.PNG)
            .getData(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG),
        ijava.renderAs(chart, Displays.PNG).getData(MIMEType.IMAGE_PNG));
  }

  @Test
  @Tag("slow")
  void filmsGalleriesAndATrainingAreShownAsInJJava() {
    Films all = Phantoms.of(16).size(32).films().onlyLabels("Cardiomegaly", "Effusion");
    Films films = all.at(0, 1, 2, 3, 4, 5, 6, 7);
    Split split = new Split(films, all, all);
    same(films);
    same(films.get(0));
    same(films.sample(4, 1).grid());
    same(split);
    try (ChestModel model = DenseNet121.create(all.labels(), 3);
        NDManager arrays = NDManager.newBaseManager()) {
      same(
          Training.run(
              model,
              split,
              TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(1).seed(7),
              new TrainingListener() {}));
      same(arrays.create(new float[] {1, 2}));
    }
  }

  @Test
  void panelIsShownAsItStandsWithALineOnItsControls() {
    var shown = ijava.render(Controls.slider("Share", 0, 10, 3));
    String html = (String) shown.getData(MIMEType.TEXT_HTML);
    assertTrue(html.contains("Share") && html.contains(">3</td>"), html);
    assertTrue(html.contains("controls need the kernel Java (cxrlab)"), html);
    assertTrue(((String) shown.getData(MIMEType.TEXT_PLAIN)).startsWith("Share: 3\n"));
  }

  private static XYChart chart() {
    XYChart chart = new XYChartBuilder().width(300).height(200).title("Loss").build();
    chart.addSeries("a", new double[] {1, 2}, new double[] {3, 4});
    return chart;
  }

  /** What a value is shown as, which is the same in both. */
  private Map<String, Object> same(Object value) {
    return same(value, value);
  }

  private Map<String, Object> same(Object value, Object again) {
    var expected = jjava.render(again);
    var shown = ijava.render(value);
    Map<String, Object> all = new LinkedHashMap<>();
    for (String type : TYPES) {
      Object data = shown.getData(MIMEType.parse(type));
      assertEquals(
          expected.getData(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.parse(type)),
          data,
          value.getClass() + " as " + type);
      if (data != null) {
        all.put(type, data);
      }
    }
    return all;
  }
}
