package org.cxrlab.sweep;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cxrlab.disk.ProcessIdentity;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Database;
import org.cxrlab.run.Hashes;
import org.cxrlab.run.RunRecording;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.TrainingRun;

/**
 * The trials of a sweep in the file of runs. Who works next on what is decided there in one
 * transaction, so any number of threads and processes share a sweep, and what one of them left
 * unfinished when it was killed is given to the next that asks.
 */
final class SweepStore {
  private final Database database;
  private final Sweep sweep;
  private final TrialModel subject;
  private final List<List<String>> combinations;
  private final List<Integer> rounds;
  private final String films;
  private final int id;
  private final Path folder;

  SweepStore(Database database, Sweep sweep, TrialModel subject) {
    this.database = database;
    this.sweep = sweep;
    this.subject = subject;
    combinations = sweep.combinations();
    rounds = sweep.rounds();
    films =
        subject.split().train().fingerprint() + " " + subject.split().validation().fingerprint();
    String identity = Hashes.shortOf(sweep.toJson(), subject.identity(), films);
    id =
        database.inTransaction(
            () -> {
              database.update(
                  "INSERT OR IGNORE INTO sweeps (identity, name, spec, created) VALUES (?, ?, ?,"
                      + " strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                  identity, sweep.name(), sweep.toJson());
              return id("SELECT id FROM sweeps WHERE identity = ?", identity).orElseThrow();
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
    return database.inTransaction(
        () -> {
          takeBack();
          Next next;
          do {
            next = claim();
          } while (next instanceof Work work && isKnown(work));
          return next;
        });
  }

  /** Frees the trials of processes that are gone. */
  private void takeBack() {
    List<Integer> free =
        database.abandoned(
            "SELECT id, owner FROM trials WHERE sweep = ? AND status = 'RUNNING'", id);
    database.updateAll(
        "UPDATE trials SET status = 'WAITING' WHERE id = ?", free, row -> new Object[] {row});
  }

  private Next claim() {
    Optional<Integer> waiting =
        id(
            "SELECT id FROM trials WHERE sweep = ? AND status = 'WAITING' ORDER BY rung DESC, number"
                + " LIMIT 1",
            id);
    if (waiting.isPresent()) {
      return start(waiting.get());
    }
    List<Trial> all = read("sweep = ?", id);
    Optional<Halving.Promotion> promotion = new Halving(rounds, sweep.factor()).next(all);
    if (promotion.isPresent()) {
      return start(insert(promotion.get().number(), promotion.get().round()));
    }
    int begun =
        database
            .first(
                "SELECT count(*) AS begun FROM trials WHERE sweep = ? AND rung = 0",
                row -> row.whole("begun"),
                id)
            .orElseThrow();
    if (begun < combinations.size()) {
      return start(insert(begun + 1, 0));
    }
    return all.stream().anyMatch(t -> t.status() == Trial.Status.RUNNING)
        ? new Wait()
        : new Nothing();
  }

  private int insert(int number, int round) {
    List<String> values = combinations.get(number - 1);
    TrainingPlan plan = plan(values);
    int epochs = rounds.size() == 1 ? plan.epochs() : rounds.get(round);
    String extent = epochs == plan.epochs() ? "" : " up to epoch " + epochs;
    return database.insert(
        "INSERT INTO trials (sweep, number, rung, epochs, identity, parameters, status) VALUES (?,"
            + " ?, ?, ?, ?, ?, 'WAITING')",
        id,
        number,
        round,
        epochs,
        Hashes.shortOf(subject.identity(), films, plan.toJson() + extent),
        new Gson().toJson(values));
  }

  private TrainingPlan plan(List<String> values) {
    return sweep.space().apply(sweep.plan(), values, subject.split().train());
  }

  private Work start(int row) {
    database.update(
        "UPDATE trials SET status = 'RUNNING', owner = ?, starts = starts + 1 WHERE id = ?",
        ProcessIdentity.current().toString(),
        row);
    Trial trial = trial(row);
    return new Work(row, trial, plan(trial.values()));
  }

  /** Whether the same plan was finished before on the same films: then its result is taken. */
  private boolean isKnown(Work work) {
    Optional<Integer> same =
        id(
            "SELECT id FROM trials WHERE identity = (SELECT identity FROM trials WHERE id = ?) AND"
                + " status IN ('DONE', 'FAILED') LIMIT 1",
            work.row());
    same.ifPresent(
        done ->
            database.update(
                "UPDATE trials SET (status, score, loss, seconds, message, run, starts) = (SELECT"
                    + " status, score, loss, seconds, message, run, 0 FROM trials WHERE id = ?)"
                    + " WHERE id = ?",
                done,
                work.row()));
    return same.isPresent();
  }

  /** Notes, in one go, that a run has ended and its trial is over. */
  Trial done(Work work, TrainingRun run, RunRecording recording) {
    EpochRecord best = run.history().epochs().get(run.bestEpoch() - 1);
    return database.inTransaction(
        () -> {
          recording.end(run);
          database.update(
              "UPDATE trials SET status = 'DONE', score = ?, loss = ?, seconds = ?, run = ?, owner"
                  + " = NULL WHERE id = ?",
              best.meanAuroc(),
              best.validationLoss(),
              run.seconds(),
              recording.id(),
              work.row());
          return trial(work.row());
        });
  }

  /** Notes, in one go, that a run has failed and its trial is over. */
  Trial failed(Work work, RunRecording recording, String message) {
    return database.inTransaction(
        () -> {
          recording.failed(message);
          database.update(
              "UPDATE trials SET status = 'FAILED', run = ?, message = ?, owner = NULL WHERE id = ?",
              recording.id(),
              message,
              work.row());
          return trial(work.row());
        });
  }

  /** Gives a trial back that was not completed. */
  void giveBack(Work work) {
    database.update("UPDATE trials SET status = 'WAITING', owner = NULL WHERE id = ?", work.row());
  }

  /** All trials so far, by number and epochs. */
  List<Trial> trials() {
    return read("sweep = ? ORDER BY epochs, number", id);
  }

  private Trial trial(int row) {
    return read("id = ?", row).get(0);
  }

  private List<Trial> read(String where, int value) {
    return database.rows("SELECT * FROM trials WHERE " + where, SweepStore::trial, value);
  }

  private static Trial trial(Database.Row row) {
    return new Trial(
        row.whole("number"),
        row.whole("epochs"),
        List.of(new Gson().fromJson(row.text("parameters"), String[].class)),
        Trial.Status.valueOf(row.text("status")),
        row.number("score"),
        row.number("loss"),
        row.number("seconds"),
        row.whole("run"),
        Objects.requireNonNullElse(row.text("message"), ""));
  }

  private Optional<Integer> id(String sql, Object... values) {
    return database.first(sql, row -> row.whole("id"), values);
  }
}
