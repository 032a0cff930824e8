package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Phantoms;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  private static final Labels TWO = Labels.of("Mass", "Edema");

  @Test
  void isShownAsATableOfItsFirstFilms() {
    Films films = Phantoms.of(12).films();
    var predictions =
        new Predictions(films, TWO, Collections.nCopies(12, new float[] {0.12345f, 1}));
    var shown = predictions.figure();
    assertEquals(List.of("Image", "Mass", "Edema"), shown.columns());
    assertEquals(10, shown.rows().size());
    assertEquals(List.of(films.get(0).image(), "0.123", "1.000"), shown.rows().get(0));
    assertTrue(shown.caption().contains("2 labels for 12 films"), shown.caption());
    assertTrue(shown.note().contains("The first 10 are shown"), shown.note());
    assertEquals(12, predictions.table().rows().size());
    assertEquals("", predictions.table().note());
    assertEquals(films.get(11).image(), predictions.table().rows().get(11).get(0));
  }

  @Test
  void fewAreShownWhole() {
    Films films = Phantoms.of(12).films().first(1);
    var predictions = new Predictions(films, TWO, List.of(new float[] {0, 1}));
    assertEquals("", predictions.figure().note());
    assertEquals("Predictions of 2 labels for 1 film", predictions.toString());
    var none = new Predictions(films.first(0), TWO, List.of());
    assertEquals(0, none.figure().rows().size());
  }
}
