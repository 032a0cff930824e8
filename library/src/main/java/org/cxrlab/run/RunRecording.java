package org.cxrlab.run;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.cxrlab.data.CodeVersion;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.disk.ProcessIdentity;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.eval.Scores;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
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

  private final Database database;
  private final int id;
  private int steps;
  private int epochs;
  private int leftOut;
  private long last = System.nanoTime();

  RunRecording(Database database, int id) {
    this.database = database;
    this.id = id;
  }

  static RunRecording begin(
      Database database,
      String name,
      Run.Kind kind,
      Labels labels,
      Split split,
      TrainingPlan plan,
      Optional<String> backbone) {
    int id =
        database.insert(
            "INSERT INTO runs (uid, name, kind, status, message, started, owner, code_version, seed,"
                + " plan, labels, data_fingerprint, train_fingerprint, split_fingerprint, backbone)"
                + " VALUES (?, ?, ?, 'RUNNING', '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            UUID.randomUUID().toString(),
            name,
            kind.name(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            ProcessIdentity.current().toString(),
            CodeVersion.withCommit(),
            plan.seed(),
            plan.toJson(),
            new Gson().toJson(labels.names()),
            Hashes.ofFilms(split),
            split.train().fingerprint(),
            Hashes.ofSplit(split),
            backbone.orElse(null));
    String open = openLabels(split);
    if (!open.isEmpty()) {
      database.update("INSERT INTO open_labels VALUES (?, ?)", id, open);
    }
    return new RunRecording(database, id);
  }

  /** What was made of uncertain and blank labels in the parts that a training sees. */
  private static String openLabels(Split split) {
    String train = split.train().positives().openLabels();
    String validation = split.validation().positives().openLabels();
    return train.isEmpty() && validation.isEmpty()
        ? ""
        : Text.format("Training: %s Validation: %s", said(train), said(validation));
  }

  private static String said(String openLabels) {
    return openLabels.isEmpty() ? "none." : openLabels;
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
    List<LeftOutFilm> films = history.leftOut();
    List<Integer> newFilms = IntStream.range(leftOut, films.size()).boxed().toList();
    database.inTransaction(
        () -> {
          database.updateAll(
              "INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, ?)",
              newSteps,
              step ->
                  new Object[] {id, step.step(), step.loss(), step.learningRate(), step.seconds()});
          database.updateAll(
              "INSERT OR REPLACE INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              newEpochs,
              epoch ->
                  new Object[] {
                    id,
                    epoch.epoch(),
                    epoch.step(),
                    epoch.trainingLoss(),
                    epoch.validationLoss(),
                    epoch.meanAuroc(),
                    JsonNumbers.toJson(epoch.auroc()),
                    epoch.seconds()
                  });
          database.updateAll(
              "INSERT OR REPLACE INTO left_out VALUES (?, ?, ?, ?, ?, ?, ?)",
              newFilms,
              i -> leftOut(i, films.get(i)));
          return null;
        });
    steps = allSteps.size();
    epochs = allEpochs.size();
    leftOut = Math.max(leftOut, films.size());
    last = System.nanoTime();
  }

  private Object[] leftOut(int position, LeftOutFilm film) {
    return new Object[] {
      id,
      position,
      film.image(),
      film.part(),
      film.step(),
      film.reason(),
      String.join("\n", film.lastOf())
    };
  }

  /**
   * Keeps the predictions of a model for the validation films that can be read; those that can't
   * are named among the films left out.
   */
  public void validation(ChestModel model, Films films, History history) {
    Validated validated = Validated.of(model, films, history);
    predictions(LeftOutFilm.VALIDATION, validated.predictions());
    write(validated.history());
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
    database.updateAll(
        "INSERT OR REPLACE INTO metrics VALUES (?, ?, ?, ?, ?)",
        metrics,
        m -> new Object[] {id, m.part(), m.name(), m.label(), m.value()});
  }

  /**
   * Keeps the predictions of a part, so that runs can be compared film by film, and with them AUROC
   * and average precision of each label and their means.
   */
  public void predictions(String part, Predictions predictions) {
    database.updateAll(
        "INSERT OR REPLACE INTO predictions VALUES (?, ?, ?, ?, ?, ?, ?)",
        IntStream.range(0, predictions.films().size()).boxed().toList(),
        i -> {
          Film film = predictions.films().get(i);
          return new Object[] {
            id,
            part,
            i,
            film.image(),
            film.patient(),
            JsonNumbers.toJson(predictions.probabilities().get(i)),
            JsonNumbers.toJson(predictions.labels().names().stream().map(film::value).toList())
          };
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
    database.update("INSERT OR REPLACE INTO figures VALUES (?, ?, ?)", id, name, png);
  }

  /** Keeps a head. */
  public void head(LinearHead head) {
    database.update(
        "INSERT OR REPLACE INTO heads VALUES (?, ?, ?)",
        id,
        Features.bytes(head.weight()),
        Features.bytes(head.bias()));
  }

  /** Keeps a head and what it predicts for the validation films. */
  public void head(LinearHead head, Features features) {
    head(head);
    predictions("validation", head.predict(features.validation()));
  }

  /** Saves the model beside the file of runs, in a folder of its own. */
  public void saveModel(ChestModel model) {
    String uid =
        database.first("SELECT uid FROM runs WHERE id = ?", r -> r.text("uid"), id).orElseThrow();
    Path folder = database.file().toAbsolutePath().resolveSibling("run-" + uid.substring(0, 8));
    model(model.save(folder));
  }

  /** Notes where the model was saved, and the SHA-256 of its files. */
  public void model(Path folder) {
    database.update(
        "UPDATE runs SET model_path = ?, model_hash = ? WHERE id = ?",
        folder.toAbsolutePath().toString(),
        Hashes.of(folder),
        id);
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
    Run.Status status =
        switch (run.ending()) {
          case COMPLETED, IN_PART, STOPPED_EARLY -> Run.Status.DONE;
          case STOPPED -> Run.Status.STOPPED;
          case FAILED -> Run.Status.FAILED;
        };
    database.update(
        "UPDATE runs SET status = ?, best_epoch = ?, seconds = ?, ended ="
            + " strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?",
        status.name(), run.bestEpoch(), run.seconds(), id);
  }

  /** Notes that the run failed, and why; what was kept before stays. */
  public void failed(String message) {
    database.update(
        "UPDATE runs SET status = 'FAILED', message = ?, ended ="
            + " strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?",
        message, id);
  }
}
