package org.cxrlab.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.figure.Text;

/**
 * The table of NIH ChestX-ray14, Data_Entry_2017: all findings of a film in one cell, joined by a
 * bar, or the words "No Finding".
 */
final class NihTable {
  private static final String IMAGE = "Image Index";
  private static final String FINDINGS = "Finding Labels";
  private static final String PATIENT = "Patient ID";
  private static final String NONE = "No Finding";

  private NihTable() {}

  static boolean fits(List<String> header) {
    return header.contains(IMAGE) && header.contains(FINDINGS) && header.contains(PATIENT);
  }

  static Films read(Path file, Pictures pictures) {
    try (var csv = CsvReader.open(file)) {
      var columns =
          new FilmTable.Columns(
              csv.column(IMAGE),
              csv.column(PATIENT),
              csv.columnIfAny("View Position"),
              csv.columnIfAny("Patient Age"),
              csv.columnIfAny("Patient Gender", "Patient Sex"));
      int findings = csv.column(FINDINGS);
      Map<String, List<Float>> known = new HashMap<>();
      return FilmTable.read(
          csv,
          Labels.NIH,
          pictures,
          columns,
          () -> known.computeIfAbsent(csv.get(findings), text -> values(csv, findings, text)));
    }
  }

  /** All unknown where the cell is empty. */
  private static List<Float> values(CsvReader csv, int column, String text) {
    var values = new Float[Labels.NIH.size()];
    Arrays.fill(values, text.isEmpty() ? Float.NaN : 0f);
    if (!text.isEmpty() && !text.equals(NONE)) {
      for (String finding : text.split("\\|", -1)) {
        int label = Labels.NIH.names().indexOf(finding);
        if (label < 0) {
          throw csv.error(
              column,
              Text.format(
                  "names the finding \"%s\", which is none of NIH's fourteen; write one of %s, or %s",
                  finding, String.join(", ", Labels.NIH.names()), NONE));
        }
        values[label] = 1f;
      }
    }
    return List.of(values);
  }
}
