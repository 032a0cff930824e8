package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    int image = csv.column("Image");
    int patient = csv.column("PatientId");
    int view = csv.columnIfAny("View");
    int age = csv.columnIfAny("Age");
    int sex = csv.columnIfAny("Sex");
    var labels =
        new Labels(csv.header().stream().filter(name -> !NOT_LABELS.contains(name)).toList());
    if (labels.size() == 0) {
      throw new IllegalArgumentException(
          csv.file() + " has no label; add a column of 0 and 1 for each finding.");
    }
    int[] columns = labels.names().stream().mapToInt(csv.header()::indexOf).toArray();
    var table = new FilmTable(csv, labels, pictures);
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

  private static Float value(CsvReader csv, int column) {
    String text = csv.get(column);
    return switch (text) {
      case "0", "0.0" -> 0f;
      case "1", "1.0" -> 1f;
      case "" -> Float.NaN;
      default ->
          throw csv.error(
              column,
              "holds \"%s\" where a label is 0 or 1; leave the cell empty if nobody knows"
                  .formatted(text));
    };
  }
}
