package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VinDrSetTest {
  private static final String A = "000434271f63a053c4128a0ba6352c7f";
  private static final String B = "00053190460d56c53cc3e57321387478";
  private static final String C = "0005e8e3701dfb1dd93d53e2ff537b6e";
  private static final String T = "002a34c58c5b758217ed1f584ccbcfe9";

  @TempDir Path folder;

  private DataSetFolders set;

  @BeforeEach
  void draw() throws IOException {
    set = new DataSetFolders(folder.resolve("vindr-cxr").resolve("1.0.0"));
    set.table(
        "annotations/image_labels_train.csv",
        "image_id,rad_id,Aortic enlargement,Cardiomegaly,Pneumonia,Other diseases,No finding",
        A + ",R10,0.0,0.0,0.0,0.0,1.0",
        A + ",R2,0.0,0.0,0.0,0.0,1.0",
        A + ",R6,0.0,0.0,1.0,0.0,0.0",
        B + ",R8,1.0,1.0,0.0,0.0,0.0",
        B + ",R9,1.0,0.0,0.0,0.0,0.0",
        B + ",R10,1.0,1.0,0.0,0.0,0.0",
        C + ",R8,1.0,0.0,0.0,0.0,0.0",
        C + ",R9,0.0,0.0,0.0,0.0,1.0",
        C + ",R9,0.0,0.0,0.0,0.0,1.0");
    set.table(
        "annotations/annotations_train.csv",
        "image_id,rad_id,class_name,x_min,y_min,x_max,y_max",
        A + ",R10,No finding,,,,",
        B + ",R8,Aortic enlargement,1,2,3,5",
        B + ",R9,Aortic enlargement,1.5,2,3,5",
        B + ",R8,Pneumonia,1,1,2,2",
        B + ",R8,Cardiomegaly,3,3,2,2");
    set.table(
        "annotations/image_labels_test.csv",
        "image_id,Aortic enlargement,Cardiomegaly,Pneumonia,Other disease,No finding",
        T + ",0,1,0,1,0");
    set.table(
        "annotations/annotations_test.csv",
        "image_id,class_name,x_min,y_min,x_max,y_max",
        T + ",Cardiomegaly,0,1,3,2");
    for (String film : List.of(A, B, C)) {
      set.dicom("train/" + film + ".dicom");
    }
    set.dicom("test/" + T + ".dicom");
  }

  @Test
  void mostReadersDecideAndTheTestIsTheirConsensus() {
    Films films = Films.vinDr(set.root());
    assertEquals(List.of(A, B, C, T), films.stream().map(Film::image).toList());
    assertEquals(List.of("No finding"), films.get(A).findings());
    assertEquals(0f, films.get(A).value("Pneumonia"), "one of three");
    assertEquals(List.of("Aortic enlargement", "Cardiomegaly"), films.get(B).findings());
    assertEquals(List.of("Cardiomegaly", "Other diseases"), films.get(T).findings());
    assertTrue(Float.isNaN(films.get(C).value("Aortic enlargement")), "one against one");
    assertEquals(1, films.positives().uncertain("Aortic enlargement"));
    assertEquals(
        1f, films.uncertain(UncertainLabels.positive()).get(C).value("Aortic enlargement"));
    assertEquals(List.of("train", "test"), films.parts());
    assertEquals(4, films.frontal().size());
    assertEquals("PA", films.get(0).view());
    assertEquals(4, films.patients().count());
  }

  @Test
  void boxesAreThoseOfTheLabelsThatAFilmHas() {
    Films films = Films.open(folder.resolve("vindr-cxr"));
    assertEquals(
        List.of(
            new FindingBox("Aortic enlargement", new Box(1, 2, 2, 3)),
            new FindingBox("Aortic enlargement", new Box(1.5, 2, 1.5, 3))),
        films.get(B).boxes());
    assertEquals(
        List.of(new FindingBox("Cardiomegaly", new Box(0, 1, 3, 1))), films.get(T).boxes());
    assertEquals(3, DataSetFolders.count(films, "boxes", "among the films'"));
    assertEquals(1, DataSetFolders.count(films, "boxes", "most readers do not see"));
    assertEquals(1, DataSetFolders.count(films, "annotations_train.csv", "hold no box"));
    assertEquals(1, DataSetFolders.count(films, "annotations_train.csv", "nothing to box"));
    // Of A the labels Pneumonia and No finding, of B Cardiomegaly; of C one says yes and one no,
    // twice.
    assertEquals(3, DataSetFolders.count(films, "readers disagree", "as most readers"));
    assertEquals(2, DataSetFolders.count(films, "readers disagree", "uncertain"));
    assertEquals(1, DataSetFolders.count(films, "image_labels_train.csv", "second reading"));
    assertEquals(1, DataSetFolders.count(films, "columns of", "taken as \"Other diseases\""));
  }

  @Test
  void aDicomFileWithoutItsEndingKeepsItsBoxes() throws IOException {
    Path train = set.root().resolve("train");
    Files.move(train.resolve(B + ".dicom"), train.resolve(B));
    Path test = set.root().resolve("test");
    Files.move(test.resolve(T + ".dicom"), test.resolve(T + ".img"));
    Films films = Films.vinDr(set.root());
    assertEquals(List.of(A, B, C, T), films.stream().map(Film::image).toList());
    assertEquals(2, films.get(B).boxes().size());
    assertEquals(1, films.get(T).boxes().size());
  }

  @Test
  void theFolderThatADownloadMakesWillDo() throws IOException {
    Path site = folder.resolve("downloads").resolve("physionet.org");
    Files.createDirectories(site);
    Files.writeString(site.resolve("robots.txt"), "User-agent: *");
    Files.move(
        folder.resolve("vindr-cxr"),
        Files.createDirectory(site.resolve("files")).resolve("vindr-cxr"));
    for (Path opened : List.of(site.resolve("files"), site)) {
      Films films = Films.open(opened);
      assertEquals("VinDr-CXR", films.name());
      assertEquals(List.of(A, B, C, T), films.stream().map(Film::image).toList());
      assertEquals(films.size(), Films.vinDr(opened).size());
    }
  }

  @Test
  void aSetBesideFilmsOfOnesOwnIsNotTakenForThem() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.move(
        folder.resolve("vindr-cxr"),
        Files.createDirectory(own.resolve("other")).resolve("vindr-cxr"));
    set = new DataSetFolders(own);
    set.table("films.csv", "Image,Mass", "mine.png,1");
    set.picture("mine.png");
    Films films = Films.open(folder);
    assertEquals(List.of("mine.png"), films.stream().map(Film::image).toList());
    assertEquals(4, DataSetFolders.count(films, "pictures", "are named by no row"));
  }

  @Test
  void boxesDoNotFitPicturesOfAnotherSize() throws IOException {
    Files.delete(set.root().resolve("train/" + B + ".dicom"));
    set.picture("train/" + B + ".png");
    Films films = Films.vinDr(set.root());
    assertEquals(List.of(), films.get(B).boxes());
    assertEquals(3, DataSetFolders.count(films, "boxes", "this picture is another"));
  }

  @Test
  void withoutBoxesThereAreLabels() throws IOException {
    Files.delete(set.root().resolve("annotations/annotations_train.csv"));
    Files.delete(set.root().resolve("annotations/image_labels_test.csv"));
    Films films = Films.vinDr(set.root());
    assertEquals(3, films.size());
    assertEquals(1, DataSetFolders.count(films, "tables", "no boxes"));
    assertEquals(1, DataSetFolders.count(films, "pictures", "named by no row"));
  }
}
