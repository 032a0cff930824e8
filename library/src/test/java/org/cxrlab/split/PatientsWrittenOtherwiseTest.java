package org.cxrlab.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;

/** One number is one patient, however two tables write it. */
class PatientsWrittenOtherwiseTest {
  private static Films films(String name, String... patients) {
    List<Film> films = new ArrayList<>();
    for (String patient : patients) {
      String image = name + films.size() + ".png";
      films.add(Film.of(image, Path.of(image), patient, Labels.of(), List.of()));
    }
    return new Films(name, Labels.of(), films);
  }

  @Test
  void aLeakIsFoundAcrossTables() {
    Leakage leak =
        Leakage.between(
            films("a", "00013118", "00000007", "P1"), films("b", "13118.0", "7", "p1", "8"));
    assertEquals(List.of("00000007", "00013118"), leak.patients().stream().sorted().toList());
    assertTrue(leak.examples(2).text().contains("13118.0"), leak.examples(2).text());
    assertTrue(
        Leakage.between(films("a", "12345678901234567890"), films("b", "12345678901234567891"))
            .isNone());
    assertTrue(Leakage.between(films("a", "1.2.840"), films("b", "1.2.84")).isNone());
  }

  @Test
  void aSplitHoldsThemTogether() {
    Films films = films("x", "01", "1", "1.0", "2", "02", "3", "4", "005", "5", "6", "007", "7");
    assertEquals(7, films.ids().patients());
    assertEquals(7, films.patients().count());
    for (int seed = 0; seed < 10; seed++) {
      assertTrue(PatientSplit.of(films).seed(seed).split().leakage().isNone());
    }
  }
}
