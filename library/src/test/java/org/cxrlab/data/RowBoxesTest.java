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
}
