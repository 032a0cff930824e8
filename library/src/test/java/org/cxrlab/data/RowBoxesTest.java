package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowBoxesTest {
  @TempDir Path folder;

  private Films films(String... lines) {
    return new TableFiles(folder).films(lines);
  }

  @Test
  void aBoxOfSeveralFindingsIsOfNone() {
    Films films =
        films(
            "Image,PatientId,Mass,Edema,x,y,width,height",
            "a.png,1,1,1,1,1,5,5",
            "b.png,2,0,1,1,2,5,5",
            "c.png,3,0,0,1,2,5,5");
    assertEquals(List.of(), films.get(0).boxes());
    assertEquals(List.of(new FindingBox("Edema", new Box(1, 2, 5, 5))), films.get(1).boxes());
    assertEquals(1, Accounts.because(films, "nothing tells which of them the box shows"));
    assertEquals(1, Accounts.because(films, "are in a row without a finding"));
    Films words = films("Image,PatientId,label,x,y,width,height", "a.png,1,Mass|Edema,1,1,5,5");
    assertEquals(List.of(), words.get(0).boxes());
    assertEquals(1, Accounts.because(words, "nothing tells which of them the box shows"));
  }

  @Test
  void whatNoFilmCanHoldIsLeftOut() {
    Films films =
        films(
            "Image,PatientId,Mass,x,y,width,height",
            "a.png,1,1,NaN,1,5,5",
            "b.png,2,1,1,Infinity,5,5",
            "c.png,3,1,1e400,1,5,5",
            "d.png,4,1,-10,1,5,5",
            "e.png,5,1,1,-5,5,5",
            "f.png,6,1,-4,1,5,5",
            "g.png,7,1,1,1,1e400,5");
    assertEquals(
        List.of(0, 0, 0, 0, 0, 1, 0), films.stream().map(film -> film.boxes().size()).toList());
    assertEquals(2, Accounts.because(films, "lie outside of their film"));
    assertEquals(4, Accounts.because(films, "are none: left edge"));
  }

  @Test
  void boxesAreMeasuredByTheFilm() {
    var files = new TableFiles(folder);
    files.pictures(200, "a.png", "b.png");
    Films films =
        files.films(
            "Image,PatientId,Mass,x,y,width,height",
            "a.png,1,1,200,1,5,5",
            "b.png,2,1,199,1,5,5",
            "c.png,3,1,300,1,5,5");
    assertEquals(List.of(0, 1, 1), films.stream().map(film -> film.boxes().size()).toList());
    assertEquals(1, Accounts.because(films, "lie outside of their film"));
    files.films(
        "Image,PatientId,Mass,xmin,ymin,xmax,ymax",
        "a.png,1,1,0.25,0.5,0.75,1",
        "b.png,2,1,0.5,0.25,1,1");
    Films shares = Films.open(folder);
    assertEquals(
        List.of(new FindingBox("Mass", new Box(50, 100, 100, 100))), shares.get(0).boxes());
    assertEquals(1, Accounts.because(shares, "are shares of the film's width and height"));
  }
}
