package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Panels where nothing shows controls: in a report. */
@Tag("kernel")
@Tag("browser")
@Tag("slow")
class PanelsReportTest {
  private static final String FILMS =
      """
      var films = Phantoms.of(40).films();
      var split = PatientSplit.of(films).ratios(0.6, 0.2, 0.2).seed(1).split();
      var model = DenseNet121.create(films.labels(), 7).setImageSize(64);
      """;

  @TempDir private static Path folder;
  private static Path page;

  @BeforeAll
  static void runTheReport() throws IOException {
    Launcher.assumeKernel();
    Path notebook = folder.resolve("panels.ipynb");
    Files.writeString(
        notebook,
        Launcher.notebookOf(
            FILMS + "Explore.films(films)",
            "Explore.cutOff(Evaluation.of(model, films))",
            "var cam = Explore.gradCam(model, films);\ncam",
            // The state that was shown last is what stays, of an earlier cell too.
            "cam.opacity().set(0.25);",
            "var plan = TrainingPlan.small().epochs(5);\nExplore.plan(model, split, plan)",
            """
            var brief = plan.imageSize(32).batchSize(4).epochs(1).stepsPerEpoch(3);
            var trained = Explore.plan(model, split, brief).start();
            var run = trained.run();
            trained
            """));
    var outcome = Launcher.run("report", "--out", folder, notebook);
    assertEquals(0, outcome.status(), outcome.output());
    page = folder.resolve("panels.html");
  }

  @Test
  void everyPanelIsAPictureAndATableAndThePageAsksForNothing() throws IOException {
    try (Chromium chromium = Chromium.open()) {
      assertEquals(List.of(), chromium.complaints(page, 1100));
      assertEquals(List.of(), chromium.complaints(page, 390));
      try (Page opened = chromium.page(1100)) {
        opened.navigate(page.toUri().toString());
        assertPanels(opened, 5);
        assertEquals(0, opened.locator("script").count());
      }
    }
  }

  /** Each panel is there, with a table and a picture that has words. */
  static void assertPanels(Page page, int count) {
    Locator panels = page.locator(".cxr-still");
    assertEquals(count, panels.count(), "panels");
    for (Locator panel : panels.all()) {
      String text = panel.innerText();
      assertTrue(panel.locator("table").first().isVisible(), "no table: " + text);
      assertTrue(panel.locator("img[alt]").first().isVisible(), "no picture: " + text);
      assertTrue(panel.locator(".cxr-code").isVisible(), "no line of code: " + text);
    }
  }

  @Test
  void whatWasSetLastIsWhatIsSeen() throws IOException {
    try (Chromium chromium = Chromium.open();
        Page opened = chromium.page(1100)) {
      opened.navigate(page.toUri().toString());
      Locator panels = opened.locator(".cxr-still");
      assertTrue(panels.nth(2).innerText().contains(".overlay(0.25)"), panels.nth(2).innerText());
      assertTrue(
          panels.nth(3).innerText().contains("Nothing has been trained yet."),
          panels.nth(3).innerText());
      String trained = panels.nth(4).innerText();
      assertTrue(trained.contains("Trained for 1 epoch "), trained);
      assertTrue(trained.contains("Training.run(model, split, brief)"), trained);
      assertTrue(panels.nth(4).locator("img[alt^='The loss on the training films']").isVisible());
    }
  }
}
