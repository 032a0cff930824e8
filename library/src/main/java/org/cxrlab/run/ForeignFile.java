package org.cxrlab.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cxrlab.figure.Text;

/** A file that is not ours, whoever named it: it is told apart before anything in it is changed. */
final class ForeignFile {
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private ForeignFile() {}

  /** Refuses what is no file, and a file that holds something and does not begin as SQLite's do. */
  static void requireSqlite(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw refusal(file, "is a folder");
    }
    if (!Files.isRegularFile(file)) {
      throw refusal(file, "is a pipe or a device"); // of which a pipe would be waited for
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(SQLITE.length);
      if (start.length > 0 && !Arrays.equals(start, SQLITE)) {
        throw refusal(file, "is no SQLite file");
      }
    }
  }

  /**
   * Refuses a file in order that holds other tables than these.
   *
   * @param schema statements that make ours
   */
  static void requireTables(Path file, List<String> schema) {
    Map<String, LinkedHashSet<String>> there;
    Map<String, LinkedHashSet<String>> ours;
    try (Database database = Database.connect(file, Database.WAITING);
        Database fresh = Database.inMemory(schema)) {
      there = columns(database);
      ours = columns(fresh);
    }
    if (!there.isEmpty() && ours.keySet().stream().noneMatch(there::containsKey)) {
      throw refusal(
          file, "is of another program: its tables are " + String.join(", ", there.keySet()));
    }
    ours.forEach(
        (table, columns) -> {
          if (there.containsKey(table) && !there.get(table).containsAll(columns)) {
            throw refusal(
                file,
                Text.format(
                    "is of another program: its table %s has the columns %s",
                    table, String.join(", ", there.get(table))));
          }
        });
  }

  private static Map<String, LinkedHashSet<String>> columns(Database of) {
    return of
        .rows(
            "SELECT m.name AS made, c.name AS col FROM sqlite_master m"
                + " JOIN pragma_table_info(m.name) c"
                + " WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%'",
            row -> List.of(row.text("made"), row.text("col")))
        .stream()
        .collect(
            Collectors.groupingBy(
                row -> row.get(0),
                LinkedHashMap::new,
                Collectors.mapping(
                    row -> row.get(1), Collectors.toCollection(LinkedHashSet::new))));
  }

  private static RunsFileException refusal(Path file, String what) {
    return new RunsFileException(
        Text.format(
            "The file %s %s. Name another file, or move this one away; nothing in it was changed.",
            file, what));
  }
}
