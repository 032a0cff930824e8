package org.cxrlab.eval;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.Films;

/** A table of labels in any format that the library reads, told by its header. */
final class LabelTable {
  private LabelTable() {}

  static Films read(Path file) {
    List<String> header;
    try (var csv = CsvReader.open(file)) {
      header = csv.header();
    }
    if (header.contains("Airspace opacity")) {
      return Films.adjudicated(file, file.toAbsolutePath().getParent());
    }
    return header.contains("Finding Labels") ? Films.nih(file) : Films.course(file);
  }
}
