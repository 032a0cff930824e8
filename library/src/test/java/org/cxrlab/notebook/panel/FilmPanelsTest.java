package org.cxrlab.notebook.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.Films;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.train.TinyFilms;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The panels in which a film is chosen; those with an odd number are "bright". */
class FilmPanelsTest {
  @TempDir static Path folder;
  private static Films films;

  @BeforeAll
  static void draw() throws IOException {
    films = TinyFilms.films(folder, 8);
  }

  @Test
  void theSliderGoesThroughTheFilmsInOrder() throws InterruptedException {
    FilmBrowser browser = new FilmBrowser(films, "films");
    for (int position : new int[] {8, 1, 4}) {
      browser.position().set(position);
      PanelText.await(browser, "films.get(&quot;" + (position - 1) + ".png&quot;).picture()</pre>");
      assertEquals((position - 1) + ".png", browser.film().image());
    }
    assertThrows(IllegalArgumentException.class, () -> browser.position().set(9));
  }

  @Test
  void theFilterCountsItsFilmsAndTheFilmStaysIfItPasses() throws InterruptedException {
    FilmBrowser browser = new FilmBrowser(films, "films");
    assertEquals("Show: all films (8)", browser.label().toString());
    browser.position().set(4);
    browser.label().set("bright");
    PanelText.await(browser, "Film: 2");
    assertEquals("Show: bright (4)", browser.label().toString());
    assertEquals("3.png", browser.film().image());
    assertThrows(IllegalArgumentException.class, () -> browser.position().set(5));
    browser.label().set("all films");
    PanelText.await(browser, "Film: 4");
    browser.position().set(1);
    browser.label().set("bright"); // the first film is not
    PanelText.await(browser, "films.get(&quot;1.png&quot;)");
    assertEquals(1, browser.position().value());
  }

  @Test
  void theLineSaysHowTheFilmIsLookedAt() throws InterruptedException {
    FilmBrowser browser = new FilmBrowser(films, "films");
    browser.level().set(0.4);
    browser.window().set(0.5);
    browser.boxes().set(false);
    PanelText.await(browser, ".picture().window(0.15, 0.65).withoutBoxes()");
  }

  @Test
  void aHeatMapIsOfTheFilmAndTheLabelThatAreChosen() throws InterruptedException {
    try (var model = SmallDenseNet.create(films.labels(), 3)) {
      model.setImageSize(32);
      GradCamPanel panel = new GradCamPanel(model, films, "model", "films");
      panel.position().set(4);
      PanelText.await(panel, "GradCam.of(model).explain(films.get(&quot;3.png&quot;), &quot;");
      assertTrue(PanelText.of(panel).contains("known findings: bright"), PanelText.of(panel));
      panel.label().set("bright");
      PanelText.await(panel, "&quot;bright&quot;).overlay(0.6)");
      assertEquals("bright", panel.map().label());
    }
  }

  @Test
  void withoutAFilmThereIsNothingToChoose() {
    Films none = films.at();
    var thrown = assertThrows(IllegalArgumentException.class, () -> new FilmBrowser(none, "films"));
    assertEquals("There is no film to look at; choose others.", thrown.getMessage());
  }

  @Test
  void theLabelsOfTheFilterAreThoseThatAFilmShows() {
    Films dark = films.at(0, 2, 4, 6);
    FilmBrowser browser = new FilmBrowser(dark, "films");
    assertEquals(List.of(), dark.withLabel("bright").list());
    assertThrows(IllegalArgumentException.class, () -> browser.label().set("bright"));
  }
}
