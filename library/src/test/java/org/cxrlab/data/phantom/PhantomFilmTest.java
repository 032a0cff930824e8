package org.cxrlab.data.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhantomFilmTest {
  private static final Recipe RECIPE = Recipe.course();

  static List<String> labels() {
    return Finding.LABELS;
  }

  @Test
  void theSameSeedGivesTheSamePixelsOnEveryMachine() {
    var all = new CRC32();
    for (String label : Finding.LABELS) {
      all.update(film(7, 0, label, 0.6).pixels());
    }

    // Pinned once; another value on another machine means that a picture differs there. Where the
    // drawing was changed on purpose, raise Recipe.VERSION and pin the new value.
    assertEquals(1848782539L, all.getValue());
  }

  @Test
  void anotherFilmOfAPatientIsAnotherPicture() {
    assertFalse(Arrays.equals(healthy(3, 0).pixels(), healthy(3, 1).pixels()));
  }

  @Test
  void aPatientsFilmsAreLikeEachOtherMoreThanLikeAnothers() {
    double within = 0;
    double between = 0;
    int n = 12;
    for (int patient = 1; patient <= n; patient++) {
      byte[] first = healthy(patient, 0).pixels();
      within += correlation(first, healthy(patient, 1).pixels()) / n;
      between += correlation(first, healthy(patient + 1, 1).pixels()) / n;
    }

    assertTrue(within > between + 0.02, within + " within, " + between + " between");
  }

  @Test
  void theHeartLiesTowardThePicturesRight() {
    for (int patient = 1; patient <= 20; patient++) {
      Chest chest = new Chest(body(patient), Change.NONE, false);
      Region heart = chest.heart();
      assertTrue(heart.right() > 1.5 * -heart.left(), "patient " + patient);
    }
  }

  @Test
  void theRightDomeStandsHigherInNearlyAll() {
    int higher = 0;
    for (int patient = 1; patient <= 100; patient++) {
      Chest chest = new Chest(body(patient), Change.NONE, false);
      higher += chest.dome(-1) < chest.dome(1) ? 1 : 0;
    }
    assertTrue(higher > 90, higher + " of 100");
  }

  @Test
  void anEnlargedHeartIsWiderThanHalfOfTheChestAndAUsualOneIsNot() {
    for (int patient = 1; patient <= 50; patient++) {
      Body body = body(patient);
      assertTrue(ratio(new Chest(body, Change.NONE, false)) < 0.5, "patient " + patient);
      Change large = new Cardiomegaly(0.525).change();
      assertTrue(ratio(new Chest(body, large, false)) > 0.5, "patient " + patient);
    }
  }

  @ParameterizedTest
  @MethodSource("labels")
  void theSignLiesInItsBox(String label) {
    double inside = 0;
    double outside = 0;
    for (int patient = 1; patient <= 5; patient++) {
      PhantomFilm with = film(patient, 0, label, 0.8);
      byte[] without = healthy(patient, 0).pixels();
      int[] change = new int[without.length];
      for (int i = 0; i < change.length; i++) {
        change[i] = (with.pixels()[i] & 255) - (without[i] & 255);
      }
      // The automatic acquisition answers a finding by making the whole film brighter or darker.
      int shift = median(change);
      double[] sum = new double[2];
      int[] count = new int[2];
      for (int i = 0; i < change.length; i++) {
        int in = isIn(with.boxes().get(label), i % with.size(), i / with.size()) ? 1 : 0;
        sum[in] += Math.abs(change[i] - shift);
        count[in]++;
      }
      inside += sum[1] / count[1];
      outside += sum[0] / count[0];
    }

    assertTrue(inside > 1.8 * outside, label + ": " + inside / 5 + " against " + outside / 5);
  }

  private static boolean isIn(Box box, int column, int row) {
    return column >= box.x()
        && column < box.x() + box.width()
        && row >= box.y()
        && row < box.y() + box.height();
  }

  private static int median(int[] values) {
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  @Test
  void aMassIsWiderThanThreeCentimetresAndANoduleIsNot() {
    for (int seed = 0; seed < 200; seed++) {
      double severity = seed / 200.0;
      assertTrue(2 * Mass.of(Dice.of(seed), severity).round().radius() > 3);
      for (Round round : Nodule.of(Dice.of(seed), severity).rounds()) {
        assertTrue(2 * round.radius() < 3);
      }
    }
  }

  @Test
  void theSameFilmIsLikeItselfInAnotherSize() {
    Recipe.Draft draft = RECIPE.draft();
    draft.size = 160;
    Examination examination = new Examination(5, 0, false, false, false, Map.of("Effusion", 0.9));
    byte[] small = PhantomFilm.draw(draft.recipe(), examination).pixels();
    byte[] large = PhantomFilm.draw(RECIPE, examination).pixels();
    byte[] halved = new byte[small.length];
    for (int i = 0; i < halved.length; i++) {
      int at = i / 160 * 2 * 320 + i % 160 * 2;
      int sum =
          (large[at] & 255)
              + (large[at + 1] & 255)
              + (large[at + 320] & 255)
              + (large[at + 321] & 255);
      halved[i] = (byte) (sum / 4);
    }

    assertTrue(correlation(small, halved) > 0.99);
  }

  @Test
  void aDiceGivesTheNumbersThatItsSeedSays() {
    double[] first = new double[3];
    double[] second = new double[3];
    Dice a = Dice.of(1, 2);
    Dice b = Dice.of(1, 2);
    for (int i = 0; i < 3; i++) {
      first[i] = a.uniform();
      second[i] = b.uniform();
    }
    assertArrayEquals(first, second);
    assertFalse(first[0] == Dice.of(2, 1).uniform());
  }

  private static double ratio(Chest chest) {
    Region heart = chest.heart();
    return (heart.right() - heart.left()) / (2 * chest.halfWidth());
  }

  private static Body body(int patient) {
    return PhantomFilm.body(RECIPE, examination(patient, 0, Map.of()));
  }

  private static PhantomFilm healthy(int patient, int number) {
    return PhantomFilm.draw(RECIPE, examination(patient, number, Map.of()));
  }

  private static PhantomFilm film(int patient, int number, String label, double severity) {
    return PhantomFilm.draw(RECIPE, examination(patient, number, Map.of(label, severity)));
  }

  private static Examination examination(int patient, int number, Map<String, Double> severities) {
    return new Examination(patient, number, false, false, false, severities);
  }

  private static double correlation(byte[] a, byte[] b) {
    double sumA = 0;
    double sumB = 0;
    for (int i = 0; i < a.length; i++) {
      sumA += a[i] & 255;
      sumB += b[i] & 255;
    }
    double meanA = sumA / a.length;
    double meanB = sumB / b.length;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      double da = (a[i] & 255) - meanA;
      double db = (b[i] & 255) - meanB;
      ab += da * db;
      aa += da * da;
      bb += db * db;
    }
    return ab / Math.sqrt(aa * bb);
  }
}
