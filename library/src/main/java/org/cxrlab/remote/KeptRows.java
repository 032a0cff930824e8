package org.cxrlab.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.Sha256;
import org.cxrlab.data.Film;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;
import org.cxrlab.run.Database;
import org.cxrlab.run.Features;

/**
 * What came of a job's films so far, in a file until all is done: what was stopped, or lost its
 * process, goes on from there. Films that could not be read are not kept, as what was in the way
 * may be gone the next time.
 */
final class KeptRows implements AutoCloseable {
  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS cluster_rows (
            job TEXT NOT NULL,
            film INTEGER NOT NULL,
            at INTEGER NOT NULL,
            numbers BLOB NOT NULL,
            PRIMARY KEY (job, film)) WITHOUT ROWID""");

  private static final int DAYS = 30;

  private final Database file;
  private final String job;
  private final Row[] rows;

  /**
   * What came of a film.
   *
   * @param numbers null if there are none
   * @param complaint why not; empty if there is no more to say
   */
  record Row(float[] numbers, String complaint) {
    boolean isBad() {
      return numbers == null;
    }
  }

  private KeptRows(Database file, String job, Row... rows) {
    this.file = file;
    this.job = job;
    this.rows = rows;
  }

  /**
   * Opens what there is of a job.
   *
   * @param model by what it is known, with its precision
   */
  static KeptRows of(Path path, Task task, String model, StoredFilms films) {
    Database file = Database.open(path, SCHEMA);
    String job = identity(task, model, films);
    file.update(
        "DELETE FROM cluster_rows WHERE at < ?",
        Instant.now().minus(DAYS, ChronoUnit.DAYS).getEpochSecond());
    Row[] rows = new Row[films.films().size()];
    file.forEach(
        "SELECT film, numbers FROM cluster_rows WHERE job = ?",
        row -> rows[row.whole("film")] = new Row(Features.floats(row.bytes("numbers")), ""),
        job);
    return new KeptRows(file, job, rows);
  }

  /** Of the same films as they are now: a file that was changed in between makes it another job. */
  private static String identity(Task task, String model, StoredFilms films) {
    Sha256 sum = new Sha256();
    sum.add(task + "\n" + model + "\n");
    for (Film film : films.films()) {
      StoredPicture picture = films.stored().get(film.path());
      sum.add(film.image() + "\n" + (picture == null ? state(film.path()) : state(picture)));
    }
    return sum.digits();
  }

  /** Archives are held against the version that they were listed in before they are read. */
  private static String state(StoredPicture picture) {
    return String.join(
        "\n", picture.shown(), picture.offset() + " " + picture.size(), picture.version() + "\n");
  }

  private static String state(Path file) {
    return file.toAbsolutePath() + "\n" + versionOf(file);
  }

  private static String versionOf(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis() + "\n";
    } catch (IOException e) {
      return "not there\n"; // which is told when it is read
    }
  }

  /** The places of the films of which nothing has come. */
  int[] missing() {
    return IntStream.range(0, rows.length).filter(film -> rows[film] == null).toArray();
  }

  /** How many films have a row. */
  int count() {
    return rows.length - missing().length;
  }

  /** How many films can't be read. */
  int bad() {
    return (int) Arrays.stream(rows).filter(row -> row != null && row.isBad()).count();
  }

  /** All rows, once none is missing. */
  List<Row> all() {
    return List.of(rows);
  }

  /** Sets the rows of films at these places. */
  void set(int[] films, List<Row> next) {
    for (int i = 0; i < films.length; i++) {
      rows[films[i]] = next.get(i);
    }
    long now = Instant.now().getEpochSecond();
    file.updateAll(
        "INSERT OR REPLACE INTO cluster_rows (job, film, at, numbers) VALUES (?, ?, ?, ?)",
        Arrays.stream(films).filter(film -> !rows[film].isBad()).boxed().toList(),
        film -> new Object[] {job, film, now, Features.bytes(rows[film].numbers())});
  }

  /** They are not needed any more. */
  void done() {
    file.update("DELETE FROM cluster_rows WHERE job = ?", job);
  }

  @Override
  public void close() {
    file.close();
  }
}
