package org.cxrlab.report;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The machine's own Chromium, headless. */
final class Chromium implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setChromiumSandbox(false));
  }

  /**
   * Opens the browser that {@code CXR_CHROMIUM} names, or the first of the usual ones. Where there
   * is none the test is skipped; with {@code CI=true} it fails.
   */
  static Chromium open() {
    Optional<Path> found =
        Stream.of(
                System.getenv().getOrDefault("CXR_CHROMIUM", "/usr/bin/chromium"),
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
      Assertions.fail("There is no browser, and CI=true: install chromium or set CXR_CHROMIUM.");
    }
    Assumptions.assumeTrue(found.isPresent(), "SKIPPED: there is no browser; set CXR_CHROMIUM");
    return new Chromium(found.get());
  }

  /** A blank page of this width in CSS pixels. */
  Page page(int width) {
    return browser.newPage(new Browser.NewPageOptions().setViewportSize(width, 900));
  }

  /**
   * What a browser has to complain about in an HTML file: each request beyond the file itself, each
   * error on the console, each picture that did not decode, and a page wider than the window.
   */
  List<String> complaints(Path html, int width) {
    var complaints = new ArrayList<String>();
    try (Page page = page(width)) {
      String address = html.toUri().toString();
      page.onRequest(
          request -> {
            String url = request.url();
            if (!url.equals(address) && !url.startsWith("data:")) {
              complaints.add("request: " + url);
            }
          });
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              complaints.add("console: " + message.text());
            }
          });
      page.onPageError(error -> complaints.add("script: " + error));
      page.navigate(address);
      for (Object alt : (List<?>) page.evaluate(UNDECODED)) {
        complaints.add("picture did not decode: " + alt);
      }
      int excess = (int) page.evaluate(EXCESS_WIDTH);
      if (excess > 0) {
        complaints.add("the page is " + excess + " pixels wider than a window of " + width);
      }
    }
    return complaints;
  }

  private static final String UNDECODED =
      """
      async () => {
        const bad = [];
        for (const image of document.images) {
          try { await image.decode(); } catch (e) { bad.push(image.alt || image.src.slice(0, 60)); }
          if (image.naturalWidth === 0) bad.push(image.alt || image.src.slice(0, 60));
        }
        return bad;
      }
      """;

  private static final String EXCESS_WIDTH =
      "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
