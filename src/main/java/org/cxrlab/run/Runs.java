package org.cxrlab.run;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
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
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.History;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.StepRecord;
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
  private static final int SHOWN = 20;
  private static final String TEST = "test";

  private static final String OVERVIEW =
      """
      SELECT r.id AS run, r.name, lower(r.kind) AS kind, lower(r.status) AS status, r.started,
        (SELECT count(*) FROM epochs e WHERE e.run = r.id) AS epochs, r.best_epoch AS "best epoch",
        (SELECT value FROM metrics m WHERE m.run = r.id AND m.part = 'validation'
          AND m.name = 'loss' AND m.label = '') AS "validation loss",
        (SELECT value FROM metrics m WHERE m.run = r.id AND m.part = 'validation'
          AND m.name = 'AUROC' AND m.label = '') AS "validation AUROC",
        (SELECT value FROM metrics m WHERE m.run = r.id AND m.part = 'test'
          AND m.name = 'AUROC' AND m.label = '') AS "test AUROC",
        r.seconds, json_extract(r.plan, '$.learningRate') AS "learning rate",
        json_extract(r.plan, '$.batchSize') AS "batch size",
        json_extract(r.plan, '$.imageSize') AS "image size", r.seed,
        r.train_fingerprint AS "training films", r.split_fingerprint AS split,
        r.code_version AS code
      FROM runs r ORDER BY r.id""";

  private final RunDatabase database;

  private Runs(RunDatabase database) {
    this.database = database;
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
    return new Runs(RunDatabase.open(file));
  }

  /** The file. */
  public Path file() {
    return database.file();
  }

  /** The file, for what is kept beside the runs. */
  public RunDatabase database() {
    return database;
  }

  /** Runs whose process is gone are no longer running. */
  private void settle() {
    List<Integer> gone =
        database.read(
            c -> {
              List<Integer> found = new ArrayList<>();
              try (Statement s = c.createStatement();
                  ResultSet r =
                      s.executeQuery("SELECT id, owner FROM runs WHERE status = 'RUNNING'")) {
                while (r.next()) {
                  if (Owner.parse(r.getString(2)).isGone()) {
                    found.add(r.getInt(1));
                  }
                }
              }
              return found;
            });
    if (!gone.isEmpty()) {
      database.write(
          c -> {
            try (PreparedStatement s =
                c.prepareStatement(
                    "UPDATE runs SET status = 'INTERRUPTED' WHERE id = ? AND status = 'RUNNING'")) {
              for (int id : gone) {
                s.setInt(1, id);
                s.executeUpdate();
              }
            }
            return null;
          });
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
    int id =
        database.write(
            c -> {
              try (PreparedStatement s =
                  c.prepareStatement(
                      "INSERT INTO runs (uid, name, kind, status, message, started, owner,"
                          + " code_version, seed, plan, labels, data_fingerprint,"
                          + " train_fingerprint, split_fingerprint, backbone) VALUES (?, ?, ?,"
                          + " 'RUNNING', '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                RunDatabase.set(
                    s,
                    UUID.randomUUID().toString(),
                    name,
                    kind.name(),
                    Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString(),
                    Owner.current().toString(),
                    CodeVersion.text(),
                    plan.seed(),
                    plan.toJson(),
                    new Gson().toJson(labels.names()),
                    dataFingerprint(split),
                    split.train().fingerprint(),
                    splitFingerprint(split),
                    backbone.orElse(null));
                s.executeUpdate();
              }
              try (Statement s = c.createStatement();
                  ResultSet r = s.executeQuery("SELECT last_insert_rowid()")) {
                r.next();
                return r.getInt(1);
              }
            });
    return new RunRecording(database, id);
  }

  /** The same for a head that is trained on features. */
  public RunRecording begin(String name, Features features, TrainingPlan plan) {
    Labels labels = features.split().train().labels();
    return begin(
        name, Run.Kind.HEAD, labels, features.split(), plan, Optional.of(features.backbone()));
  }

  /** Of all films in whichever part, in the order of their names. */
  static String dataFingerprint(Split split) {
    List<Film> all =
        Stream.of(split.train(), split.validation(), split.test())
            .flatMap(Films::stream)
            .sorted(Comparator.comparing(Film::image))
            .toList();
    return new Films("all", split.train().labels(), all).fingerprint();
  }

  static String splitFingerprint(Split split) {
    return Hashes.shortOf(
        split.train().fingerprint(), split.validation().fingerprint(), split.test().fingerprint());
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
   * @param network which it begins with, in a word that is another for others
   */
  public Checkpoints checkpoints(String network, Split split, TrainingPlan plan) {
    Path beside = database.file().toAbsolutePath();
    String identity = Hashes.shortOf(network, splitFingerprint(split), plan.toJson());
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
    try {
      keep(recording, training.apply(recording), model, split);
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
   * Trains a head as {@link HeadTraining#run(Features, TrainingPlan)} does and writes it all down;
   * {@link #head} gives it back.
   *
   * @param name what to call the run
   * @throws TrainingFailure as the training throws it; the run is kept as failed
   */
  public Run train(String name, Features features, TrainingPlan plan) {
    HeadTraining.require(features, plan);
    RunRecording recording = begin(name, features, plan);
    try {
      HeadTraining.Result result = HeadTraining.run(features, plan);
      recording.head(result.head(), features);
      recording.ended(result.run());
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

  private void keep(RunRecording recording, TrainingRun run, ChestModel model, Split split) {
    recording.validation(model, split.validation(), run.history());
    recording.saveModel(model);
    recording.ended(run);
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
    String backbone =
        database.read(
            c ->
                rows(c, "SELECT backbone FROM runs WHERE id = ?", r -> r.getString(1), run).get(0));
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

  Evaluation test(int id, Split split, java.util.function.Supplier<Predictions> predictions) {
    Run run = run(id);
    if (!run.split().equals(splitFingerprint(split))) {
      throw new IllegalArgumentException(
          Text.format(
              "Run %d was trained on another split, %s and not %s: its test films may not be those here.",
              id, run.split(), splitFingerprint(split)));
    }
    if (run.kept(TEST).isEmpty()) {
      new RunRecording(database, id).predictions(TEST, predictions.get());
    }
    return run(id).evaluation(TEST);
  }

  /** One row for each run, the oldest first, to sort and to filter. */
  public Table table() {
    return query(OVERVIEW).setName("runs");
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
      return database.readOnly(
          c -> {
            try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
              return ResultTable.of("query", r);
            }
          });
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          Text.format(
              "The runs can't be asked \"%s\": %s. The tables are runs, steps, epochs, metrics, predictions, figures, sweeps and trials.",
              sql.strip(), e.getMessage()),
          e);
    }
  }

  /** The numbers of all runs, the oldest first. */
  public List<Integer> ids() {
    return database.read(
        c -> {
          List<Integer> ids = new ArrayList<>();
          try (Statement s = c.createStatement();
              ResultSet r = s.executeQuery("SELECT id FROM runs ORDER BY id")) {
            while (r.next()) {
              ids.add(r.getInt(1));
            }
          }
          return ids;
        });
  }

  /**
   * A run with all that is kept of it.
   *
   * @throws IllegalArgumentException if there is none of this number
   */
  public Run run(int id) {
    return database
        .read(c -> read(c, id))
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

  private static Optional<Run> read(Connection c, int id) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("SELECT * FROM runs WHERE id = ?")) {
      s.setInt(1, id);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          return Optional.empty();
        }
        Labels labels =
            new Labels(List.of(new Gson().fromJson(r.getString("labels"), String[].class)));
        double seconds = r.getDouble("seconds");
        return Optional.of(
            new Run(
                id,
                r.getString("name"),
                Run.Kind.valueOf(r.getString("kind")),
                Run.Status.valueOf(r.getString("status")),
                Optional.ofNullable(r.getString("message")).orElse(""),
                r.getString("started"),
                r.getObject("seconds") == null ? Double.NaN : seconds,
                r.getString("code_version"),
                TrainingPlan.fromJson(r.getString("plan")),
                labels,
                r.getString("data_fingerprint"),
                r.getString("train_fingerprint"),
                r.getString("split_fingerprint"),
                r.getInt("best_epoch"),
                Optional.ofNullable(r.getString("model_path")).map(Path::of),
                Optional.ofNullable(r.getString("model_hash")),
                history(c, id, labels),
                metrics(c, id),
                evaluations(c, id, labels)));
      }
    }
  }

  private static History history(Connection c, int id, Labels labels) throws SQLException {
    List<StepRecord> steps =
        rows(
            c,
            "SELECT step, loss, learning_rate, seconds FROM steps WHERE run = ? ORDER BY step",
            r ->
                new StepRecord(
                    r.getInt(1),
                    RunDatabase.number(r, 2),
                    RunDatabase.number(r, 3),
                    RunDatabase.number(r, 4)),
            id);
    List<EpochRecord> epochs =
        rows(
            c,
            "SELECT epoch, step, training_loss, validation_loss, auroc, seconds FROM epochs WHERE"
                + " run = ? ORDER BY epoch",
            r ->
                new EpochRecord(
                    r.getInt(1),
                    r.getInt(2),
                    RunDatabase.number(r, 3),
                    RunDatabase.number(r, 4),
                    Arrays.stream(Rows.fromJson(r.getString(5))).boxed().toList(),
                    RunDatabase.number(r, 6)),
            id);
    List<LeftOutFilm> leftOut =
        rows(
            c,
            "SELECT image, part, step, reason, last_of FROM left_out WHERE run = ? ORDER BY"
                + " position",
            r ->
                new LeftOutFilm(
                    r.getString(1),
                    r.getString(2),
                    r.getInt(3),
                    r.getString(4),
                    r.getString(5).isEmpty() ? List.of() : List.of(r.getString(5).split("\n"))),
            id);
    return new History(labels, steps, epochs, List.of(), leftOut);
  }

  private static List<Run.Metric> metrics(Connection c, int id) throws SQLException {
    return rows(
        c,
        "SELECT part, name, label, value FROM metrics WHERE run = ? ORDER BY part DESC, name, label",
        r ->
            new Run.Metric(
                r.getString(1), r.getString(2), r.getString(3), RunDatabase.number(r, 4)),
        id);
  }

  private static List<Run.Kept> evaluations(Connection c, int id, Labels labels)
      throws SQLException {
    List<Run.Kept> kept = new ArrayList<>();
    for (String part :
        rows(c, "SELECT DISTINCT part FROM predictions WHERE run = ?", r -> r.getString(1), id)) {
      List<Film> films = new ArrayList<>();
      List<float[]> probabilities =
          rows(
              c,
              "SELECT image, patient, truth, probabilities FROM predictions WHERE run = ? AND part"
                  + " = ? ORDER BY position",
              r -> {
                String image = r.getString(1);
                List<Float> truth =
                    Arrays.stream(Rows.fromJson(r.getString(3))).mapToObj(v -> (float) v).toList();
                films.add(Film.of(image, Path.of(image), r.getString(2), labels, truth));
                return Rows.toFloats(Rows.fromJson(r.getString(4)));
              },
              id,
              part);
      Films all = new Films(part, labels, films);
      kept.add(
          new Run.Kept(
              part, all.fingerprint(), Evaluation.of(new Predictions(all, labels, probabilities))));
    }
    return kept;
  }

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(Connection c, String sql, Row<T> row, Object... values)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      RunDatabase.set(s, values);
      try (ResultSet r = s.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (r.next()) {
          found.add(row.of(r));
        }
        return found;
      }
    }
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
    Labels labels = run(run).labels();
    return database.read(
        c ->
            rows(
                    c,
                    "SELECT weight, bias FROM heads WHERE run = ?",
                    r ->
                        new LinearHead(
                            labels, Features.floats(r.getBytes(1)), Features.floats(r.getBytes(2))),
                    run)
                .stream()
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            Text.format("Run %d keeps no head: it trained a network.", run))));
  }

  /** The figures of a run as the bytes of PNG files, by name. */
  public TreeMap<String, byte[]> figures(int run) {
    return database.read(
        c -> {
          TreeMap<String, byte[]> all = new TreeMap<>();
          rows(
              c,
              "SELECT name, png FROM figures WHERE run = ?",
              r -> all.put(r.getString(1), r.getBytes(2)),
              run);
          return all;
        });
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
    for (int id : ids) {
      Run run = run(id);
      String name = Text.format("%03d-%s", id, run.name().replaceAll("[^A-Za-z0-9._-]+", "-"));
      try {
        Path own = Files.createDirectories(folder.resolve(name));
        double start = Instant.parse(run.started()).getEpochSecond();
        // One file of a fixed name: a second export replaces the first.
        Path file = own.resolve(Text.format("events.out.tfevents.%d.cxrlab", (long) start));
        try (EventFile events = new EventFile(file, start)) {
          export(run, start, events);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Run " + id + " can't be written to " + folder + ".", e);
      }
    }
    return folder;
  }

  private void export(Run run, double start, EventFile events) throws IOException {
    double now = start;
    for (StepRecord step : run.history().steps()) {
      now += step.seconds();
      events.scalar(now, step.step(), "loss/training", step.loss());
      events.scalar(now, step.step(), "learning rate", step.learningRate());
    }
    for (EpochRecord epoch : run.history().epochs()) {
      double then = start + epoch.seconds();
      events.scalar(then, epoch.step(), "loss/validation", epoch.validationLoss());
      events.scalar(then, epoch.step(), "AUROC/mean", epoch.meanAuroc());
      for (int label = 0; label < epoch.auroc().size(); label++) {
        events.scalar(
            then, epoch.step(), "AUROC/" + run.labels().get(label), epoch.auroc().get(label));
      }
    }
    int last = run.history().steps().size();
    for (Run.Metric m : run.metrics()) {
      String label = m.label().isEmpty() ? "all" : m.label();
      events.scalar(now, last, m.part() + " " + m.name() + "/" + label, m.value());
    }
    for (var figure : figures(run.id()).entrySet()) {
      events.image(now, last, figure.getKey(), figure.getValue());
    }
    events.text(start, 0, "plan", "```\n" + run.plan().toJson() + "\n```");
  }

  /**
   * Writes runs as CSV: {@code runs.csv} with a row for each, and {@code steps.csv}, {@code
   * epochs.csv}, {@code metrics.csv} and {@code predictions.csv} with their column {@code run}.
   *
   * @param folder is made where it is not there
   * @return the folder
   */
  public Path exportCsv(Path folder, Collection<Integer> ids) {
    String these = ids.stream().map(String::valueOf).reduce((a, b) -> a + ", " + b).orElse("");
    ids.forEach(this::run); // says which is missing
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be made.", e);
    }
    write(
        folder.resolve("runs.csv"),
        "SELECT * FROM (" + OVERVIEW + ") WHERE run IN (" + these + ")");
    for (String table : List.of("steps", "epochs", "metrics", "predictions")) {
      write(
          folder.resolve(table + ".csv"),
          "SELECT * FROM " + table + " WHERE run IN (" + these + ")");
    }
    return folder;
  }

  private void write(Path file, String sql) {
    query(sql).write().csv(file.toFile());
  }

  /** The newest runs. */
  @Override
  public TableFigure figure() {
    Table all = table();
    var figure =
        TableFigure.columns(
            "Run",
            "Name",
            "Status",
            "Epochs",
            "Validation loss",
            "Validation AUROC",
            "Test AUROC",
            "Learning rate",
            "Seconds");
    int first = Math.max(0, all.rowCount() - SHOWN);
    for (int i = all.rowCount() - 1; i >= first; i--) {
      figure.row(
          all.column("run").getString(i),
          all.column("name").getString(i),
          all.column("status").getString(i),
          all.column("epochs").getString(i),
          value(all, "validation loss", i),
          value(all, "validation AUROC", i),
          value(all, "test AUROC", i),
          all.column("learning rate").getString(i),
          value(all, "seconds", i));
    }
    return figure
        .caption(
            all.rowCount() > SHOWN
                ? Text.format("The newest %d of %,d runs", SHOWN, all.rowCount())
                : Text.count(all.rowCount(), "run"))
        .build();
  }

  private static double value(Table table, String column, int row) {
    return table.column(column).isMissing(row) || table.column(column).getString(row).isEmpty()
        ? Double.NaN
        : ((Number) table.column(column).get(row)).doubleValue();
  }

  @Override
  public void close() {
    database.close();
  }

  /** Which code ran: the library's version and, in a clone, git's name of the commit. */
  private static final class CodeVersion {
    private static final String TEXT = find();

    static String text() {
      return TEXT;
    }

    private static String find() {
      String version = Runs.class.getPackage().getImplementationVersion();
      String named = version == null ? "development" : version;
      Path home = Workspace.models().toAbsolutePath().getParent();
      if (home == null || !Files.exists(home.resolve(".git"))) {
        return named;
      }
      try {
        Process git =
            new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = git.inputReader(StandardCharsets.UTF_8)) {
          String commit = out.readLine();
          return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0
              ? named + " " + commit
              : named;
        }
      } catch (IOException e) {
        return named; // a clone on a machine without git
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return named;
      }
    }
  }
}
