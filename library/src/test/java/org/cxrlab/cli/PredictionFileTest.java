package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFileTest {
  /** What spreadsheets run: OWASP, CSV Injection. */
  private static final Pattern RUN = Pattern.compile("^[=+\\-@\\t\\r].*", Pattern.DOTALL);

  private static final List<String> NAMES =
      List.of(
          "=cmd|' /C calc'!A0.png",
          "+1.png",
          "-2.png",
          "@SUM(A1).png",
          "\ttab.png",
          "'=quoted.png",
          "''+twice.png",
          "'plain.png",
          "#a.png",
          " blank .png",
          "a,b;c|d.png",
          "say \"x\".png",
          "two\nlines.png",
          "ordinary.png");

  @TempDir Path folder;

  @Test
  void namesThatASpreadsheetWouldRunAreWrittenSoThatItDoesNotAndReadAsTheyWere()
      throws IOException {
    var labels = Labels.of("Mass", "-Edema");
    List<Film> all =
        NAMES.stream()
            .map(name -> Film.of(name, Path.of("x"), name, Labels.of(), List.of()))
            .toList();
    Films films = new Films("names", Labels.of(), all);
    Path file = folder.resolve("predictions.csv");
    try (var open = PredictionFile.open(file, labels, films, PredictionFile.Reasons.NO)) {
      for (int i = 0; i < all.size(); i++) {
        open.add(all.get(i), new float[] {i / 100f, 0.5f});
      }
    }
    String text = Files.readString(file);
    for (String line : text.split("\n")) {
      assertTrue(!RUN.matcher(line.replaceFirst("^\"", "")).matches(), line);
    }
    try (var again = PredictionFile.open(file, labels, films, PredictionFile.Reasons.NO)) {
      assertEquals(NAMES, List.copyOf(again.kept().keySet()));
      assertEquals(0.05f, again.kept().get(NAMES.get(5))[0]);
    }
    Path truth = folder.resolve("labels.csv");
    Files.writeString(truth, "Image,PatientId,Mass\n-2.png,1,1\nordinary.png,2,0\n");
    assertEquals(2, org.cxrlab.eval.Evaluation.ofCsv(file, truth).films());
  }
}
