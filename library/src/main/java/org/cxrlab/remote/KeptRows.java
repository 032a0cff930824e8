package org.cxrlab.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.Sha256;
import org.cxrlab.data.Film;
import org.cxrlab.run.Database;
import org.cxrlab.run.Features;

/**
 * What came of a job's films so far, in a file until all is done: what was stopped, or lost its
 * process, goes on from there.
 */
final class KeptRows implements AutoCloseable {
  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS cluster_rows (
            job TEXT NOT NULL,
            film INTEGER NOT NULL,
            at INTEGER NOT NULL,
            numbers BLOB,
            complaint TEXT NOT NULL,
            PRIMARY KEY (job, film)) WITHOUT ROWID""");

  private static final int DAYS = 30;

  private final Database file;
  private final String job;
  private final List<Row> rows;

  /**
   * What came of a film.
   *
   * @param numbers null if there are none
   * @param complaint why not; empty if there is no more to say
   */
  record Row(float[] numbers, String complaint) {}

  private KeptRows(Database file, String job, List<Row> rows) {
    this.file = file;
    this.job = job;
    this.rows = rows;
  }

  /**
   * Opens what there is of a job.
   *
   * @param model by what it is known, with its precision
   */
  static KeptRows of(Path path, Task task, String model, List<Film> films) {
    Database file = Database.open(path, SCHEMA);
    String job = identity(task, model, films);
    file.update(
        "DELETE FROM cluster_rows WHERE at < ?",
        Instant.now().minus(DAYS, ChronoUnit.DAYS).getEpochSecond());
    List<Row> rows =
        file.rows(
            "SELECT numbers, complaint FROM cluster_rows WHERE job = ? ORDER BY film",
            row -> new Row(floats(row.bytes("numbers")), row.text("complaint")),
            job);
    return new KeptRows(file, job, new ArrayList<>(rows));
  }

  private static float[] floats(byte[] bytes) {
    return bytes == null ? null : Features.floats(bytes);
  }

  /** Of the same films as they are now: a file that was changed in between makes it another job. */
  private static String identity(Task task, String model, List<Film> films) {
    Sha256 sum = new Sha256();
    sum.add(task + "\n" + model + "\n");
    for (Film film : films) {
      sum.add(film.image() + "\n" + film.path().toAbsolutePath() + "\n" + state(film.path()));
    }
    return sum.digits();
  }

  private static String state(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis() + "\n";
    } catch (IOException e) {
      return "not there\n"; // which is told when it is read
    }
  }

  /** Those of the first films. */
  List<Row> rows() {
    return rows;
  }

  /** Adds those of the next films. */
  void add(List<Row> next) {
    int first = rows.size();
    rows.addAll(next);
    long now = Instant.now().getEpochSecond();
    file.updateAll(
        "INSERT INTO cluster_rows (job, film, at, numbers, complaint) VALUES (?, ?, ?, ?, ?)",
        IntStream.range(first, rows.size()).boxed().toList(),
        film -> {
          Row row = rows.get(film);
          byte[] numbers = row.numbers() == null ? null : Features.bytes(row.numbers());
          return new Object[] {job, film, now, numbers, row.complaint()};
        });
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
