package org.cxrlab.eval;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.cxrlab.data.ColumnRole;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.FilmTable;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;

/** Reads votes from a table with a row for each reader and picture. */
final class ReaderTable {
  private ReaderTable() {}

  static Readers read(Path file, String finding) {
    FilmTable table = Films.table(file);
    Map<String, Map<String, Float>> votes = new LinkedHashMap<>();
    Set<String> images = new LinkedHashSet<>();
    try (var csv = CsvReader.open(file)) {
      int image = csv.column(table.column(ColumnRole.IMAGE));
      int reader = csv.column(table.column(ColumnRole.READER));
      int label = csv.column(finding);
      while (csv.next()) {
        csv.checkWidth();
        requireName(csv, image, "picture");
        requireName(csv, reader, "reader");
        images.add(csv.get(image));
        Float before =
            votes
                .computeIfAbsent(csv.get(reader), name -> new LinkedHashMap<>())
                .put(csv.get(image), csv.label(label));
        if (before != null && before.compareTo(csv.label(label)) != 0) {
          throw csv.error(
              Text.format(
                  "has another vote of %s on %s than a row before; keep one",
                  csv.get(reader), csv.get(image)));
        }
      }
    }
    Readers readers = Readers.of(finding);
    for (Map.Entry<String, Map<String, Float>> reader : votes.entrySet()) {
      float[] calls = new float[images.size()];
      Arrays.fill(calls, Float.NaN);
      int i = 0;
      for (String image : images) {
        calls[i++] = reader.getValue().getOrDefault(image, Float.NaN);
      }
      readers = readers.with(reader.getKey(), calls);
    }
    return readers;
  }

  private static void requireName(CsvReader csv, int column, String whose) {
    if (csv.get(column).isEmpty()) {
      throw csv.error(column, "names no " + whose + "; write its name, or delete the row");
    }
  }
}
