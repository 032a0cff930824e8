package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.cxrlab.TestData;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NihTableTest {
  private static final String HEADER =
      "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position";

  @TempDir Path folder;

  private Path csv(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines));
  }

  private static String complaint(org.junit.jupiter.api.function.Executable read) {
    return assertThrows(TableException.class, read).getMessage();
  }

  private static void picture(Path file, int width, int height) throws IOException {
    Files.createDirectories(file.getParent());
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 255);
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void findingsAreTakenApartAtTheBar() throws IOException {
    Films films =
        Films.nih(
            csv(
                "nih.csv",
                HEADER,
                "a.png,Effusion|Pleural_Thickening,0,1,058Y,M,AP",
                "b.png,No Finding,0,2,006M,F,PA"));
    assertEquals(List.of("Effusion", "Pleural_Thickening"), films.get(0).findings());
    assertEquals(List.of(), films.get(1).findings());
    assertEquals(58, films.get(0).age());
    assertEquals(0.5, films.get(1).age());
    assertEquals("F", films.get(1).sex());
    assertEquals("AP", films.get(0).view());
  }

  @Test
  void aFindingThatIsNoneOfTheFourteenLeavesTheOthersUnknown() throws IOException {
    Films films = Films.nih(csv("nih.csv", HEADER, "a.png,Effusion|Mas,0,1,58,M,AP"));
    assertEquals(List.of("Effusion"), films.get(0).findings());
    assertEquals(13, films.get(0).unknown().size());
    assertEquals(List.of("row 2: \"Mas\""), films.source().losses().get(0).examples());
  }

  /** Rows are checked as a whole, also in columns that nobody asks for. */
  @Test
  void theColumnsOfARowAreCountedAlsoWhereTheyAreNotUsed() throws IOException {
    String header = "OriginalImage[Width," + HEADER + ",Height]";
    Films films =
        Films.nih(
            csv(
                "whole.csv",
                header,
                "2682,a.png,Effusion,0,1,058Y,M,AP,2749",
                "",
                ",,,,,,,,",
                "\"2,682\",b.png,\"No Finding\",0,2,006M,F,PA,"));
    assertEquals(List.of("a.png", "b.png"), films.stream().map(Film::image).toList());
    assertEquals(List.of("1", "2"), films.stream().map(Film::patient).toList());
    assertEquals("PA", films.get(1).view());

    Path few = csv("few.csv", header, "", "2682,a.png,Effusion,0,1,058Y,M,AP");
    assertEquals(
        few
            + ", row 3 has 8 cells where the header has 9; look for a missing comma or an open"
            + " quote.",
        complaint(() -> Films.nih(few)));
    Path many = csv("many.csv", header, "2682,a.png,Effusion,0,1,058Y,M,AP,2749,x");
    String tooMany = complaint(() -> Films.nih(many));
    assertTrue(tooMany.contains("row 2 has 10 cells where the header has 9"), tooMany);
    Path lost = csv("lost.csv", header, "2682,a.png,Effusion,0,1,058Y,M,AP,2749", ",,,,,,,,2749");
    Films left = Films.nih(lost);
    assertEquals(1, left.size());
    assertEquals(1, left.source().leftOut());
    assertTrue(left.source().line().contains("name no picture: 1 (row 3)"), left.source().line());
  }

  @Test
  void boxesAreInThePixelsOfTheFilmsOwnFile() throws IOException {
    picture(folder.resolve("images/a.png"), 512, 256);
    Films films =
        Films.nih(
            csv("nih.csv", HEADER, "a.png,Infiltration,0,1,58,M,AP", "b.png,Mass,0,1,58,M,AP"),
            folder.resolve("images"));
    Path boxes =
        csv(
            "boxes.csv",
            "Image Index,Finding Label,Bbox [x,y,w,h],,,",
            "a.png,Infiltrate,100,200,300,400,,,",
            "b.png,Mass,100,200,300,400,,,",
            "c.png,Mass,1,1,1,1,,,");
    Films boxed = films.withBoxes(boxes);
    assertEquals(
        List.of(new FindingBox("Infiltration", new Box(50, 50, 150, 100))), boxed.get(0).boxes());
    assertEquals(
        List.of(new FindingBox("Mass", new Box(100, 200, 300, 400))), boxed.get(1).boxes());
  }

  @Test
  void aRowThatIsNoBoxIsNamed() throws IOException {
    Path csv = csv("nih.csv", HEADER, "a.png,Mass,0,1,58,M,AP");
    Path boxes =
        csv("boxes.csv", "Image Index,Finding Label,Bbox [x,y,w,h],,,", "a.png,Mass,1,2,0,4");
    String message = complaint(() -> Films.nih(csv).withBoxes(boxes));
    assertTrue(message.contains("boxes.csv, row 2") && message.contains("width"), message);
  }

  @Test
  void theCommitteesAnswersAreLabels() throws IOException {
    Films films =
        Films.adjudicated(
            csv(
                "google.csv",
                HEADER + ",Fracture,Pneumothorax,Airspace opacity,Nodule or mass,Set Id",
                "a.png,No Finding,0,1,58,M,AP,NO,YES,,NO,test"),
            folder);
    assertEquals(List.of("Pneumothorax"), films.get(0).findings());
    assertEquals(List.of("Airspace opacity"), films.get(0).unknown());
  }

  /** Counted with csv.DictReader and collections.Counter. */
  @Test
  void theWholeTableHasItsKnownCounts() {
    Path nih = TestData.nih();
    Films films = Films.nih(nih.resolve("Data_Entry_2017_v2020.csv.gz"), nih.resolve("images-320"));
    assertEquals(new IdCounts(112_120, 112_120, 30_805), films.ids());
    assertEquals(19_894, films.positives().positives("Infiltration"));
    assertEquals(227, films.positives().positives("Hernia"));
    assertEquals(60_361, films.stream().filter(f -> f.findings().isEmpty()).count());
    assertEquals(86_524, films.where(list(nih)::contains).size());
    var boxed = films.withBoxes(nih.resolve("BBox_List_2017.csv"));
    assertEquals(984, boxed.stream().mapToInt(f -> f.boxes().size()).sum());
    assertEquals(880, boxed.stream().filter(f -> !f.boxes().isEmpty()).count());
    assertEquals(
        123,
        boxed.stream()
            .flatMap(f -> f.boxes().stream())
            .filter(b -> b.label().equals("Infiltration"))
            .count());
  }

  private static FilmList list(Path nih) {
    return FilmList.read(nih.resolve("train_val_list.txt.gz"));
  }

  /** Counted with csv.DictReader and collections.Counter. */
  @Test
  void theCommitteesTableHasItsKnownCounts() {
    Path nih = TestData.nih();
    Films films = Films.adjudicated(nih.resolve("google2019_nih-chest-xray-labels.csv.gz"), nih);
    assertEquals(4376, films.size());
    assertEquals(186, films.positives().positives("Fracture"));
    assertEquals(2166, films.positives().positives("Airspace opacity"));
  }
}
