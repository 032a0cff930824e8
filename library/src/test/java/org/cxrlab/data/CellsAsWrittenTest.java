package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blanks, spreadsheets' marks and other words for the same value. */
class CellsAsWrittenTest {
  @TempDir Path folder;

  private Films films(String... lines) {
    return new TableFiles(folder).films(lines);
  }

  @Test
  void blanksInQuotesAreNoPartOfACell() {
    Films films =
        films(
            "Image,PatientId,Mass,Sex",
            "a.png,\"P7\",1,F",
            "\"b.png \",\"P7 \",\" 0\",\"F \"",
            "\"\u00A0c.png\",\"\tP7\",\"1\u00A0\",\" m\"");
    assertEquals(List.of("a.png", "b.png", "c.png"), films.stream().map(Film::image).toList());
    assertEquals(List.of("P7", "P7", "P7"), films.stream().map(Film::patient).toList());
    assertEquals(List.of("F", "F", "M"), films.stream().map(Film::sex).toList());
    assertEquals(0, films.get(1).value("Mass"));
  }

  @Test
  void aFileWhoseNameHasBlanksIsFound() {
    new TableFiles(folder).pictures(64, " a.png", "b .png");
    new TableFiles(folder)
        .table("films.csv", "Image,PatientId,Mass", "\" a.png\",1,1", "b .png,2,0");
    Films films = Films.open(folder);
    assertEquals(2, films.size());
    assertEquals(folder.resolve(" a.png"), films.get(0).path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"=\"\"007\"\"\"", "'007", "００７", "\" 7\"", "٠٠٧"})
  void oneNumberIsOnePatientHoweverItIsMarked(String written) {
    Films films = films("Image,PatientId,Mass", "a.png,007,1", "b.png," + written + ",0");
    assertEquals("007", films.get(1).patient());
    assertEquals("7", films.get(1).patientKey());
    assertTrue(
        films.source().summary().contains("patient IDs of films.csv"), films.source().summary());
    Films first = films("Image,PatientId,Mass", "a.png," + written + ",1", "b.png,007,0");
    assertEquals(first.get(0).patient(), first.get(1).patient());
    assertEquals("7", PatientIds.key(first.get(0).patient()));
  }

  @Test
  void marksAreTakenFromLettersToo() {
    Films films = films("Image,PatientId,Mass", "a.png,\"=\"\"P7\"\"\",1", "b.png,P7,0");
    assertEquals(List.of("P7", "P7"), films.stream().map(Film::patient).toList());
    assertEquals("'O'Neill", PatientIds.key("'O'Neill"));
  }

  @Test
  void whatIsWrittenForASpreadsheetIsReadAgain() {
    for (String text : List.of("'007", "=\"a\"", "007", "''7", "=1", "-a.png", "a.png", "'a")) {
      assertEquals(text, SheetText.read(SheetText.written(text)));
    }
  }

  @Test
  void aSexInOtherWordsIsOneOfTwoOrUnknown() {
    Films films =
        films(
            "Image,PatientId,Mass,Sex",
            "a.png,1,1,w",
            "b.png,2,0,Weiblich",
            "c.png,3,0,männlich",
            "d.png,4,0,MAN",
            "e.png,5,0,O",
            "f.png,6,0,1",
            "g.png,7,0,NA");
    assertEquals(List.of("F", "F", "M", "M", "", "", ""), films.stream().map(Film::sex).toList());
    assertTrue(
        films
            .source()
            .summary()
            .contains(
                "sexes of films.csv that are neither female nor male and taken for unknown: 2"
                    + " (row 6: O, row 7: 1)"),
        films.source().summary());
  }
}
