package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JupyterLab as {@code ./cxrlab lab} starts it. */
@Tag("kernel")
@Tag("browser")
@Tag("slow")
class LabTest {
  @TempDir private Path folder;
  private Lab lab;

  @BeforeEach
  void startLab() throws IOException {
    Launcher.assumeKernel();
    Files.copy(Launcher.notebook("shows"), folder.resolve("shows.ipynb"));
    Launcher.notebookWithOutputs(folder);
    lab = Lab.start(folder);
  }

  @AfterEach
  void endLab() throws InterruptedException {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void aNotebookRunsAndShowsItsTableAndItsPicture() {
    try (var chromium = Chromium.open();
        Page page = chromium.page(1300)) {
      List<String> outside = new ArrayList<>();
      page.onRequest(
          request -> {
            if (request.url().startsWith("http") && !request.url().startsWith(lab.server())) {
              outside.add(request.url());
            }
          });
      lab.open(page, "shows.ipynb");
      Locator notebook = page.locator(".jp-Notebook");
      Lab.startAll(page);
      PlaywrightAssertions.assertThat(notebook.locator("table caption"))
          .containsText("Films of each label", Lab.patience());
      PlaywrightAssertions.assertThat(notebook)
          .containsText("works in " + Launcher.HOME, Lab.patience());
      PlaywrightAssertions.assertThat(notebook.locator("img[alt='A white box on black']"))
          .isVisible();
      assertFalse(
          page.content().contains("official Jupyter news"), "a question about news is shown");
      assertEquals(List.of(), outside, "requests to the outside");
    }
  }

  @Test
  void itsExportMenuMakesTheSamePageAsTheCommand(@TempDir Path reports)
      throws IOException, InterruptedException {
    Path notebook = folder.resolve("holds.ipynb");
    HttpResponse<String> menu =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            lab.server()
                                + "/nbconvert/html/holds.ipynb?download=true&"
                                + lab.token()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, menu.statusCode());
    // The menu can't know which pages will lie beside this one, and links to all.
    Files.createFile(reports.resolve("shows.html"));
    var command = Launcher.run("export", "--out", reports, notebook);
    assertEquals(0, command.status(), command.output());
    assertEquals(Files.readString(reports.resolve("holds.html")), menu.body());
  }

  @Test
  void aPortInUseIsNamed() {
    String port = lab.server().substring(lab.server().lastIndexOf(':') + 1);
    var second = Launcher.run("lab", "--no-browser", "--port", port, folder);
    assertEquals(1, second.status(), second.output());
    assertTrue(second.output().contains("port " + port + " is not available"), second.output());
  }
}
