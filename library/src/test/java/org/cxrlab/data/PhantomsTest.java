package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.image.GrayImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhantomsTest {
  @TempDir Path data;
  private String before;

  @BeforeEach
  void useFolder() {
    before = System.getProperty("cxrlab.data");
    System.setProperty("cxrlab.data", data.toString());
  }

  @AfterEach
  void useFormerFolder() {
    if (before == null) {
      System.clearProperty("cxrlab.data");
    } else {
      System.setProperty("cxrlab.data", before);
    }
  }

  @Test
  void theReaderOfRealFilmsReadsThem() {
    Films films = Phantoms.of(24).size(64).films();

    assertEquals(24, films.size());
    assertEquals(
        List.of(
            "Atelectasis",
            "Cardiomegaly",
            "Consolidation",
            "Edema",
            "Effusion",
            "Emphysema",
            "Fibrosis",
            "Hernia",
            "Infiltration",
            "Mass",
            "Nodule",
            "Pleural_Thickening",
            "Pneumonia",
            "Pneumothorax"),
        films.labels().names());
    for (Film film : films) {
      GrayImage image = GrayImage.read(film.path());
      assertEquals(64, image.width());
      assertEquals(64, image.height());
      assertTrue(image.sd() > 0.1, film.image());
      assertTrue(Set.of("PA", "AP").contains(film.view()));
      assertTrue(film.age() >= 18 && film.age() <= 92);
      assertTrue(Set.of("F", "M").contains(film.sex()));
    }
  }

  @Test
  void everyPositiveLabelHasABoxWithinThePicture() {
    Films films = Phantoms.of(60).size(64).films();

    int positives = 0;
    for (Film film : films) {
      Set<String> boxed = film.boxes().stream().map(FindingBox::label).collect(Collectors.toSet());
      Set<String> present = new HashSet<>();
      for (int label = 0; label < films.labels().size(); label++) {
        if (film.value(label) == 1) {
          present.add(films.labels().get(label));
        }
      }
      assertEquals(present, boxed, film.image());
      positives += present.size();
      for (FindingBox found : film.boxes()) {
        assertTrue(found.box().x() >= 0 && found.box().y() >= 0, film.image());
        assertTrue(found.box().x() + found.box().width() <= 64.01, film.image());
        assertTrue(found.box().y() + found.box().height() <= 64.01, film.image());
      }
    }
    assertTrue(positives > 30);
  }

  @Test
  void patientsOfTwoSeedsAreDifferentPeople() {
    Set<String> one = patients(Phantoms.of(30).size(32).seed(1).films());
    Set<String> two = patients(Phantoms.of(30).size(32).seed(2).films());

    assertTrue(one.stream().noneMatch(two::contains));
  }

  @Test
  void aSetThatIsThereIsNotDrawnAgain() throws IOException {
    PhantomSet set = Phantoms.of(5).size(32);
    Path picture = set.films().get(0).path();
    Files.delete(picture);

    set.folder();

    assertFalse(Files.exists(picture));
  }

  @Test
  void nothingButTheFinishedSetIsLeft() throws IOException {
    Path folder = Phantoms.of(5).size(32).folder();

    try (Stream<Path> all = Files.list(data)) {
      assertEquals(List.of(folder), all.toList());
    }
  }

  @Test
  void anInterruptedDrawingIsNoSet() throws IOException {
    Path folder = Phantoms.of(5).size(32).folder();
    Path draft = data.resolve(".phantoms-interrupted");
    Files.move(folder, draft);
    Files.delete(draft.resolve("films.csv"));

    assertEquals(5, Phantoms.of(5).size(32).films().size());
  }

  @Test
  void setsThatDifferInAnyPartLieApart() {
    PhantomSet base = Phantoms.of(3).size(32);
    Set<Path> folders =
        Stream.of(
                base,
                base.seed(2),
                base.size(33),
                base.filmsPerPatient(1),
                base.nihPrevalence(),
                base.prevalence("Mass", 0.5),
                base.jewellery(0.5),
                base.jewellery("Mass", 0.9),
                base.dextrocardia(0.3))
            .map(PhantomSet::folder)
            .collect(Collectors.toSet());

    assertEquals(9, folders.size());
  }

  @Test
  void aNecklaceTiedToALabelIsOnItsFilmsAlone() {
    Films with = Phantoms.of(40).size(96).jewellery("Effusion", 1).seed(4).films();
    Films without = Phantoms.of(40).size(96).jewellery(0).seed(4).films();

    int effusion = with.labels().indexOf("Effusion");
    for (int i = 0; i < with.size(); i++) {
      float[] a = GrayImage.read(with.get(i).path()).pixels();
      float[] b = GrayImage.read(without.get(i).path()).pixels();
      assertEquals(with.get(i).value(effusion) == 1, !Arrays.equals(a, b), with.get(i).image());
    }
  }

  @Test
  void mirroredPatientsHaveALabelAndAHeartOnTheOtherSide() {
    Films films = Phantoms.of(60).size(64).dextrocardia(0.5).films();

    int label = films.labels().indexOf("Dextrocardia");
    double mirrored = meanHeartSide(films.where(film -> film.value(label) == 1));
    double usual = meanHeartSide(films.where(film -> film.value(label) == 0));
    assertTrue(usual > 0.02, "usual " + usual);
    assertTrue(mirrored < -0.02, "mirrored " + mirrored);
  }

  @Test
  void aNumberOutOfRangeIsNamedWithItsRange() {
    assertEquals("The number of films is 0; choose 1 to 100,000.", message(() -> Phantoms.of(0)));
    assertEquals("The seed is -1; choose 0 to 20,000.", message(() -> Phantoms.of(1).seed(-1)));
    assertEquals(
        "The share of Mass is 1.5; choose 0 to 1.",
        message(() -> Phantoms.of(1).prevalence("Mass", 1.5)));
    assertTrue(
        message(() -> Phantoms.of(1).prevalence("Cold", 0.5))
            .startsWith("There is no phantom of \"Cold\"; choose one of Atelectasis,"));
  }

  /** Brighter on the picture's right of the heart's height than on its left: positive. */
  private static double meanHeartSide(Films films) {
    return films.stream()
        .mapToDouble(
            film -> {
              GrayImage image = GrayImage.read(film.path());
              double right = 0;
              double left = 0;
              for (int y = 36; y < 44; y++) {
                for (int x = 4; x < 13; x++) {
                  right += image.at(32 + x, y);
                  left += image.at(31 - x, y);
                }
              }
              return (right - left) / 72;
            })
        .average()
        .orElseThrow();
  }

  private static Set<String> patients(Films films) {
    return films.stream().map(Film::patient).collect(Collectors.toSet());
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
