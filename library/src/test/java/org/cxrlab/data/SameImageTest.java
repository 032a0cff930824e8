package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameImageTest {
  @TempDir Path folder;

  private Films films(String... lines) {
    return new TableFiles(folder).films(lines);
  }

  @Test
  void rowsCompleteEachOther() {
    Films films =
        films(
            "Image,PatientId,Mass,Nodule,Sex,Age,View",
            "a.png,1,1,,F,,PA",
            "a.png,,NA,0,,50,",
            "b.png,2,1,0,F,50,PA");
    assertEquals(List.of(1f, 0f), films.get(0).values());
    assertEquals("1", films.get(0).patient());
    assertEquals("F", films.get(0).sex());
    assertEquals("PA", films.get(0).view());
    assertEquals(50, films.get(0).age());
    assertEquals(1, Accounts.because(films, "complete what a row before says"));
    assertFalse(films.source().line().contains("differ"), films.source().line());
    assertFalse(films.source().line().contains("no patient's ID"), films.source().line());
  }

  @Test
  void aContradictionStaysOpenWhateverFollows() {
    Films films =
        films(
            "Image,PatientId,Mass,Sex,Age",
            "a.png,1,1,F,50",
            "a.png,1,0,M,60",
            "a.png,1,1,F,50",
            "b.png,2,-1,,",
            "b.png,2,1,,");
    assertTrue(Float.isNaN(films.get(0).value("Mass")));
    assertEquals("", films.get(0).sex());
    assertTrue(Double.isNaN(films.get(0).age()));
    assertTrue(Float.isNaN(films.get(1).value("Mass")));
  }

  @Test
  void anUncertainLabelBesideABlankOneStaysUncertain() {
    Films films = films("Image,PatientId,Mass", "a.png,1,", "a.png,1,-1", "b.png,2,1");
    assertEquals(Set.of("Mass"), films.get(0).details().uncertain());
    assertEquals(1, films.uncertain(UncertainLabels.positive()).get(0).value("Mass"));
  }
}
