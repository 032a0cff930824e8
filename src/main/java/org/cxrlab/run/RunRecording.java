package org.cxrlab.run;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.eval.Scores;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Picture;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.Predictions;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.History;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.StepRecord;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;

/**
 * Writes a run down while it happens: as a listener its steps, about once a second, and its epochs;
 * by its other methods what comes of it. Each is written whole or not at all, so a process that is
 * killed leaves all but its last second.
 */
public final class RunRecording implements TrainingListener {
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final RunDatabase database;
  private final int id;
  private int steps;
  private int epochs;
  private int leftOut;
  private long last = System.nanoTime();

  RunRecording(RunDatabase database, int id) {
    this.database = database;
    this.id = id;
  }

  /** The run's number. */
  public int id() {
    return id;
  }

  @Override
  public void onStep(TrainingProgress progress) {
    if (System.nanoTime() - last > PAUSE_NANOS) {
      write(progress.history());
    }
  }

  @Override
  public void onEpoch(TrainingProgress progress) {
    write(progress.history());
  }

  @Override
  public void onEnd(TrainingProgress progress) {
    write(progress.history());
  }

  private void write(History history) {
    List<StepRecord> allSteps = history.steps();
    List<EpochRecord> allEpochs = history.epochs();
    List<StepRecord> newSteps = allSteps.subList(Math.min(steps, allSteps.size()), allSteps.size());
    List<EpochRecord> newEpochs =
        allEpochs.subList(Math.min(epochs, allEpochs.size()), allEpochs.size());
    database.write(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement("INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, ?)")) {
            for (StepRecord step : newSteps) {
              RunDatabase.set(s, id, step.step(), step.loss(), step.learningRate(), step.seconds());
              s.addBatch();
            }
            s.executeBatch();
          }
          try (PreparedStatement s =
              c.prepareStatement("INSERT OR REPLACE INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (EpochRecord epoch : newEpochs) {
              RunDatabase.set(
                  s,
                  id,
                  epoch.epoch(),
                  epoch.step(),
                  epoch.trainingLoss(),
                  epoch.validationLoss(),
                  epoch.meanAuroc(),
                  Rows.toJson(epoch.auroc()),
                  epoch.seconds());
              s.addBatch();
            }
            s.executeBatch();
          }
          writeLeftOut(c, history.leftOut());
          return null;
        });
    steps = allSteps.size();
    epochs = allEpochs.size();
    leftOut = Math.max(leftOut, history.leftOut().size());
    last = System.nanoTime();
  }

  private void writeLeftOut(Connection c, List<LeftOutFilm> films) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("INSERT OR REPLACE INTO left_out VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = leftOut; i < films.size(); i++) {
        LeftOutFilm film = films.get(i);
        String lastOf = String.join("\n", film.lastOf());
        RunDatabase.set(s, id, i, film.image(), film.part(), film.step(), film.reason(), lastOf);
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /**
   * Keeps the predictions of a model for the validation films that can be read; those that can't
   * are named among the films left out.
   */
  public void validation(ChestModel model, Films films, History history) {
    Set<String> known =
        history.leftOut().stream()
            .filter(film -> film.part().equals(LeftOutFilm.VALIDATION))
            .map(LeftOutFilm::image)
            .collect(Collectors.toSet());
    Films left = films.where(film -> !known.contains(film.image()));
    List<LeftOutFilm> all = new ArrayList<>(history.leftOut());
    LeftOut found =
        LeftOut.missing(
            (film, why) ->
                all.add(
                    LeftOutFilm.of(
                        left.get(film), LeftOutFilm.VALIDATION, history.steps().size(), why)));
    predictions(LeftOutFilm.VALIDATION, model.predict(left, found));
    write(new History(history.labels(), history.steps(), history.epochs(), List.of(), all));
  }

  /**
   * Keeps a number.
   *
   * @param part of the split: "validation", "test"
   * @param name e.g. "loss"
   * @param label empty for all labels together
   */
  public void metric(String part, String name, String label, double value) {
    metrics(List.of(new Run.Metric(part, name, label, value)));
  }

  private void metrics(List<Run.Metric> metrics) {
    database.write(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement("INSERT OR REPLACE INTO metrics VALUES (?, ?, ?, ?, ?)")) {
            for (Run.Metric m : metrics) {
              RunDatabase.set(s, id, m.part(), m.name(), m.label(), m.value());
              s.addBatch();
            }
            s.executeBatch();
          }
          return null;
        });
  }

  /**
   * Keeps the predictions of a part, so that runs can be compared film by film, and with them AUROC
   * and average precision of each label and their means.
   */
  public void predictions(String part, Predictions predictions) {
    database.write(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement(
                  "INSERT OR REPLACE INTO predictions VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < predictions.films().size(); i++) {
              Film film = predictions.films().get(i);
              List<Float> truth = predictions.labels().names().stream().map(film::value).toList();
              RunDatabase.set(
                  s,
                  id,
                  part,
                  i,
                  film.image(),
                  film.patient(),
                  Rows.toJson(predictions.probabilities().get(i)),
                  Rows.toJson(truth));
              s.addBatch();
            }
            s.executeBatch();
          }
          return null;
        });
    Evaluation evaluation = Evaluation.of(predictions).bootstrap(1, 0);
    List<Run.Metric> metrics = new ArrayList<>();
    for (Scores scores : evaluation.scores()) {
      metrics.add(new Run.Metric(part, "AUROC", scores.name(), scores.auroc().value()));
      metrics.add(
          new Run.Metric(
              part, "average precision", scores.name(), scores.averagePrecision().value()));
    }
    Scores macro = evaluation.macro();
    metrics.add(new Run.Metric(part, "AUROC", "", macro.auroc().value()));
    metrics.add(new Run.Metric(part, "average precision", "", macro.averagePrecision().value()));
    metrics(metrics);
  }

  /** Keeps a picture or a chart, or each of a panel's, as PNG. */
  public void figure(String name, Figure figure) {
    if (figure instanceof Panel panel) {
      int n = 1;
      for (Figure part : panel.figures()) {
        figure(name + " " + n++, part);
      }
    } else if (figure instanceof Chart chart) {
      png(name, new Picture(chart.image(), chart.alt()).png());
    } else if (figure instanceof Picture picture) {
      png(name, picture.png());
    } else {
      throw new IllegalArgumentException(
          "The figure \"" + name + "\" is no picture and no chart; tables are kept as metrics.");
    }
  }

  private void png(String name, byte[] png) {
    database.write(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement("INSERT OR REPLACE INTO figures VALUES (?, ?, ?)")) {
            RunDatabase.set(s, id, name, png);
            return s.executeUpdate();
          }
        });
  }

  /** Keeps a head. */
  public void head(LinearHead head) {
    database.write(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement("INSERT OR REPLACE INTO heads VALUES (?, ?, ?)")) {
            RunDatabase.set(s, id, Features.bytes(head.weight()), Features.bytes(head.bias()));
            return s.executeUpdate();
          }
        });
  }

  /** Keeps a head and what it predicts for the validation films. */
  public void head(LinearHead head, Features features) {
    head(head);
    predictions("validation", head.predict(features.validation()));
  }

  /** Saves the model beside the file of runs, in a folder of its own. */
  public void saveModel(ChestModel model) {
    String uid =
        database.read(
            c -> {
              try (PreparedStatement s = c.prepareStatement("SELECT uid FROM runs WHERE id = ?")) {
                RunDatabase.set(s, id);
                try (ResultSet r = s.executeQuery()) {
                  r.next();
                  return r.getString(1);
                }
              }
            });
    Path folder = database.file().toAbsolutePath().resolveSibling("run-" + uid.substring(0, 8));
    model(model.save(folder));
  }

  /** Notes where the model was saved, and the SHA-256 of its files. */
  public void model(Path folder) {
    String hash = Hashes.of(folder);
    database.write(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement("UPDATE runs SET model_path = ?, model_hash = ? WHERE id = ?")) {
            RunDatabase.set(s, folder.toAbsolutePath().toString(), hash, id);
            return s.executeUpdate();
          }
        });
  }

  /** Notes that the training has ended, and how; its curves are kept. */
  public void ended(TrainingRun run) {
    keep(run);
    if (!run.history().steps().isEmpty()) {
      figure("curves", run.curves());
    }
    end(run);
  }

  /** Keeps the history and the loss of the best epoch. */
  public void keep(TrainingRun run) {
    write(run.history());
    if (run.bestEpoch() > 0) {
      EpochRecord best = run.history().epochs().get(run.bestEpoch() - 1);
      metric("validation", "loss", "", best.validationLoss());
    }
  }

  /** Notes that the training has ended, and how. */
  public void end(TrainingRun run) {
    database.write(c -> end(c, run));
  }

  /** The same as a part of something that is written together. */
  public int end(Connection c, TrainingRun run) throws SQLException {
    Run.Status status =
        switch (run.ending()) {
          case COMPLETED, IN_PART, STOPPED_EARLY -> Run.Status.DONE;
          case STOPPED -> Run.Status.STOPPED;
          case FAILED -> Run.Status.FAILED;
        };
    try (PreparedStatement s =
        c.prepareStatement(
            "UPDATE runs SET status = ?, best_epoch = ?, seconds = ?, ended ="
                + " strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?")) {
      RunDatabase.set(s, status.name(), run.bestEpoch(), run.seconds(), id);
      return s.executeUpdate();
    }
  }

  /** Notes that the run failed, and why; what was kept before stays. */
  public void failed(String message) {
    database.write(c -> failed(c, message));
  }

  /** The same as a part of something that is written together. */
  public int failed(Connection c, String message) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "UPDATE runs SET status = 'FAILED', message = ?, ended ="
                + " strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?")) {
      RunDatabase.set(s, message, id);
      return s.executeUpdate();
    }
  }
}
