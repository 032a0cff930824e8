package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cells put out can be read in JupyterLab's light and dark theme. */
@Tag("kernel")
@Tag("browser")
@Tag("slow")
class ThemesTest {
  @TempDir private Path folder;

  private static final String[] CELLS = {
    "throw new IllegalStateException(\"wrong\", new RuntimeException(\"below\"));",
    "TableFigure.columns(\"a\").row(1, 2).build()",
    "Filmz few = null;",
    "TableFigure.columns(\"a\"",
    "System.err.println(\"on the error stream\");",
    "new Note(\"a note\")",
    "TableFigure.columns(\"label\", \"films\").row(\"Mass\", 7).row(\"Nodule\", 3).build()",
    "var films = Phantoms.of(4).films(); films.info()",
    "films.positives()",
    "films.sample(2, 1).grid()",
    "System.out.println(\"the \" + \"end\");"
  };

  @ParameterizedTest
  @ValueSource(strings = {"JupyterLab Light", "JupyterLab Dark"})
  void textHasAContrastOfAtLeastFourAndAHalf(String theme) throws Exception {
    Launcher.assumeKernel();
    Files.writeString(folder.resolve("themes.ipynb"), goesOn(Launcher.notebookOf(CELLS)));
    try (var lab = Lab.start(folder, theme);
        var chromium = Chromium.open();
        Page page = chromium.page(1300)) {
      page.setViewportSize(1300, 9000); // all of it is laid out
      lab.open(page, "themes.ipynb");
      Lab.startAll(page);
      PlaywrightAssertions.assertThat(page.locator(".jp-Notebook"))
          .containsText("the end", Lab.patience());
      Lab.awaitIdle(page);
      shoot(page, theme);
      assertEquals(
          theme.endsWith("Dark") ? "false" : "true",
          page.locator("body").getAttribute("data-jp-theme-light"));
      int measured = (int) page.evaluate("() => (" + MEASURE + ")().length");
      assertTrue(measured > 60, measured + " pieces of text");
      assertEquals(
          List.of(),
          page.evaluate(
              "() => ("
                  + MEASURE
                  + ")().filter(t => t.contrast < 4.5)"
                  + ".map(t => t.contrast.toFixed(2) + ' ' + t.about)"));
      assertEquals(
          List.of(),
          page.evaluate(TRANSPARENT),
          "charts and pictures without a ground of their own");
    }
  }

  /** Cells after one that fails run too. */
  private static String goesOn(String notebook) {
    return notebook.replace("\"metadata\":{}", "\"metadata\":{\"tags\":[\"raises-exception\"]}");
  }

  private static void shoot(Page page, String theme) throws IOException {
    String shots = System.getProperty("cxrlab.shots");
    if (shots != null) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Files.createDirectories(Path.of(shots)).resolve(theme + ".png")));
    }
  }

  /** Each piece of text in an output with the ratio that WCAG 2 defines for it and its ground. */
  private static final String MEASURE =
      """
      () => {
        const parse = text => {
          const n = (text.match(/[\\d.]+/g) || []).map(Number);
          const unit = text.startsWith('color(srgb') ? 255 : 1;
          return n.length < 3 ? [0, 0, 0, 0]
              : [n[0] * unit, n[1] * unit, n[2] * unit, n.length > 3 ? n[3] : 1];
        };
        const over = (top, below) => {
          const a = top[3] + below[3] * (1 - top[3]);
          if (a === 0) return [0, 0, 0, 0];
          return [0, 1, 2].map(i =>
              (top[i] * top[3] + below[i] * below[3] * (1 - top[3])) / a).concat(a);
        };
        const ground = element => {
          let colour = [0, 0, 0, 0];
          for (let e = element; e && colour[3] < 1; e = e.parentElement) {
            colour = over(colour, parse(getComputedStyle(e).backgroundColor));
          }
          return over(colour, [255, 255, 255, 1]);
        };
        const light = c => {
          const [r, g, b] = c.slice(0, 3).map(v => v / 255)
              .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const found = [];
        for (const output of document.querySelectorAll('.jp-OutputArea-output')) {
          const walker = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.parentElement;
            if (!node.data.trim() || element.closest('svg, style, script')
                || !element.getClientRects().length) continue;
            let opacity = 1;
            for (let e = element; e; e = e.parentElement) {
              opacity *= Number(getComputedStyle(e).opacity);
            }
            const below = ground(element);
            const colour = parse(getComputedStyle(element).color);
            colour[3] *= opacity;
            const [a, b] = [light(over(colour, below)), light(below)].sort((x, y) => y - x);
            found.push({contrast: (a + 0.05) / (b + 0.05),
                about: node.data.trim().slice(0, 60) + ' in ' + element.className});
          }
        }
        return found;
      }
      """;

  /** Pictures whose corner lets the page through, and so are as dark as the page. */
  private static final String TRANSPARENT =
      """
      async () => {
        const through = [];
        for (const image of document.querySelectorAll('.jp-OutputArea-output img')) {
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = image.naturalWidth || 100;
          canvas.height = image.naturalHeight || 100;
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 0);
          if (context.getImageData(1, 1, 1, 1).data[3] < 255) {
            through.push(image.alt || image.src.slice(0, 60));
          }
        }
        for (const svg of document.querySelectorAll('.jp-OutputArea-output svg')) {
          const rect = svg.querySelector('rect');
          const ground = getComputedStyle(svg).backgroundColor;
          if (ground === 'rgba(0, 0, 0, 0)' && !(rect && rect.getAttribute('fill') !== 'none')) {
            through.push(svg.getAttribute('aria-label') || 'svg');
          }
        }
        return through;
      }
      """;
}
