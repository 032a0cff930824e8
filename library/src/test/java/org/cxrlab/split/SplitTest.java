package org.cxrlab.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cxrlab.CxrlabException;
import org.cxrlab.TestData;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmList;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTest {
  private static final Labels LABELS = Labels.of("Often", "Seldom", "Rare");

  @TempDir Path folder;

  /** 300 patients of one to five films; 30 % Often, 5 % Seldom, three patients with Rare. */
  private static Films cohort(long seed) {
    var random = new Random(seed);
    var films = new ArrayList<Film>();
    for (int patient = 0; patient < 300; patient++) {
      int count = 1 + random.nextInt(5);
      for (int i = 0; i < count; i++) {
        float often = random.nextDouble() < 0.3 ? 1 : 0;
        float seldom = random.nextDouble() < 0.05 ? 1 : 0;
        float rare = patient % 100 == 7 && i == 0 ? 1 : 0;
        String image = patient + "_" + i + ".png";
        films.add(
            Film.of(image, Path.of(image), "" + patient, LABELS, List.of(often, seldom, rare)));
      }
    }
    return new Films("cohort", LABELS, films);
  }

  private static List<String> images(Films films) {
    return films.stream().map(Film::image).toList();
  }

  @Test
  void eachFilmIsInOnePartAndNoPatientInTwo() {
    for (long seed = 0; seed < 20; seed++) {
      Films films = cohort(seed);
      for (var how : List.of(PatientSplit.of(films), PatientSplit.of(films).stratified())) {
        Split split = how.seed(seed).split();
        assertTrue(split.leakage().requireNone().isNone());
        assertEquals(
            images(films).stream().sorted().toList(),
            Stream.of(split.train(), split.validation(), split.test())
                .flatMap(part -> images(part).stream())
                .sorted()
                .toList());
      }
    }
  }

  @Test
  void stratifiedPartsHaveTheirShareOfFilmsAndOfEachLabel() {
    for (long seed = 0; seed < 20; seed++) {
      Films films = cohort(seed);
      Split split = PatientSplit.of(films).ratios(.6, .1, .3).stratified().seed(seed).split();
      assertEquals(.6, (double) split.train().size() / films.size(), .02);
      assertEquals(.1, (double) split.validation().size() / films.size(), .02);
      assertEquals(.3, (double) split.test().size() / films.size(), .02);
      double often = films.positives().positives("Often");
      assertEquals(.3, split.test().positives().positives("Often") / often, .03);
      assertEquals(.1, split.validation().positives().positives("Often") / often, .03);
    }
  }

  @Test
  void aLabelOfThreePatientsLandsInEachOfThreeParts() {
    for (long seed = 0; seed < 50; seed++) {
      PartCounts counts = PatientSplit.of(cohort(3)).stratified().seed(seed).split().positives();
      for (String part : List.of("train", "validation", "test")) {
        assertEquals(1, counts.part(part).positives("Rare"), part + " with seed " + seed);
      }
    }
  }

  @Test
  void stratifyingBringsSeldomLabelsNearerToTheirShareThanChance() {
    Films films = cohort(5);
    double total = films.positives().positives("Seldom");
    double byChance = 0;
    double stratified = 0;
    for (long seed = 0; seed < 30; seed++) {
      Split chance = PatientSplit.of(films).seed(seed).split();
      Split even = PatientSplit.of(films).stratified().seed(seed).split();
      byChance += Math.abs(chance.test().positives().positives("Seldom") / total - 0.2);
      stratified += Math.abs(even.test().positives().positives("Seldom") / total - 0.2);
    }
    assertTrue(stratified < byChance / 2, stratified + " against " + byChance);
  }

  @Test
  void theSeedAloneDecides() {
    Films films = cohort(1);
    var how = PatientSplit.of(films).stratified().seed(4);
    assertEquals(how.split(), how.split());
    assertNotEquals(images(how.split().test()), images(how.seed(5).split().test()));
  }

  @Test
  void foldsAreDisjointAndEachIsTheTestOnce() {
    Films films = cohort(2);
    Folds folds = PatientSplit.of(films).stratified().seed(1).folds(5);
    assertTrue(folds.leakage().isNone());
    var tested = new ArrayList<String>();
    for (Split split : folds) {
      assertTrue(split.leakage().isNone());
      assertEquals(
          films.size(), split.train().size() + split.validation().size() + split.test().size());
      assertEquals(.2, (double) split.test().size() / films.size(), .02);
      tested.addAll(images(split.test()));
    }
    assertEquals(images(films).stream().sorted().toList(), tested.stream().sorted().toList());
  }

  @Test
  void aSplitByImageLeaksAndTheThrowNamesThePatients() {
    Split split = ImageSplit.of(cohort(1)).ratios(.6, .1, .3).seed(7).split();
    Leakage leakage = split.leakage();
    assertTrue(leakage.patients().size() > 50);
    String message = assertThrows(CxrlabException.class, leakage::requireNone).getMessage();
    assertTrue(message.contains(leakage.patients().get(0)), message);
    assertTrue(message.contains("PatientSplit"), message);
  }

  @Test
  void aPictureInBothIsALeakEvenUnderAnotherPatient() {
    Film film = cohort(1).get(0);
    Films same =
        new Films(
            "same",
            LABELS,
            List.of(Film.of(film.image(), film.path(), "other", LABELS, film.values())));
    Leakage leakage = Leakage.between(cohort(1), same);
    assertEquals(List.of(film.image()), leakage.images());
    assertThrows(CxrlabException.class, leakage::requireNone);
  }

  @Test
  void nothingSharedReturnsItself() {
    var none = Leakage.between(cohort(1).first(1), cohort(1).where(f -> f.patient().equals("9")));
    assertSame(none, none.requireNone());
  }

  @Test
  void sharesThatDoNotSumToOneAreRefused() {
    var split = PatientSplit.of(cohort(1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> split.ratios(.7, .2, .2)).getMessage();
    assertTrue(message.contains("1.100"), message);
    assertThrows(IllegalArgumentException.class, () -> split.ratios(1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> split.ratios(Double.NaN, .5, .5));
  }

  @Test
  void threePatientsMakeThreePartsAndTwoDoNot() {
    Films three = cohort(1).where(f -> List.of("1", "2", "3").contains(f.patient()));
    for (long seed = 0; seed < 20; seed++) {
      for (var how : List.of(PatientSplit.of(three), PatientSplit.of(three).stratified())) {
        Split split = how.seed(seed).split();
        assertEquals(1, split.train().patients().count());
        assertEquals(1, split.validation().patients().count());
        assertEquals(1, split.test().patients().count());
      }
    }
    Films two = three.where(f -> !f.patient().equals("3"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> PatientSplit.of(two).split())
            .getMessage();
    assertTrue(message.contains("there are 2"), message);
    assertThrows(IllegalArgumentException.class, () -> PatientSplit.of(three).folds(4));
  }

  @Test
  void theOfficialListKeepsItsTestAndDividesTheRestByPatient() throws IOException {
    Films films = cohort(4);
    List<String> listed =
        films.stream().filter(f -> Integer.parseInt(f.patient()) < 200).map(Film::image).toList();
    var list = FilmList.read(Files.write(folder.resolve("train_val_list.txt"), listed));
    Split split = PatientSplit.official(films, list, 0.1, 7);
    assertEquals(films.size() - listed.size(), split.test().size());
    assertEquals(.1, (double) split.validation().size() / listed.size(), .02);
    assertTrue(split.leakage().isNone());
    assertThrows(
        IllegalArgumentException.class,
        () -> PatientSplit.official(films.where(list::contains), list, 0.1, 7));
  }

  /** The patients stand in the README of the data. */
  @Test
  void theCoursesTwoTablesShareElevenPatients() {
    Path nih = TestData.nih();
    Leakage leakage =
        Leakage.between(
            Films.course(nih.resolve("course-train-small.csv")),
            Films.course(nih.resolve("course-lab-valid-small.csv")));
    assertEquals(
        List.of(
            "4461", "7482", "8760", "9925", "10888", "18253", "19981", "20290", "22764", "27618",
            "28208"),
        leakage.patients());
  }

  /** 86,524 and 25,596 are the sizes that NIH published. */
  @Test
  void theOfficialSplitOfNihSharesNoPatient() {
    Path nih = TestData.nih();
    Films films = Films.nih(nih.resolve("Data_Entry_2017_v2020.csv.gz"));
    Split split =
        PatientSplit.official(films, FilmList.read(nih.resolve("train_val_list.txt.gz")), 0.125, 7);
    assertEquals(25_596, split.test().size());
    assertEquals(86_524, split.train().size() + split.validation().size());
    assertTrue(split.leakage().isNone());
  }
}
