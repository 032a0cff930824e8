package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.cxrlab.TestData;
import org.cxrlab.figure.Note;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  private void table(String... images) throws IOException {
    var text = new StringBuilder("Image,Mass,PatientId\n");
    for (String image : images) {
      text.append(image).append(",1,7\n");
    }
    Files.writeString(folder.resolve("films.csv"), text);
  }

  private void picture(String name, int size) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    var image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 255);
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void rowsWithoutAPictureAreLeftOutAndSaidToBe() throws IOException {
    table("a.png", "b.png", "c.png");
    picture("images/a.png", 256);
    picture("images/c.png", 256);
    Films films = Films.open(folder);
    assertEquals(List.of("a.png", "c.png"), films.stream().map(Film::image).toList());
    assertTrue(films.about().contains("1 of 3 rows have no picture"), films.about());
    assertTrue(films.figure().text().contains("1 of 3 rows"), films.figure().text());
    assertTrue(films.info().figure().text().contains("1 of 3 rows"));
    assertEquals(3, films.wholeTable().size());
  }

  @Test
  void withAPictureForEachRowTheWholeTableIsTheSame() throws IOException {
    table("a.png");
    picture("a.png", 256);
    Films films = Films.open(folder);
    assertEquals(folder.resolve("a.png"), films.get(0).path());
    assertSame(films, films.wholeTable());
  }

  @Test
  void partsOfOneSetAreTakenTogether() throws IOException {
    table("a.png", "b.png");
    picture("images_001/images/a.png", 256);
    picture("images_002/images/b.png", 256);
    assertEquals(2, Films.open(folder).size());
  }

  @Test
  void thumbnailsGiveWayToRealPictures() throws IOException {
    table("a.png", "b.png");
    picture("small/a.png", 64);
    picture("small/b.png", 64);
    picture("large/b.png", 256);
    Films films = Films.open(folder);
    assertEquals(List.of(folder.resolve("large/b.png")), films.stream().map(Film::path).toList());
  }

  @Test
  void thumbnailsAreTakenWhereThereIsNothingElse() throws IOException {
    table("a.png");
    picture("small/a.png", 64);
    assertEquals(1, Films.open(folder).size());
  }

  @Test
  void picturesWithoutATableHaveNoLabels() throws IOException {
    picture("b.png", 64);
    picture("deeper/a.png", 64);
    Films films = Films.open(folder);
    assertEquals(List.of("a.png", "b.png"), films.stream().map(Film::image).toList());
    assertEquals(0, films.labels().size());
    assertTrue(films.about().contains("without labels"), films.about());
  }

  @Test
  void aFolderThatIsNotThereOrHasNoPicturesIsNamed() throws IOException {
    for (Path wrong : List.of(folder, folder.resolve("nowhere"))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Films.open(wrong)).getMessage();
      assertTrue(message.contains(wrong.toString()), message);
    }
    table("a.png");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Films.open(folder)).getMessage();
    assertTrue(message.contains("films.csv") && message.contains("no picture"), message);
  }

  @Test
  void missingAndBrokenPicturesAreNamed() throws IOException {
    table("a.png", "b.png", "c.png", "d.png");
    picture("images/a.png", 64);
    picture("images/c.png", 64);
    byte[] whole = Files.readAllBytes(folder.resolve("images/c.png"));
    Files.write(folder.resolve("images/c.png"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(folder.resolve("images/d.png"), "not a picture");
    FileCheck check = Films.course(folder.resolve("films.csv"), folder.resolve("images")).files();
    assertEquals(1, check.readable());
    assertEquals(List.of("b.png"), check.missing().stream().map(Film::image).toList());
    assertEquals(
        List.of("c.png", "d.png"), check.unreadable().stream().map(u -> u.film().image()).toList());
    String text = check.figure().text();
    assertTrue(text.contains("b.png") && text.contains("c.png") && text.contains("d.png"), text);
  }

  @Test
  void theFolderOfRealFilmsOpensWithThePicturesThatAreLargeEnough() {
    Films films = Films.open(TestData.nih());
    assertEquals(408, films.size());
    assertEquals(112_120, films.wholeTable().size());
    assertEquals(37, films.withLabel("Cardiomegaly").size());
    assertEquals(8, films.stream().mapToInt(f -> f.boxes().size()).sum());
    // The list gives 225.08 474.30 ... in 1024; a film of 320 pixels has all of it within 320.
    films.stream()
        .flatMap(f -> f.boxes().stream())
        .forEach(
            b -> {
              assertTrue(b.box().x() + b.box().width() <= 320, b.toString());
              assertTrue(b.box().y() + b.box().height() <= 320, b.toString());
            });
    assertTrue(films.files().figure() instanceof Note);
    assertTrue(films.about().contains("111,712 of 112,120 rows"), films.about());
  }
}
