package org.cxrlab.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
      var columns =
          new FilmTable.Columns(
              csv.column("Image Index"),
              csv.column("Patient ID"),
              csv.columnIfAny("View Position"),
              csv.columnIfAny("Patient Age"),
              csv.columnIfAny("Patient Gender"));
      var cells =
          new LabelCells(
              LABELS.names().stream().map(csv::column).toList(),
              Map.of("NO", 0f, "YES", 1f),
              "YES or NO belongs");
      return FilmTable.read(csv, LABELS, pictures, columns, () -> cells.values(csv));
    }
  }
}
