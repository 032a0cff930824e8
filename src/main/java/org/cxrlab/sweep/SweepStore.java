package org.cxrlab.sweep;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Hashes;
import org.cxrlab.run.Owner;
import org.cxrlab.run.RunDatabase;
import org.cxrlab.run.RunRecording;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.TrainingRun;

/**
 * The trials of a sweep in the file of runs. Who works next on what is decided there in one
 * transaction, so any number of threads and processes share a sweep, and what one of them left
 * unfinished when it was killed is given to the next that asks.
 */
final class SweepStore {
  private static final String COLUMNS =
      "number, epochs, parameters, status, score, loss, seconds, run, message";

  private final RunDatabase database;
  private final Sweep sweep;
  private final Trainee trainee;
  private final List<List<String>> combinations;
  private final List<Integer> rounds;
  private final String films;
  private final int id;
  private final Path folder;

  SweepStore(RunDatabase database, Sweep sweep, Trainee trainee) {
    this.database = database;
    this.sweep = sweep;
    this.trainee = trainee;
    combinations = sweep.combinations();
    rounds = sweep.rounds();
    films =
        trainee.split().train().fingerprint() + " " + trainee.split().validation().fingerprint();
    String identity = Hashes.shortOf(sweep.toJson(), trainee.identity(), films);
    id =
        database.write(
            c -> {
              update(
                  c,
                  "INSERT OR IGNORE INTO sweeps (identity, name, spec, created) VALUES (?, ?, ?,"
                      + " strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                  identity,
                  sweep.name(),
                  sweep.toJson());
              return one(c, "SELECT id FROM sweeps WHERE identity = ?", identity).orElseThrow();
            });
    Path file = database.file().toAbsolutePath();
    String name = Text.format("%s-sweep-%s", database.name(), identity.substring(0, 8));
    folder = file.resolveSibling(name);
  }

  /** For what is under way in this sweep: beside the file, and nobody else's. */
  Path folder() {
    return folder;
  }

  /** The same for a trial; its rounds share it. */
  Path folder(Work work) {
    return folder.resolve("trial-" + work.trial().number());
  }

  /** Whether no longer round can follow. */
  boolean isLastRound(Work work) {
    return work.trial().epochs() == work.plan().epochs();
  }

  /** What there is to do. */
  sealed interface Next permits Work, Wait, Nothing {}

  /**
   * A trial that is now this process's to run.
   *
   * @param row its number in the file
   * @param plan of the whole training, of which the trial may be the first epochs
   */
  record Work(int row, Trial trial, TrainingPlan plan) implements Next {}

  /** Nothing now, but perhaps when another has finished. */
  record Wait() implements Next {}

  /** Nothing is left. */
  record Nothing() implements Next {}

  /** Takes the next trial. */
  Next next() {
    return database.write(
        c -> {
          takeBack(c);
          Next next;
          do {
            next = claim(c);
          } while (next instanceof Work work && isKnown(c, work));
          return next;
        });
  }

  /** Frees the trials of processes that are gone. */
  private void takeBack(Connection c) throws SQLException {
    List<Integer> free = new ArrayList<>();
    try (PreparedStatement s =
        c.prepareStatement("SELECT id, owner FROM trials WHERE sweep = ? AND status = 'RUNNING'")) {
      RunDatabase.set(s, id);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          if (Owner.parse(r.getString(2)).isGone()) {
            free.add(r.getInt(1));
          }
        }
      }
    }
    for (int row : free) {
      update(c, "UPDATE trials SET status = 'WAITING' WHERE id = ?", row);
    }
  }

  private Next claim(Connection c) throws SQLException {
    Optional<Integer> waiting =
        one(
            c,
            "SELECT id FROM trials WHERE sweep = ? AND status = 'WAITING' ORDER BY rung DESC, number"
                + " LIMIT 1",
            id);
    if (waiting.isPresent()) {
      return start(c, waiting.get());
    }
    List<Trial> all = read(c, "sweep = ?", id);
    Optional<Halving.Promotion> promotion = new Halving(rounds, sweep.factor()).next(all);
    if (promotion.isPresent()) {
      return start(c, insert(c, promotion.get().number(), promotion.get().round()));
    }
    int begun = one(c, "SELECT count(*) FROM trials WHERE sweep = ? AND rung = 0", id).orElse(0);
    if (begun < combinations.size()) {
      return start(c, insert(c, begun + 1, 0));
    }
    return all.stream().anyMatch(t -> t.status() == Trial.Status.RUNNING)
        ? new Wait()
        : new Nothing();
  }

  private int insert(Connection c, int number, int rung) throws SQLException {
    List<String> values = combinations.get(number - 1);
    TrainingPlan plan = plan(values);
    int epochs = rounds.size() == 1 ? plan.epochs() : rounds.get(rung);
    String extent = epochs == plan.epochs() ? "" : " up to epoch " + epochs;
    update(
        c,
        "INSERT INTO trials (sweep, number, rung, epochs, identity, parameters, status) VALUES (?,"
            + " ?, ?, ?, ?, ?, 'WAITING')",
        id,
        number,
        rung,
        epochs,
        Hashes.shortOf(trainee.identity(), films, plan.toJson() + extent),
        new Gson().toJson(values));
    return one(c, "SELECT last_insert_rowid()").orElseThrow();
  }

  private TrainingPlan plan(List<String> values) {
    return sweep.space().apply(sweep.plan(), values, trainee.split().train());
  }

  private Work start(Connection c, int row) throws SQLException {
    update(
        c,
        "UPDATE trials SET status = 'RUNNING', owner = ?, starts = starts + 1 WHERE id = ?",
        Owner.current().toString(),
        row);
    Trial trial = read(c, "id = ?", row).get(0);
    return new Work(row, trial, plan(trial.values()));
  }

  /** Whether the same plan was finished before on the same films: then its result is taken. */
  private boolean isKnown(Connection c, Work work) throws SQLException {
    Optional<Integer> same =
        one(
            c,
            "SELECT id FROM trials WHERE identity = (SELECT identity FROM trials WHERE id = ?) AND"
                + " status IN ('DONE', 'FAILED') LIMIT 1",
            work.row());
    if (same.isPresent()) {
      update(
          c,
          "UPDATE trials SET (status, score, loss, seconds, message, run, starts) = (SELECT status,"
              + " score, loss, seconds, message, run, 0 FROM trials WHERE id = ?) WHERE id = ?",
          same.get(),
          work.row());
    }
    return same.isPresent();
  }

  /** Notes, in one go, that a run has ended and its trial is over. */
  Trial done(Work work, TrainingRun run, RunRecording recording) {
    EpochRecord best = run.history().epochs().get(run.bestEpoch() - 1);
    database.write(
        c -> {
          recording.end(c, run);
          return update(
              c,
              "UPDATE trials SET status = 'DONE', score = ?, loss = ?, seconds = ?, run = ?, owner"
                  + " = NULL WHERE id = ?",
              best.meanAuroc(),
              best.validationLoss(),
              run.seconds(),
              recording.id(),
              work.row());
        });
    return trial(work);
  }

  /** Notes, in one go, that a run has failed and its trial is over. */
  Trial failed(Work work, RunRecording recording, String message) {
    database.write(
        c -> {
          recording.failed(c, message);
          return update(
              c,
              "UPDATE trials SET status = 'FAILED', run = ?, message = ?, owner = NULL WHERE id = ?",
              recording.id(),
              message,
              work.row());
        });
    return trial(work);
  }

  private Trial trial(Work work) {
    return database.read(c -> read(c, "id = ?", work.row())).get(0);
  }

  /** Gives a trial back that was not completed. */
  void giveBack(Work work) {
    database.write(
        c ->
            update(
                c, "UPDATE trials SET status = 'WAITING', owner = NULL WHERE id = ?", work.row()));
  }

  /** All trials so far, by number and epochs. */
  List<Trial> trials() {
    return database.read(
        c -> {
          List<Trial> all = read(c, "sweep = ?", id);
          all.sort(Comparator.comparingInt(Trial::epochs).thenComparingInt(Trial::number));
          return all;
        });
  }

  private static List<Trial> read(Connection c, String where, int value) throws SQLException {
    List<Trial> found = new ArrayList<>();
    try (PreparedStatement s =
        c.prepareStatement("SELECT " + COLUMNS + " FROM trials WHERE " + where)) {
      RunDatabase.set(s, value);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          String message = r.getString("message");
          found.add(
              new Trial(
                  r.getInt("number"),
                  r.getInt("epochs"),
                  List.of(new Gson().fromJson(r.getString("parameters"), String[].class)),
                  Trial.Status.valueOf(r.getString("status")),
                  RunDatabase.number(r, 5),
                  RunDatabase.number(r, 6),
                  RunDatabase.number(r, 7),
                  r.getInt("run"),
                  message == null ? "" : message));
        }
      }
    }
    return found;
  }

  private static int update(Connection c, String sql, Object... values) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      RunDatabase.set(s, values);
      return s.executeUpdate();
    }
  }

  private static Optional<Integer> one(Connection c, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      RunDatabase.set(s, values);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(r.getInt(1)) : Optional.empty();
      }
    }
  }
}
