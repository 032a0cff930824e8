package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.Source.Fate;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of the SIIM-ACR Pneumothorax Segmentation; counts and values by hand. */
class SiimSetTest {
  private static final String ID = "1.2.276.0.7230010.3.1.4.8323329.";
  private static final String STUDY = "1.2.276.0.7230010.3.1.2.8323329.";
  private static final String SERIES = "1.2.276.0.7230010.3.1.3.8323329.";

  @TempDir Path folder;

  private static String file(String part, int n) {
    return "dicom-images-" + part + "/" + STUDY + n + "/" + SERIES + n + "/" + ID + n + ".dcm";
  }

  private PublishedFolder asPublished(Path root) {
    return new PublishedFolder(root)
        .table(
            "train-rle.csv",
            "ImageId, EncodedPixels",
            ID + "1, -1",
            // Rows 0 and 1 of the first two columns.
            ID + "2, 0 2 1022 2",
            // Rows 5 to 7 of the first column, 984 to 987 of the second: two parts.
            ID + "3, 5 3 2000 4",
            // Another mask of the same film: rows 10 to 19 of column 100.
            ID + "3, 102410 10",
            ID + "4, -1")
        .dicoms(file("train", 1), file("train", 2), file("train", 3), file("test", 9));
  }

  @Test
  void masksAreBoxesAroundTheirConnectedParts() {
    asPublished(folder);
    Films films = Films.siim(folder);
    assertEquals(3, films.size());
    assertEquals(4, films.wholeTable().size());
    assertEquals(List.of("Pneumothorax"), films.labels().names());
    assertEquals(List.of(0f), films.get(0).values());
    assertEquals(List.of(1f), films.get(1).values());
    assertEquals(
        List.of(new Box(0, 0, 2, 2)), films.get(1).boxes().stream().map(FindingBox::box).toList());
    assertEquals(
        List.of(new Box(0, 5, 1, 3), new Box(1, 984, 1, 4), new Box(100, 10, 1, 10)),
        films.get(2).boxes().stream().map(FindingBox::box).toList());
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "pictures of the test part"));
    assertEquals(1, Accounts.because(films, "have no picture"));
    assertEquals(films, Films.open(folder));
  }

  @Test
  void theFolderAboveAndTheSecondStagesTableWillDo() {
    new PublishedFolder(folder.resolve("siim"))
        .table("stage_2_train.csv", "ImageId,EncodedPixels", ID + "1,-1", ID + "2,7 2")
        .pictures("png/" + ID + "1.png", "png/" + ID + "2.png");
    Films films = Films.open(folder);
    assertEquals(2, films.size());
    assertEquals(
        new Box(0, 7 / 16.0, 1 / 16.0, 2 / 16.0),
        films.get(1).boxes().get(0).box(),
        "in the pixels of a film that was made smaller");
  }

  @Test
  void aMaskThatCannotBeReadIsUnknownAndCounted() {
    new PublishedFolder(folder)
        .table(
            "train-rle.csv",
            "ImageId, EncodedPixels",
            ID + "1, 5 3 7",
            ID + "2, 1048570 10",
            ID + "3, five 3",
            ID + "3, 5 3",
            ID + "4, -1",
            ID + "4, 5 3",
            ID + "5,")
        .dicoms(
            file("train", 1),
            file("train", 2),
            file("train", 3),
            file("train", 4),
            file("train", 5));
    Films films = Films.siim(folder);
    assertTrue(Float.isNaN(films.get(0).value(0)), "an odd number");
    assertTrue(Float.isNaN(films.get(1).value(0)), "beyond the last pixel");
    assertEquals(1, films.get(2).value(0), "its other mask can be read");
    assertEquals(1, films.get(3).value(0));
    assertTrue(Float.isNaN(films.get(4).value(0)), "no mask and no -1");
    assertEquals(5, Accounts.count(films, Fate.VALUE, "masks"), "four, and one beside a -1");
  }

  @Test
  void partsAreThoseOfSciPy() {
    var mask = new RunLengthMask(40, 30);
    assertTrue(
        mask.add(
            "98 1 26 7 21 11 19 11 18 13 18 11 19 11 21 9 24 1 2 3 26 5 26 3 27 3 28 1 1 1 30 1 96 1"
                + " 27 5 24 7 22 9 21 9 21 9 8 1 11 5 1 5 6 3 11 9 6 5 10 9 6 5 10 9 6 5 11 7 6 7 11"
                + " 5 8 5 14 1 10 5 25 5 26 3 21 4 3 1"));
    // scipy.ndimage.find_objects(label(mask, ones((3, 3)))) of the mask, which has a hole, two
    // ellipses that overlap, a pixel that touches by a corner, and a run over a column's end.
    assertEquals(
        List.of(
            new Box(3, 2, 14, 14),
            new Box(19, 17, 13, 11),
            new Box(25, 2, 11, 7),
            new Box(34, 28, 1, 2),
            new Box(35, 0, 1, 2)),
        mask.boxes());
    assertFalse(mask.add("1199 2"));
  }
}
