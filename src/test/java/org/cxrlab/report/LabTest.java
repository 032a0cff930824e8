package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern ADDRESS =
      Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/lab\\?(token=\\w+)");
  private static final double PATIENCE_MS = 90_000;

  @TempDir private Path folder;
  private Process lab;
  private String server;
  private String token;

  @BeforeEach
  void startLab() throws IOException {
    Launcher.assumeKernel();
    Files.copy(Launcher.notebook("shows"), folder.resolve("shows.ipynb"));
    Files.copy(Launcher.notebook("holds"), folder.resolve("holds.ipynb"));
    lab =
        Launcher.start(
            Launcher.HOME, Map.of("CXRLAB_SETUP", "skip"), "lab", "--no-browser", folder);
    BufferedReader reader = Launcher.reader(lab);
    var said = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      said.append(line).append('\n');
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        server = address.group(1);
        token = address.group(2);
        return;
      }
    }
    throw new IllegalStateException("JupyterLab did not start: " + said);
  }

  @AfterEach
  void endLab() throws InterruptedException {
    if (lab != null) {
      lab.destroy();
      lab.waitFor();
    }
  }

  @Test
  void aNotebookRunsAndShowsItsTableAndItsPicture() {
    try (var chromium = Chromium.open();
        Page page = chromium.page(1300)) {
      List<String> outside = new ArrayList<>();
      page.onRequest(
          request -> {
            if (request.url().startsWith("http") && !request.url().startsWith(server)) {
              outside.add(request.url());
            }
          });
      page.navigate(server + "/lab/tree/shows.ipynb?" + token);
      Locator notebook = page.locator(".jp-Notebook");
      PlaywrightAssertions.assertThat(page.locator("#jp-main-statusbar"))
          .containsText("Java (cxrlab) | Idle", patience());
      page.locator(".lm-MenuBar-itemLabel", new Page.LocatorOptions().setHasText("Run")).click();
      page.locator("[data-command='runmenu:run-all']").click();
      PlaywrightAssertions.assertThat(notebook.locator("table caption"))
          .containsText("Films of each label", patience());
      PlaywrightAssertions.assertThat(notebook)
          .containsText("works in " + Launcher.HOME, patience());
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
                        URI.create(server + "/nbconvert/html/holds.ipynb?download=true&" + token))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, menu.statusCode());
    var command = Launcher.run("export", "--out", reports, notebook);
    assertEquals(0, command.status(), command.output());
    assertEquals(Files.readString(reports.resolve("holds.html")), menu.body());
  }

  @Test
  void aPortInUseIsNamed() {
    String port = server.substring(server.lastIndexOf(':') + 1);
    var second = Launcher.run("lab", "--no-browser", "--port", port, folder);
    assertEquals(1, second.status(), second.output());
    assertTrue(second.output().contains("port " + port + " is not available"), second.output());
  }

  private static LocatorAssertions.ContainsTextOptions patience() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
  }
}
