package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of panels in JupyterLab when pages are loaded again and kernels end; who reads them.
 */
@Tag("kernel")
@Tag("browser")
@Tag("slow")
class PanelsInLabTest {
  private static final String FILMS =
      """
      var films = Phantoms.of(60).films();
      var split = PatientSplit.of(films).ratios(0.6, 0.2, 0.2).seed(1).split();
      var model = DenseNet121.create(films.labels(), 7).setImageSize(64);
      var plan = TrainingPlan.defaults().imageSize(64).batchSize(4).epochs(1000);
      """;

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

  private static Path notebook(String name, String... cells) throws IOException {
    Path notebook = folder.resolve(name + ".ipynb");
    Files.writeString(notebook, Launcher.notebookOf(cells));
    return notebook;
  }

  @Test
  void aTrainingIsFoundAgainByAPageLoadedAnewAndByItsCellRunAgain() throws IOException {
    Path notebook =
        notebook("again", FILMS, "Explore.films(films)", "Explore.plan(model, split, plan)");
    try (Page page = chromium.page(1300)) {
      lab.open(page, notebook.getFileName().toString());
      Lab.runAll(page);
      save(page, notebook);
      // What is saved are the panels of an earlier run of the cell.
      Lab.startCell(page, 2);
      PlaywrightAssertions.assertThat(prompt(page, 2)).containsText("[4]", Lab.patience());
      button(page, "Start").click();
      awaitSteps(page);

      page.reload();
      awaitSteps(page);
      PlaywrightAssertions.assertThat(page.locator(".widget-box img.widget-image").first())
          .isVisible(Lab.untilVisible());
      PlaywrightAssertions.assertThat(button(page, "Pause")).isEnabled();
      PlaywrightAssertions.assertThat(button(page, "Stop")).isEnabled();
      assertNoStillBesideALivePanel(page);

      Lab.startCell(page, 2);
      PlaywrightAssertions.assertThat(prompt(page, 2)).containsText("[5]", Lab.patience());
      awaitSteps(page);
      button(page, "Stop").click();
      PlaywrightAssertions.assertThat(page.locator(".widget-box .cxr-status").first())
          .containsText("Stopped after", Lab.patience());

      // Its kernel ends: the last pictures stay, and no message of a widget.
      restart(page);
      assertStills(page, "after a restart");
      save(page, notebook);
      page.reload();
      Lab.awaitIdle(page);
      assertStills(page, "opened with another kernel");
    }
    Path html = folder.resolve("again.html");
    Launcher.python("-m", "nbconvert", "--to", "html", "--output", html, notebook);
    try (Page page = chromium.page(1100)) {
      page.navigate(html.toUri().toString());
      assertStills(page, "converted by nbconvert");
    }
  }

  @Test
  void everyControlAndPictureHasANameAndAllWordsAreLegibleInBothThemes() throws IOException {
    Path notebook =
        notebook(
            "names",
            FILMS,
            "Explore.films(films)",
            "var evaluation = Evaluation.of(model, films);\nExplore.cutOff(evaluation)",
            "Explore.plan(model, split, plan)",
            """
            var number = Controls.number("Number", 0, 10, 1);
            number.onChange(n -> { throw new IllegalStateException("this is wrong"); });
            number
            """);
    try (Page page = chromium.page(1300)) {
      lab.open(page, notebook.getFileName().toString());
      Lab.runAll(page);
      Locator cell = page.locator(".jp-CodeCell").nth(4);
      Locator field = cell.locator(".widget-text input[type=number]");
      Locator error = cell.locator(".cxr-error");
      field.fill("5");
      field.press("Enter");
      PlaywrightAssertions.assertThat(error).containsText("this is wrong", Lab.patience());
      assertEquals(List.of(), illegible(page), "light");
      assertEquals(List.of(), nameless(page));
      assertEquals(
          0,
          page.locator(".widget-box img.widget-image:not([alt]), .widget-box img[alt='']").count(),
          "pictures without words");
      assertEquals(List.of(), cutCode(page));

      field.fill("100");
      field.press("Enter");
      PlaywrightAssertions.assertThat(error)
          .containsText("Number goes from 0 to 10; 100 is outside.", Lab.patience());
      PlaywrightAssertions.assertThat(field).hasValue("5");

      page.locator(".lm-MenuBar-itemLabel", new Page.LocatorOptions().setHasText("Settings"))
          .click();
      page.locator(".lm-Menu-itemLabel", new Page.LocatorOptions().setHasText("Theme"))
          .first()
          .hover();
      page.locator(
              ".lm-Menu-item[data-command='apputils:change-theme']",
              new Page.LocatorOptions().setHasText("JupyterLab Dark"))
          .first()
          .click();
      page.waitForCondition(
          () -> "false".equals(page.locator("body").getAttribute("data-jp-theme-light")),
          Lab.longWait());
      page.waitForTimeout(1000);
      assertEquals(List.of(), illegible(page), "dark");
    }
  }

  private static void save(Page page, Path notebook) throws IOException {
    page.locator(
            ".jp-NotebookPanel-toolbar [data-command='docmanager:save'], "
                + ".jp-ToolbarButtonComponent[data-command='docmanager:save']")
        .first()
        .click();
    page.waitForCondition(
        () -> {
          try {
            return Files.readString(notebook).contains("cxr-still");
          } catch (IOException e) {
            return false;
          }
        },
        Lab.longWait());
  }

  private static void restart(Page page) {
    page.locator(".lm-MenuBar-itemLabel", new Page.LocatorOptions().setHasText("Kernel")).click();
    page.locator("[data-command='kernelmenu:restart']").click();
    page.locator("button.jp-mod-accept").click();
    PlaywrightAssertions.assertThat(page.locator(".jupyter-widgets-disconnected").first())
        .isAttached(
            new com.microsoft.playwright.assertions.LocatorAssertions.IsAttachedOptions()
                .setTimeout(240_000));
  }

  private static Locator prompt(Page page, int number) {
    return page.locator(".jp-CodeCell").nth(number).locator(".jp-InputPrompt");
  }

  private static Locator button(Page page, String label) {
    return page.locator("button.jupyter-button:text-is('" + label + "')").last();
  }

  /** Waits until the panel shows a step, and then another. */
  private static void awaitSteps(Page page) {
    Locator row = page.locator(".widget-box tr:has-text('Epoch and step')").last();
    PlaywrightAssertions.assertThat(row).isVisible(Lab.untilVisible());
    String before = row.innerText();
    page.waitForCondition(() -> !row.innerText().equals(before), Lab.longWait());
  }

  private static void assertNoStillBesideALivePanel(Page page) {
    page.waitForCondition(
        () -> page.locator(".cxr-still").all().stream().noneMatch(Locator::isVisible),
        Lab.longWait());
  }

  private static void assertStills(Page page, String when) {
    Locator stills = page.locator(".cxr-still");
    PlaywrightAssertions.assertThat(stills).hasCount(2);
    PlaywrightAssertions.assertThat(stills.first()).isVisible(Lab.untilVisible());
    PlaywrightAssertions.assertThat(stills.last()).isVisible(Lab.untilVisible());
    for (Locator still : stills.all()) {
      assertTrue(still.locator("img[alt]").first().isVisible(), when + ": no picture");
      assertTrue(still.locator("table").first().isVisible(), when + ": no table");
    }
    for (Locator said : page.getByText("Error displaying widget").all()) {
      assertFalse(said.isVisible(), when + ": an error of a widget");
    }
    assertEquals(
        0,
        page.locator(".jupyter-widgets.widget-box").all().stream()
            .filter(Locator::isVisible)
            .count(),
        when + ": dead controls");
  }

  private static final Set<String> NAMED =
      Set.of(
          "slider",
          "combobox",
          "checkbox",
          "spinbutton",
          "textbox",
          "button",
          "progressbar",
          "img",
          "image");

  /** Roles and values of what Chromium's accessibility tree has no name for, in the panels. */
  private static List<String> nameless(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    session.send("DOM.enable");
    session.send("Accessibility.enable");
    var nameless = new ArrayList<String>();
    int controls = 0;
    for (JsonElement element :
        session.send("Accessibility.getFullAXTree").getAsJsonArray("nodes")) {
      JsonObject node = element.getAsJsonObject();
      if (node.get("ignored").getAsBoolean() || !node.has("role")) {
        continue;
      }
      String role = text(node, "role");
      if (NAMED.contains(role) && isInPanel(session, node)) {
        controls++;
        if (text(node, "name").isBlank()) {
          nameless.add(role + " " + node.get("backendDOMNodeId"));
        }
      }
    }
    assertTrue(controls > 40, "only " + controls + " controls were found");
    return nameless;
  }

  private static boolean isInPanel(CDPSession session, JsonObject node) {
    var which = new JsonObject();
    which.add("backendNodeId", node.get("backendDOMNodeId"));
    JsonObject object = session.send("DOM.resolveNode", which).getAsJsonObject("object");
    var call = new JsonObject();
    call.add("objectId", object.get("objectId"));
    call.addProperty(
        "functionDeclaration",
        "function() { return !!(this.closest && this.closest('.jupyter-widgets.widget-box')); }");
    return session
        .send("Runtime.callFunctionOn", call)
        .getAsJsonObject("result")
        .get("value")
        .getAsBoolean();
  }

  private static String text(JsonObject node, String name) {
    JsonObject part = node.getAsJsonObject(name);
    return part == null || !part.has("value") ? "" : part.get("value").getAsString();
  }

  /** Lines of code that reach beyond their field. */
  private static List<?> cutCode(Page page) {
    return (List<?>)
        page.evaluate(
            """
            () => [...document.querySelectorAll('.widget-box .cxr-code')]
              .filter(c => {
                let box = c.getBoundingClientRect();
                let out = c.closest('.jp-OutputArea-output').getBoundingClientRect();
                return c.scrollWidth > c.clientWidth || box.right > out.right + 1;
              })
              .map(c => c.innerText)
            """);
  }

  /** Words in panels whose contrast to what lies behind them is below 4.5. */
  private static List<?> illegible(Page page) {
    return (List<?>) page.evaluate(CONTRAST);
  }

  private static final String CONTRAST =
      """
      () => {
        const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return c.startsWith('color(srgb') ? [m[0]*255, m[1]*255, m[2]*255, m.length > 3 ? m[3] : 1] : [m[0], m[1], m[2], m.length > 3 ? m[3] : 1]; };
        const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
        const light = c => { const l = c.slice(0, 3).map(v => { v /= 255; return v <= .03928 ? v / 12.92 : Math.pow((v + .055) / 1.055, 2.4); }); return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
        const bad = [];
        let seen = 0;
        for (const root of document.querySelectorAll('.jp-OutputArea-output > .widget-box')) {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const text = walker.currentNode.textContent.trim(), e = walker.currentNode.parentElement;
            if (!text || e.closest('style, option') || !e.getClientRects().length) continue;
            if (e.closest(':disabled') || e.closest('select:disabled')) continue;
            const chain = [];
            let opacity = 1;
            for (let x = e; x; x = x.parentElement) { chain.push(x); opacity *= Number(getComputedStyle(x).opacity); }
            let back = [255, 255, 255, 1];
            for (const x of chain.reverse()) back = over(parse(getComputedStyle(x).backgroundColor), back);
            const ink = parse(getComputedStyle(e).color);
            ink[3] *= opacity;
            const a = light(over(ink, back)), b = light(back);
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            seen++;
            if (ratio < 4.5) bad.push(text.slice(0, 40) + ' ' + ratio.toFixed(2) + ' ' + e.className);
          }
        }
        if (seen < 50) bad.push('only ' + seen + ' texts were found');
        return bad;
      }
      """;
}
