package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All counts of a table in one value, its file, and the same counts put together of parts. */
class TableSummaryTest {
  private static final String TABLE =
      """
      Image,PatientId,Mass,Edema,View,Age
      a.png,0071,1,0,PA,40
      b.png,71,1,1,PA,
      c.png,8,0,-1,AP,50
      c.png,8,0,-1,AP,50
      d.png,9,,0,PA,60
      e.png,9,maybe,0,PA,
      ,9,1,1,PA,70
      """;

  @TempDir private Path folder;

  private Path table(String text) throws IOException {
    return Files.writeString(folder.resolve("films.csv"), text);
  }

  private static TableSummary read(Path table) {
    return TableSummary.of(Films.table(table).withoutPictures());
  }

  @Test
  void countsAreThoseMadeByHand() throws IOException {
    TableSummary summary = read(table(TABLE));
    assertEquals(new IdCounts(5, 5, 3), summary.ids());
    assertEquals(Map.of(1, 1, 2, 2), summary.filmsPerPatient().patients());
    assertEquals(2, summary.positives().positives("Mass"));
    assertEquals(1, summary.together().both("Mass", "Edema"));
    assertEquals(1, summary.together().alone("Mass"));
    // Mass of d and e, Edema of c, and the ages of b and e.
    assertEquals(5, summary.nulls().total());
    String text = summary.figure().text();
    for (String part :
        List.of(
            "films.csv: 5 rows of 6 columns",
            "5 missing values",
            "Unique IDs against the number of rows",
            "3 patients by their number of films",
            "Most frequent pairs of findings",
            "No row stands twice",
            "say of a picture what a row before says",
            "name no picture")) {
      assertTrue(text.contains(part), part);
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    TableSummary summary =
        read(table(TABLE))
            .with(
                new TableLeaks(
                    "films.csv", "other.csv", 2, List.of("0071"), 0, List.of(), Source.UNTOLD));
    Path file = folder.resolve("new").resolve("counts.json");
    assertEquals(file, summary.write(file));
    assertEquals(summary, TableSummary.read(file));
    assertEquals(summary.figure().text(), TableSummary.read(file).figure().text());
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals(3, json.getAsJsonObject("ids").get("patients").getAsInt());
    JsonObject mass = json.getAsJsonArray("labels").get(0).getAsJsonObject();
    assertEquals("Mass", mass.get("label").getAsString());
    assertEquals(2, mass.get("positives").getAsInt());
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    for (String text : List.of("", "{}", "[1]", "Image,Mass\n", "{\"format\":1,\"labels\":[]}")) {
      Path file = Files.writeString(folder.resolve("other.json"), text);
      String sentence =
          assertThrows(TableException.class, () -> TableSummary.read(file)).getMessage();
      assertTrue(sentence.contains("holds no counts of a table"), sentence);
    }
    assertThrows(TableException.class, () -> TableSummary.read(folder.resolve("none.json")));
  }

  @Test
  void otherCountsAreAnotherValue() throws IOException {
    TableSummary one = read(table(TABLE));
    TableSummary other = read(table(TABLE.replace("a.png,0071,1,0", "a.png,0071,0,1")));
    assertFalse(one.positives().equals(other.positives()));
    assertFalse(one.together().equals(other.together()));
    assertEquals(one.ids(), other.ids());
  }

  @Test
  void aTableReadInPartsHasTheSameCounts() throws IOException {
    Path table = table(TABLE);
    TableForm form = TableForm.of(table);
    List<TablePart> parts = form.parts(1);
    form = form.with(List.of(form.scan(parts.get(0))));
    TableTotals all = form.totals();
    record Read(String image, int row, String patient, byte[] film) {}
    List<Read> rows = new ArrayList<>();
    try (PartRows part = form.rows(parts.get(0), 0)) {
      while (part.next()) {
        rows.add(new Read(part.image(), part.row(), part.patient(), part.film()));
      }
      all.add(part.end(true));
    }
    rows.sort(Comparator.comparing(Read::image).thenComparing(Read::row));
    FilmMerge films = form.films();
    List<PatientUse> uses = new ArrayList<>();
    rows.forEach(row -> uses.addAll(films.add(row.image, row.row, row.patient, row.film)));
    uses.addAll(films.end());
    all.add(films.totals());
    uses.sort(Comparator.comparing(PatientUse::small).thenComparing(PatientUse::row));
    PatientMerge patients = form.patients();
    uses.forEach(
        use -> patients.add(use.small(), use.written(), use.own(), use.row(), use.films()));
    patients.end();
    all.add(patients.totals());
    TableSummary summary = form.summary(all);
    TableSummary expected = read(table);
    assertEquals(expected.info(), summary.info());
    assertEquals(expected.ids(), summary.ids());
    assertEquals(expected.filmsPerPatient(), summary.filmsPerPatient());
    assertEquals(expected.positives(), summary.positives());
    assertEquals(expected.together(), summary.together());
    assertEquals(expected.account().leftOut(), summary.account().leftOut());
  }

  @Test
  void theMarkThatUtf8BeginsWithHidesNoSeparator() throws IOException {
    TableSummary summary = read(table("\uFEFFsep=;\nImage;PatientId;Mass\na.png;1;1,0\n"));
    assertEquals(1, summary.positives().positives("Mass"));
  }
}
