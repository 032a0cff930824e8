package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChexpertSetTest {
  private static final String HEADER =
      "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,"
          + "Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,"
          + "Pleural Effusion,Pleural Other,Fracture,Support Devices";

  @TempDir Path folder;

  private DataSetFolders set;

  @BeforeEach
  void draw() throws IOException {
    set = new DataSetFolders(folder.resolve("parent").resolve("CheXpert-v1.0-small"));
    String prefix = "CheXpert-v1.0-small/";
    set.table(
        "train.csv",
        HEADER,
        prefix
            + "train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,,1.0",
        prefix
            + "train/patient00002/study2/view1_frontal.jpg,Female,87,Frontal,PA,,,-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,",
        prefix
            + "train/patient00002/study2/view2_lateral.jpg,Female,87,Lateral,,,,-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,",
        prefix
            + "train/patient00003/study1/view1_frontal.jpg,Unknown,0,Frontal,LL,,,,,,1.0,,,,,,,,");
    set.table(
        "valid.csv",
        HEADER,
        prefix
            + "valid/patient64541/study1/view1_frontal.jpg,Male,73,Frontal,AP,0.0,1.0,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0");
    set.picture("train/patient00001/study1/view1_frontal.jpg");
    set.picture("train/patient00002/study2/view1_frontal.jpg");
    set.picture("train/patient00002/study2/view2_lateral.jpg");
    set.picture("train/patient00009/study1/view1_frontal.jpg");
    set.picture("valid/patient64541/study1/view1_frontal.jpg");
  }

  @Test
  void theSetIsReadAsItIsPublished() {
    Films films = Films.chexpert(set.root());
    assertEquals(Labels.CHEXPERT, films.labels());
    assertEquals(
        List.of(
            "train/patient00001/study1/view1_frontal.jpg",
            "train/patient00002/study2/view1_frontal.jpg",
            "train/patient00002/study2/view2_lateral.jpg",
            "valid/patient64541/study1/view1_frontal.jpg"),
        films.stream().map(Film::image).toList());
    Film second = films.get(1);
    assertEquals("patient00002", second.patient());
    assertEquals("patient00002/study2", second.details().study());
    assertEquals("train", second.details().part());
    assertEquals("F", second.sex());
    assertEquals(87, second.age());
    assertEquals(List.of("Lung Opacity", "Fracture"), second.findings());
    assertEquals(List.of("AP", "PA", "lateral", "AP"), films.stream().map(Film::view).toList());
    assertEquals(4, films.files().readable());
  }

  @Test
  void everyFileAndRowIsAccountedFor() {
    Films films = Films.open(set.root());
    assertEquals(3, DataSetFolders.count(films, "rows of train.csv", "are films"));
    assertEquals(1, DataSetFolders.count(films, "rows of valid.csv", "are films"));
    assertEquals(1, DataSetFolders.count(films, "rows of train.csv", "have no picture"));
    assertEquals(1, DataSetFolders.count(films, "pictures", "are named by no row"));
    assertEquals(10, DataSetFolders.count(films, "uncertain labels", "taken as unknown"));
    assertEquals(1, DataSetFolders.count(films, "views", "frontal by one column"));
    assertEquals(5, films.wholeTable().size());
    assertEquals("frontal", films.wholeTable().get(3).view());
    assertEquals("", films.wholeTable().get(3).sex());
  }

  @Test
  void uncertainAndBlankAreUnknownUntilSomebodyDecides() {
    Films films = Films.chexpert(set.root());
    LabelCounts unknown = films.positives();
    // By hand: Edema is blank, -1, -1 and 0.
    assertEquals(0, unknown.positives("Edema"));
    assertEquals(1, unknown.negatives("Edema"));
    assertEquals(3, unknown.unknown("Edema"));
    assertEquals(2, unknown.uncertain("Edema"));
    LabelCounts positive = films.uncertain(UncertainLabels.positive()).positives();
    assertEquals(2, positive.positives("Edema"));
    assertEquals(1, positive.unknown("Edema"));
    assertEquals(2, positive.uncertain("Edema"));
    LabelCounts zeros = films.uncertain(UncertainLabels.negative().blanksNegative()).positives();
    assertEquals(4, zeros.negatives("Edema"));
    assertEquals(0, zeros.unknown("Edema"));
    Films smoothed = films.uncertain(UncertainLabels.smoothed(0.55, 0.85));
    assertEquals(2, smoothed.positives().smoothed("Edema"));
    assertEquals(1, smoothed.positives().negatives("Edema"));
    assertFalse(films.fingerprint().equals(smoothed.fingerprint()));
    assertEquals(films.fingerprint(), smoothed.uncertain(UncertainLabels.unknown()).fingerprint());
  }

  @Test
  void theOfficialSplitIsTheParts() {
    Films films = Films.chexpert(set.root());
    assertEquals(List.of("train", "valid"), films.parts());
    assertEquals(3, films.part("train").size());
    assertEquals(1, films.part("valid").size());
    var e = assertThrows(IllegalArgumentException.class, () -> films.part("test"));
    assertTrue(e.getMessage().contains("train, valid"), e.getMessage());
    var split = new Split(films.part("train"), films.part("valid"), films.part("valid"));
    assertEquals(4, split.train().size() + split.validation().size());
  }

  @Test
  void theFolderAboveAndTheTestPartAreFoundToo() throws IOException {
    // The test's table lacks one observation and all that is told of the patient.
    set.table(
        "test.csv",
        "Path," + HEADER.substring(HEADER.indexOf("Enlarged")),
        "test/patient64741/study1/view1_frontal.jpg,1.0,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0");
    set.picture("test/patient64741/study1/view1_frontal.jpg");
    Path other = folder.resolve("parent").resolve("notes.txt");
    Files.writeString(other, "notes");
    Films films = Films.open(folder.resolve("parent"));
    assertEquals(5, films.size());
    Film test = films.part("test").get(0);
    assertEquals("", test.view());
    assertTrue(Float.isNaN(test.value("No Finding")));
    assertEquals(1f, test.value("Lung Opacity"));
    assertEquals(1, DataSetFolders.count(films, "other files", "hold nothing"));
    assertEquals(3, films.frontal().size());
    assertEquals(1, DataSetFolders.count(films.frontal(), "films", "tell no view"));
    assertEquals(1, films.lateral().size());
  }

  @Test
  void aCellThatIsNoneOfTheFourCostsThatCell() throws IOException {
    set.table(
        "valid.csv",
        HEADER,
        "valid/patient64541/study1/view1_frontal.jpg,Male,old,Frontal,AP,0.0,1.0,maybe,1.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0",
        "valid/patient64541/study1/view1_frontal.jpg,Male,73,Frontal,AP,0.0,1.0,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0",
        "valid/patient64542/study1/view1_frontal.jpg,Male,73");
    Films films = Films.chexpert(set.root());
    Film film = films.part("valid").get(0);
    assertTrue(Float.isNaN(film.value("Cardiomegaly")));
    assertEquals(1f, film.value("Lung Opacity"));
    assertTrue(Double.isNaN(film.age()));
    assertEquals(1, DataSetFolders.count(films, "labels of valid.csv", "none of 1, 0, -1"));
    assertEquals(1, DataSetFolders.count(films, "ages of valid.csv", "no age"));
    assertEquals(1, DataSetFolders.count(films, "rows of valid.csv", "earlier row"));
    assertEquals(1, DataSetFolders.count(films, "rows of valid.csv", "cells than the header"));
  }

  @Test
  void withoutPicturesTheRowsCanBeCounted() throws IOException {
    Path tables = Files.createDirectories(folder.resolve("tables"));
    for (String table : List.of("train.csv", "valid.csv")) {
      Files.copy(set.root().resolve(table), tables.resolve(table));
    }
    Films films = Films.chexpert(tables);
    assertEquals(5, films.size());
    assertTrue(films.about().contains("No picture lies there"), films.about());
  }

  /** Somebody's own cut of it: other files, no folder in front, three labels, one column more. */
  @Test
  void aPartOfTheSetInOtherFilesIsReadToo() throws IOException {
    var own = new DataSetFolders(folder.resolve("own"));
    own.table(
        "train.csv",
        "Unnamed: 0,Path,Sex,Age,Frontal/Lateral,AP/PA,No_Finding,Cardiomegaly,Edema",
        "0,train/patient00001/study1/view1_frontal.png,Female,51,Frontal,AP,1.0,,",
        "1,train/patient00002/study1/view1_frontal.png,Female,52,Frontal,AP,,1.0,0.0",
        "2,train/patient00003/study1/view1_frontal.png,Female,53,Frontal,AP,,-1.0,1.0",
        "3,train/patient00004/study1/view1_frontal.png,Female,54,Frontal,AP,,,");
    for (int i = 1; i <= 4; i++) {
      own.picture("train/patient0000" + i + "/study1/view1_frontal.png");
    }
    Films films = Films.open(own.root());
    assertEquals(4, films.size());
    assertEquals(List.of("No Finding", "Cardiomegaly", "Edema"), films.labels().names());
    assertEquals(4, films.patients().count());
    LabelCounts counts = films.positives();
    assertEquals(1, counts.positives("Cardiomegaly"));
    assertEquals(1, counts.uncertain("Cardiomegaly"));
    assertEquals(3, counts.unknown("Cardiomegaly"));
    assertEquals(1, DataSetFolders.count(films, "columns of train.csv", "are not read"));
    assertEquals(0, films.source().leftOut());
  }

  /** A folder with films of its own is not taken for the set that lies in a folder in it. */
  @Test
  void aTableBesideTheSetComesFirst() throws IOException {
    Path parent = set.root().getParent();
    var own = new DataSetFolders(parent);
    own.table("films.csv", "Image,PatientId,Mass", "a.png,1,1");
    own.picture("a.png");
    assertEquals(List.of("Mass"), Films.open(parent).labels().names());
    assertEquals(4, Films.chexpert(parent).size());
  }

  @Test
  void linksAreFollowedOnceAndCyclesEnd() throws IOException {
    Path root = set.root();
    Path store = Files.createDirectory(root.resolve("store"));
    Path film = root.resolve("train/patient00001/study1/view1_frontal.jpg");
    Files.move(film, store.resolve("0a1b"));
    Files.move(root.resolve("valid.csv"), store.resolve("2c3d.csv"));
    try {
      Files.createSymbolicLink(film, store.resolve("0a1b"));
      Files.createSymbolicLink(root.resolve("valid.csv"), store.resolve("2c3d.csv"));
      Files.createSymbolicLink(root.resolve("train/self"), root);
      Files.createSymbolicLink(root.resolve("train/again"), root.resolve("valid"));
      Files.createSymbolicLink(root.resolveSibling("latest"), root);
    } catch (UnsupportedOperationException e) {
      assumeTrue(false, "no links here");
    }
    Films films = Films.open(root.getParent());
    assertEquals(4, films.size());
    assertEquals(store.resolve("0a1b"), films.get(0).path());
    assertEquals(3, DataSetFolders.count(films, "links", "to a folder that is read already"));
    assertEquals(2, DataSetFolders.count(films, "links", "to a file that is listed already"));
    assertEquals(1, DataSetFolders.count(films, "pictures", "named by no row"), "patient00009");
    assertEquals(0, DataSetFolders.count(films, "other files", "hold nothing"));
  }

  @Test
  void whatIsNotCheXpertIsSaidToBeNone() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Films.chexpert(set.root().resolve("train/patient00001")));
    assertTrue(e.getMessage().contains("is not CheXpert"), e.getMessage());
    assertTrue(e.getMessage().contains("train.csv"), e.getMessage());
  }
}
