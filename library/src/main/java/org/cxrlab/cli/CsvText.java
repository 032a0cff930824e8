package org.cxrlab.cli;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.StringWriter;
import java.util.List;

/** Rows of comma-separated values, quoted where they must be. */
final class CsvText {
  private CsvText() {}

  /** One row with its line's end; null is an empty cell. */
  static String row(List<String> cells) {
    var settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    var text = new StringWriter();
    var writer = new CsvWriter(text, settings);
    writer.writeRow(cells);
    writer.close();
    return text.toString();
  }
}
