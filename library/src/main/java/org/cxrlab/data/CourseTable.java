package org.cxrlab.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The course's format: Image, PatientId and a column of 0 and 1 for each label, in any order. The
 * columns View, Age and Sex may be there too. An empty cell is a label that nobody knows.
 */
final class CourseTable {
  private static final Set<String> NOT_LABELS =
      Set.of("Image", "PatientId", "View", "Age", "Sex", "");

  private CourseTable() {}

  static boolean fits(List<String> header) {
    return header.contains("Image") && header.contains("PatientId");
  }

  /** Reads the films with all labels that the table has, in the order of its columns. */
  static Films read(Path file, Pictures pictures) {
    try (var csv = CsvReader.open(file)) {
      return read(csv, pictures);
    }
  }

  private static Films read(CsvReader csv, Pictures pictures) {
    var columns =
        new FilmTable.Columns(
            csv.column("Image"),
            csv.column("PatientId"),
            csv.columnIfAny("View"),
            csv.columnIfAny("Age"),
            csv.columnIfAny("Sex"));
    var labels =
        new Labels(csv.header().stream().filter(name -> !NOT_LABELS.contains(name)).toList());
    if (labels.size() == 0) {
      throw new TableException(
          csv.file() + " has no label; add a column of 0 and 1 for each finding.");
    }
    var cells =
        new LabelCells(
            labels.names().stream().map(csv.header()::indexOf).toList(),
            Map.of("0", 0f, "0.0", 0f, "1", 1f, "1.0", 1f),
            "a label is 0 or 1");
    return FilmTable.read(csv, labels, pictures, columns, () -> cells.values(csv));
  }
}
