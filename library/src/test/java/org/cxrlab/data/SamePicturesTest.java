package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.cxrlab.CxrlabException;
import org.cxrlab.split.Leakage;
import org.cxrlab.split.PictureLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamePicturesTest {
  @TempDir Path folder;

  /** Random grey values, the same for the same seed. */
  private void picture(String name, String form, int type, long seed) throws IOException {
    var random = new Random(seed);
    var image = new BufferedImage(20, 20, type);
    for (int i = 0; i < 400; i++) {
      int grey = random.nextInt(256);
      for (int band = 0; band < image.getRaster().getNumBands(); band++) {
        image.getRaster().setSample(i % 20, i / 20, band, grey);
      }
    }
    assertTrue(ImageIO.write(image, form, folder.resolve(name).toFile()));
  }

  private void grey(String name, long seed) throws IOException {
    picture(name, "png", BufferedImage.TYPE_BYTE_GRAY, seed);
  }

  private static List<String> names(SamePictures.Group group) {
    return group.films().stream().map(Film::image).toList();
  }

  @Test
  void filmsAreTheSameByBytesOrByPixels() throws IOException {
    for (int i = 1; i <= 5; i++) {
      grey("f" + i + ".png", i);
    }
    Files.copy(folder.resolve("f1.png"), folder.resolve("g1.png"));
    picture("g2.bmp", "bmp", BufferedImage.TYPE_BYTE_GRAY, 2);
    picture("g3.png", "png", BufferedImage.TYPE_3BYTE_BGR, 3);
    Files.copy(folder.resolve("g3.png"), folder.resolve("h3.png"));
    Films films = Films.folder(folder);
    SamePictures same = films.samePictures();
    assertEquals(
        List.of(
            List.of("f1.png", "g1.png"),
            List.of("f2.png", "g2.bmp"),
            List.of("f3.png", "g3.png", "h3.png")),
        same.groups().stream().map(SamePicturesTest::names).toList());
    assertEquals(
        List.of("bytes", "pixels", "pixels"),
        same.groups().stream().map(SamePictures.Group::by).toList());
    assertTrue(same.groups().get(0).acrossPatients());
    assertTrue(same.figure().text().contains("3 pictures under several names"));
    assertEquals(0, films.duplicates().images().size(), "rows are as they were");
  }

  @Test
  void otherPicturesOfTheSameSizeAreOthers() throws IOException {
    grey("a.png", 1);
    grey("b.png", 2);
    Films films = Films.folder(folder);
    assertTrue(films.samePictures().isNone());
    assertTrue(films.at(0, 0).samePictures().isNone(), "one file, however often it is listed");
    assertTrue(films.samePictures().figure().text().startsWith("No two of 2 films"));
  }

  @Test
  void whatCannotBeReadIsToldButTheSameBytesAreTheSame() throws IOException {
    grey("a.png", 1);
    Files.writeString(folder.resolve("b.png"), "no picture");
    Files.writeString(folder.resolve("c.png"), "no picture");
    Films films = Films.folder(folder);
    Files.delete(folder.resolve("a.png"));
    SamePictures same = films.samePictures();
    assertEquals(List.of("b.png", "c.png"), names(same.groups().get(0)));
    assertTrue(same.groups().get(0).sameBytes());
    assertEquals(
        List.of("a.png", "b.png", "c.png"), same.unreadable().stream().map(Film::image).toList());
  }

  @Test
  void aLeakOfPicturesIsFoundAcrossParts() throws IOException {
    for (int i = 1; i <= 4; i++) {
      grey("f" + i + ".png", i);
    }
    Files.copy(folder.resolve("f1.png"), folder.resolve("g1.png"));
    picture("g2.bmp", "bmp", BufferedImage.TYPE_BYTE_GRAY, 2);
    Films films = Films.folder(folder);
    Films train = films.where(film -> film.image().startsWith("f")).named("train");
    Films test = films.where(film -> film.image().startsWith("g")).named("test");
    Leakage leakage = Leakage.between(train, test);
    assertTrue(leakage.isNone(), "neither a patient nor a name");
    PictureLeaks leaks = leakage.pictures();
    List<String> found = new ArrayList<>();
    leaks.leaks().forEach(l -> found.add(l.first().image() + " " + l.second().image()));
    assertEquals(List.of("f1.png g1.png", "f2.png g2.bmp"), found);
    assertEquals("train", leaks.leaks().get(0).firstPart());
    assertTrue(leaks.leaks().get(0).sameBytes());
    assertFalse(leaks.leaks().get(1).sameBytes());
    String message = assertThrows(CxrlabException.class, leaks::requireNone).getMessage();
    assertTrue(message.contains("f1.png (train) and g1.png (test)"), message);
    assertTrue(Leakage.between(train, train.at(0, 1).named("b")).pictures().isNone());
  }
}
