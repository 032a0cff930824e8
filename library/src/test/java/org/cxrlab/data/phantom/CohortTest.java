package org.cxrlab.data.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CohortTest {
  private final List<Examination> films = Cohort.of(Recipe.course());

  @Test
  void eachLabelIsOnAsManyFilmsAsItsPrevalenceSays() {
    assertEquals(1000, films.size());
    Map<String, Long> expected =
        Map.of(
            "Infiltration",
            220L,
            "Effusion",
            200L,
            "Atelectasis",
            170L,
            "Cardiomegaly",
            150L,
            "Nodule",
            90L,
            "Mass",
            85L,
            "Hernia",
            20L);
    expected.forEach((label, count) -> assertEquals(count, count(has(label)), label));
  }

  @Test
  void noLabelOfTheCourseIsRarerThanTwoInAHundred() {
    Recipe.coursePrevalence().forEach((label, share) -> assertTrue(share >= 0.02, label));
  }

  @Test
  void nihPrevalenceIsNihs() {
    Map<String, Double> nih = Recipe.nihPrevalence();

    assertEquals(0.177435, nih.get("Infiltration"), 5e-6);
    assertEquals(0.002025, nih.get("Hernia"), 5e-6);
  }

  @Test
  void patientsHaveAboutThreeFilms() {
    long patients = films.stream().mapToInt(Examination::patient).distinct().count();

    assertEquals(3.0, 1000.0 / patients, 0.3);
  }

  @Test
  void findingsOverlapAndOftenThereIsNone() {
    long several = count(film -> film.severities().size() > 1);
    long none = count(film -> film.severities().isEmpty());

    assertTrue(several > 200, several + " films with several findings");
    assertTrue(none > 200 && none < 600, none + " films without");
  }

  @Test
  void enlargedHeartsComeWithEffusionMoreOftenThanByChance() {
    long both = count(has("Cardiomegaly").and(has("Effusion")));

    // By chance 1000 * 0.15 * 0.20 = 30.
    assertTrue(both > 36, both + " films with both");
  }

  @Test
  void aLastingFindingStays() {
    for (int i = 1; i < films.size(); i++) {
      Examination before = films.get(i - 1);
      Examination now = films.get(i);
      if (before.patient() == now.patient() && before.severities().containsKey("Hernia")) {
        boolean quotaReached = count(has("Hernia")) == 20;
        assertTrue(now.severities().containsKey("Hernia") || quotaReached);
      }
    }
  }

  @Test
  void theSickAreFilmedInBedMoreOften() {
    double sick = share(has("Edema"));
    double well = share(film -> film.severities().isEmpty());

    assertTrue(sick > well + 0.15, sick + " against " + well);
  }

  private double share(Predicate<Examination> of) {
    return (double) count(of.and(Examination::bedside)) / count(of);
  }

  private long count(Predicate<Examination> of) {
    return films.stream().filter(of).count();
  }

  private static Predicate<Examination> has(String label) {
    return film -> film.severities().containsKey(label);
  }
}
