package org.cxrlab.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final List<String> SCHEMA =
      List.of("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, word TEXT, value REAL)");

  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("notes.db"), SCHEMA);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int note(String word, double value) {
    return database.insert("INSERT INTO notes (word, value) VALUES (?, ?)", word, value);
  }

  private List<String> words() {
    return database.rows("SELECT word FROM notes ORDER BY id", row -> row.text("word"));
  }

  @Test
  void valuesComeBackAsTheyWereWritten() {
    assertEquals(1, note("one", 0.1));
    assertEquals(2, note(null, Double.NaN));
    assertArrayEquals(
        new double[] {0.1, Double.NaN},
        database.rows("SELECT value FROM notes", row -> row.number("value")).stream()
            .mapToDouble(v -> v)
            .toArray());
    assertEquals(
        List.of(2), database.rows("SELECT id FROM notes WHERE value IS NULL", r -> r.whole("id")));
    assertEquals(1, database.update("UPDATE notes SET word = 'two' WHERE word IS NULL"));
    assertEquals(List.of("one", "two"), words());
    assertTrue(
        database.first("SELECT id FROM notes WHERE id = ?", r -> r.whole("id"), 7).isEmpty());
  }

  @Test
  void whatBreaksOffTakesAllOfItsTransactionBack() {
    note("before", 1);
    assertThrows(
        ArithmeticException.class,
        () ->
            database.inTransaction(
                () -> {
                  note("within", 2);
                  database.inTransaction(() -> note("deeper", 3));
                  throw new ArithmeticException();
                }));
    assertEquals(List.of("before"), words());
    database.inTransaction(() -> note("after", 4));
    assertEquals(List.of("before", "after"), words());
  }

  @Test
  void aRefusalNamesTheFile() {
    String written =
        assertThrows(RunsFileException.class, () -> database.update("DELETE FROM elsewhere"))
            .getMessage();
    assertTrue(
        written.startsWith("What is kept in " + folder.resolve("notes.db") + " can't be written: "),
        written);
    String read =
        assertThrows(
                RunsFileException.class, () -> database.rows("SELECT * FROM elsewhere", row -> 1))
            .getMessage();
    assertTrue(read.contains("can't be read: ") && read.contains("no such table: elsewhere"), read);
    assertEquals(1, note("and on it goes", 1));
  }

  @Test
  void aFullDiskIsSaidAsOfAnyOtherFile() {
    database.rows("PRAGMA max_page_count = 4", row -> row.whole("max_page_count"));
    String words = "x".repeat(100_000);
    var e = assertThrows(RunsFileException.class, () -> note(words, 1));
    assertEquals(
        "The file "
            + folder.resolve("notes.db")
            + " can't be written. The disk is full: free some space, or name a place on another"
            + " disk.",
        Fault.of(e).sentence());
    assertEquals(List.of(), words());
    database.rows("PRAGMA max_page_count = 1000", row -> row.whole("max_page_count"));
    note(words, 1);
    assertEquals(List.of(words), words());
  }
}
