package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxListTest {
  @TempDir Path folder;

  private TableFiles files;

  @BeforeEach
  void films() {
    files = new TableFiles(folder);
    files.pictures(512, "a.png", "b.png");
    files.table("films.csv", "Image,PatientId,Mass", "a.png,1,1", "b.png,2,0");
  }

  /** NIH's boxes are drawn in 1024 x 1024 pixels, others in those of the film. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "image index,finding label,bbox [x,y,w,h],,,; a.png,Mass,20,40,60,80,,,; 10",
        "Image,label,xmin,ymin,xmax,ymax; a.png,mass,10,20,40,60; 10",
        "Image,Label,x,y,w,h; a.png,Mass,10,20,30,40; 10",
        "Image,Label,x,y,w,h; a.png,Mass,0.01953125,0.0390625,0.05859375,0.078125; 10"
      })
  void aListIsKnownByWhatItsColumnsTell(String header, String row, double x) {
    files.table("boxes/list.csv", header, row);
    Films films = Films.open(folder);
    assertEquals(2, films.size());
    assertEquals(
        List.of(new FindingBox("Mass", new Box(x, 20, 30, 40))),
        films.get(0).boxes(),
        films.source().figure().text());
  }

  @Test
  void withoutAnotherTableItIsTheTableOfFilms() {
    files.table("films.csv", "Image,Label,x,y,w,h", "a.png,Mass,10,20,30,40");
    Films films = Films.open(folder);
    assertEquals(List.of("Mass"), films.labels().names());
    assertEquals(1, films.get(0).boxes().size());
  }

  @Test
  void itNamesFilmsAsLooselyAsTablesDo() {
    files.table(
        "boxes/list.csv",
        "Image,Label,x,y,w,h",
        "A.PNG,Mass,1,1,5,5",
        "a,Mass,2,2,5,5",
        "images/a.jpg,Mass,3,3,5,5",
        "c.png,Mass,1,1,5,5");
    Films films = Films.open(folder);
    assertEquals(3, films.get(0).boxes().size());
    assertEquals(3, Accounts.because(films, "name their film in another case"));
    assertEquals(1, Accounts.because(films, "are of no film that is here"));
  }

  @Test
  void boxesBesideTheFilmAreLeftOut() {
    files.table(
        "boxes/list.csv",
        "Image,Label,x,y,w,h",
        "a.png,Mass,512,1,5,5",
        "a.png,Mass,1,900,5,5",
        "a.png,Mass,-9,1,5,5",
        "a.png,Mass,500,500,50,50");
    Films films = Films.open(folder);
    assertEquals(List.of(500.0), films.get(0).boxes().stream().map(box -> box.box().x()).toList());
    assertEquals(3, Accounts.because(films, "lie outside of their film"));
    assertTrue(films.source().line().contains("row 4: -9, 1, 5, 5"), films.source().line());
  }
}
