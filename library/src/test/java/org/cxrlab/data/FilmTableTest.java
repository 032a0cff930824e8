package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilmTableTest {
  private static final float NONE = Float.NaN;

  @TempDir Path folder;

  private Path csv(String... lines) throws IOException {
    return Files.writeString(folder.resolve("films.csv"), String.join("\n", lines));
  }

  private static void assertHas(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "\"" + part + "\" is not in: " + text);
    }
  }

  private void picture(String name, int size) throws IOException {
    ImageIO.write(
        new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve(name).toFile());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Image,PatientId,Mass",
        "image,patientid,Mass",
        "Image, PatientId, Mass ",
        "FILENAME,subject_id,Mass",
        "dicom_id,Patient ID,Mass",
        "Image Index,patient,Mass",
        "Path,Patient-Number,Mass",
        "imageFile,MRN,Mass"
      })
  void theNamesOfColumnsAreKnownInAnySpelling(String header) throws IOException {
    Films films = Films.course(csv(header, "a.png,1,1", "b.png,2,0"));
    assertEquals(List.of("Mass"), films.labels().names());
    assertEquals("a.png", films.get(0).image());
    assertEquals("2", films.get(1).patient());
    assertEquals(List.of(), films.source().losses());
  }

  @Test
  void aFolderWithATableInAnyFormHasItsLabels() throws IOException {
    picture("a.png", 256);
    picture("b.png", 256);
    for (String separator : List.of(",", ";", "\t", "|")) {
      csv("image,patient_id,Mass".replace(",", separator), "a.png,1,1".replace(",", separator));
      assertEquals(1, Films.open(folder).positives().positives("Mass"), separator);
    }
  }

  @Test
  void helpersAreNotLearntThoughTheyHoldZerosAndOnes() throws IOException {
    Films films =
        Films.course(
            csv(
                "Unnamed: 0,,Image,PatientId,Mass,fold,is_test,split,Follow-up #,study_id,"
                    + "n_findings,Train,cv_fold,isValid,Count,Report,Score,testset",
                "0,0,a.png,1,1,0,1,0,0,1,1,0,1,0,1,no mass,0.5,1",
                "1,1,b.png,2,0,1,0,1,1,0,0,1,0,1,0,a mass,0.25,0"));
    assertEquals(List.of("Mass"), films.labels().names());
    assertHas(films.source().figure().text(), "Report", "passed over", "row number", "division");
    assertEquals("", films.source().line());
  }

  /** Findings whose names look like those of helpers. */
  @Test
  void findingsOfAnyNameAreLearnt() throws IOException {
    Films films =
        Films.course(
            csv(
                "Image,PatientId,Covid,Normal,Support Devices,has_pneumothorax,Lung Opacity",
                "a.png,1,1,0,1,0,yes",
                "b.png,2,0,1,0,1,no"));
    assertEquals(
        List.of("Covid", "Normal", "Support Devices", "has_pneumothorax", "Lung Opacity"),
        films.labels().names());
  }

  @Test
  void aNameThatStandsTwiceIsReadOnce() throws IOException {
    Films films = Films.course(csv("Image,PatientId,Mass,Mass", "a.png,1,1,0", "b.png,2,0,1"));
    assertEquals(List.of("Mass"), films.labels().names());
    assertEquals(1, films.get(0).value("Mass"));
    assertHas(films.source().figure().text(), "an earlier column has the same name");
  }

  @Test
  void nihsColumnsInOtherSpellingHaveItsLabels() throws IOException {
    Films films =
        Films.nih(
            csv(
                "image_index;finding_labels;patient_id",
                "a.png;Mass|Hernia;1",
                "b.png;No Finding;2"));
    assertEquals(Labels.NIH, films.labels());
    assertEquals(List.of("Mass", "Hernia"), films.get(0).findings());
    assertEquals(List.of(), films.get(1).unknown());
  }

  @Test
  void numbersBeyondLabelsAreCountsUnlessTheyAreRareMistakes() throws IOException {
    Films films =
        Films.course(
            csv(
                "Image,PatientId,Mass,Lines,Index2",
                "a.png,1,1,0,1",
                "b.png,2,0,1,2",
                "c.png,2,3,2,3",
                "d.png,2,0,3,4"));
    assertEquals(List.of("Mass"), films.labels().names());
    assertArrayEquals(new float[] {1, 0, NONE, 0}, films.values("Mass"));
  }

  @Test
  void aCallGoesBeforeTheRules() throws IOException {
    FilmTable table =
        Films.table(
            csv(
                "key,Path,who,Mass,Edema,fold,Alter",
                "1,x/a.png,7,1,0,0,061Y",
                "2,x/b.png,8,0,1,1,"));
    assertEquals(List.of("Path"), table.columns(ColumnRole.IMAGE));
    assertEquals(List.of("Mass", "Edema"), table.columns(ColumnRole.LABEL));
    assertHas(table.figure().text(), "Path", "picture", "passed over", "x/a.png, x/b.png");
    Films films = table.patient("WHO").labels("fold", "Edema").age("Alter").films();
    assertEquals(List.of("Edema", "fold"), films.labels().names());
    assertEquals("8", films.get(1).patient());
    assertEquals(61, films.get(0).age());
    assertEquals(List.of("Mass"), table.without("Edema").films().labels().names());
    assertEquals("1", table.image("key").films().get(0).image());
    assertHas(
        assertThrows(TableException.class, () -> table.patient("Patient")).getMessage(),
        "no column \"Patient\"",
        "who (passed over)");
  }

  @Test
  void cheXpertsColumnsAreReadAsTheyAre() throws IOException {
    Films films =
        Films.course(
            csv(
                "Image,PatientId,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Cardiomegaly,Edema",
                "view1.png,p1,Female,51,Frontal,AP,1.0,,",
                "view2.png,p2,Male,52,Lateral,,,1.0,0.0",
                "view3.png,p3,Female,53,Frontal,PA,,-1.0,1.0"));
    assertEquals(List.of("No Finding", "Cardiomegaly", "Edema"), films.labels().names());
    assertArrayEquals(new float[] {NONE, 1, NONE}, films.values("Cardiomegaly"));
    assertEquals(List.of("AP", "lateral", "PA"), films.stream().map(Film::view).toList());
    assertEquals("F", films.get(0).sex());
    assertEquals(52, films.get(1).age());
    assertHas(films.source().figure().text(), "uncertain labels", "are taken as unknown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "057y|57",
        "57 Y|57",
        "57.0|57",
        "'57,5'|57.5",
        "058Y|58",
        "011M|0.916667",
        "008W|0.153320",
        "003D|0.008214",
        "3 days|0.008214",
        "6 months|0.5",
        "0,5|0.5",
        ">89|89",
        "90+|90",
        "> 89 years|89",
        "0|0",
        "NaN|NaN",
        "unknown|NaN",
        "NA|NaN",
        "n/a|NaN",
        "411|NaN",
        "411Y|NaN",
        "-1|NaN",
        "0x1p3|NaN",
        "57f|NaN",
        "Infinity|NaN",
        "1e1|NaN",
        "٥٧|NaN",
        "abc|NaN",
        "'1,234'|1.234"
      })
  void agesAreReadAsDataSetsWriteThem(String written, double years) {
    assertEquals(years, Age.of(written).years(), 1e-6);
  }

  @Test
  void anAgeThatIsNoneCostsTheAgeAndIsSaid() throws IOException {
    Films films =
        Films.course(
            csv(
                "Image,PatientId,Age,Mass",
                "a.png,1,411Y,1",
                "b.png,2,40,0",
                "c.png,3,0x1p3,0",
                "d.png,4,,1",
                "e.png,5,>89,1",
                "f.png,6,unknown,1"));
    assertEquals(40, films.get(1).age());
    assertHas(
        films.source().summary(),
        "ages of films.csv that are no age and taken for unknown: 2 (row 2: 411Y, row 4: 0x1p3)",
        "ages of films.csv that are a limit");
    assertEquals(
        2,
        films.info().columns().stream()
            .filter(c -> c.name().equals("Age"))
            .findFirst()
            .orElseThrow()
            .nonNull());
  }

  @Test
  void oneNumberIsOnePatientHoweverItIsWritten() throws IOException {
    Films films =
        Films.course(
            csv(
                "Image,PatientId,Mass",
                "a.png,00013118,1",
                "b.png,13118,0",
                "c.png,13118.0,0",
                "d.png,8,1",
                "e.png,P007,1",
                "f.png,p007,0",
                "g.png,12345678901234567890,1",
                "h.png,12345678901234567891,1",
                "i.png,1.2.840.1,1",
                "j.png,000,1",
                "k.png,0,1"));
    assertEquals(
        List.of(
            "00013118",
            "00013118",
            "00013118",
            "8",
            "P007",
            "p007",
            "12345678901234567890",
            "12345678901234567891",
            "1.2.840.1",
            "000",
            "000"),
        films.stream().map(Film::patient).toList());
    assertHas(
        films.source().summary(),
        "row 3: 13118 is 00013118",
        "differ from another in capitals alone, and are two patients here: 1 (P007 and p007)");
  }

  @Test
  void rowsOfAPictureAreMergedWithACount() throws IOException {
    Films films =
        Films.course(
            csv(
                ",Image,PatientId,Mass,Remark",
                "0,a.png,1,1,x",
                "1,a.png,1,1,y",
                "2,a.png,1,1,x",
                "3,b.png,2,0,x"));
    assertEquals(2, films.size());
    assertEquals(2, films.source().leftOut());
    assertHas(
        films.source().summary(),
        "rows of films.csv that say of a picture what a row before says, and were merged: 2");
  }

  @Test
  void rowsWithABoxEachBecomeOneFilm() throws IOException {
    Films films =
        Films.course(
            csv(
                "patientId,x,y,width,height,Target",
                "a,1,2,3,4,1",
                "a,5,6,7,8,1",
                "b,,,,,0",
                "c,NaN,NaN,NaN,NaN,0",
                "d,1,2,0,4,1"));
    assertEquals(List.of("a", "b", "c", "d"), films.stream().map(Film::image).toList());
    assertEquals(List.of("a", "b", "c", "d"), films.stream().map(Film::patient).toList());
    assertEquals(
        List.of(
            new FindingBox("Target", new Box(1, 2, 3, 4)),
            new FindingBox("Target", new Box(5, 6, 7, 8))),
        films.get(0).boxes());
    assertEquals(List.of(), films.get(1).boxes());
    assertHas(films.source().summary(), "boxes of films.csv that are none", "row 6: 1, 2, 0, 4");
    Films edges =
        Films.course(
            csv(
                "image_id,class_name,x_min,y_min,x_max,y_max",
                "a,Mass,10,20,30,50",
                "a,Edema,1,2,3,4",
                "b,No finding,,,,"));
    assertEquals(List.of("Mass", "Edema"), edges.labels().names());
    assertEquals(new FindingBox("Mass", new Box(10, 20, 20, 30)), edges.get(0).boxes().get(0));
    assertEquals(List.of(0f, 0f), edges.get(1).values());
    assertEquals(List.of(1f, 1f), edges.get(0).values());
  }

  @Test
  void findingsInWordsAreLabels() throws IOException {
    Films films =
        Films.course(
            csv(
                "filename,label",
                "a.png,COVID",
                "b.png,Normal",
                "c.png,COVID|Edema",
                "d.png,\"['Edema', 'Mass']\"",
                "e.png,No Finding",
                "f.png,"));
    assertEquals(List.of("COVID", "Normal", "Edema", "Mass"), films.labels().names());
    assertEquals(List.of(1f, 0f, 1f, 0f), films.get(2).values());
    assertEquals(List.of("Edema", "Mass"), films.get(3).findings());
    assertEquals(4, films.get(5).unknown().size());
    assertEquals(List.of(), films.get(4).unknown());
  }

  @Test
  void boxesOfOtherSpellingAreMatchedAndOthersCounted() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("boxes.csv"),
            """
            Image Index,Finding Label,Bbox [x,y,w,h],,,
            a.png,infiltration,100,100,200,200
            b.png,Infiltrate,100,100,200,200
            c.png,Pleural Thickening,100,100,200,200
            a.png,Opacity,100,100,200,200
            zz.png,Infiltration,1,1,2,2
            c.png,Pleural_Thickening,100,100,0,200
            """);
    picture("a.png", 256);
    Films films =
        Films.course(
                csv(
                    "Image,PatientId,Infiltration,Pleural_Thickening",
                    "a.png,1,1,0",
                    "b.png,2,1,0",
                    "c.png,3,0,1"))
            .withBoxes(list);
    assertEquals(
        List.of(new FindingBox("Infiltration", new Box(25, 25, 50, 50))), films.get(0).boxes());
    assertEquals("Infiltration", films.get(1).boxes().get(0).label());
    assertEquals("Pleural_Thickening", films.get(2).boxes().get(0).label());
    assertHas(
        films.source().summary(),
        "boxes of boxes.csv that are of no label that the films have: 1 (Opacity)",
        "boxes of boxes.csv that are of no film that is here: 1 (zz.png)",
        "boxes of boxes.csv that are none");
  }

  @Test
  void aListOfBoxesMayHaveNamesInAnyOrder() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("boxes.csv"),
            "ymin;xmin;xmax;ymax;Label;filename\n20;10;30;50;Mass;a.png\n");
    Films films = Films.course(csv("Image,PatientId,Mass", "a.png,1,1")).withBoxes(list);
    assertEquals(List.of(new FindingBox("Mass", new Box(10, 20, 20, 30))), films.get(0).boxes());
  }

  @Test
  void rowsThatAreNoRowsAreLeftOutAndNamed() throws IOException {
    Films films =
        Films.course(
            csv(
                "Image,PatientId,Mass",
                "a.png,1,1",
                "b.png,1",
                "c.png,1,1,,",
                "d.png,1,1,0",
                ",1,1",
                "#e.png,2,0",
                "f\0.png,2,0"));
    assertEquals(List.of("a.png", "c.png", "#e.png"), films.stream().map(Film::image).toList());
    assertHas(
        films.source().summary(),
        "rows of films.csv that have more or fewer cells than the header: 2 (row 3, row 5)",
        "rows of films.csv that name no picture: 1 (row 6)",
        "NUL");
    assertEquals(4, films.source().leftOut());
  }

  @Test
  void hundredsOfLabelsAreRead() throws IOException {
    String labels = String.join(",", IntStream.range(0, 600).mapToObj(i -> "L" + i).toList());
    String values = ",1".repeat(600);
    Films films = Films.course(csv("Image,PatientId," + labels, "a.png,1" + values));
    assertEquals(600, films.labels().size());
    assertEquals(600, films.get(0).findings().size());
  }
}
