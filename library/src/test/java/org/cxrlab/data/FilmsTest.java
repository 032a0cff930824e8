package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.ColumnType;

class FilmsTest {
  private static final Labels LABELS = Labels.of("Mass", "Edema", "Hernia");

  private final Films films =
      new Films(
          "five",
          LABELS,
          List.of(
              film("a", "1", 1, 1, 0),
              film("b", "1", 1, 0, 0),
              film("c", "2", 1, 1, Float.NaN),
              film("d", "3", 0, 1, 0),
              film("e", "3", 0, 0, 0)));

  private static Film film(String image, String patient, float... values) {
    return Film.of(
        image, Path.of(image), patient, LABELS, List.of(values[0], values[1], values[2]));
  }

  private static List<String> images(Films films) {
    return films.stream().map(Film::image).toList();
  }

  @Test
  void labelsThatComeTogetherAreCountedByHand() {
    CoOccurrence together = films.together();
    assertEquals(3, together.both("Mass", "Mass"));
    assertEquals(2, together.both("Mass", "Edema"));
    assertEquals(2, together.both("Edema", "Mass"));
    assertEquals(0, together.both("Mass", "Hernia"));
    assertEquals(1, together.alone("Mass"));
    assertEquals(1, together.alone("Edema"));
    assertEquals(List.of(new CoOccurrence.Pair("Mass", "Edema", 2)), together.pairs());
  }

  @Test
  void aSampleIsTheSameForTheSameSeedAndHasNoFilmTwice() {
    assertEquals(images(films.sample(3, 7)), images(films.sample(3, 7)));
    assertEquals(5, new HashSet<>(images(films.sample(5, 1))).size());
    assertEquals(5, films.sample(50, 1).size());
    assertTrue(
        IntStream.range(0, 10).mapToObj(seed -> images(films.sample(5, seed))).distinct().count()
            > 1);
  }

  @Test
  void labelsThatAreLeftOutTakeTheirBoxesAlong() {
    var boxes =
        List.of(
            new FindingBox("Mass", new Box(1, 1, 2, 2)),
            new FindingBox("Edema", new Box(3, 3, 2, 2)));
    Films boxed = films.map(film -> film.withBoxes(boxes)).onlyLabels("Hernia", "Mass");
    assertEquals(List.of("Hernia", "Mass"), boxed.labels().names());
    assertEquals(List.of(0f, 1f), boxed.get(0).values());
    assertEquals(List.of(boxes.get(0)), boxed.get(0).boxes());
  }

  @Test
  void aPreferredLabelIsReplacedByAFrequentOneWhereNoFilmShowsIt() {
    // Mass and Edema are on three films each, Hernia on none.
    assertEquals("Edema", films.preferredLabel("Edema"));
    assertEquals("Mass", films.preferredLabel("Hernia"));
    assertEquals("Mass", films.preferredLabel("Covid"));
    assertEquals(
        List.of("Edema", "Mass", "Hernia"),
        List.of(films.preferredLabels("Edema", "Covid", "Hernia", "Normal")));
    assertEquals(
        List.of("Hernia"), List.of(films.onlyLabels("Hernia").preferredLabels("Covid", "Mass")));
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> films.onlyLabels().preferredLabel("Mass"));
    assertTrue(e.getMessage().contains("have no label"), e.getMessage());
  }

  @Test
  void filmsWithoutLabelsSayInThePlaceOfAChartWhatIsMissing() {
    Films bare = films.onlyLabels();
    assertTrue(bare.positives().chart().alt().contains("have no label"));
    assertTrue(bare.together().chart().alt().contains("have no label"));
  }

  @Test
  void aRepeatedFilmIsADuplicate() {
    assertEquals(new Duplicates(5, 0, List.of()), films.duplicates());
    assertEquals(new Duplicates(4, 2, List.of("b")), films.at(1, 0, 1, 1).duplicates());
  }

  @Test
  void theTableHasATypeForEachColumnAndNoWordForUnknown() {
    var table = films.table();
    assertEquals(List.of("Image", "Mass", "Edema", "Hernia", "PatientId"), table.columnNames());
    assertEquals(
        List.of(
            ColumnType.STRING,
            ColumnType.INTEGER,
            ColumnType.INTEGER,
            ColumnType.INTEGER,
            ColumnType.STRING),
        table.types());
    assertEquals(3, table.intColumn("Mass").sum());
    assertEquals(1, table.intColumn("Hernia").countMissing());
  }

  @Test
  void infoTellsTheNullsAndAnExampleOfEachColumn() {
    assertEquals(
        List.of(
            new TableInfo.Column("Image", "text", 5, 0, "a"),
            new TableInfo.Column("Mass", "label, 0 or 1", 5, 0, "1"),
            new TableInfo.Column("Edema", "label, 0 or 1", 5, 0, "1"),
            new TableInfo.Column("Hernia", "label, 0 or 1", 4, 1, "0"),
            new TableInfo.Column("PatientId", "text", 5, 0, "1")),
        films.info().columns());
  }

  @Test
  void patientsAreCountedOnce() {
    assertEquals(3, films.patients().count());
    assertEquals(2, films.patients().withSeveral());
    assertEquals(Map.of(1, 1, 2, 2), films.filmsPerPatient().patients());
  }

  @Test
  void aFilmThatIsNotThereIsNamed() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> films.get("z"))
            .getMessage()
            .contains("no film z"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> films.get(5))
            .getMessage()
            .contains("5 films"));
  }

  @Test
  void aGridOfFilmsWithoutFilesSaysSoBelowEach() {
    String html = films.first(2).grid().html();
    assertTrue(html.contains("does not exist"), html.substring(html.length() - 200));
  }

  @Test
  void filmsOfOtherLabelsCanNotBeMixedIn() {
    Film other = Film.of("z", Path.of("z"), "9", Labels.of("Mass"), List.of(1f));
    assertThrows(IllegalArgumentException.class, () -> new Films("mixed", LABELS, List.of(other)));
    assertNotEquals(LABELS, other.labels());
  }
}
