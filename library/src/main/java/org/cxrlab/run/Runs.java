package org.cxrlab.run;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Workspace;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.figure.Fonts;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingControl;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingRun;
import tech.tablesaw.api.Table;

/**
 * All runs, in one SQLite file: of each its plan, seed, films, split and code, its history step by
 * step, what was measured, its predictions, its figures and its model. Several processes may write
 * at once, and one that is killed loses the last second at most. Close it when it is no longer
 * needed.
 */
public final class Runs implements AutoCloseable, Showable {
  private static final String TEST = "test";

  private final Database database;
  private final RunReader reader;

  private Runs(Database database) {
    this.database = database;
    reader = new RunReader(database);
    settle();
  }

  /** The runs of this project, in {@code models/runs.db}. */
  public static Runs open() {
    return open(Workspace.models().resolve("runs.db"));
  }

  /**
   * The runs in a file, which is made where there is none. A file that was cut off or is damaged
   * otherwise is put aside, and what can be read of it is taken over, with a line on System.err.
   */
  public static Runs open(Path file) {
    return new Runs(Database.open(file, RunTables.SCHEMA));
  }

  /** The file. */
  public Path file() {
    return database.file();
  }

  /** The file, for what is kept beside the runs. */
  public Database database() {
    return database;
  }

  /** Runs whose process is gone are no longer running. */
  private void settle() {
    List<Integer> gone = database.abandoned("SELECT id, owner FROM runs WHERE status = 'RUNNING'");
    if (!gone.isEmpty()) {
      database.updateAll(
          "UPDATE runs SET status = 'INTERRUPTED' WHERE id = ? AND status = 'RUNNING'",
          gone,
          id -> new Object[] {id});
    }
  }

  /**
   * Begins to write down a run; give what it returns to the training as a listener.
   *
   * @param name what to call it
   * @param labels of the model
   * @param backbone its fingerprint, where a head is trained on features; else empty
   */
  public RunRecording begin(
      String name,
      Run.Kind kind,
      Labels labels,
      Split split,
      TrainingPlan plan,
      Optional<String> backbone) {
    return RunRecording.begin(database, name, kind, labels, split, plan, backbone);
  }

  /** The same for a head that is trained on features. */
  public RunRecording begin(String name, Features features, TrainingPlan plan) {
    Labels labels = features.split().train().labels();
    return begin(
        name, Run.Kind.HEAD, labels, features.split(), plan, Optional.of(features.backbone()));
  }

  /**
   * Trains a model as {@link Training#run(ChestModel, Split, TrainingPlan)} does and writes it all
   * down: the history while it runs, then the predictions for the validation part, the curves, and
   * the model, which is saved under {@code models/run-…}. The test part is not looked at; {@link
   * #test} does that.
   *
   * @param name what to call the run
   * @return the run as it is kept; where somebody asked it to stop, with what was learnt
   * @throws TrainingFailure as the training throws it; the run is kept as failed
   */
  public Run train(String name, ChestModel model, Split split, TrainingPlan plan) {
    return train(name, model, split, plan, Training.defaultListener());
  }

  /** The same, followed by a listener of one's own. */
  public Run train(
      String name, ChestModel model, Split split, TrainingPlan plan, TrainingListener listener) {
    return train(
        name,
        model,
        split,
        plan,
        recording -> Training.run(model, split, plan, listener, recording));
  }

  /**
   * The same with checkpoints, which are deleted once the training has ended by its plan. Where one
   * was stopped or killed, this goes on and becomes a run that holds all of the history, as if it
   * had never been broken off; what was kept before stays as another run.
   *
   * @throws org.cxrlab.train.CheckpointsInUse if another training is writing there
   */
  public Run train(
      String name,
      ChestModel model,
      Split split,
      TrainingPlan plan,
      Checkpoints checkpoints,
      TrainingListener listener) {
    Run run =
        train(
            name,
            model,
            split,
            plan,
            recording ->
                Training.run(
                    model, split, plan, checkpoints, new TrainingControl(), listener, recording));
    if (run.status() == Run.Status.DONE) {
      checkpoints.clear();
    }
    return run;
  }

  /**
   * Where a training writes its checkpoints that is known by what it does: beside the file of runs,
   * in a folder that no other has.
   *
   * @param network a fingerprint of the network that it begins with: equal for equal networks
   */
  public Checkpoints checkpoints(String network, Split split, TrainingPlan plan) {
    Path beside = database.file().toAbsolutePath();
    String identity = Hashes.shortOf(network, Hashes.ofSplit(split), plan.toJson());
    return Checkpoints.in(
        beside.resolveSibling(
            Text.format("%s-training-%s", database.name(), identity.substring(0, 8))));
  }

  private Run train(
      String name,
      ChestModel model,
      Split split,
      TrainingPlan plan,
      Function<RunRecording, TrainingRun> training) {
    Fonts.load();
    RunRecording recording =
        begin(name, Run.Kind.TRAINING, model.labels(), split, plan, Optional.empty());
    return recorded(
        recording,
        () -> {
          TrainingRun run = training.apply(recording);
          recording.validation(model, split.validation(), run.history());
          recording.saveModel(model);
          return run;
        });
  }

  /**
   * Trains a head as {@link HeadTraining#run(Features, TrainingPlan)} does and writes it all down;
   * {@link #head} gives it back.
   *
   * @param name what to call the run
   * @throws TrainingFailure as the training throws it; the run is kept as failed
   */
  public Run train(String name, Features features, TrainingPlan plan) {
    HeadTraining.require(features, plan);
    RunRecording recording = begin(name, features, plan);
    return recorded(
        recording,
        () -> {
          HeadTraining.Result result = HeadTraining.run(features, plan);
          recording.head(result.head(), features);
          return result.run();
        });
  }

  private Run recorded(RunRecording recording, Supplier<TrainingRun> training) {
    try {
      recording.ended(training.get());
    } catch (TrainingFailure e) {
      recording.ended(e.run());
      recording.failed(e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      recording.failed(String.valueOf(e.getMessage()));
      throw e;
    }
    return run(recording.id());
  }

  /**
   * Looks at the test part, once: the first call predicts it and keeps what comes out, and every
   * later one gives the same back.
   *
   * @param run whose model it is
   * @param model of that run
   * @throws IllegalArgumentException if the split is not the one of the run
   */
  public Evaluation test(int run, ChestModel model, Split split) {
    return test(run, split, () -> model.predict(split.test()));
  }

  /**
   * The same with the model that was saved when the run ended.
   *
   * @throws IllegalArgumentException if the run kept none, or the split is not the one of the run
   */
  public Evaluation test(int run, Split split) {
    return test(
        run,
        split,
        () -> {
          try (ChestModel model = model(run)) {
            return model.predict(split.test());
          }
        });
  }

  /**
   * The same for a run that trained a head.
   *
   * @throws IllegalArgumentException if the head was made for another backbone, or the split is not
   *     the one of the run
   */
  public Evaluation test(int run, Features features) {
    LinearHead head = head(run);
    String backbone = reader.backbone(run);
    if (!features.backbone().equals(backbone)) {
      throw new IllegalArgumentException(
          Text.format(
              "The head of run %d is for the backbone %s, and these features are of %s.",
              run, backbone, features.backbone()));
    }
    return test(run, features.split(), () -> head.predict(features.test()));
  }

  /**
   * The model that was saved when a run ended; the caller closes it.
   *
   * @throws IllegalArgumentException if the run kept none
   */
  public ChestModel model(int run) {
    return ChestModel.load(
        run(run)
            .model()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        Text.format(
                            "Run %d keeps no model; head(%d) gives what a head has learnt.",
                            run, run))));
  }

  Evaluation test(int id, Split split, Supplier<Predictions> predictions) {
    Run run = run(id);
    if (!run.split().equals(Hashes.ofSplit(split))) {
      throw new IllegalArgumentException(
          Text.format(
              "Run %d was trained on another split, %s and not %s: its test films may not be those here.",
              id, run.split(), Hashes.ofSplit(split)));
    }
    if (run.kept(TEST).isEmpty()) {
      new RunRecording(database, id).predictions(TEST, predictions.get());
    }
    return run(id).evaluation(TEST);
  }

  /** One row for each run, the oldest first, to sort and to filter. */
  public Table table() {
    return query(RunOverview.SQL).setName("runs");
  }

  /**
   * The answer to a question in SQL, which can't change anything. The tables are runs, steps,
   * epochs, metrics, predictions, figures, sweeps and trials; {@code SELECT sql FROM sqlite_master}
   * tells their columns.
   *
   * @throws IllegalArgumentException if it is no question that SQLite understands
   */
  public Table query(String sql) {
    try {
      return ResultTable.of("query", database.query(sql));
    } catch (RunsFileException e) {
      throw new IllegalArgumentException(
          Text.format(
              "The runs can't be asked \"%s\": %s. The tables are runs, steps, epochs, metrics, predictions, figures, sweeps and trials.",
              sql.strip(), e.getCause().getMessage()),
          e.getCause());
    }
  }

  /** The numbers of all runs, the oldest first. */
  public List<Integer> ids() {
    return database.rows("SELECT id FROM runs ORDER BY id", row -> row.whole("id"));
  }

  /**
   * A run with all that is kept of it.
   *
   * @throws IllegalArgumentException if there is none of this number
   */
  public Run run(int id) {
    return reader
        .run(id)
        .orElseThrow(
            () -> {
              List<Integer> ids = ids();
              return new IllegalArgumentException(
                  ids.isEmpty()
                      ? Text.format("There is no run %d in %s: it holds no run yet.", id, file())
                      : Text.format(
                          "There is no run %d in %s; the runs are %d to %d.",
                          id, file(), ids.get(0), ids.get(ids.size() - 1)));
            });
  }

  /**
   * What differs between two runs, in plan and in outcome, with a paired bootstrap of patients
   * where both predicted the same films.
   *
   * @throws IllegalArgumentException if there is none of a number
   */
  public RunComparison compare(int first, int second) {
    return RunComparison.of(run(first), run(second));
  }

  /**
   * The head that a run trained on the features of a backbone, to be put on that backbone with
   * {@code model.setHead(…)}.
   *
   * @throws IllegalArgumentException if the run trained something else
   */
  public LinearHead head(int run) {
    return reader
        .head(run, run(run).labels())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format("Run %d keeps no head: it trained a network.", run)));
  }

  /** The figures of a run as the bytes of PNG files, by name. */
  public TreeMap<String, byte[]> figures(int run) {
    return reader.figures(run);
  }

  /**
   * Writes runs as TensorBoard reads them, each into a folder of its own: loss and learning rate by
   * step, validation loss and AUROCs by epoch, measures, figures, and the plan as text. Open it
   * with {@code tensorboard --logdir FOLDER}.
   *
   * @param folder is made where it is not there
   * @return the folder
   */
  public Path exportTensorBoard(Path folder, Collection<Integer> ids) {
    new RunExport(this).tensorBoard(folder, ids);
    return folder;
  }

  /**
   * Writes runs as CSV: {@code runs.csv} with a row for each, and {@code steps.csv}, {@code
   * epochs.csv}, {@code metrics.csv} and {@code predictions.csv} with their column {@code run}.
   *
   * @param folder is made where it is not there
   * @return the folder
   */
  public Path exportCsv(Path folder, Collection<Integer> ids) {
    new RunExport(this).csv(folder, ids);
    return folder;
  }

  /** The newest runs. */
  @Override
  public TableFigure figure() {
    return new RunOverview(table()).figure();
  }

  @Override
  public void close() {
    database.close();
  }
}
