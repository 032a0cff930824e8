package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Controls in JupyterLab, moved by hand in a real browser. */
@Tag("kernel")
@Tag("browser")
@Tag("slow")
class ControlsTest {
  /**
   * How often a control is moved to measure how soon its picture follows. For a measurement that
   * says something, {@code -Dcxrlab.moves=40}.
   */
  private static final int MOVES = Integer.getInteger("cxrlab.moves", 6);

  @TempDir private static Path folder;
  private static Lab lab;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    Launcher.assumeKernel();
    chromium = Chromium.open();
    lab = Lab.start(folder);
  }

  @AfterAll
  static void end() throws InterruptedException {
    if (lab != null) {
      lab.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  /** A page with a notebook of these cells that has been run. */
  private static Page run(String... cells) throws IOException {
    Path notebook = Files.createTempFile(folder, "controls", ".ipynb");
    Files.writeString(notebook, Launcher.notebookOf(cells));
    Page page = chromium.page(1300);
    lab.open(page, notebook.getFileName().toString());
    Lab.runAll(page);
    return page;
  }

  @Test
  void movingTheSliderShowsAnotherFilmAndItsLineOfCode() throws IOException {
    try (Page page =
        run("var films = Phantoms.of(60).films();\nExplore.films(films)", "\"the end\"")) {
      Locator picture = page.locator("img.widget-image");
      PlaywrightAssertions.assertThat(picture).hasCount(1);
      String before = picture.getAttribute("src");
      PlaywrightAssertions.assertThat(page.locator(".cxr-still:visible")).hasCount(0);
      slider(page, "Film").press("ArrowRight");
      page.waitForCondition(() -> !picture.getAttribute("src").equals(before));
      assertEquals("2", reading(page, "Film"));
      String code = page.locator(".widget-box .cxr-code").innerText();
      assertTrue(code.matches("films\\.get\\(\"\\w+\\.png\"\\)\\.picture\\(\\)"), code);
      assertEquals(440, (int) picture.evaluate("i => i.naturalWidth"));
      print("film browser", page.evaluate(LATENCIES, MOVES));
    }
  }

  @Test
  void whatIsChosenIsStillThereWhenThePageIsLoadedAgain() throws IOException {
    try (Page page =
        run("var films = Phantoms.of(60).films();\nvar panel = Explore.films(films);\npanel")) {
      slider(page, "Film").press("PageUp"); // a tenth of the range
      page.waitForCondition(() -> !reading(page, "Film").equals("1"));
      String film = reading(page, "Film");
      page.keyboard().press("Control+s");
      PlaywrightAssertions.assertThat(page.locator(".jp-DocumentManager-dirty, .jp-mod-dirty"))
          .hasCount(0);
      page.reload();
      Lab.awaitIdle(page);
      PlaywrightAssertions.assertThat(page.locator("img.widget-image")).isVisible();
      assertEquals(film, reading(page, "Film"));
      assertTrue((int) page.locator("img.widget-image").evaluate("i => i.naturalWidth") == 440);
      // And it is no mere picture of itself.
      String before = page.locator("img.widget-image").getAttribute("src");
      slider(page, "Film").press("ArrowRight");
      page.waitForCondition(
          () -> !page.locator("img.widget-image").getAttribute("src").equals(before));
    }
  }

  @Test
  void anErrorInACallbackIsShownBelowTheControlsAndTheKernelLives() throws IOException {
    try (Page page =
        run(
            """
            var number = Controls.slider("Number", 0, 10, 0);
            var half = Controls.text("");
            number.onChange(n -> {
              half.set("twelve by n is " + 12 / (n - 1));
            });
            Controls.column(number, half)
            """)) {
      slider(page, "Number").press("ArrowRight");
      Locator error = page.locator(".widget-box .cxr-error");
      PlaywrightAssertions.assertThat(error).containsText("ArithmeticException: / by zero");
      PlaywrightAssertions.assertThat(error).containsText("line 4");
      slider(page, "Number").press("ArrowRight");
      PlaywrightAssertions.assertThat(error).hasCount(0);
      PlaywrightAssertions.assertThat(page.locator(".jp-OutputArea"))
          .containsText("twelve by n is 12");
    }
  }

  @Test
  void aCutOffMovesItsPointOnBothCurvesAndTheTable() throws IOException {
    try (Page page =
        run(
            """
            var films = Phantoms.of(60).films();
            var model = DenseNet121.create(films.labels(), 7).setImageSize(64);
            var evaluation = Evaluation.of(model, films);
            Explore.cutOff(evaluation)
            """)) {
      Locator table = page.locator(".widget-html table");
      String before = table.innerText();
      PlaywrightAssertions.assertThat(page.locator("img.widget-image")).hasCount(2);
      List<String> charts = sources(page);
      slider(page, "Cut-off").press("ArrowRight");
      page.waitForCondition(() -> !table.innerText().equals(before));
      page.waitForCondition(
          () ->
              !sources(page).get(0).equals(charts.get(0))
                  && !sources(page).get(1).equals(charts.get(1)));
      PlaywrightAssertions.assertThat(page.locator(".widget-box .cxr-code"))
          .containsText("evaluation.confusion(\"");
      print("charts of a cut-off", page.evaluate(LATENCIES, MOVES));
    }
  }

  @Test
  void aHeatMapFollowsTheSlider() throws IOException {
    try (Page page =
        run(
            """
            var films = Phantoms.of(60).films();
            var model = DenseNet121.create(films.labels(), 7);
            Explore.gradCam(model, films)
            """)) {
      Locator picture = page.locator("img.widget-image");
      String before = picture.getAttribute("src");
      slider(page, "Film").press("ArrowRight");
      page.waitForCondition(() -> !picture.getAttribute("src").equals(before));
      assertNotEquals("", page.locator(".widget-box .cxr-code").innerText());
      print("a new heat map at 320", page.evaluate(LATENCIES, MOVES));
      slider(page, "Opacity").press("ArrowLeft");
      PlaywrightAssertions.assertThat(page.locator(".widget-box .cxr-code"))
          .containsText("overlay(0.55)");
    }
  }

  @Test
  void aTrainingIsSteeredByItsControlsWhileOtherCellsRun() throws IOException {
    Path notebook = Files.createTempFile(folder, "training", ".ipynb");
    Files.writeString(
        notebook,
        Launcher.notebookOf(
            "40 + 2",
            "panel.run().summary()",
            """
            var films = Phantoms.of(60).films();
            var split = PatientSplit.of(films).ratios(0.6, 0.2, 0.2).seed(1).split();
            var model = DenseNet121.create(films.labels(), 7);
            var plan = TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(50);
            var panel = Explore.plan(model, split, plan);
            panel
            """));
    try (Page page = chromium.page(1300)) {
      lab.open(page, notebook.getFileName().toString());
      Lab.startCell(page, 2);
      Locator pictures = page.locator("img.widget-image");
      PlaywrightAssertions.assertThat(pictures.last()).isVisible(Lab.untilVisible());
      assertEquals(1, visible(pictures), "before the first step there is the planned rate alone");
      print("learning rate of a plan", page.evaluate(LATENCIES, MOVES));
      // Wherever those moves have ended: from the left end there is room to the right.
      slider(page, "Learning rate").press("Home");
      String rate = reading(page, "Learning rate");

      button(page, "Start").click();
      PlaywrightAssertions.assertThat(pictures.first()).isVisible(Lab.untilVisible());
      String before = pictures.first().getAttribute("src");
      page.waitForCondition(
          () -> !pictures.first().getAttribute("src").equals(before), Lab.longWait());
      PlaywrightAssertions.assertThat(button(page, "Start")).isDisabled();
      PlaywrightAssertions.assertThat(
              widget(page, ".widget-dropdown", "Batch size").locator("select"))
          .isDisabled();

      slider(page, "Learning rate").press("ArrowRight");
      PlaywrightAssertions.assertThat(page.locator(".widget-box .cxr-code"))
          .containsText("// control.learningRate(", Lab.patience());
      assertNotEquals(rate, reading(page, "Learning rate"));

      Lab.startCell(page, 0);
      PlaywrightAssertions.assertThat(outputs(page, 0)).containsText("42", Lab.patience());
      PlaywrightAssertions.assertThat(button(page, "Stop")).isEnabled();

      page.keyboard().press("Control+s");
      // A page loaded again before its outputs are on disk has none of them, and JupyterLab may
      // have saved the panel by itself before the other cell was run.
      page.waitForCondition(
          () -> {
            String saved = read(notebook);
            return saved.contains("application/vnd.jupyter.widget-view+json")
                && saved.contains("\"42\"");
          },
          Lab.longWait());
      page.reload();
      Lab.awaitIdle(page);
      PlaywrightAssertions.assertThat(outputs(page, 0)).containsText("42", Lab.patience());
      PlaywrightAssertions.assertThat(pictures.first()).isVisible(Lab.untilVisible());
      String loaded = pictures.first().getAttribute("src");
      page.waitForCondition(
          () -> !pictures.first().getAttribute("src").equals(loaded), Lab.longWait());

      double began = System.nanoTime();
      button(page, "Stop").click();
      PlaywrightAssertions.assertThat(page.locator(".widget-box .cxr-status"))
          .containsText("Stopped after", Lab.patience());
      System.out.printf(
          Locale.ROOT, "From Stop to the end shown: %.0f ms%n", (System.nanoTime() - began) / 1e6);
      Lab.startCell(page, 1);
      PlaywrightAssertions.assertThat(outputs(page, 1))
          .containsText("the model holds the weights of", Lab.patience());
      PlaywrightAssertions.assertThat(button(page, "Start")).isEnabled();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a cell shows, the cells counted from 0. */
  private static Locator outputs(Page page, int cell) {
    return page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output");
  }

  private static Locator button(Page page, String label) {
    return page.locator("button.jupyter-button:text-is('" + label + "')");
  }

  private static long visible(Locator all) {
    return all.all().stream().filter(Locator::isVisible).count();
  }

  /** The widget of this kind with this label. */
  private static Locator widget(Page page, String kind, String label) {
    // A label with a tooltip is an element within.
    Locator name =
        page.locator("label:text-is('" + label + "'), label > span:text-is('" + label + "')");
    return page.locator(kind).filter(new Locator.FilterOptions().setHas(name));
  }

  /** The handle of a slider, which takes the arrow keys. */
  private static Locator slider(Page page, String label) {
    return widget(page, ".widget-slider", label).locator(".noUi-handle");
  }

  private static String reading(Page page, String label) {
    return widget(page, ".widget-slider", label).locator(".widget-readout").innerText();
  }

  private static List<String> sources(Page page) {
    return page.locator("img.widget-image").all().stream()
        .map(image -> image.getAttribute("src"))
        .toList();
  }

  /** A report for the reader of the log; how fast a machine is, is no test. */
  private static void print(String what, Object times) {
    List<Double> sorted =
        ((List<?>) times).stream().map(t -> ((Number) t).doubleValue()).sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "From control to picture, %s: median %.0f ms, 95th percentile %.0f ms, most %.0f ms,"
            + " %d moves%n",
        what,
        sorted.get(sorted.size() / 2),
        sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1),
        sorted.get(sorted.size() - 1),
        sorted.size());
  }

  /**
   * Milliseconds from a key on the last slider of these names to the picture drawn, for so many
   * moves with a pause of varying length between them.
   */
  private static final String LATENCIES =
      """
      async moves => {
        const slider = [...document.querySelectorAll('.widget-slider')]
          .find(s => ['Film', 'Cut-off', 'Learning rate'].includes(s.querySelector('label').innerText.trim()));
        const handle = slider.querySelector('.noUi-handle');
        const pictures = [...document.querySelectorAll('img.widget-image')];
        const last = pictures[pictures.length - 1];
        const times = [];
        for (let i = 0; i < moves; i++) {
          const key = handle.getAttribute('aria-valuenow') === handle.getAttribute('aria-valuemax')
            ? 'Home' : 'ArrowRight';
          const drawn = new Promise(done => last.addEventListener('load', done, { once: true }));
          const begin = performance.now();
          handle.dispatchEvent(new KeyboardEvent('keydown', { key: key, bubbles: true }));
          await drawn;
          await new Promise(requestAnimationFrame);
          times.push(performance.now() - begin);
          await new Promise(done => setTimeout(done, 150 + 37 * (i % 7)));
        }
        return times;
      }
      """;
}
