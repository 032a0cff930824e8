package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of small notebooks, made by the command and read as text. */
@Tag("kernel")
@Tag("slow")
class ReportTest {
  @TempDir private static Path reports;
  private static Launcher.Outcome outcome;
  private static byte[] before;

  @BeforeAll
  static void runTheReport() throws IOException {
    Launcher.assumeKernel();
    before = Files.readAllBytes(Launcher.notebook("shows"));
    outcome =
        Launcher.run(
            "report", "--out", reports, Launcher.notebook("fails"), Launcher.notebook("shows"));
  }

  @Test
  void aCellThatFailsGivesExitStatusOneAndTheOtherNotebooksStillRun() {
    assertEquals(1, outcome.status(), outcome.output());
    assertTrue(outcome.output().matches("(?s).*shows +4 +[0-9.]+ +[0-9]* +ok.*"), outcome.output());
    assertTrue(outcome.output().matches("(?s).*fails +1 of 3 +[0-9.]+ +[0-9]* +Cell 2: .*"));
  }

  @Test
  void theReportOfANotebookThatFailedHoldsItsErrorAndWhatCameBefore() throws IOException {
    String html = Files.readString(reports.resolve("fails.html"));
    assertTrue(html.contains("IllegalArgumentException: There is no label Masss"), html);
    assertTrue(html.contains(">2</pre>"), "the value of the first cell is missing");
  }

  @Test
  void theNotebookItselfStaysAsItWas() throws IOException {
    assertArrayEquals(before, Files.readAllBytes(Launcher.notebook("shows")));
  }

  @Test
  void theIndexNamesEachNotebookWithItsGoalAndResult() throws IOException {
    String index = Files.readString(reports.resolve("index.html"));
    assertTrue(index.contains("What a notebook shows"));
    assertTrue(index.contains("Hold a table, a picture, a chart and formulas"));
    assertTrue(index.contains("href=\"fails.html\""));
    assertTrue(index.contains("Cell 2: IllegalArgumentException"));
  }

  @Test
  void eachPageSaysThatItIsNotForClinicalUseAndWhatDataItUsed() throws IOException {
    String html = Files.readString(reports.resolve("shows.html"));
    assertTrue(html.contains("not for clinical use"));
    assertTrue(html.contains("data: built-in phantoms"));
  }

  @Test
  void cellsWorkInTheFolderOfTheProject() throws IOException {
    String html = Files.readString(reports.resolve("shows.html"));
    assertTrue(html.contains("works in " + Launcher.HOME.toRealPath()));
  }

  @Test
  void everyPictureHasAlternativeText() throws IOException {
    String html = Files.readString(reports.resolve("shows.html"));
    assertTrue(html.contains("alt=\"A white box on black\""));
    assertFalse(html.contains("No description has been provided"), "a picture without words");
  }

  @Test
  void pagesAskForNothingComplainOfNothingAndFitTheWindow() {
    try (var chromium = Chromium.open()) {
      assertAll(
          List.of("shows.html", "fails.html", "index.html").stream()
              .map(
                  name ->
                      () -> {
                        Path html = reports.resolve(name);
                        assertEquals(List.of(), chromium.complaints(html, 1100), name);
                        assertEquals(List.of(), chromium.complaints(html, 390), name);
                      }));
    }
  }

  @Test
  void formulasAreDrawnWithoutAScript() {
    try (var chromium = Chromium.open();
        Page page = chromium.page(1100)) {
      page.navigate(reports.resolve("shows.html").toUri().toString());
      assertEquals(3, page.locator("math").count());
      assertEquals(0, page.locator("script").count());
      double sum = page.locator("math munderover").first().boundingBox().height;
      double line = page.locator("main p").last().boundingBox().height;
      assertTrue(sum > line, "a displayed sum with limits is higher than a line of text");
      assertTrue((boolean) page.evaluate("() => document.fonts.check('16px \"STIX Two Math\"')"));
    }
  }

  @Test
  void exportShowsTheOutputsThatANotebookHoldsWithoutRunningIt(@TempDir Path folder)
      throws IOException {
    Path notebook = Launcher.notebookWithOutputs(folder);
    var exported = Launcher.run("export", "--out", folder, notebook, Launcher.notebook("shows"));
    assertEquals(0, exported.status(), exported.output());
    String html = Files.readString(folder.resolve("holds.html"));
    assertTrue(html.contains("printed earlier"));
    assertTrue(html.contains("the still picture of a control"), "the twin of a widget");
    assertTrue(html.contains("alt=\"one pixel, &lt;red&gt;\""), "plain text stands for a picture");
    assertTrue(html.contains("href=\"shows.html#Pictures\""), "a link to another notebook");
    assertFalse(html.contains("<script"), "scripts have no place in a report");
  }

  @Test
  void aPageForWhichThereIsNoRoomIsNamedWithWhatToDo(@TempDir Path folder) throws Exception {
    Path notebook = Launcher.notebookWithOutputs(folder);
    Path out = folder.resolve("out");
    // Files of 4 KiB at most stand for a disk that fills.
    Process limited =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 4; ./cxrlab export --out '%s' '%s'".formatted(out, notebook))
            .directory(Launcher.HOME.toFile())
            .redirectErrorStream(true)
            .start();
    String words = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, limited.waitFor(), words);
    assertTrue(words.contains("cxrlab: " + out.resolve("holds.html") + ": "), words);
    assertTrue(words.contains("Free some space, or name a folder on another disk"), words);
    try (Stream<Path> left = Files.list(out)) {
      assertEquals(0, left.count(), "nothing half written");
    }
  }

  @Test
  void aPageLinksToNoPageThatIsNotWritten(@TempDir Path folder) throws IOException {
    Launcher.run("export", "--out", folder, Launcher.notebookWithOutputs(folder));
    String html = Files.readString(folder.resolve("holds.html"));
    assertTrue(html.contains("See the other."), "its name without a link");
    assertFalse(html.contains("shows.html"), html);
  }

  @Test
  void readersCanBeginWhenTheFirstNotebookHasEnded(@TempDir Path folder) throws IOException {
    Path reader = folder.resolve("reader.ipynb");
    Path notebook = Launcher.notebook("shows");
    // What is in the folder while the second notebook of three runs.
    String copy = "Files.copy(Path.of(\"%1$s/%2$s.html\"), Path.of(\"%1$s/%2$s.seen\"));";
    Files.writeString(
        reader,
        Launcher.notebookOf(
            copy.formatted(folder, "index"), copy.formatted(folder, "holds"), "1 + 1"));
    var ran = Launcher.run("report", "--out", folder, Launcher.notebook("holds"), reader, notebook);
    assertTrue(ran.output().contains("Read along, the others follow: " + folder), ran.output());

    String seen = Files.readString(folder.resolve("index.seen"));
    assertTrue(seen.contains("2 are still to come"), seen);
    assertTrue(seen.contains("<a href=\"holds.html\""), seen);
    assertFalse(seen.contains("href=\"reader.html\"") || seen.contains("shows.html"), seen);
    assertTrue(seen.matches("(?s).*reader.{0,200}This notebook is being run\\..*"), seen);
    assertTrue(seen.matches("(?s).*Hold a table.{0,200}This notebook waits\\..*"), seen);
    assertFalse(Files.readString(folder.resolve("holds.seen")).contains("shows.html"));

    String index = Files.readString(folder.resolve("index.html"));
    assertFalse(index.contains("still to come") || index.contains("This notebook"), index);
    for (String name : List.of("holds", "reader", "shows")) {
      assertTrue(index.contains("<a href=\"" + name + ".html\""), index);
    }
    String first = Files.readString(folder.resolve("holds.html"));
    assertTrue(first.contains("href=\"shows.html#Pictures\""), "a link to what came later");
  }

  @Test
  void pageOfAnEarlierReportStaysLinkedUntilItsNotebookHasRunAnew(@TempDir Path folder)
      throws IOException {
    Path reader = folder.resolve("reader.ipynb");
    Path later = folder.resolve("value.ipynb");
    Files.writeString(later, Launcher.notebookOf("\"of the first report\""));
    Launcher.run("report", "--out", folder, later);
    String copy = "Files.copy(Path.of(\"%1$s/index.html\"), Path.of(\"%1$s/index.seen\"));";
    Files.writeString(reader, Launcher.notebookOf(copy.formatted(folder)));
    Files.writeString(later, Launcher.notebookOf("\"of the second report\""));
    Launcher.run("report", "--out", folder, Launcher.notebook("fails"), reader, later);
    String seen = Files.readString(folder.resolve("index.seen"));
    assertTrue(seen.contains("<a href=\"value.html\""), seen);
    assertTrue(seen.contains("This notebook waits; the page is that of an earlier report."), seen);
    assertFalse(Files.readString(folder.resolve("index.html")).contains("This notebook"));
    assertTrue(Files.readString(folder.resolve("value.html")).contains("of the second report"));
  }

  @Test
  void aFileThatIsNoNotebookIsNamedBeforeAnythingIsRun(@TempDir Path folder) throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.ipynb"), "{\"cells\": [");
    var ran = Launcher.run("report", "--out", folder, Launcher.notebook("shows"), broken);
    assertEquals(1, ran.status(), ran.output());
    assertEquals("cxrlab: " + broken + " is no notebook, or not a whole one.", ran.output());
  }

  @Test
  void aLimitThatStrikesKeepsWhatTheCellHadPutOut(@TempDir Path folder) throws IOException {
    Path notebook = folder.resolve("slow.ipynb");
    Files.writeString(
        notebook,
        Launcher.notebookOf(
            "1 + 1", "System.out.println(\"put\" + \" out\"); Thread.sleep(600_000);", "3"));
    var ran = Launcher.run("report", "--cell-limit", "0.2", "--out", folder, notebook);
    assertEquals(1, ran.status(), ran.output());
    String reason = "Cell 2 took too long: the limit for a cell is 0.2 minutes (--cell-limit).";
    assertTrue(ran.output().contains(reason), ran.output());
    String html = Files.readString(folder.resolve("slow.html"));
    assertTrue(html.contains("put out\n"), html);
    assertTrue(html.contains(reason), html);
  }

  @Test
  void withErrorsAllowedTheCellsAfterOneThatFailsRunToo(@TempDir Path folder) throws IOException {
    var ran = Launcher.run("report", "--allow-errors", "--out", folder, Launcher.notebook("fails"));
    assertEquals(1, ran.status(), ran.output());
    assertTrue(
        ran.output().matches("(?s).*fails +2 of 3 +[0-9.]+ +[0-9]* +Cell 2: .*"), ran.output());
    String html = Files.readString(folder.resolve("fails.html"));
    assertTrue(html.contains("IllegalArgumentException: There is no label Masss"), html);
    assertTrue(html.contains(">4</pre>"), "the value of the last cell is missing");
    assertTrue(html.contains("Not every cell ran without an error."), html);
  }

  @Test
  void aNotebookThatIsNotThereIsNamed() {
    var missing = Launcher.run("report", "--out", reports, "99_not_there");
    assertEquals(2, missing.status());
    assertTrue(missing.output().contains("there is no notebook 99_not_there"), missing.output());
  }

  @Test
  void theDataFolderReachesTheNotebook(@TempDir Path folder, @TempDir Path films)
      throws IOException {
    Map<String, String> variables = Map.of("CXRLAB_SETUP", "skip");
    var ran =
        Launcher.run(
            Launcher.HOME,
            variables,
            "report",
            "--data",
            films,
            "--out",
            folder,
            Launcher.notebook("shows"));
    assertEquals(0, ran.status(), ran.output());
    String html = Files.readString(folder.resolve("shows.html"));
    assertTrue(html.contains("films in " + films.toRealPath()), "CXR_DATA, as a cell sees it");
    assertTrue(html.contains("data: folder “" + films.getFileName() + "”"));
  }
}
