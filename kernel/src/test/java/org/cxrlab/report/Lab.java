package org.cxrlab.report;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JupyterLab as {@code ./cxrlab lab} starts it, on a folder of notebooks. */
final class Lab implements AutoCloseable {
  private static final Pattern ADDRESS =
      Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/lab\\?(token=\\w+)");
  private static final double PATIENCE_MS = 240_000;

  private final Process process;
  private final String server;
  private final String token;

  private Lab(Process process, String server, String token) {
    this.process = process;
    this.server = server;
    this.token = token;
  }

  static Lab start(Path folder) throws IOException {
    return start(folder, "JupyterLab Light");
  }

  /**
   * The same in a theme, by its name in JupyterLab's menu. What a test sets there stays in a folder
   * of its own, apart from what the user of this machine has set.
   */
  static Lab start(Path folder, String theme) throws IOException {
    // On a machine that is busy with other things a page takes its time.
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    Path settings = Files.createTempDirectory("cxrlab-settings");
    Path themes = settings.resolve("@jupyterlab/apputils-extension/themes.jupyterlab-settings");
    Files.createDirectories(themes.getParent());
    Files.writeString(themes, "{\"theme\": \"" + theme + "\"}");
    Map<String, String> all =
        Map.of(
            "JUPYTERLAB_SETTINGS_DIR",
            settings.toString(),
            "JUPYTERLAB_WORKSPACES_DIR",
            Files.createTempDirectory("cxrlab-workspaces").toString(),
            "CXRLAB_SETUP",
            "skip");
    Process process = Launcher.start(Launcher.HOME, all, "lab", "--no-browser", folder);
    BufferedReader reader = Launcher.reader(process);
    var said = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      said.append(line).append('\n');
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        drain(reader);
        return new Lab(process, address.group(1), address.group(2));
      }
    }
    throw new IllegalStateException("JupyterLab did not start: " + said);
  }

  /** A server whose output nobody takes stands still once the pipe is full. */
  private static void drain(BufferedReader reader) {
    var thread =
        new Thread(
            () -> {
              try {
                while (reader.readLine() != null) {
                  // What the server says from now on is of no interest.
                }
              } catch (IOException ended) {
                // The server has been ended, and its output with it.
              }
            },
            "output of JupyterLab");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where the server answers, without a slash at the end. */
  String server() {
    return server;
  }

  /** What a request needs as its query. */
  String token() {
    return token;
  }

  /** Opens a notebook and waits for its kernel. */
  void open(Page page, String notebook) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.setDefaultNavigationTimeout(PATIENCE_MS);
    page.navigate(server + "/lab/tree/" + notebook + "?reset&" + token);
    awaitIdle(page);
  }

  /**
   * Runs every cell of a notebook just opened and waits for the end. The status bar shows a kernel
   * as idle between two cells too, so that each cell has to have got its number.
   */
  static void runAll(Page page) {
    startAll(page);
    Locator prompts = page.locator(".jp-CodeCell .jp-InputPrompt");
    page.waitForCondition(
        () -> prompts.allInnerTexts().stream().allMatch(p -> p.matches("\\[\\d+]:")), longWait());
    awaitIdle(page);
  }

  /** Has every cell run. */
  static void startAll(Page page) {
    page.locator(".lm-MenuBar-itemLabel", new Page.LocatorOptions().setHasText("Run")).click();
    page.locator("[data-command='runmenu:run-all']").click();
  }

  /**
   * Has one cell run, counted from 0, and waits until its prompt shows that. A page that was loaded
   * just before may lay itself out under the key press, which then is lost and pressed again.
   */
  static void startCell(Page page, int number) {
    Locator cell = page.locator(".jp-CodeCell").nth(number);
    Locator prompt = cell.locator(".jp-InputPrompt");
    String before = prompt.innerText();
    page.waitForCondition(
        () -> {
          cell.locator(".cm-content").click();
          page.keyboard().press("Control+Enter");
          for (int i = 0; i < 50 && prompt.innerText().equals(before); i++) {
            page.waitForTimeout(100);
          }
          return !prompt.innerText().equals(before);
        },
        longWait());
  }

  static void awaitIdle(Page page) {
    PlaywrightAssertions.assertThat(page.locator("#jp-main-statusbar"))
        .containsText("Java (cxrlab) | Idle", patience());
  }

  static LocatorAssertions.ContainsTextOptions patience() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
  }

  static LocatorAssertions.IsVisibleOptions untilVisible() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS);
  }

  static Page.WaitForConditionOptions longWait() {
    return new Page.WaitForConditionOptions().setTimeout(PATIENCE_MS);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
