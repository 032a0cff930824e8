package org.cxrlab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cxrlab.figure.Text;

/**
 * The SQLite file that runs are kept in. Several processes may use one file at once: it is in
 * write-ahead mode, so that readers and a writer don't wait for each other, and writers wait for
 * their turn. What a process that was killed had not yet committed is gone, and nothing else. Safe
 * to use from several threads.
 */
public final class RunDatabase implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  /** In the order in which a table refers to those before it. */
  private static final List<String> TABLES =
      List.of(
          "runs",
          "steps",
          "epochs",
          "metrics",
          "predictions",
          "figures",
          "heads",
          "sweeps",
          "trials",
          "left_out");

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            message TEXT,
            started TEXT NOT NULL,
            ended TEXT,
            seconds REAL,
            owner TEXT NOT NULL,
            code_version TEXT NOT NULL,
            seed INTEGER NOT NULL,
            plan TEXT NOT NULL,
            labels TEXT NOT NULL,
            data_fingerprint TEXT NOT NULL,
            train_fingerprint TEXT NOT NULL,
            split_fingerprint TEXT NOT NULL,
            backbone TEXT,
            best_epoch INTEGER,
            model_path TEXT,
            model_hash TEXT)""",
          """
          CREATE TABLE IF NOT EXISTS steps (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            loss REAL,
            learning_rate REAL,
            seconds REAL,
            PRIMARY KEY (run, step)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS epochs (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            epoch INTEGER NOT NULL,
            step INTEGER NOT NULL,
            training_loss REAL,
            validation_loss REAL,
            mean_auroc REAL,
            auroc TEXT NOT NULL,
            seconds REAL,
            PRIMARY KEY (run, epoch)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS metrics (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            part TEXT NOT NULL,
            name TEXT NOT NULL,
            label TEXT NOT NULL,
            value REAL,
            PRIMARY KEY (run, part, name, label)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS predictions (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            part TEXT NOT NULL,
            position INTEGER NOT NULL,
            image TEXT NOT NULL,
            patient TEXT NOT NULL,
            probabilities TEXT NOT NULL,
            truth TEXT NOT NULL,
            PRIMARY KEY (run, part, position)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS figures (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            png BLOB NOT NULL,
            PRIMARY KEY (run, name))""",
          """
          CREATE TABLE IF NOT EXISTS heads (
            run INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
            weight BLOB NOT NULL,
            bias BLOB NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS sweeps (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            identity TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            spec TEXT NOT NULL,
            created TEXT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS trials (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sweep INTEGER NOT NULL REFERENCES sweeps(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            rung INTEGER NOT NULL,
            epochs INTEGER NOT NULL,
            identity TEXT NOT NULL,
            parameters TEXT NOT NULL,
            status TEXT NOT NULL,
            owner TEXT,
            starts INTEGER NOT NULL DEFAULT 0,
            score REAL,
            loss REAL,
            seconds REAL,
            message TEXT,
            run INTEGER REFERENCES runs(id) ON DELETE SET NULL,
            UNIQUE (sweep, number, rung))""",
          """
          CREATE TABLE IF NOT EXISTS left_out (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            image TEXT NOT NULL,
            part TEXT NOT NULL,
            step INTEGER NOT NULL,
            reason TEXT NOT NULL,
            last_of TEXT NOT NULL,
            PRIMARY KEY (run, position)) WITHOUT ROWID""",
          "CREATE INDEX IF NOT EXISTS trials_by_identity ON trials(identity, status)");

  private final Path file;
  private final Connection connection;

  private RunDatabase(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Something done with the connection. */
  public interface Work<T> {
    /** Does it. */
    T on(Connection connection) throws SQLException;
  }

  /**
   * Opens the file, or makes it. A file that is damaged, since it was cut off or overwritten, is
   * put aside as {@code ….damaged-1}, and what can still be read is taken over.
   */
  static RunDatabase open(Path file) {
    return open(file, SCHEMA, TABLES);
  }

  /** The same for other tables, each with those before it that it refers to. */
  static RunDatabase open(Path file, List<String> schema, List<String> tables) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      if (Files.exists(file) && isDamaged(file)) {
        rescue(file, schema, tables);
      }
      Connection connection = connect(file);
      makeTables(connection, schema);
      return new RunDatabase(file, connection);
    } catch (SQLException e) {
      throw new RunsFileException(
          Text.format(
              "The file %s can't be opened: %s. Name another file, or move this one away.",
              file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new RunsFileException("The file " + file + " can't be made.", e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try (Statement s = connection.createStatement()) {
      s.execute("PRAGMA busy_timeout = " + PATIENCE_MILLIS);
      s.execute("PRAGMA journal_mode = WAL");
      // Safe against a killed process; a power cut may take the last seconds, never the file.
      s.execute("PRAGMA synchronous = NORMAL");
      s.execute("PRAGMA foreign_keys = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void makeTables(Connection connection, List<String> schema) throws SQLException {
    inTransaction(
        connection,
        c -> {
          try (Statement s = c.createStatement()) {
            for (String sql : schema) {
              s.execute(sql);
            }
          }
          return null;
        });
  }

  /** Whether SQLite finds the file not to be in order; also true where it is no database. */
  private static boolean isDamaged(Path file) throws SQLException {
    try (Connection connection = connect(file);
        Statement s = connection.createStatement();
        ResultSet r = s.executeQuery("PRAGMA quick_check(1)")) {
      return !(r.next() && "ok".equals(r.getString(1)));
    } catch (SQLException e) {
      // 11 SQLITE_CORRUPT, 26 SQLITE_NOTADB; the code may bear an extension in its upper bits.
      int code = e.getErrorCode() & 0xff;
      if (code == 11 || code == 26) {
        return true;
      }
      throw e;
    }
  }

  private static void rescue(Path file, List<String> schema, List<String> tables)
      throws SQLException, IOException {
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
    int rows = 0;
    try (Connection fresh = connect(file)) {
      makeTables(fresh, schema);
      try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + aside.toAbsolutePath());
          Statement s = old.createStatement()) {
        // Without this SQLite refuses a file that is shorter than its header says.
        s.execute("PRAGMA writable_schema = ON");
        for (String table : tables) {
          rows += takeOver(table, old, fresh);
        }
      }
    }
    System.err.printf(
        Locale.ROOT,
        "The file %s was damaged. What could be read of it, %,d rows, was taken over; the damaged file lies beside it as %s.%n",
        file,
        rows,
        aside.getFileName());
  }

  /** Copies the rows of a table up to where it can't be read; says how many. */
  private static int takeOver(String table, Connection old, Connection fresh) throws SQLException {
    int[] copied = {0};
    inTransaction(
        fresh,
        c -> {
          try (Statement s = old.createStatement();
              ResultSet r = s.executeQuery("SELECT * FROM " + table)) {
            int columns = r.getMetaData().getColumnCount();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
              names.add(r.getMetaData().getColumnName(i));
            }
            String sql =
                Text.format(
                    "INSERT OR IGNORE INTO %s (%s) VALUES (%s)",
                    table,
                    String.join(", ", names),
                    String.join(", ", java.util.Collections.nCopies(columns, "?")));
            try (PreparedStatement insert = c.prepareStatement(sql)) {
              while (r.next()) {
                for (int i = 1; i <= columns; i++) {
                  insert.setObject(i, r.getObject(i));
                }
                copied[0] += insertIfItsRunIsThere(insert);
              }
            }
          } catch (SQLException e) {
            // The rest of this table is what was lost; the caller tells how much was not.
            if ((e.getErrorCode() & 0xff) == 19) {
              throw e;
            }
          }
          return null;
        });
    return copied[0];
  }

  /** A row of a run that was lost goes with it. */
  private static int insertIfItsRunIsThere(PreparedStatement insert) throws SQLException {
    try {
      return insert.executeUpdate();
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == 19) { // SQLITE_CONSTRAINT
        return 0;
      }
      throw e;
    }
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** The file's name without its ending, for what lies beside it. */
  public String name() {
    return file.getFileName().toString().replaceFirst("\\.db$", "");
  }

  /** Reads; what is seen is one state of the file for each statement. */
  public synchronized <T> T read(Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw failure("read", e);
    }
  }

  /** Reads by a statement from elsewhere, which can't change anything. */
  synchronized <T> T readOnly(Work<T> work) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("PRAGMA query_only = ON");
      try {
        return work.on(connection);
      } finally {
        s.execute("PRAGMA query_only = OFF");
      }
    }
  }

  /** Writes all of it or nothing; waits for its turn. */
  public synchronized <T> T write(Work<T> work) {
    try {
      return inTransaction(connection, work);
    } catch (SQLException e) {
      throw failure("written", e);
    }
  }

  /** Sets the values of a statement; a number that is none becomes NULL. */
  public static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      boolean nan = value instanceof Double d && d.isNaN();
      statement.setObject(i + 1, nan ? null : value);
    }
  }

  /** A number of a row; NULL is none. */
  public static double number(ResultSet r, int column) throws SQLException {
    double value = r.getDouble(column);
    return r.wasNull() ? Double.NaN : value;
  }

  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("BEGIN IMMEDIATE");
      boolean done = false;
      try {
        T result = work.on(connection);
        s.execute("COMMIT");
        done = true;
        return result;
      } finally {
        if (!done) {
          s.execute("ROLLBACK");
        }
      }
    }
  }

  private RunsFileException failure(String what, SQLException e) {
    return new RunsFileException(
        Text.format("What is kept in %2$s can't be %1$s: %3$s.", what, file, e.getMessage()), e);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("closed", e);
    }
  }
}
