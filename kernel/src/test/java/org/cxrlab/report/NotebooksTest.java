package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/**
 * The course itself: every notebook, in the real kernel, from the first cell to the last. The long
 * cells are run in little here, {@code ./cxrlab report} runs them whole.
 */
@Tag("kernel")
@Tag("browser")
@Tag("slow")
@Tag("notebooks")
class NotebooksTest {
  private static final Path REPORTS = Launcher.HOME.resolve("target/notebooks-report");

  /** What is shorter here, in the cells of copies of the notebooks. */
  private static final Map<String, String> IN_LITTLE =
      Map.of(
          "Repeat.seeds(1, 2, 3, 4, 5)", "Repeat.seeds(1, 2)",
          "TrainingPlan.small()", "TrainingPlan.small().epochs(2)",
          ".imageSize(160).epochs(2).headOnly(2)", ".imageSize(160).epochs(1).headOnly(1)",
          ".imageSize(64).batchSize(16).epochs(10)", ".imageSize(64).batchSize(16).epochs(2)",
          ".imageSize(48).batchSize(16).epochs(8)", ".imageSize(48).batchSize(16).epochs(2)",
          "Sweep.random(space, 40)", "Sweep.random(space, 15)",
          "Localisation.of(model, split.test())", "Localisation.of(model, split.test().first(50))",
          "LearningRateFinder.defaults().steps(60)", "LearningRateFinder.defaults().steps(20)");

  /** How many MB a notebook may hold that takes more than 2,000, by its number. */
  private static final Map<String, Integer> MEGABYTES = Map.of("05", 3_000);

  @Test
  void everyNotebookRunsToItsEndAndItsPageIsFaultless() throws IOException {
    Launcher.assumeKernel();
    List<String> names = notebooks();
    assertFalse(names.isEmpty(), "there are no notebooks");
    var command = new ArrayList<Object>(List.of("report", "--out", REPORTS));
    command.addAll(inLittle(names));
    var outcome = Launcher.run(command.toArray());
    assertEquals(0, outcome.status(), outcome.output());
    assertAll(names.stream().map(name -> () -> assertMemory(name, outcome.output())));
    try (var chromium = Chromium.open()) {
      assertAll(
          Stream.concat(names.stream(), Stream.of("index"))
              .map(
                  name ->
                      () -> {
                        Path html = REPORTS.resolve(name + ".html");
                        assertEquals(List.of(), chromium.complaints(html, 1100), name);
                        assertEquals(List.of(), chromium.complaints(html, 390), name);
                      }));
      assertAll(
          names.stream()
              .map(
                  name ->
                      () -> {
                        try (Page page = chromium.page(1100)) {
                          page.navigate(REPORTS.resolve(name + ".html").toUri().toString());
                          PanelsReportTest.assertPanels(page, panels(name));
                        }
                      }));
    }
  }

  /** Kernel and report together held no more than a hub gives, where the report knows it. */
  private static void assertMemory(String name, String output) {
    var row = Pattern.compile("(?m)^ *" + name + " +\\d+ +[0-9.]+ +(\\d+) +ok$").matcher(output);
    if (OS.current() != OS.LINUX) {
      return;
    }
    assertTrue(row.find(), () -> "the report does not say how much " + name + " held: " + output);
    int held = Integer.parseInt(row.group(1));
    int most = MEGABYTES.getOrDefault(name.substring(0, 2), 2_000);
    assertTrue(held > 100 && held <= most, () -> name + " held " + held + " MB");
  }

  /** Writes copies of the notebooks, and returns their paths. */
  private static List<Path> inLittle(List<String> names) throws IOException {
    Path folder = Files.createDirectories(Launcher.HOME.resolve("target/notebooks"));
    var copies = new ArrayList<Path>();
    var missing = new HashSet<>(IN_LITTLE.keySet());
    for (String name : names) {
      String file = name + ".ipynb";
      String json = Files.readString(Launcher.HOME.resolve("notebooks").resolve(file));
      missing.removeIf(json::contains);
      for (var shorter : IN_LITTLE.entrySet()) {
        json = json.replace(shorter.getKey(), shorter.getValue());
      }
      copies.add(Files.writeString(folder.resolve(file), json));
    }
    assertEquals(Set.of(), missing, "no notebook has these any more");
    return copies;
  }

  /** How many cells of a notebook make a panel of controls. */
  private static int panels(String name) throws IOException {
    String json = Files.readString(Launcher.HOME.resolve("notebooks/" + name + ".ipynb"));
    return (int)
        Pattern.compile("\"[^\"]*\\bExplore\\.[a-z]\\w*\\(").matcher(json).results().count();
  }

  @Test
  void notebooksAreKeptWithoutOutputs() {
    assertAll(
        notebooks().stream()
            .map(
                name ->
                    () -> {
                      String json =
                          Files.readString(Launcher.HOME.resolve("notebooks/" + name + ".ipynb"));
                      assertFalse(json.contains("\"output_type\""), name + " holds outputs");
                    }));
  }

  private static List<String> notebooks() {
    String[] files = Launcher.HOME.resolve("notebooks").toFile().list();
    return Stream.of(files == null ? new String[0] : files)
        .filter(file -> file.endsWith(".ipynb"))
        .map(file -> file.replace(".ipynb", ""))
        .sorted()
        .toList();
  }
}
