package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.Source.Fate;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of the RSNA Pneumonia Detection Challenge; counts and values by hand. */
class RsnaSetTest {
  private static final String LABELS = "stage_2_train_labels.csv";

  @TempDir Path folder;

  private static PublishedFolder labels(PublishedFolder drawn) {
    return drawn.table(
        LABELS,
        "patientId,x,y,width,height,Target",
        "0004cfab-a,264.0,152.0,213.0,379.0,1",
        "0004cfab-a,562.0,152.0,256.0,453.0,1",
        "00313ee0-b,,,,,0",
        "00322d4d-c,,,,,0",
        "00436515-d,100.0,200.0,10.0,20.0,1");
  }

  private PublishedFolder asPublished(Path root) {
    return labels(new PublishedFolder(root))
        .table(
            "stage_2_detailed_class_info.csv",
            "patientId,class",
            "0004cfab-a,Lung Opacity",
            "0004cfab-a,Lung Opacity",
            "00313ee0-b,No Lung Opacity / Not Normal",
            "00322d4d-c,Normal",
            "00436515-d,Lung Opacity")
        .table("stage_2_sample_submission.csv", "patientId,PredictionString", "t,0.5 0 0 9 9")
        .dicoms(
            "stage_2_train_images/0004cfab-a.dcm",
            "stage_2_train_images/00313ee0-b.dcm",
            "stage_2_train_images/00322d4d-c.dcm",
            "stage_2_test_images/t.dcm");
  }

  @Test
  void rowsAreBoxesOfAFilmAndClassesTellTheNormalOnes() {
    asPublished(folder);
    Films films = Films.rsna(folder);
    assertEquals(3, films.size());
    assertEquals(4, films.wholeTable().size());
    assertEquals(List.of("Pneumonia", "Normal"), films.labels().names());
    assertEquals(List.of(1f, 0f), films.get(0).values());
    assertEquals(List.of(0f, 0f), films.get(1).values());
    assertEquals(List.of(0f, 1f), films.get(2).values());
    assertEquals(
        List.of(
            new FindingBox("Pneumonia", new Box(264, 152, 213, 379)),
            new FindingBox("Pneumonia", new Box(562, 152, 256, 453))),
        films.get(0).boxes());
    assertEquals("0004cfab-a", films.get(0).patient());
    assertEquals(1024, GrayImage.read(films.get(0).path()).width());
    assertEquals(1, Accounts.because(films, "have no picture"));
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "pictures of the test part"));
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "other files"));
    assertEquals(
        films, Films.open(folder), "a folder is known for what it is, without being told so");
  }

  @Test
  void theFolderAboveWillDo() {
    asPublished(folder.resolve("rsna-pneumonia-detection-challenge"));
    assertEquals(3, Films.rsna(folder).size());
    assertEquals(3, Films.open(folder).size());
  }

  @Test
  void withoutTheClassesThereIsNoLabelNormal() {
    labels(new PublishedFolder(folder)).dicoms("stage_2_train_images/00313ee0-b.dcm");
    Films films = Films.rsna(folder);
    assertEquals(List.of("Pneumonia"), films.labels().names());
    assertTrue(films.source().figure().text().contains("stage_2_detailed_class_info.csv"));
  }

  @Test
  void boxesOfFilmsThatWereMadeSmallerAreInTheirPixels() {
    labels(new PublishedFolder(folder)).pictures("png/0004cfab-a.png", "png/00436515-d.png");
    Films films = Films.rsna(folder);
    assertEquals(2, films.size());
    assertEquals(
        new Box(100 / 16.0, 200 / 16.0, 10 / 16.0, 20 / 16.0), films.get(1).boxes().get(0).box());
  }

  @Test
  void whatARowContradictsOrCannotSayIsUnknownAndCounted() {
    new PublishedFolder(folder)
        .table(
            LABELS,
            "patientId,x,y,width,height,Target",
            "a,1,2,3,4,1",
            "a,1,2,3,4,1",
            "a,,,,,0",
            "b,1,2,x,4,1",
            "c,,,,,maybe",
            "d,1,2,3",
            "e,1,2,3,4,0")
        .dicoms("a.dcm", "b.dcm", "c.dcm", "e.dcm");
    Films films = Films.rsna(folder);
    assertEquals(4, films.size());
    assertTrue(Float.isNaN(films.get("a").value(0)), "0 in one row and 1 in another");
    assertEquals(1, films.get("a").boxes().size());
    assertEquals(1, films.get("b").value(0), "a box that can't be read costs the box alone");
    assertEquals(List.of(), films.get("b").boxes());
    assertTrue(Float.isNaN(films.get("c").value(0)));
    assertEquals(0, films.get("e").value(0));
    assertEquals(List.of(), films.get("e").boxes());
    assertEquals(1, Accounts.because(films, "repeat another and count once"));
    assertEquals(2, Accounts.count(films, Fate.LEFT_OUT, "boxes"));
    assertEquals(2, Accounts.count(films, Fate.VALUE, "targets"));
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "rows of " + LABELS));
  }

  @Test
  void theTableMayHaveAnotherName() {
    new PublishedFolder(folder)
        .table(
            "rsna.csv",
            "patientId,x,y,width,height,Target",
            "a,1,2,3,4,1",
            "a,5,6,7,8,1",
            "b,,,,,0")
        .pictures("a.png", "b.png");
    Films films = Films.rsna(folder.resolve("rsna.csv"));
    assertEquals(2, films.size());
    assertEquals(2, films.get(0).boxes().size());
    assertEquals(List.of(1f, 0f), List.of(films.get(0).value(0), films.get(1).value(0)));
    assertThrows(IllegalArgumentException.class, () -> Films.rsna(folder));
  }
}
