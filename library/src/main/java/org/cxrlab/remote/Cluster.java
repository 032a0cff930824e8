package org.cxrlab.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.FileCheck;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.PhantomSet;
import org.cxrlab.data.TableSummary;
import org.cxrlab.data.Workspace;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.eval.Comparison;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.Precision;
import org.cxrlab.model.Predictions;
import org.cxrlab.run.Features;
import org.cxrlab.split.Split;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.TrainingPlace;
import org.cxrlab.train.UnreadableFilms;

/**
 * A cluster of Apache Spark, for what outgrows one process: the calls are those of one process, and
 * so are the results, within 1e-6.
 *
 * <pre>{@code
 * var cluster = Cluster.local(2);
 * Evaluation.of(cluster.predict(model, films))
 * }</pre>
 *
 * <p>Films have to lie under the same path on every machine. The model is sent. A call that was
 * stopped keeps what came so far, and the same call goes on from there. Immutable.
 */
public final class Cluster implements TrainingPlace {
  private static volatile Supplier<ClusterListener> defaultListener = () -> ClusterListener.NONE;

  private final String master;
  private final UnreadableFilms unreadable;
  private final Path launcher;
  private final Path file;

  private Cluster(String master, UnreadableFilms unreadable, Path launcher, Path file) {
    this.master = master;
    this.unreadable = unreadable;
    this.launcher = launcher;
    this.file = file;
  }

  /**
   * This machine, in a process of its own.
   *
   * @param tasks how many films are read at the same time, at least 1
   */
  public static Cluster local(int tasks) {
    if (tasks < 1) {
      throw new IllegalArgumentException("At least 1 task runs at a time, not " + tasks + ".");
    }
    return at("local[" + tasks + "]");
  }

  /**
   * A cluster that is running.
   *
   * @param master as Spark names it: {@code spark://host:7077}
   */
  public static Cluster at(String master) {
    if (master.isBlank()) {
      throw new IllegalArgumentException(
          "A cluster has a name, such as spark://host:7077 or local[2].");
    }
    return new Cluster(
        master,
        UnreadableFilms.leaveOutFew(),
        Workspace.launcher(),
        Workspace.data().resolve("cluster.db"));
  }

  /** Sets what shows the progress where nothing else is asked for: at first nothing. */
  public static void defaultListener(Supplier<ClusterListener> supplier) {
    defaultListener = Objects.requireNonNull(supplier);
  }

  /** With another number of films that may be left out as they can't be read. */
  public Cluster unreadable(UnreadableFilms rule) {
    return new Cluster(master, rule, launcher, file);
  }

  /**
   * The probabilities of all labels for each film, as {@link ChestModel#predict(Films)} gives them.
   * Films that can't be read are left out and named, up to {@linkplain UnreadableFilms#leaveOutFew
   * a few}.
   *
   * @throws IllegalArgumentException naming the films that can't be read, if they are more
   * @throws CancellationException if {@link StopSignal} asks to stop; what was computed is kept
   * @throws CxrlabException if the cluster can't be reached or gives up
   */
  public Predictions predict(ChestModel model, Films films) {
    Outcome outcome = run(Task.PROBABILITIES, model, films);
    return new Predictions(outcome.readable(), model.labels(), outcome.numbers());
  }

  /**
   * What the model's backbone makes of each film, as {@link ChestModel#features(Films)} gives it;
   * films that can't be read as in {@link #predict}.
   */
  public FilmFeatures features(ChestModel model, Films films) {
    Outcome outcome = run(Task.FEATURES, model, films);
    return new FilmFeatures(outcome.readable(), outcome.numbers());
  }

  /** The same for the three parts of a split, for the training of heads and their sweeps. */
  public Features features(ChestModel model, Split split) {
    Outcome outcome = run(Task.FEATURES, model, split.films());
    int validation = split.train().size();
    int test = validation + split.validation().size();
    return new Features(
        Features.fingerprint(model),
        split,
        outcome.part(split.train(), 0),
        outcome.part(split.validation(), validation),
        outcome.part(split.test(), test),
        outcome.leftOut(split));
  }

  /** Which pictures are there and can be read, as {@link Films#files()} says. */
  public FileCheck files(Films films) {
    Outcome outcome = run(Task.SIZE, null, films);
    return FileCheck.of(
        films,
        IntStream.range(0, films.size())
            .mapToObj(i -> found(films.get(i), outcome.rows().get(i)))
            .toList());
  }

  private static FileCheck.Found found(Film film, KeptRows.Row row) {
    float[] size = row.numbers();
    return size == null
        ? new FileCheck.Found(film, 0, 0, row.complaint())
        : new FileCheck.Found(film, Math.round(size[0]), Math.round(size[1]), "");
  }

  /**
   * All that is counted in a table of films, as {@link TableSummary#of} counts it, also where the
   * table does not fit into memory: text, gzipped or not, or Parquet.
   *
   * @throws CancellationException if {@link StopSignal} asks to stop
   * @throws CxrlabException if no film can be read of it, or the cluster can't be reached
   */
  public TableSummary counts(Path table) {
    return counts(List.of(table));
  }

  /** The same, with the patients and pictures that another table has too. */
  public TableSummary counts(Path table, Path against) {
    return counts(List.of(table, against));
  }

  /**
   * The films of a set of phantoms, as {@link PhantomSet#films()} gives them: the same files in the
   * same folder. They are drawn on the cluster unless they are there, and written by this machine,
   * so workers need no folder of its.
   *
   * @throws CancellationException if {@link StopSignal} asks to stop; what is drawn is kept
   * @throws CxrlabException if the cluster can't be reached or gives up, or if another process
   *     draws the same set
   */
  public Films phantoms(PhantomSet set) {
    return new PhantomsOnCluster(master, launcher, defaultListener.get()).films(set);
  }

  private TableSummary counts(List<Path> tables) {
    ClusterListener listener = defaultListener.get();
    Path folder = WholeFolder.passing();
    Path out = folder.resolve("counts.json");
    try (StopSignal.Armed armed = StopSignal.arm();
        DriverProcess driver = DriverProcess.start(launcher, Job.counting(master, tables, out))) {
      driver.follow(
          listener::said,
          message ->
              message
                  .map(Message::stage)
                  .ifPresent(stage -> listener.at(new ClusterListener.State(0, 0, 0, 0, stage))));
      if (StopSignal.isRequested()) {
        throw new CancellationException("Stopped; a table is counted at once or not at all.");
      }
      if (!Files.exists(out)) {
        throw failure(driver);
      }
      TableSummary summary = TableSummary.read(out);
      listener.ended(
          Text.format(
              "%s %s on %s.",
              Text.count(summary.info().rows(), "film"), Task.COUNTS.done(), master));
      return summary;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Stopped; a table is counted at once or not at all.");
    } finally {
      WholeFolder.deletePassing(folder);
    }
  }

  /**
   * Trainings of a sweep; the caller closes them.
   *
   * @param subject the folder of what they learn from, which is sent to each process once
   */
  public Trials trials(Path subject) {
    return trials(Optional.of(subject));
  }

  private Trials trials(Optional<Path> subject) {
    return Trials.start(launcher, master, subject, defaultListener.get());
  }

  /**
   * Gets ready for the trainings of a repeated experiment, see {@link org.cxrlab.train.Repeat#on}.
   */
  @Override
  public Open open() {
    return TrainingsOnCluster.of(trials(Optional.empty()));
  }

  /**
   * The evaluation of predictions, as {@link Evaluation#of(Predictions)} gives it, resampled on the
   * cluster: {@link #bootstrap}.
   */
  public Evaluation evaluate(Predictions predictions) {
    return bootstrap(Evaluation.of(predictions));
  }

  /**
   * An evaluation with the same resamples, of which its intervals are made, computed on the
   * cluster; they are the same to the last bit. Computed are the scores, and {@link
   * Evaluation#measures} at the evaluation's cut-offs: choose number, seed and cut-offs before,
   * since what they are changed to afterwards is resampled in this process. Films' names and
   * patients' IDs are not sent.
   *
   * <pre>{@code
   * cluster.bootstrap(Evaluation.of(predictions).bootstrap(10_000, 1))
   * }</pre>
   *
   * @throws CancellationException if {@link StopSignal} asks to stop; nothing is kept
   * @throws CxrlabException if the cluster can't be reached or gives up
   */
  public Evaluation bootstrap(Evaluation evaluation) {
    return evaluation.bootstrap(bootstrap());
  }

  /**
   * One model against another, as {@link Evaluation#compare(Evaluation)} does it, with the
   * resamples of the first, computed on the cluster; otherwise as {@link #bootstrap}.
   */
  public Comparison compare(Evaluation one, Evaluation other) {
    return one.compare(other, bootstrap());
  }

  private BootstrapOnCluster bootstrap() {
    return new BootstrapOnCluster(master, launcher, defaultListener.get());
  }

  private Outcome run(Task task, ChestModel model, Films films) {
    ClusterListener listener = defaultListener.get();
    Path folder = WholeFolder.passing();
    try (StopSignal.Armed armed = StopSignal.arm()) {
      if (task.needsModel()) {
        // So that it is said here, and not by a worker, if it can't predict in its precision.
        model.setPrecision(model.precision());
      }
      String saved = task.needsModel() ? model.save(folder.resolve("model")).toString() : "";
      Precision precision = task.needsModel() ? model.precision() : Precision.FP32;
      String origin = task.needsModel() ? model.fingerprint() + " " + precision : "";
      try (KeptRows kept = KeptRows.of(file, task, origin, films.list())) {
        int[] missing = kept.missing();
        List<String> remarks = new ArrayList<>();
        if (missing.length > 0) {
          Job job = Job.of(master, task, saved, precision, films.at(missing).list());
          collect(job, kept, missing, heard(listener, remarks));
        }
        var outcome = new Outcome(films, kept.all());
        if (task != Task.SIZE) {
          outcome.requireFew(unreadable.limit(films.size()));
        }
        kept.done();
        remarks.add(0, outcome.sentence(task, master));
        listener.ended(String.join(" ", remarks));
        return outcome;
      }
    } finally {
      WholeFolder.deletePassing(folder);
    }
  }

  /** Keeps the remarks: a line under a running cell is gone with the next. */
  private static ClusterListener heard(ClusterListener listener, List<String> remarks) {
    return new ClusterListener() {
      @Override
      public void at(State state) {
        listener.at(state);
      }

      @Override
      public void said(String line) {
        listener.said(line);
        Message.remark(line).ifPresent(remarks::add);
      }
    };
  }

  private void collect(Job job, KeptRows kept, int[] missing, ClusterListener listener) {
    int before = kept.count();
    int all = before + missing.length;
    var come = new AtomicInteger();
    var stage = new AtomicReference<>(Message.Stage.NONE);
    try (DriverProcess driver = DriverProcess.start(launcher, job)) {
      driver.follow(
          listener::said,
          message -> {
            message.map(Message::stage).ifPresent(stage::set);
            message
                .map(Message::rows)
                .ifPresent(
                    rows -> {
                      int from = come.getAndAdd(rows.size());
                      kept.set(Arrays.copyOfRange(missing, from, come.get()), kept(rows));
                    });
            listener.at(
                new ClusterListener.State(
                    before + come.get(), kept.bad(), before, all, stage.get()));
          });
      if (come.get() < missing.length) {
        throw StopSignal.isRequested() ? stopped(before + come.get(), all) : failure(driver);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(before + come.get(), all);
    }
  }

  private static List<KeptRows.Row> kept(List<Message.Row> rows) {
    return rows.stream().map(row -> new KeptRows.Row(row.floats(), row.complaint())).toList();
  }

  static CxrlabException failure(DriverProcess driver) {
    return driver
        .complaint()
        .orElseGet(
            () ->
                new CxrlabException(
                    "The process that drives Spark ended too early; the same call goes on."));
  }

  private static CancellationException stopped(int films, int all) {
    return new CancellationException(
        Text.format(
            "Stopped after %s of %s films; what came of them is kept, and the same call goes on from there.",
            Numbers.show(films), Numbers.show(all)));
  }

  @Override
  public String toString() {
    return "Spark at " + master;
  }
}
