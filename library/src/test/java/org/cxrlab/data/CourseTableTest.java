package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cxrlab.TestData;
import org.cxrlab.figure.Note;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTableTest {
  @TempDir Path folder;

  private Path csv(String... lines) throws IOException {
    return Files.writeString(folder.resolve("films.csv"), String.join("\n", lines));
  }

  private String complaint(String... lines) throws IOException {
    Path csv = csv(lines);
    String message = assertThrows(TableException.class, () -> Films.course(csv)).getMessage();
    assertTrue(message.contains("films.csv"), message);
    return message;
  }

  private static void assertNames(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }

  @Test
  void columnsMayStandInAnyOrderAndLabelsKeepTheirs() throws IOException {
    Films films = Films.course(csv("Mass,PatientId,Edema,Image", "1,7,0,a.png", "0,8,1,b.png"));
    assertEquals(List.of("Mass", "Edema"), films.labels().names());
    assertEquals("7", films.get("a.png").patient());
    assertEquals(List.of(1f, 0f), films.get("a.png").values());
    assertEquals(List.of("Edema"), films.get("b.png").findings());
  }

  @Test
  void anEmptyCellIsUnknownAndCountsNeitherWay() throws IOException {
    Films films =
        Films.course(
            csv("Image,Mass,PatientId", "a.png,,1", "b.png,1,1", "c.png,0,2", "d.png,0,3"));
    LabelCounts mass = films.positives();
    assertEquals(1, mass.positives("Mass"));
    assertEquals(2, mass.negatives("Mass"));
    assertEquals(1, mass.unknown("Mass"));
    assertEquals(1.0 / 3, mass.prevalence("Mass"), 1e-12);
    assertEquals(1, films.nulls().total());
    assertEquals(List.of("Mass"), films.get(0).unknown());
  }

  @Test
  void aColumnOfMissingValuesIsFoundByNullsAlone() throws IOException {
    Films films = Films.course(csv("Image,Mass,PatientId,Sex", "a.png,0,1,F", "b.png,0,1,"));
    assertEquals(List.of(new TableInfo.Column("Sex", "text", 1, 1, "F")), films.nulls().columns());
  }

  @Test
  void aByteOrderMarkAndBlankLinesAndOtherLineEndsChangeNothing() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("films.csv"), "\uFEFFImage,Mass,PatientId\r\n\r\na.png,1,1\r\n\r\n");
    assertEquals(1, Films.course(csv).size());
  }

  @Test
  void aLabelThatIsNoLabelIsUnknownAndCounted() throws IOException {
    Films films =
        Films.course(
            csv(
                "Image,Mass,PatientId",
                "a.png,1,1",
                "",
                "b.png,2,1",
                "c.png,yes,2",
                "d.png,NA,2",
                "e.png,-1,3",
                "f.png,0.0,3",
                "g.png,maybe,4",
                "h.png,FALSE,4"));
    assertArrayEquals(
        new float[] {1, Float.NaN, 1, Float.NaN, Float.NaN, 0, Float.NaN, 0}, films.values("Mass"));
    assertEquals(
        List.of("row 4, Mass: \"2\"", "row 9, Mass: \"maybe\""),
        films.source().losses().get(0).examples());
    assertNames(films.figure().text(), "of films.csv that are none of 0, 1, -1", "row 4");
    assertNames(films.source().figure().text(), "uncertain labels", "e.png: Mass");
  }

  @Test
  void aMissingPatientCountsAsOneOfHisOwnAndThatIsSaid() throws IOException {
    Films films = Films.course(csv("Image,Mass,PatientId", "a.png,1,7", "b.png,1,", "c.png,0,nan"));
    assertEquals(3, films.patients().count());
    assertNames(
        films.figure().text(), "of films.csv that have no patient", "split", "patient of its own");
    Films none = Films.course(csv("Image,Mass,Remark", "a.png,1,x", "b.png,1,x"));
    assertEquals(2, none.patients().count());
    assertNames(none.figure().text(), "of films.csv that have no patient", "patient of its own");
  }

  @Test
  void aMissingColumnIsNamedWithThoseThatAreThere() throws IOException {
    assertNames(complaint("Film number,Mass,PatientId", "1,1,1"), "names pictures", "Mass (label)");
    assertNames(
        complaint("Image,Remark,PatientId", "a.png,x,1"), "no label", "labels(", "Remark (");
  }

  @Test
  void rowsOfOnePictureThatContradictEachOtherAreNotGuessed() throws IOException {
    Films films =
        Films.course(
            csv(
                "Image,Mass,Edema,PatientId",
                "a.png,1,0,1",
                "b.png,1,0,1",
                "a.png,0,0,1",
                "b.png,1,0,1",
                "c.png,1,0,1",
                "c.png,1,0,2"));
    assertEquals(List.of("a.png", "b.png"), films.stream().map(Film::image).toList());
    assertEquals(List.of("Mass"), films.get("a.png").unknown());
    assertEquals(0, films.get("a.png").value("Edema"));
    assertEquals(List.of("Mass"), films.get("b.png").findings());
    assertNames(
        films.source().figure().text(), "another patient", "were merged", "row 4: a.png, Mass");
    assertEquals(4, films.source().leftOut());
  }

  @Test
  void aRowOfAnotherLengthIsNamed() throws IOException {
    assertNames(
        complaint("Image,Mass,PatientId", "a.png,1"), "row 2", "2 cells", "the header has 3");
  }

  @Test
  void anEmptyFileAndATableWithoutFilmsAreToldApart() throws IOException {
    assertNames(complaint(""), "is empty", "header");
    assertNames(complaint("Image,Mass,PatientId"), "no films", "row for each film");
  }

  @Test
  void aFileThatIsNotThereOrNoTableIsNamed() throws IOException {
    Path missing = folder.resolve("films.csv");
    assertNames(
        assertThrows(TableException.class, () -> Films.course(missing)).getMessage(),
        "There is no file",
        "films.csv");
    Path binary = Files.write(folder.resolve("films.csv"), new byte[] {(byte) 0x89, 'P', 0, 1});
    assertNames(
        assertThrows(TableException.class, () -> Films.course(binary)).getMessage(), "not a table");
  }

  @Test
  void anUnknownLabelIsAnsweredWithTheLabelsThatThereAre() throws IOException {
    Films films = Films.course(csv("Image,Mass,Edema,PatientId", "a.png,1,0,1"));
    for (org.junit.jupiter.api.function.Executable ask :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> films.withLabel("Tumour"),
            () -> films.onlyLabels("Mass", "Tumour"),
            () -> films.positives().positives("Tumour"))) {
      assertNames(
          assertThrows(IllegalArgumentException.class, ask).getMessage(),
          "\"Tumour\"",
          "Mass, Edema");
    }
  }

  /** The answers stand in the README of the data. */
  @Test
  void theCoursesTrainingTableHasItsKnownPositives() {
    Films films = Films.course(TestData.nih().resolve("course-train-small.csv"));
    assertEquals(new IdCounts(1000, 1000, 928), films.ids());
    var known =
        Map.ofEntries(
            Map.entry("Cardiomegaly", 20),
            Map.entry("Emphysema", 13),
            Map.entry("Effusion", 128),
            Map.entry("Hernia", 2),
            Map.entry("Infiltration", 175),
            Map.entry("Mass", 45),
            Map.entry("Nodule", 54),
            Map.entry("Atelectasis", 106),
            Map.entry("Pneumothorax", 38),
            Map.entry("Pleural_Thickening", 21),
            Map.entry("Pneumonia", 10),
            Map.entry("Fibrosis", 14),
            Map.entry("Edema", 16),
            Map.entry("Consolidation", 33));
    LabelCounts counts = films.positives();
    known.forEach((label, positives) -> assertEquals(positives, counts.positives(label), label));
    assertEquals(14, films.labels().size());
    // collections.Counter over csv.DictReader: 59 patients with several films, one with 6
    assertEquals(59, films.patients().withSeveral());
    assertEquals(6, films.patients().most());
    assertEquals(869, films.filmsPerPatient().patients().get(1));
    assertTrue(films.nulls().figure() instanceof Note);
  }
}
