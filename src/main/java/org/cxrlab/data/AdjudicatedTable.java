package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels of NIH films on which a committee of radiologists agreed: Majkowska et al., Chest
 * Radiograph Interpretation with Deep Learning Models, Radiology 294 (2020). NIH's columns, then a
 * column of YES and NO for each of the committee's labels, then the part that the film belongs to.
 */
final class AdjudicatedTable {
  static final Labels LABELS =
      Labels.of("Fracture", "Pneumothorax", "Airspace opacity", "Nodule or mass");

  private AdjudicatedTable() {}

  static boolean fits(List<String> header) {
    return header.contains("Image Index") && header.containsAll(LABELS.names());
  }

  static Films read(Path file, Pictures pictures) {
    try (var csv = CsvReader.open(file)) {
      int image = csv.column("Image Index");
      int patient = csv.column("Patient ID");
      int view = csv.columnIfAny("View Position");
      int age = csv.columnIfAny("Patient Age");
      int sex = csv.columnIfAny("Patient Gender");
      int[] columns = LABELS.names().stream().mapToInt(csv::column).toArray();
      var table = new FilmTable(csv, LABELS, pictures);
      while (csv.next()) {
        csv.checkWidth();
        List<Float> values = new ArrayList<>(columns.length);
        for (int column : columns) {
          values.add(value(csv, column));
        }
        table.add(image, patient, values, csv.get(view), Age.years(csv, age), csv.get(sex));
      }
      return table.films();
    }
  }

  private static Float value(CsvReader csv, int column) {
    String text = csv.get(column);
    return switch (text) {
      case "NO" -> 0f;
      case "YES" -> 1f;
      case "" -> Float.NaN;
      default ->
          throw csv.error(
              column,
              "holds \"%s\" where YES or NO belongs; leave the cell empty if nobody knows"
                  .formatted(text));
    };
  }
}
