package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.TestData;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.TableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationOfCsvTest {
  private static final String LABELS =
      """
      Image,Mass,Edema,PatientId
      a.png,1,0,1
      b.png,0,0,1
      c.png,1,,2
      d.png,0,1,3
      """;

  @TempDir private Path folder;

  private Evaluation evaluate(String predictions) throws IOException {
    Path file = Files.writeString(folder.resolve("predictions.csv"), predictions);
    return Evaluation.ofCsv(file, Files.writeString(folder.resolve("labels.csv"), LABELS));
  }

  @Test
  void rowsAreMatchedByImageInAnyOrder() throws IOException {
    Evaluation evaluation =
        evaluate(
            """
            Edema,Image,Mass
            0.2,d.png,0.2
            0.9,c.png,0.4
            0.1,b.png,0.6
            0.3,a.png,0.8
            """);
    assertEquals(0.75, evaluation.auroc("Mass"));
    // Of Edema c.png is unknown: d.png (.2) against a.png (.3) and b.png (.1).
    assertEquals(0.5, evaluation.auroc("Edema"));
    assertTrue(evaluation.unmatched().isEmpty());
  }

  @Test
  void whatDoesNotMatchIsNamed() throws IOException {
    Evaluation evaluation =
        evaluate(
            """
            Image,Mass,Fracture
            a.png,0.8,0.1
            b.png,0.6,0.1
            z.png,0.6,0.1
            """);
    assertEquals(
        new Unmatched(List.of("z.png"), List.of("c.png", "d.png"), List.of("Fracture")),
        evaluation.unmatched());
    assertTrue(
        evaluation.figure().text().contains("2 labelled films without a prediction (c.png, d.png)"),
        evaluation.figure().text());
    assertEquals(2, evaluation.films());
  }

  @Test
  void predictionsAreReadInAnyFormOfTable() throws IOException {
    for (String form :
        List.of(
            "Image;Mass\na.png;0,8\nb.png;0,6\nc.png;0,4\nd.png;0,2\n",
            "Image,Mass\na.png,\"0,8\"\nb.png,\"0,6\"\nc.png,\"0,4\"\nd.png,\"0,2\"\n",
            "image\tMASS\tReport\na.png\t.8\t\"never closed\nb.png\t.6\t\nc.png\t.4\t\nd.png\t.2\t\n",
            "Image,Report,Mass\na.png,"
                + "y".repeat(9000)
                + ",.8\nb.png,,.6\nc.png,,.4\nd.png,,.2\n")) {
      Evaluation evaluation = evaluate(form);
      assertEquals(0.75, evaluation.auroc("Mass"), form.substring(0, 20));
      assertEquals(4, evaluation.films());
      assertEquals(List.of(), evaluation.unmatched().columns());
    }
  }

  @Test
  void badRowsAreNamed() {
    assertMessage("row 3, column \"Mass\" holds 1.5", "Image,Mass\na.png,0.5\nb.png,1.5\n");
    assertMessage("row 2, column \"Mass\" holds \"high\"", "Image,Mass\na.png,high\n");
    assertMessage("row 2, column \"Mass\" holds \"\"", "Image,Mass\na.png,\n");
    assertMessage("row 3 has the image a.png a second time", "Image,Mass\na.png,.5\na.png,.4\n");
    assertMessage("no column \"Image\"", "Film,Mass\na.png,.5\n");
    assertMessage("no column for any of the labels [Mass, Edema]", "Image,Hernia\na.png,.5\n");
    assertMessage("images such as x.jpg", "Image,Mass\nx.jpg,.5\n");
  }

  private void assertMessage(String part, String predictions) {
    var e = assertThrows(TableException.class, () -> evaluate(predictions));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void readsTheTablesOfRealFilms() throws IOException {
    Path table = TestData.nih().resolve("course-lab-valid-small.csv");
    Films films = Films.course(table);
    // A model that has looked up the answers for masses.
    String predictions =
        films.stream()
            .map(f -> f.image() + "," + (0.25 + 0.5 * f.value("Mass")))
            .collect(Collectors.joining("\n", "Image,Mass\n", "\n"));
    Path file = Files.writeString(folder.resolve("predictions.csv"), predictions);
    Evaluation evaluation = Evaluation.ofCsv(file, table);
    assertEquals(109, evaluation.films());
    assertEquals(1, evaluation.auroc("Mass"));
    assertEquals(
        films.stream().filter(f -> f.value("Mass") == 1).map(Film::image).count(),
        evaluation.scores("Mass").positives());
  }
}
