package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MimicCxrSetTest {
  private static final String FRONTAL = "02aa804e-bde0afdd-112c0b34-7bc16630-4e384014";
  private static final String LATERAL = "174413ec-4ec4c1f7-34ea26b7-c5f994f8-79ef1962";
  private static final String OTHER = "2a2277a9-b0ded155-c0de8eb9-c124d10e-82c5caab";
  private static final String GONE = "e084de3b-be89b11e-20fe3f9f-9c8d8dfe-4cfd202c";
  private static final String LABELS =
      "subject_id,study_id,Atelectasis,Cardiomegaly,Consolidation,Edema,"
          + "Enlarged Cardiomediastinum,Fracture,Lung Lesion,Lung Opacity,No Finding,"
          + "Pleural Effusion,Pleural Other,Pneumonia,Pneumothorax,Support Devices";

  @TempDir Path folder;

  private DataSetFolders set;

  @BeforeEach
  void draw() throws IOException {
    set = new DataSetFolders(folder.resolve("mimic-cxr-jpg"));
    set.table(
        "mimic-cxr-2.0.0-chexpert.csv.gz",
        LABELS,
        "10000032,50414267,,,,,,,,,1.0,,,,,",
        "10000032,53189527,-1.0,1.0,,0.0,,,,,,,,,,",
        "10000764,57375967,,,1.0,,,,,,,,,-1.0,,");
    set.table("mimic-cxr-2.0.0-negbio.csv.gz", LABELS, "10000032,50414267,1.0,,,,,,,,,,,,,");
    set.table(
        "mimic-cxr-2.0.0-metadata.csv.gz",
        "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows,Columns",
        FRONTAL + ",10000032,50414267,\"CHEST (PA, LAT)\",PA,3056,2544",
        LATERAL + ",10000032,50414267,\"CHEST (PA, LAT)\",LL,3056,2544",
        OTHER + ",10000032,53189527,CHEST (PORTABLE AP),AP AXIAL,3056,2544",
        GONE + ",10000764,50000000,CHEST,,3056,2544");
    set.table(
        "mimic-cxr-2.0.0-split.csv.gz",
        "dicom_id,study_id,subject_id,split",
        FRONTAL + ",50414267,10000032,train",
        LATERAL + ",50414267,10000032,train",
        OTHER + ",53189527,10000032,test",
        GONE + ",50000000,10000764,validate");
    set.picture("files/p10/p10000032/s50414267/" + FRONTAL + ".jpg");
    set.picture("files/p10/p10000032/s50414267/" + LATERAL + ".jpg");
    set.picture("files/p10/p10000032/s53189527/" + OTHER + ".jpg");
    set.table("files/p10/p10000032/s53189527.txt", "A report.");
  }

  @Test
  void tablesAreJoinedByStudyAndFilm() {
    Films films = Films.mimicCxr(set.root());
    assertEquals(List.of(FRONTAL, LATERAL, OTHER), films.stream().map(Film::image).toList());
    assertEquals(List.of("No Finding"), films.get(0).findings());
    assertEquals(List.of("No Finding"), films.get(1).findings());
    assertEquals(List.of("Cardiomegaly"), films.get(OTHER).findings());
    assertEquals(0f, films.get(OTHER).value("Edema"));
    assertEquals("10000032", films.get(OTHER).patient());
    assertEquals("53189527", films.get(OTHER).details().study());
    assertEquals(List.of("PA", "lateral", "AP"), films.stream().map(Film::view).toList());
    assertEquals(List.of("train", "test"), films.parts());
    assertEquals(2, films.part("train").size());
    assertEquals(1, films.positives().uncertain("Atelectasis"));
    assertEquals(2, films.frontal().size());
    assertEquals(14, films.labels().size());
  }

  @Test
  void everyFileAndRowIsAccountedFor() {
    Films films = Films.open(folder);
    assertEquals(3, films.size());
    assertEquals(1, DataSetFolders.count(films, "-metadata.csv.gz", "have no picture"));
    assertEquals(1, DataSetFolders.count(films, "films", "have no row in"));
    assertEquals(1, DataSetFolders.count(films, "chexpert.csv.gz", "are of no film"));
    assertEquals(1, DataSetFolders.count(films, "tables of labels", "are not read"));
    assertEquals(1, DataSetFolders.count(films, "views \"AP AXIAL\"", "taken as AP"));
    assertTrue(DataSetFolders.count(films, "other files", "hold nothing") >= 2);
    assertEquals(
        1,
        films
            .wholeTable()
            .uncertain(UncertainLabels.positive())
            .positives()
            .positives("Atelectasis"));
  }

  /** The first has no ending, the second an odd one, and the third is empty. */
  private void asOtherFiles() throws IOException {
    Path study = set.root().resolve("files/p10/p10000032/s50414267");
    Files.move(study.resolve(FRONTAL + ".jpg"), study.resolve(FRONTAL));
    Files.move(study.resolve(LATERAL + ".jpg"), study.resolve(LATERAL + ".bin"));
    Files.write(set.root().resolve("files/p10/p10000032/s53189527/" + OTHER + ".jpg"), new byte[0]);
    set.table("files/p10/p10000032/s53189527/._" + OTHER + ".jpg", "Mac OS X");
    set.table("files/Thumbs.db", "");
  }

  @Test
  void picturesAreKnownByWhatTheyHoldAndWhatIsNoneIsTold() throws IOException {
    asOtherFiles();
    Films films = Films.open(set.root());
    assertEquals(List.of(FRONTAL, LATERAL), films.stream().map(Film::image).toList());
    assertTrue(films.get(0).path().endsWith(FRONTAL), films.get(0).path()::toString);
    assertTrue(films.get(1).path().endsWith(LATERAL + ".bin"), films.get(1).path()::toString);
    assertEquals(2, DataSetFolders.count(films, "-metadata.csv.gz", "have no picture"));
    assertEquals(1, DataSetFolders.count(films, "picture files", "are empty"));
    assertEquals(2, DataSetFolders.count(films, "files", "hidden or the system's own"));
  }

  @Test
  void withLabelsAlonePicturesAreKnownByWhatTheyHold() throws IOException {
    asOtherFiles();
    Files.delete(set.root().resolve("mimic-cxr-2.0.0-metadata.csv.gz"));
    Files.delete(set.root().resolve("mimic-cxr-2.0.0-split.csv.gz"));
    Films films = Films.open(set.root());
    assertEquals(List.of(FRONTAL, LATERAL), films.stream().map(Film::image).toList());
    assertEquals("50414267", films.get(LATERAL).details().study());
  }

  @Test
  void ofTwoPicturesWithAnOddEndingNoneIsTaken() throws IOException {
    asOtherFiles();
    Path study = set.root().resolve("files/p10/p10000032/s50414267");
    Files.copy(study.resolve(FRONTAL), study.resolve(LATERAL + ".old"));
    Films films = Films.open(set.root());
    assertEquals(List.of(FRONTAL), films.stream().map(Film::image).toList());
    assertEquals(2, DataSetFolders.count(films, "pictures", "named by no row"));
  }

  @Test
  void withoutMetadataNoViewIsTold() throws IOException {
    Files.delete(set.root().resolve("mimic-cxr-2.0.0-metadata.csv.gz"));
    Films films = Films.mimicCxr(set.root());
    assertEquals(3, films.size());
    assertEquals("", films.get(OTHER).view());
    assertEquals("test", films.get(OTHER).details().part());
    assertEquals(1, DataSetFolders.count(films, "tables", "no film's view is told"));
    assertEquals(3, films.frontal().size(), "all, since none tells its view");
    assertEquals(3, DataSetFolders.count(films.frontal(), "films", "frontal() keeps them all"));
  }

  @Test
  void withLabelsAlonePathsTellTheRest() throws IOException {
    for (String table : List.of("metadata", "split", "chexpert")) {
      Files.delete(set.root().resolve("mimic-cxr-2.0.0-" + table + ".csv.gz"));
    }
    Films films = Films.mimicCxr(set.root());
    assertEquals(3, films.size());
    assertEquals("10000032", films.get(OTHER).patient());
    assertEquals("53189527", films.get(OTHER).details().study());
    assertEquals(List.of("Atelectasis"), films.get(FRONTAL).findings(), "by the other labeller");
    assertEquals(List.of(), films.parts());
  }
}
