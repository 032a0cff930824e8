package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.data.Source.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedFilmsTest {
  private static final Labels MASS = Labels.of("Mass", "Edema");
  private static final Labels EDEMA = Labels.of("Edema", "Hernia");

  /** Films a, b, … of these patients, all with the same values. */
  private static Films set(String name, Labels labels, List<Float> values, String... patients) {
    List<Film> films = new ArrayList<>();
    for (int i = 0; i < patients.length; i++) {
      String image = name + "-" + (char) ('a' + i) + ".png";
      films.add(Film.of(image, Path.of(image), patients[i], labels, values));
    }
    return new Films(name, labels, films);
  }

  private final Films first = set("A", MASS, List.of(1f, 0f), "1", "2");
  private final Films second = set("B", EDEMA, List.of(1f, 0f), "2", "3");

  @Test
  void labelsThatASetDoesNotTellAreUnknownThere() {
    Films films = Films.together(first, second);
    assertEquals(List.of("Mass", "Edema", "Hernia"), films.labels().names());
    assertEquals(List.of(1f, 0f, Float.NaN), films.get(0).values());
    assertEquals(List.of(Float.NaN, 1f, 0f), films.get(2).values());
    assertEquals(2, films.positives().unknown("Mass"));
    assertEquals(2, films.positives().positives("Edema"));
    assertEquals(2, Accounts.because(films, "unknown there"));
    assertEquals("A + B: 4 films, 3 labels", films.toString());
  }

  @Test
  void theSetOfEachFilmStaysAColumnAndAFilter() {
    Films films = Films.together(first, second);
    assertEquals(List.of("A", "A", "B", "B"), films.table().stringColumn("Source").asList());
    assertEquals(
        "A",
        films.info().columns().stream()
            .filter(c -> c.name().equals("Source"))
            .findFirst()
            .orElseThrow()
            .example());
    assertEquals(List.of("A", "B"), films.sources());
    assertEquals(2, films.withSource("B").size());
    assertEquals(films, Films.together(first, second));
    String why =
        assertThrows(IllegalArgumentException.class, () -> films.withSource("C")).getMessage();
    assertTrue(why.contains("A, B"), why);
    assertThrows(IllegalArgumentException.class, () -> first.withSource("A"));
    assertTrue(first.info().columns().stream().noneMatch(c -> c.name().equals("Source")));
    Films three = Films.together(films, set("C", MASS, List.of(0f, 0f), "9"));
    assertEquals(List.of("A", "B", "C"), three.sources());
  }

  @Test
  void patientsOfTwoSetsAreTwoAndOnlyWhereTheyMustAreRenamed() {
    Films films = Films.together(first, second);
    assertEquals(List.of("1", "A/2", "B/2", "3"), films.stream().map(Film::patient).toList());
    assertEquals(4, films.patients().count());
    assertEquals(2, Accounts.because(films, "as they are other patients"));
    assertEquals(
        List.of("A/00000013", "B/13.0"),
        Films.together(
                set("A", MASS, List.of(1f, 0f), "00000013"),
                set("B", MASS, List.of(1f, 0f), "13.0"))
            .stream()
            .map(Film::patient)
            .toList(),
        "the same number, as tables write it");
  }

  @Test
  void picturesOfOneNameAreTwo() {
    Films other = set("A", EDEMA, List.of(1f, 0f), "8").named("Other");
    Films films = Films.together(first, other);
    assertEquals(
        List.of("A/A-a.png", "A-b.png", "Other/A-a.png"), films.stream().map(Film::image).toList());
    assertEquals(List.of("1", "2", "8"), films.stream().map(Film::patient).toList());
  }

  @Test
  void partsOfOneSetKeepTheirPatients(@TempDir Path folder) {
    new PublishedFolder(folder)
        .table("films.csv", "Image,PatientId,Mass", "a.png,1,1", "b.png,1,0", "c.png,2,0")
        .pictures("a.png", "b.png", "c.png");
    Films all = Films.open(folder);
    Films films = Films.together(all.at(0).named("train"), all.at(1, 2).named("test"));
    assertEquals(List.of("1", "1", "2"), films.stream().map(Film::patient).toList());
    assertEquals(List.of("train", "test"), films.sources());
    Films twice = Films.together(all.at(0, 1), Films.open(folder).at(1, 2));
    assertEquals(List.of("1", "1", "2"), twice.stream().map(Film::patient).toList());
    assertEquals(1, Accounts.because(twice, "are in an earlier set"));
  }

  @Test
  void setsOfOneNameGetTwo() {
    Films other = first.map(f -> f.named("x" + f.image(), f.patient())).named("A1");
    Films films = Films.together(first, other.named("A").from(Source.UNTOLD));
    assertEquals(List.of("A", "A (2)"), films.sources());
    assertEquals(
        List.of("A/1", "A/2", "A (2)/1", "A (2)/2"), films.stream().map(Film::patient).toList());
  }

  @Test
  void twoNamesOfOneFindingAreSaidToBe() {
    Films films =
        Films.together(
            set("A", Labels.of("Effusion"), List.of(1f), "1"),
            set("B", Labels.of("Pleural Effusion"), List.of(1f), "2"));
    assertEquals(2, films.labels().size());
    assertEquals(1, Accounts.because(films, "are names of one finding"));
    Films one =
        Films.together(
            set("A", Labels.of("Effusion"), List.of(1f), "1").labelled(Vocabulary.NIH),
            set("B", Labels.of("Pleural Effusion"), List.of(1f), "2").labelled(Vocabulary.NIH));
    assertEquals(2, one.positives().positives("Effusion"));
  }

  @Test
  void theAccountsOfTheSetsAreKept(@TempDir Path folder) {
    new PublishedFolder(folder.resolve("x"))
        .table("rsna.csv", "patientId,x,y,width,height,Target", "a,1,2,3,4,1", "b,,,,,0")
        .pictures("a.png");
    Films rsna = Films.rsna(folder.resolve("x/rsna.csv"));
    Films films = Films.together(first, rsna);
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "RSNA Pneumonia: films of rsna.csv"));
    assertEquals(4, films.wholeTable().size());
    assertTrue(films.about().contains("A (2 films), RSNA Pneumonia (1 film)"), films.about());
    assertEquals(1, films.get(2).boxes().size());
  }
}
