package org.cxrlab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cxrlab.Fault;
import org.cxrlab.disk.NativeCode;
import org.cxrlab.disk.ProcessIdentity;
import org.cxrlab.figure.Text;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * A SQLite file, and all that passes between it and Java. Several processes may use one file at
 * once: it is in write-ahead mode, so that readers and a writer don't wait for each other, and
 * writers wait for their turn. What a process that was killed had not yet committed is gone, and
 * nothing else. Safe to use from several threads. A value that is NaN is written as NULL; all
 * methods throw a {@link RunsFileException} where SQLite refuses.
 */
public final class Database implements AutoCloseable {
  /** So many milliseconds for its turn; nothing else is changed. */
  static final List<String> WAITING = List.of("busy_timeout = 60000");

  private static final int SQLITE_FULL = 13;

  private static final List<String> PRAGMAS =
      List.of(
          WAITING.get(0),
          "journal_mode = WAL",
          // Safe against a killed process; a power cut may take the last seconds, never the file.
          "synchronous = NORMAL",
          "foreign_keys = ON");

  private final Path file;
  private final Connection connection;

  /** Whether a transaction is open. */
  private boolean writing;

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens the file, or makes it. A file that is damaged, since it was cut off or overwritten, is
   * put aside as {@code ….damaged-1}, and what can still be read is taken over. One of another
   * program is refused and stays as it is.
   *
   * @param schema statements that make what is not there yet, each table after those it refers to
   */
  public static Database open(Path file, List<String> schema) {
    boolean there = Files.exists(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (there) {
        ForeignFile.requireSqlite(file);
        if (DamagedFile.isDamaged(file)) {
          DamagedFile.rescue(file, schema);
        } else {
          ForeignFile.requireTables(file, schema);
        }
      }
      return withTables(file, schema);
    } catch (RunsFileException e) {
      if (!there) {
        removeEmpty(file, e);
      }
      if (e.getCause() == null || code(e) == SQLITE_FULL) {
        throw e; // it says all
      }
      throw new RunsFileException(
          Text.format(
              "The file %s can't be opened: %s. Name another file, or move this one away.",
              file, e.getCause().getMessage()),
          e.getCause());
    } catch (IOException e) {
      throw new RunsFileException("The file " + file + " can't be made.", e);
    }
  }

  /** SQLite makes a file before it knows that there is no room for what belongs in it. */
  private static void removeEmpty(Path file, Exception because) {
    try {
      if (Files.exists(file) && Files.size(file) == 0) {
        Files.delete(file);
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** A file that is in order, or none. */
  static Database withTables(Path file, List<String> schema) {
    Database database = connect(file);
    try {
      return database.inTransaction(
          () -> {
            schema.forEach(database::update);
            return database;
          });
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** The file as it is. */
  static Database connect(Path file) {
    return connect(file, PRAGMAS);
  }

  /** The same with other pragmas than ours. */
  static Database connect(Path file, List<String> pragmas) {
    return connect(file.toAbsolutePath().toString(), file, pragmas);
  }

  /** Without a file, for as long as it is open. */
  static Database inMemory(List<String> schema) {
    Database database = connect(":memory:", Path.of("memory"), List.of());
    schema.forEach(database::update);
    return database;
  }

  private static Database connect(String name, Path file, List<String> pragmas) {
    // The second is where it looks, whatever it loads, for what earlier processes unpacked.
    for (String property : List.of("org.sqlite.lib.path", "org.sqlite.tmpdir")) {
      NativeCode.place(
          property,
          LibraryLoaderUtil.class,
          LibraryLoaderUtil.getNativeLibResourcePath()
              + "/"
              + LibraryLoaderUtil.getNativeLibName());
    }
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + name);
      var database = new Database(file, connection);
      try {
        for (String pragma : pragmas) {
          database.execute("PRAGMA " + pragma);
        }
        return database;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failure(file, "read", e);
    }
  }

  /** A row of an answer, as long as it is the current one. */
  public final class Row {
    private final ResultSet answer;

    private Row(ResultSet answer) {
      this.answer = answer;
    }

    /** The text in a column; null for NULL. */
    public String text(String column) {
      return guarded(() -> answer.getString(column));
    }

    /** The whole number in a column; 0 for NULL. */
    public int whole(String column) {
      return guarded(() -> answer.getInt(column));
    }

    /** The number in a column; NaN for NULL. */
    public double number(String column) {
      return guarded(
          () -> {
            double value = answer.getDouble(column);
            return answer.wasNull() ? Double.NaN : value;
          });
    }

    /** The bytes in a column; null for NULL. */
    public byte[] bytes(String column) {
      return guarded(() -> answer.getBytes(column));
    }

    /** All values as SQLite types them; null for NULL. */
    List<Object> values() {
      return guarded(
          () -> {
            List<Object> values = new ArrayList<>();
            for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
              values.add(answer.getObject(i));
            }
            return values;
          });
    }
  }

  /** All of an answer. */
  record Answer(List<String> columns, List<List<Object>> rows) {}

  /** Something asked of SQLite. */
  private interface Asked<T> {
    T of() throws SQLException;
  }

  private synchronized <T> T guarded(Asked<T> asked) {
    try {
      return asked.of();
    } catch (SQLException e) {
      throw failure(file, writing ? "written" : "read", e);
    }
  }

  private static RunsFileException failure(Path file, String what, SQLException e) {
    if ((e.getErrorCode() & 0xff) == SQLITE_FULL) {
      return new RunsFileException(
          Text.format("The file %s can't be written. %s", file, Fault.DISK_IS_FULL), e);
    }
    return new RunsFileException(
        Text.format("What is kept in %2$s can't be %1$s: %3$s.", what, file, e.getMessage()), e);
  }

  /** SQLite's code of what went wrong; of an extended one, what it extends. */
  static int code(RunsFileException failure) {
    return failure.getCause() instanceof SQLException e ? e.getErrorCode() & 0xff : 0;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** The file's name without its ending, for what lies beside it. */
  public String name() {
    return file.getFileName().toString().replaceFirst("\\.db$", "");
  }

  /** Looks at the rows that a question finds, one after the other. */
  public void forEach(String sql, Consumer<Row> row, Object... values) {
    guarded(
        () -> {
          try (PreparedStatement s = statement(sql, values);
              ResultSet answer = s.executeQuery()) {
            var current = new Row(answer);
            while (answer.next()) {
              row.accept(current);
            }
          }
          return null;
        });
  }

  /**
   * The numbers of rows whose process is gone.
   *
   * @param sql finds the columns id and owner, a {@link ProcessIdentity}
   */
  public List<Integer> abandoned(String sql, Object... values) {
    List<Integer> rows = new ArrayList<>();
    forEach(
        sql,
        row -> {
          if (ProcessIdentity.parse(row.text("owner"))
              .filter(ProcessIdentity::isGone)
              .isPresent()) {
            rows.add(row.whole("id"));
          }
        },
        values);
    return rows;
  }

  /** What is made of the rows that a question finds. */
  public <T> List<T> rows(String sql, Function<Row, T> made, Object... values) {
    List<T> all = new ArrayList<>();
    forEach(sql, row -> all.add(made.apply(row)), values);
    return all;
  }

  /** The same of the first row, where there is one. */
  public <T> Optional<T> first(String sql, Function<Row, T> made, Object... values) {
    List<T> rows = rows(sql, made, values);
    return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.get(0));
  }

  /** The answer to a question from elsewhere, which can't change anything. */
  Answer query(String sql) {
    return guarded(
        () -> {
          execute("PRAGMA query_only = ON");
          try (Statement s = connection.createStatement();
              ResultSet answer = s.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            var row = new Row(answer);
            while (answer.next()) {
              rows.add(row.values());
            }
            return new Answer(columns(answer.getMetaData()), rows);
          } finally {
            execute("PRAGMA query_only = OFF");
          }
        });
  }

  private static List<String> columns(ResultSetMetaData of) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= of.getColumnCount(); i++) {
      columns.add(of.getColumnLabel(i));
    }
    return columns;
  }

  /** Changes something; says how many rows. */
  public int update(String sql, Object... values) {
    return inTransaction(
        () ->
            guarded(
                () -> {
                  try (PreparedStatement s = statement(sql, values)) {
                    return s.executeUpdate();
                  }
                }));
  }

  /** Changes something in the same way for each of several things. */
  public <T> void updateAll(String sql, Collection<T> things, Function<T, Object[]> values) {
    inTransaction(
        () ->
            guarded(
                () -> {
                  try (PreparedStatement s = connection.prepareStatement(sql)) {
                    for (T thing : things) {
                      set(s, values.apply(thing));
                      s.addBatch();
                    }
                    return s.executeBatch();
                  }
                }));
  }

  /** Adds a row; says its number. */
  public int insert(String sql, Object... values) {
    return inTransaction(
        () -> {
          update(sql, values);
          return first("SELECT last_insert_rowid() AS id", row -> row.whole("id")).orElseThrow();
        });
  }

  /**
   * Does all of it or nothing; waits for its turn. Within another transaction it is a part of that.
   */
  public synchronized <T> T inTransaction(Supplier<T> work) {
    if (writing) {
      return work.get();
    }
    writing = true;
    try {
      return guarded(() -> transaction(work));
    } finally {
      writing = false;
    }
  }

  private <T> T transaction(Supplier<T> work) throws SQLException {
    execute("BEGIN IMMEDIATE");
    try {
      T result = work.get();
      execute("COMMIT");
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      try {
        execute("ROLLBACK");
      } catch (SQLException late) {
        e.addSuppressed(late); // SQLite had taken it back already
      }
      throw e;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute(sql);
    }
  }

  private PreparedStatement statement(String sql, Object... values) throws SQLException {
    PreparedStatement s = connection.prepareStatement(sql);
    try {
      set(s, values);
      return s;
    } catch (SQLException e) {
      s.close();
      throw e;
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      boolean nan = values[i] instanceof Double d && d.isNaN();
      statement.setObject(i + 1, nan ? null : values[i]);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(file, "closed", e);
    }
  }
}
