package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  @TempDir Path folder;

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static byte[] picture(String form) throws IOException {
    var bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), form, bytes));
    return bytes.toByteArray();
  }

  private void pictures(String... names) throws IOException {
    for (String name : names) {
      write(name, picture("png"));
    }
  }

  /** The file header of DICOM with a class, then an element of the data set. */
  private static byte[] dicom(String sopClass, String rest) {
    return ("\0".repeat(128) + "DICM\2\0\2\0UI" + (char) sopClass.length() + "\0" + sopClass + rest)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private Optional<String> found(Pictures pictures, String name) {
    return pictures.find(name).map(file -> folder.relativize(file).toString().replace('\\', '/'));
  }

  private void finds(Pictures pictures, String name, String file) {
    assertEquals(Optional.of(file), found(pictures, name), name);
  }

  private void findsNone(Pictures pictures, String name) {
    assertEquals(Optional.empty(), found(pictures, name), name);
  }

  private String account(Pictures pictures) {
    return pictures.listing().passedOver().figure().text();
  }

  private String line(Films films, String what) {
    return films
        .source()
        .figure()
        .text()
        .lines()
        .filter(line -> line.contains(what))
        .findFirst()
        .orElse("");
  }

  @Test
  void picturesAreFoundAtAnyDepthAlsoInFoldersWithDots() throws IOException {
    pictures("files/p10/p10000032/s50414267/a.png", "1.2.840/1.2.840.1.dcm/b.png", "top.png");
    assertEquals(
        List.of("a.png", "b.png", "top.png"),
        Films.folder(folder).stream().map(Film::image).toList());
  }

  @Test
  void whereNoEndingTellsTheFirstBytesDo() throws IOException {
    write("IM000001", picture("jpg"));
    write("1.2.840.113619.2.5", picture("png"));
    write("a.jpe", picture("jpg"));
    write("b.bmp", picture("bmp"));
    write("c.gif", picture("gif"));
    write("d.tif", picture("tif"));
    write("e.ima", dicom("1.2.840.10008.5.1.4.1.1.1", "\u00e0\u007f\u0010\0OB\0\0\0\0\0\0"));
    write("NOTES", "Ask Anna.".getBytes(StandardCharsets.UTF_8));
    write("model.bin", new byte[] {1, 0, 2});
    Pictures pictures = Pictures.below(folder);
    assertEquals(7, pictures.all().size(), account(pictures));
    assertTrue(account(pictures).contains("are text         NOTES"), account(pictures));
    assertTrue(account(pictures).contains("are no pictures  model.bin"), account(pictures));
  }

  @Test
  void dicomWithoutAPictureIsPassedOver() throws IOException {
    String pixels = "\u00e0\u007f\u0010\0OB\0\0\0\0\0\0";
    write("DICOMDIR", dicom("1.2.840.10008.1.3.10", ""));
    write("report.dcm", dicom("1.2.840.10008.5.1.4.1.1.88.11", pixels));
    write("empty", dicom("1.2.840.10008.5.1.4.1.1.1.1", ""));
    write("film.dcm", dicom("1.2.840.10008.5.1.4.1.1.1.1", pixels));
    Films films = Films.folder(folder);
    assertEquals(List.of("film.dcm"), films.stream().map(Film::image).toList());
    String line = line(films, "DICOM without a picture");
    assertTrue(line.contains(" 3 ") && line.contains("DICOMDIR"), line);
  }

  @Test
  void whatSystemsLeaveBehindIsNoFilm() throws IOException {
    pictures("a.png", "__MACOSX/a.png", ".hidden/a.png", "@eaDir/a.png");
    write("._a.png", new byte[] {0, 5, 22, 7});
    write("Thumbs.db", new byte[] {1});
    write("sub/.DS_Store", new byte[] {1});
    write("none.png", new byte[0]);
    write("old.zip", new byte[] {'P', 'K'});
    Films films = Films.folder(folder);
    assertEquals(List.of("a.png"), films.stream().map(Film::image).toList());
    assertTrue(line(films, "hidden or the system's own").contains("3"), films.source()::toString);
    assertTrue(films.source().figure().text().contains("are empty"), films.source()::toString);
    assertTrue(films.source().line().contains("none.png"), films.source()::line);
    assertTrue(films.source().line().contains("old.zip"), films.source()::line);
    assertEquals(2, films.source().leftOut());
  }

  @Test
  void linksAreFollowedOnceAndCyclesEnd(@org.junit.jupiter.api.io.TempDir Path elsewhere)
      throws IOException {
    pictures("sub/a.png", "b.png");
    Files.write(elsewhere.resolve("c.png"), picture("png"));
    try {
      Files.createSymbolicLink(folder.resolve("sub/up"), folder);
      Files.createSymbolicLink(folder.resolve("again"), folder.resolve("sub"));
      Files.createSymbolicLink(folder.resolve("linked.png"), folder.resolve("b.png"));
      Files.createSymbolicLink(folder.resolve("out"), elsewhere);
      Files.createSymbolicLink(folder.resolve("out2"), elsewhere);
      Files.createSymbolicLink(folder.resolve("c2.png"), elsewhere.resolve("c.png"));
      Files.createSymbolicLink(folder.resolve("gone.png"), folder.resolve("nowhere"));
    } catch (UnsupportedOperationException e) {
      assumeTrue(false, "no links here");
    }
    Films films = Films.folder(folder);
    assertEquals(List.of("a.png", "b.png", "c.png"), films.stream().map(Film::image).toList());
    assertEquals(folder.resolve("sub/a.png"), films.get(0).path(), "the name without a link");
    assertTrue(line(films, "folder that is read already").contains("3"), films.source()::toString);
    assertTrue(line(films, "file that is listed already").contains("2"), films.source()::toString);
    assertTrue(line(films, "lead nowhere").contains("gone.png"), films.source()::toString);
  }

  @Test
  void aTableMayKnowAPictureByALink() throws IOException {
    pictures("blobs/0a1b", ".store/2c3d");
    try {
      Files.createSymbolicLink(folder.resolve("a.png"), folder.resolve("blobs/0a1b"));
      Files.createSymbolicLink(folder.resolve("b.png"), folder.resolve(".store/2c3d"));
    } catch (UnsupportedOperationException e) {
      assumeTrue(false, "no links here");
    }
    Pictures pictures = Pictures.below(folder);
    assertEquals(2, pictures.all().size(), "each counts once");
    finds(pictures, "a.png", "blobs/0a1b");
    finds(pictures, "b.png", "b.png");
  }

  @Test
  void aFolderThatMayNotBeReadIsNamed() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    pictures("a.png", "secret/b.png");
    Path secret = folder.resolve("secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(secret), "whoever runs this may read everything");
      Films films = Films.folder(folder);
      assertEquals(1, films.size());
      assertTrue(films.source().line().contains("secret"), films.source()::line);
    } finally {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void filmsOfTheSameNameAreKnownByTheirPath() throws IOException {
    pictures("patient1/study1/view1.png", "patient2/study1/VIEW1.PNG", "c.png");
    Films films = Films.folder(folder);
    assertEquals(
        List.of("c.png", "patient1/study1/view1.png", "patient2/study1/VIEW1.PNG"),
        films.stream().map(Film::image).toList());
    assertEquals(3, films.ids().images());
    assertEquals(3, films.ids().patients());
  }

  @Test
  void aNameFitsByPathByItsEndWithMoreFoldersInAnyCaseAndWithoutEnding() throws IOException {
    pictures("train/p1/s1/view1.png", "train/p2/s1/view1.png", "One.PNG", "1.2.3.4", "1.2.3.5.png");
    Pictures pictures = Pictures.below(folder);
    finds(pictures, "train/p1/s1/view1.png", "train/p1/s1/view1.png");
    finds(pictures, "p2/s1/view1.png", "train/p2/s1/view1.png");
    finds(pictures, "./train//p2/s1/view1.png", "train/p2/s1/view1.png");
    finds(pictures, "CheXpert-v1.0-small/train/p2/s1/view1.png", "train/p2/s1/view1.png");
    finds(pictures, "/home/me/train/p2/s1/view1.png", "train/p2/s1/view1.png");
    finds(pictures, "C:\\films\\train\\p2\\s1\\view1.png", "train/p2/s1/view1.png");
    finds(pictures, folder.resolve("One.PNG").toString(), "One.PNG");
    finds(pictures, "one.png", "One.PNG");
    finds(pictures, "one", "One.PNG");
    finds(pictures, "Train\\P2\\S1\\View1", "train/p2/s1/view1.png");
    finds(pictures, "1.2.3.4", "1.2.3.4");
    finds(pictures, "1.2.3.4.dcm", "1.2.3.4");
    finds(pictures, "1.2.3.5", "1.2.3.5.png");
    findsNone(pictures, "view1.png");
    findsNone(pictures, "s1/view1.png");
    findsNone(pictures, "train/p3/s1/view1.png");
    findsNone(pictures, "1.2.3");
    findsNone(pictures, "");
    findsNone(pictures, "a\0b.png");
    assertEquals(folder.resolve("new.png"), pictures.expected("new.png"), "where it is expected");
  }

  @Test
  void aStemThatFitsTwoFilesFitsNone() throws IOException {
    pictures("a.png", "a.jpg", "b.png", "B.PNG.png");
    Pictures pictures = Pictures.below(folder);
    findsNone(pictures, "a");
    findsNone(pictures, "a.dcm");
    finds(pictures, "a.jpg", "a.jpg");
    finds(pictures, "A.JPG", "a.jpg");
  }

  @Test
  void aPathMayBeginAtTheTable() throws IOException {
    pictures("images/x.png", "tables/x.png", "images/y.png");
    Pictures pictures = Pictures.below(folder).namedBy(folder.resolve("tables/films.csv"));
    finds(pictures, "x.png", "tables/x.png");
    finds(pictures, "../images/x.png", "images/x.png");
    finds(pictures, "..\\images\\y.png", "images/y.png");
  }

  @Test
  void aPathThatLeadsOutOfTheFolderIsNotFollowed() throws IOException {
    // Nor is another picture of that name, which lies in it, taken for the one that is meant.
    pictures("images/y.png", "tables/old/y.png");
    Pictures beside = Pictures.beside(folder.resolve("tables/films.csv"));
    for (String out : List.of("../images/y.png", folder.resolve("images/y.png").toString())) {
      findsNone(beside, out);
      assertTrue(beside.isOutside(out), out);
      assertFalse(beside.isOutside("../images/none.png"));
      Pictures both = Pictures.below(folder).namedBy(folder.resolve("tables/films.csv"));
      finds(both, out, "images/y.png");
    }
  }

  @Test
  void oddNamesAreFound() throws IOException {
    String composed = "\u00c4rztin \u00e9.png";
    pictures(
        Normalizer.normalize(composed, Normalizer.Form.NFD), "a #1.png", "sp ace/\ud83e\udec1.png");
    Pictures pictures = Pictures.below(folder);
    assertTrue(pictures.find(composed).isPresent());
    assertTrue(pictures.find("a #1.png").isPresent());
    assertTrue(pictures.find("\ud83e\udec1.png").isPresent());
    assertTrue(pictures.find("sp ace/\ud83e\udec1").isPresent());
  }
}
