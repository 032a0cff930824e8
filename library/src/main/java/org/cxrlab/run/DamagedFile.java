package org.cxrlab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.figure.Text;

/** A SQLite file that was cut off or overwritten: how it is found out, and what is saved of it. */
final class DamagedFile {
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_CONSTRAINT = 19;
  private static final int SQLITE_NOTADB = 26;

  private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+)");

  private DamagedFile() {}

  /** Whether SQLite finds the file not to be in order; also true where it is no database. */
  static boolean isDamaged(Path file) {
    try (Database database = Database.connect(file, Database.WAITING)) {
      return !database
          .rows("PRAGMA quick_check(1)", Database.Row::values)
          .equals(List.of(List.of("ok")));
    } catch (RunsFileException e) {
      int code = Database.code(e);
      if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        return true;
      }
      throw e;
    }
  }

  /** Puts the file aside and takes over what can be read; says so on System.err. */
  static void rescue(Path file, List<String> schema) throws IOException {
    Path aside = putAside(file);
    int rows = 0;
    try (Database fresh = Database.withTables(file, schema);
        // Without this SQLite refuses a file that is shorter than its header says.
        Database old = Database.connect(aside, List.of("writable_schema = ON"))) {
      for (String statement : schema) {
        Matcher table = TABLE.matcher(statement);
        if (table.find()) {
          rows += takeOver(table.group(1), old, fresh);
        }
      }
    }
    System.err.printf(
        Locale.ROOT,
        "The file %s was damaged. What could be read of it, %,d rows, was taken over; the damaged"
            + " file lies beside it as %s.%n",
        file,
        rows,
        aside.getFileName());
  }

  private static Path putAside(Path file) throws IOException {
    Path aside = null;
    for (int n = 1; aside == null; n++) {
      Path candidate = file.resolveSibling(file.getFileName() + ".damaged-" + n);
      aside = Files.exists(candidate) ? null : candidate;
    }
    Files.move(file, aside);
    for (String ending : List.of("-wal", "-shm")) {
      Path beside = file.resolveSibling(file.getFileName() + ending);
      if (Files.exists(beside)) {
        Files.move(
            beside,
            aside.resolveSibling(aside.getFileName() + ending),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return aside;
  }

  /** Copies the rows of a table up to where it can't be read; says how many. */
  private static int takeOver(String table, Database old, Database fresh) {
    int[] copied = {0};
    return fresh.inTransaction(
        () -> {
          try {
            String all = "SELECT * FROM " + table;
            List<String> columns = old.query(all + " LIMIT 0").columns();
            String insert =
                Text.format(
                    "INSERT OR IGNORE INTO %s (%s) VALUES (%s)",
                    table,
                    String.join(", ", columns),
                    String.join(", ", Collections.nCopies(columns.size(), "?")));
            old.forEach(
                all,
                row -> copied[0] += insertIfItsRunIsThere(fresh, insert, row.values().toArray()));
          } catch (RunsFileException e) {
            // The rest of this table is what was lost; the caller tells how much was not.
          }
          return copied[0];
        });
  }

  /** A row of a run that was lost goes with it. */
  private static int insertIfItsRunIsThere(Database fresh, String insert, Object... values) {
    try {
      return fresh.update(insert, values);
    } catch (RunsFileException e) {
      if (Database.code(e) == SQLITE_CONSTRAINT) {
        return 0;
      }
      throw e;
    }
  }
}
