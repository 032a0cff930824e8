package org.cxrlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmList;
import org.cxrlab.data.FilmTable;
import org.cxrlab.data.Films;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.eval.Readers;

/** Tables of films, of boxes, of probabilities and of votes, and lists of films. */
final class TableTargets {
  private static final byte[] PICTURE =
      FuzzTargets.files("/org/cxrlab/image", "gray8.png").values().iterator().next();

  private static final String COURSE =
      """
      Image,Effusion,Mass,PatientId
      a.png,1,0,1
      b.png,0,1,2
      c.png,0,0,2
      """;

  private static final String NIH =
      """
      Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Sex,View Position
      a.png,Effusion|Mass,0,1,058Y,M,PA
      b.png,No Finding,0,2,61,F,AP
      """;

  private static final String BOXES =
      """
      Image Index,Finding Label,Bbox [x,y,w,h],,,
      a.png,Mass,1,2,10.5,20
      b.png,Effusion,0,0,5,5
      """;

  private static final String VOTES =
      """
      image;reader;Mass
      a.png;one;1
      a.png;two;0
      b.png;one;0
      """;

  private static final String SCORES =
      """
      Image,Effusion,Mass
      a.png,0.91,1e-3
      b.png,0.2,0.75
      c.png,0.05,0.5
      """;

  private TableTargets() {}

  static List<FuzzTarget> all() {
    Map<String, byte[]> pictures = Map.of("a.png", PICTURE, "b.png", PICTURE, "c.png", PICTURE);
    Map<String, byte[]> labels = Map.of("labels.csv", COURSE.getBytes(StandardCharsets.UTF_8));
    return List.of(
        table("table", TableTargets::readFilms),
        table("folder", file -> requireSane(Films.open(file.getParent()))).beside(pictures),
        table("boxes", TableTargets::readBoxes).beside(labels),
        table("votes", TableTargets::readVotes),
        table("scores", TableTargets::readScores).beside(labels));
  }

  private static FuzzTarget table(String name, FuzzTarget.Reading reading) {
    return FuzzTarget.of(name, "table.csv", folder -> seeds(), reading)
        .words("Image", "Path", "PatientId", "Patient ID", "Finding Labels", "Age", "Sex", "View")
        .words("Effusion", "Mass", "No Finding", "Bbox [x", "x_min", "y_max", "width", "height")
        .words("reader", "a.png", "../", "\\x22", "\\x22\\x22", "\\x0d\\x0a", "\\x00", ";", "\\x09")
        .words(
            "|", "nan", "-1", "1e308", "\\xff\\xfe", "\\xef\\xbb\\xbf", "\\x1f\\x8b\\x08", "=1+1");
  }

  private static Map<String, byte[]> seeds() throws IOException {
    Map<String, byte[]> seeds =
        FuzzTargets.texts(COURSE, NIH, BOXES, VOTES, SCORES, "a.png\nb.png\n", "\"a\nb\",1\r\n");
    seeds.put("packed", packed(COURSE.getBytes(StandardCharsets.UTF_8)));
    seeds.put("wide", COURSE.getBytes(StandardCharsets.UTF_16LE));
    return seeds;
  }

  private static byte[] packed(byte[] text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(text);
    }
    return packed.toByteArray();
  }

  private static void readFilms(Path file) {
    FilmTable table = Films.table(file);
    table.figure();
    Films films = table.films();
    requireSane(films);
    String rows = "rows of " + file.getFileName();
    long told =
        films.source().entries().stream()
            .filter(
                e -> e.what().equals(rows) && (e.fate() == Fate.USED || e.fate() == Fate.LEFT_OUT))
            .mapToLong(Entry::count)
            .sum();
    assertEquals(rows(file), told, "rows that are used or left out");
    assertTrue(films.size() <= told, "more films than rows");
  }

  private static long rows(Path file) {
    long rows = 0;
    try (var csv = CsvReader.open(file)) {
      while (csv.next()) {
        rows++;
      }
    }
    return rows;
  }

  private static void requireSane(Films films) {
    assertTrue(films.size() > 0, "no films");
    for (Film film : films) {
      assertEquals(films.labels().size(), film.values().size(), "labels of a film");
      for (float value : film.values()) {
        assertTrue(value == 0 || value == 1 || Float.isNaN(value), "a label of " + value);
      }
      assertTrue(Double.isNaN(film.age()) || film.age() >= 0, "an age of " + film.age());
    }
    films.source().figure();
    films.source().summary();
    films.figure();
  }

  private static void readBoxes(Path file) {
    Films films = Films.table(file.resolveSibling("labels.csv")).withoutPictures();
    Films with = films.withBoxes(file);
    for (Film film : with) {
      film.boxes()
          .forEach(
              box ->
                  assertTrue(
                      box.box().width() > 0
                          && box.box().height() > 0
                          && Double.isFinite(box.box().x() + box.box().y()),
                      "a box that is none"));
    }
    requireSane(with);
  }

  private static void readVotes(Path file) throws IOException {
    FilmList.read(Files.copy(file, file.resolveSibling("list-" + file.getFileName())));
    Readers readers = Readers.of(file, "Mass");
    for (String reader : readers.names()) {
      assertTrue(!reader.isEmpty(), "a reader without a name");
    }
    readers.figure();
  }

  private static void readScores(Path file) {
    Evaluation scores = Evaluation.ofCsv(file, file.resolveSibling("labels.csv")).bootstrap(10, 1);
    scores.table();
    scores.unmatched().figure();
    for (String label : scores.labels().names()) {
      double auroc = scores.auroc(label);
      assertTrue(Double.isNaN(auroc) || auroc >= 0 && auroc <= 1, "an AUROC of " + auroc);
    }
  }
}
