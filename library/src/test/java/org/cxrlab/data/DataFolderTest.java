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
  void aTableWithoutLabelsTellsPatientsWhereNoOtherDoes() throws IOException {
    Files.writeString(
        folder.resolve("all.csv"), "Image,PatientId,View\na.png,7,PA\nb.png,7,AP\nc.png,8,\n");
    picture("a.png", 256);
    picture("b.png", 256);
    picture("c.png", 256);
    Films films = Films.open(folder);
    assertEquals(List.of("7", "7", "8"), films.stream().map(Film::patient).toList());
    assertEquals(0, films.labels().size());
    assertTrue(films.source().figure().text().contains("no column holds 0 and 1"));
    table("a.png", "b.png");
    Films labelled = Films.open(folder);
    assertEquals(2, labelled.size());
    assertTrue(labelled.source().line().contains("have no labels, as films.csv has"));
    assertTrue(labelled.source().line().contains("c.png"), labelled.source().line());
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

  private String source(Films films) {
    return films.source().figure().text();
  }

  private List<String> opened() {
    return Films.open(folder).stream().map(Film::image).toList();
  }

  @Test
  void everyRowAndEveryFileIsUsedOrNamed() throws IOException {
    table("a.png", "b.png", "c.png");
    picture("x/y/z/u/a.png", 256);
    picture("b.png", 256);
    picture("extra/d.png", 256);
    Files.writeString(folder.resolve("README.md"), "Films of 2026.");
    Files.writeString(folder.resolve("empty.csv"), "");
    Files.writeString(folder.resolve("readings.csv"), "reader,year\nA,2026\n");
    Films films = Films.open(folder);
    assertEquals(List.of("a.png", "b.png"), films.stream().map(Film::image).toList());
    String text = source(films);
    for (String one :
        List.of(
            "have no picture in the folder",
            "c.png",
            "are named by no row of films.csv",
            "extra/d.png",
            "are text",
            "README.md",
            "are empty",
            "empty.csv",
            "are no tables of films",
            "readings.csv")) {
      assertTrue(text.contains(one), one + " in " + text);
    }
    assertEquals(5, films.source().leftOut());
    assertTrue(
        films.source().entries().stream()
            .anyMatch(e -> e.why().equals("are named by films.csv") && e.count() == 2),
        text);
  }

  @Test
  void aTableThatCannotBeReadDoesNotRefuseTheFolder() throws IOException {
    table("a.png");
    picture("a.png", 256);
    Files.writeString(folder.resolve("old.csv"), "Image,Mass,PatientId\n,1,7\n");
    Films films = Films.open(folder);
    assertEquals(1, films.size());
    assertTrue(source(films).contains("old.csv"), source(films));
    Files.delete(folder.resolve("films.csv"));
    assertThrows(RuntimeException.class, () -> Films.open(folder), "there is no other");
  }

  @Test
  void ofSeveralTablesTheOneWithTheMostPicturesIsTakenAndTheOthersAreNamed() throws IOException {
    table("a.png", "b.png");
    Files.writeString(folder.resolve("less.csv"), "Image,Mass,PatientId\na.png,1,7\n");
    Files.createDirectories(folder.resolve("deep"));
    Files.writeString(
        folder.resolve("deep/all.csv"), "Image,Mass,PatientId\na.png,1,7\nb.png,1,7\nc.png,1,7\n");
    picture("a.png", 256);
    picture("b.png", 256);
    picture("c.png", 256);
    Films films = Films.open(folder);
    assertEquals(2, films.size());
    assertTrue(source(films).contains("less.csv: 1"), source(films));
    assertTrue(source(films).contains("deep/all.csv"), source(films));
    Files.delete(folder.resolve("films.csv"));
    Files.delete(folder.resolve("less.csv"));
    assertEquals(3, Films.open(folder).size(), "tables further down are found too");
  }

  @Test
  void namesMayBeWrittenInManyWaysAndTheAccountSaysWhich() throws IOException {
    picture("set/images/One.png", 256);
    picture("set/images/two.png", 256);
    picture("set/images/three.png", 256);
    picture("set/images/four.png", 256);
    table("images\\One.png", "/home/me/set/images/two.png", "THREE.PNG", "four");
    Films films = Films.open(folder);
    assertEquals(4, films.size());
    assertEquals("images\\One.png", films.get(0).image(), "names stay as the table has them");
    assertEquals(0, films.source().leftOut());
    assertTrue(source(films).contains("in another case"), source(films));
    assertTrue(source(films).contains("without the ending"), source(films));
    assertTrue(source(films).contains("folders that are not here"), source(films));
  }

  @Test
  void whatFitsSeveralPicturesIsNotGuessed() throws IOException {
    picture("a/x.png", 256);
    picture("b/x.png", 256);
    picture("y.png", 256);
    table("x.png", "y.png");
    Films films = Films.open(folder);
    assertEquals(List.of("y.png"), films.stream().map(Film::image).toList());
    assertTrue(source(films).contains("x.png: a/x.png, b/x.png"), source(films));
    table("x.png");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Films.open(folder)).getMessage();
    assertTrue(message.contains("a/x.png and b/x.png"), message);
    table("a/x.png", "b/x.png", "y.png");
    assertEquals(List.of("a/x.png", "b/x.png", "y.png"), opened());
  }

  @Test
  void twoRowsNeverShareAPicture() throws IOException {
    picture("view1.png", 256);
    picture("y.png", 256);
    table("p1/view1.png", "p2/view1.png", "y.png");
    assertEquals(List.of("y.png"), opened());
    table("p1/view1.png", "view1.png", "y.png");
    assertEquals(List.of("view1.png", "y.png"), opened(), "the one that says it best");
  }

  @Test
  void ofTheSameFilmsInSeveralFoldersTheFullestIsTakenAndTheOthersAreNamed() throws IOException {
    table("a.png", "b.png", "c.png");
    for (String size : List.of("256", "512")) {
      picture("images-" + size + "/1/a.png", 256);
      picture("images-" + size + "/2/b.png", 256);
    }
    picture("images-512/2/c.png", 256);
    Films films = Films.open(folder);
    assertEquals(3, films.size());
    assertEquals(folder.resolve("images-512/1/a.png"), films.get(0).path());
    assertTrue(source(films).contains("images-256: images-512"), source(films));
  }

  @Test
  void namesThatFitNothingAreShownBesideAPicture() throws IOException {
    table("train/a.png");
    picture("test/a.png", 256);
    picture("test/b.png", 256);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Films.open(folder)).getMessage();
    assertTrue(message.contains("\"train/a.png\"") && message.contains("\"test/a.png\""), message);
  }

  @Test
  void listsOfBoxesAreFoundInFoldersToo() throws IOException {
    table("a.png");
    picture("a.png", 512);
    Files.createDirectories(folder.resolve("boxes"));
    Files.writeString(
        folder.resolve("boxes/boxes.csv"),
        "Image Index,Finding Label,Bbox [x,y,w,h],,,\na.png,Mass,100,100,200,200\n");
    Films films = Films.open(folder);
    assertEquals(List.of(50.0), films.get(0).boxes().stream().map(b -> b.box().x()).toList());
    assertTrue(films.about().contains("Boxes from boxes.csv"), films.about());
  }

  @Test
  void aTableReadByItselfHasItsAccountToo() throws IOException {
    table("a.png", "b.png");
    picture("images/a.png", 256);
    picture("images/c.png", 256);
    Films films = Films.course(folder.resolve("films.csv"), folder.resolve("images"));
    assertEquals(2, films.size());
    assertTrue(source(films).contains("no picture in the folder; they are kept"), source(films));
    assertTrue(source(films).contains("c.png"), source(films));
  }
}
