package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Phantoms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library in a kernel that is made of IJava's base kernel, where JJava is not. */
@Tag("kernel")
class IJavaKernelTest {
  @TempDir static Path folder;
  private static KernelSession kernel;

  @BeforeAll
  static void start() {
    // A few films, in which each notebook finds what it looks for.
    Path films = Phantoms.of(60).size(160).prevalence("Cardiomegaly", 0.4).folder();
    kernel =
        IJavaSession.start(
            folder,
            Map.of(
                "cxrlab.data.films",
                films.toString(),
                "cxrlab.models",
                folder.resolve("models").toString()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (kernel != null) {
      kernel.close();
    }
  }

  @Test
  void valueIsShownWithoutAWordMoreThanInTheOwnKernel() {
    var cell = kernel.run("TableFigure.columns(\"label\").row(\"Mass\").build()");
    assertTrue(cell.value("text/html").contains("<td"), cell.toString());
    assertTrue(cell.value("text/plain").contains("Mass"));
  }

  @Test
  void valueInTheMiddleOfACellIsShown() {
    var cell = kernel.run("show(new Note(\"7 < 8\"));\nshow(2);");
    assertEquals("2", cell.data("display_data", "text/plain"));
    assertTrue(cell.outputs().get(1).toString().contains("7 < 8"), cell.toString());
    assertNull(cell.value("text/plain"));
  }

  @Test
  void figureTakesThePlaceOfTheOneBefore() {
    var cell =
        kernel.run(
            """
            import org.cxrlab.notebook.LiveFigure;
            var live = LiveFigure.show(new Note("first"));
            live.update(new Note("second"));
            """);
    assertTrue(cell.data("display_data", "text/html").contains("first"), cell.toString());
    assertTrue(cell.data("update_display_data", "text/html").contains("second"), cell.toString());
  }

  @Test
  void classesOfJJavaAreNotThere() {
    var cell = kernel.run("Class.forName(\"org.dflib.jjava.jupyter.Extension\")");
    assertEquals("error", cell.status());
    assertTrue(
        cell.error().toString().contains("org.dflib.jjava.jupyter.Extension"), cell.toString());
  }

  @Test
  void controlsAreShownAsTheyStandAndALineSaysWhatTheyNeed() {
    var cell =
        kernel.run(
            """
            var share = Controls.slider("Share", 0, 10, 3);
            var twice = Controls.output(new Note("none yet"));
            share.onChange(s -> twice.set(new Note(2 * s + " films")));
            share.set(4);
            Controls.column(share, twice)
            """);
    String html = cell.value("text/html");
    assertTrue(html.contains("Share") && html.contains("8 films"), cell.toString());
    assertTrue(html.contains("controls need the kernel Java (cxrlab)"), cell.toString());
  }

  @Test
  @Tag("slow")
  void trainingPrintsALineForEachEpochAndShowsItsCurvesAtTheEnd() {
    Path tiny = Phantoms.of(16).size(32).folder();
    var cell =
        kernel.run(
            """
            var tiny = Films.open(Path.of("%s")).onlyLabels("Cardiomegaly", "Effusion");
            var tinySplit = new Split(tiny.at(0, 1, 2, 3, 4, 5, 6, 7), tiny, tiny);
            var tinyModel = DenseNet121.create(tiny.labels(), 3);
            var tinyRun = Training.run(tinyModel, tinySplit,
                TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(2).seed(7));
            tinyRun
            """
                .formatted(tiny));
    assertEquals("ok", cell.status(), cell.error().toString());
    List<String> lines = cell.printed().lines().toList();
    assertEquals("epoch 1/2, step 0/4", lines.get(0));
    List<String> epochs = lines.stream().filter(line -> line.contains("validation loss")).toList();
    assertEquals(2, epochs.size(), cell.printed());
    assertTrue(epochs.get(0).startsWith("epoch 1, step 2: training loss "), cell.printed());
    assertTrue(epochs.get(1).startsWith("epoch 2, step 4: training loss "), cell.printed());
    assertFalse(cell.printed().contains("\r"));
    assertTrue(cell.data("display_data", "text/html").contains("<img"), "curves");
    assertNotNull(cell.value("text/html"), "the run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00_start_here",
        "01_explore_the_table",
        "02_look_and_standardise",
        "03_imbalance_and_the_weighted_loss",
        "04_split_by_patient"
      })
  void notebookRunsAndEachOfItsValuesShowsItself(String name) throws IOException {
    assertRuns(name);
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"06_evaluate", "07_grad_cam"})
  void notebookWithANetworkRunsAndEachOfItsValuesShowsItself(String name) throws IOException {
    assertRuns(name);
  }

  private static void assertRuns(String name) throws IOException {
    CourseCells.assertRun(kernel, name, CourseCells.of(name));
  }
}
