package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmViewTest {
  /** Words of NIH, CheXpert, MIMIC-CXR, PadChest and others. */
  @ParameterizedTest
  @CsvSource({
    "PA,PA",
    "AP,AP",
    "pa,PA",
    "AP_horizontal,AP",
    "AP Supine,AP",
    "AP LLD,AP",
    "L,LATERAL",
    "LL,LATERAL",
    "RL,LATERAL",
    "LATERAL,LATERAL",
    "XTABLE LATERAL,LATERAL",
    "Lateral,LATERAL",
    "Frontal,FRONTAL",
    "POSTEROANTERIOR,PA",
    "ANTEROPOSTERIOR,AP",
    "COSTAL,OTHER",
    "LPO,OTHER",
    "SWIMMERS,OTHER",
    "nan,UNTOLD",
    "'',UNTOLD",
    "' PA ',PA"
  })
  void wordsHaveOneMeaning(String word, FilmView view) {
    assertEquals(view, FilmView.of(word));
    assertEquals(view, FilmView.of(FilmView.words(word)), "what films have means the same");
  }

  @Test
  void aWordThatIsNoViewOfOursStays() {
    assertEquals("COSTAL", FilmView.words("COSTAL"));
    assertEquals("lateral", FilmView.words("LL"));
    assertEquals("", FilmView.words("unknown"));
  }

  private static Films films(String... views) {
    Labels labels = Labels.of();
    List<Film> films = new java.util.ArrayList<>();
    for (String view : views) {
      String image = films.size() + ".png";
      films.add(
          new Film(image, Path.of(image), "p", labels, List.of(), List.of(), view, Double.NaN, ""));
    }
    return new Films("views", labels, films);
  }

  @Test
  void filmsAreChosenByTheirView() {
    Films films = films("PA", "AP", "lateral", "", "frontal", "COSTAL");
    assertEquals(List.of("0.png", "1.png", "4.png"), images(films.frontal()));
    assertEquals(List.of("2.png"), images(films.lateral()));
    assertEquals(1, films.frontal().source().leftOut());
    assertEquals(0, films("PA", "lateral").frontal().source().leftOut());
  }

  @Test
  void filmsOfASetThatTellsNoViewAreAllKeptWithAWord() {
    Films frontal = films("", "").frontal();
    assertEquals(2, frontal.size());
    assertEquals("films", frontal.source().entries().get(0).what());
    assertEquals(0, films("", "").lateral().size());
  }

  private static List<String> images(Films films) {
    return films.stream().map(Film::image).toList();
  }
}
