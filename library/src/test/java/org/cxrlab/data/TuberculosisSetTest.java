package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.Source.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts of the sets of Shenzhen and Montgomery County; counts and values by hand. */
class TuberculosisSetTest {
  @TempDir Path folder;

  private PublishedFolder shenzhen(Path root) {
    return new PublishedFolder(root)
        .pictures(
            "CXR_png/CHNCXR_0001_0.png",
            "CXR_png/CHNCXR_0327_1.png",
            "CXR_png/CHNCXR_0400_1.png",
            "CXR_png/CHNCXR_0401_1.png",
            "CXR_png/CHNCXR_0402_1.png",
            "mask/CHNCXR_0001_0_mask.png")
        .table("CXR_png/Thumbs.db", "")
        .table("NLM-ChinaCXRSet-ReadMe.txt", "About.")
        .table("ClinicalReadings/CHNCXR_0001_0.txt", "male 45yrs", "normal")
        .table("ClinicalReadings/CHNCXR_0327_1.txt", "femal 64days", "secondary PTB in 2 masses")
        .table("ClinicalReadings/CHNCXR_0400_1.txt", "Female , 16month", "PTB")
        .table("ClinicalReadings/CHNCXR_0401_1.txt", "bilateral PTB, 2 masses")
        .table("ClinicalReadings/CHNCXR_0999_1.txt", "male 20yrs", "PTB");
  }

  @Test
  void theLastDigitIsTheLabelAndReadingsTellSexAndAge() {
    shenzhen(folder);
    Films films = Films.shenzhen(folder);
    assertEquals(5, films.size());
    assertEquals(List.of("Tuberculosis"), films.labels().names());
    assertEquals(1, films.positives().negatives("Tuberculosis"));
    assertEquals(4, films.positives().positives("Tuberculosis"));
    assertEquals("CHNCXR_0001", films.get(0).patient());
    assertEquals(List.of("M", "F", "F", "", ""), films.stream().map(Film::sex).toList());
    assertEquals(45, films.get(0).age());
    assertEquals(64 / 365.25, films.get(1).age(), 1e-9);
    assertEquals(16 / 12.0, films.get(2).age(), 1e-9);
    assertTrue(Double.isNaN(films.get(3).age()), "two masses are no months");
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "masks"));
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "clinical readings"));
    assertEquals(1, Accounts.count(films, Fate.VALUE, "clinical readings"));
    assertEquals(1, Accounts.count(films, Fate.VALUE, "ages of clinical readings"));
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "other files"));
    assertEquals(1, Accounts.because(films, "the system's own"));
    assertEquals(films, Films.open(folder));
  }

  @Test
  void theFolderAboveWillDo() {
    shenzhen(folder.resolve("ChinaSet_AllFiles"));
    assertEquals(5, Films.shenzhen(folder).size());
    assertEquals(5, Films.open(folder).size());
  }

  @Test
  void filmsAreKnownByWhatTheyHoldAndWhatIsNoneIsTold() throws IOException {
    shenzhen(folder)
        .table("CXR_png/._CHNCXR_0001_0.png", "Mac OS X")
        .table("ClinicalReadings/._CHNCXR_0400_1.txt", "female 99yrs")
        .table("CXR_png/CHNCXR_0005_0.png.part", "no picture")
        .pictures("__MACOSX/CXR_png/CHNCXR_0007_0.png");
    Path films = folder.resolve("CXR_png");
    Files.move(films.resolve("CHNCXR_0001_0.png"), films.resolve("CHNCXR_0001_0"));
    Files.move(films.resolve("CHNCXR_0327_1.png"), films.resolve("CHNCXR_0327_1.bin"));
    Files.write(films.resolve("CHNCXR_0402_1.png"), new byte[0]);
    Films read = Films.open(folder);
    assertEquals(
        List.of("CHNCXR_0001_0", "CHNCXR_0327_1.bin", "CHNCXR_0400_1.png", "CHNCXR_0401_1.png"),
        read.stream().map(Film::image).toList());
    assertEquals(List.of("M", "F", "F", ""), read.stream().map(Film::sex).toList());
    assertEquals(1, Accounts.count(read, Fate.LEFT_OUT, "picture files"), "the empty one");
    assertEquals(4, Accounts.because(read, "the system's own"), "with Thumbs.db and a folder");
    assertEquals(2, Accounts.count(read, Fate.LEFT_OUT, "other files"));
  }

  @Test
  void whatAnArchiverLeftBesideTheSetIsNoSecondOne() {
    shenzhen(folder.resolve("set"));
    new PublishedFolder(folder).table("__MACOSX/CXR_png/._CHNCXR_0001_0.png", "Mac OS X");
    assertEquals(5, Films.open(folder).size());
  }

  @Test
  void montgomeryHasMasksOfTheSameNames() {
    new PublishedFolder(folder)
        .pictures(
            "CXR_png/MCUCXR_0001_0.png",
            "CXR_png/MCUCXR_0104_1.png",
            "ManualMask/leftMask/MCUCXR_0001_0.png",
            "ManualMask/rightMask/MCUCXR_0001_0.png")
        .table(
            "ClinicalReadings/MCUCXR_0001_0.txt",
            "Patient's Sex: F",
            "Patient's Age: 027Y",
            "normal")
        .table(
            "ClinicalReadings/MCUCXR_0104_1.txt",
            "Patient's Sex: M",
            "Patient's Age: 040Y",
            "cavity");
    Films films = Films.shenzhen(folder);
    assertEquals(2, films.size());
    assertEquals(List.of("F", "M"), films.stream().map(Film::sex).toList());
    assertEquals(27, films.get(0).age());
    assertEquals(folder.resolve("CXR_png/MCUCXR_0001_0.png"), films.get(0).path());
    assertEquals(2, Accounts.count(films, Fate.LEFT_OUT, "masks"));
  }

  @Test
  void aTableMayTellSexAndAgeInstead() {
    new PublishedFolder(folder)
        .table(
            "shenzhen_metadata.csv",
            "study_id,sex,age,findings",
            "CHNCXR_0001_0.png,Male,45.0,normal",
            "CHNCXR_0327_1.png,Female,24.0,PTB")
        .pictures("images/CHNCXR_0001_0.png", "images/CHNCXR_0327_1.png");
    Films films = Films.open(folder);
    assertEquals(List.of("M", "F"), films.stream().map(Film::sex).toList());
    assertEquals(List.of(0f, 1f), List.of(films.get(0).value(0), films.get(1).value(0)));
    assertEquals(24, films.get(1).age());
  }
}
