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
import org.cxrlab.data.StoredFilms;
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
 * <p>Films have to lie under the same path on every machine, as files or in archives, or at an
 * address that Hadoop opens. The model is sent. A call that was stopped keeps what came so far, and
 * the same call goes on from there. Immutable.
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
    return predict(model, StoredFilms.files(films));
  }

  /**
   * The same of films that may lie in archives, or at an address as {@link #films} lists them.
   *
   * <pre>{@code
   * cluster.predict(model, StoredFilms.open(Path.of("films.zip")))
   * }</pre>
   *
   * @throws CxrlabException also if an archive has changed since it was opened
   */
  public Predictions predict(ChestModel model, StoredFilms films) {
    Outcome outcome = run(Task.PROBABILITIES, model, films);
    return new Predictions(outcome.readable(), model.labels(), outcome.numbers());
  }

  /** The same of the films at a place, as {@link #films} takes it. */
  public Predictions predict(ChestModel model, String place) {
    return predict(model, listed(place));
  }

  /**
   * The films at a place, without labels where it is an address: names alone tell what is a film
   * there, and archives are opened. Their {@link Films#source()} says what was left out, and why.
   *
   * <pre>{@code
   * var films = cluster.films("hdfs://host/films");
   * }</pre>
   *
   * @param place what Hadoop's file systems open, such as {@code hdfs://host/films}, {@code
   *     s3a://bucket/films} or {@code file:///films}; or, as {@link StoredFilms#open} takes it, a
   *     folder or an archive of this machine
   * @throws CancellationException if {@link StopSignal} asks to stop
   * @throws CxrlabException if there is nothing at the address, or no film
   */
  public StoredFilms films(String place) {
    StoredFilms films = listed(place);
    defaultListener
        .get()
        .ended(
            Text.format(
                "%s %s at %s.%s",
                Text.count(films.films().size(), "film"),
                films.films().size() == 1 ? "lies" : "lie",
                place,
                account(films)));
    return films;
  }

  private StoredFilms listed(String place) {
    return StoredFilms.isAddress(place)
        ? new FilmsAtAddress(master, launcher, defaultListener.get()).films(place)
        : StoredFilms.open(Path.of(place));
  }

  /** What was left out when films were listed, to be said under the cell that does without. */
  private static String account(StoredFilms films) {
    String line = films.films().source().line();
    return line.isEmpty() ? "" : " " + line;
  }

  /**
   * What the model's backbone makes of each film, as {@link ChestModel#features(Films)} gives it;
   * films that can't be read as in {@link #predict}.
   */
  public FilmFeatures features(ChestModel model, Films films) {
    return features(model, StoredFilms.files(films));
  }

  /** The same of films that may lie in archives or at an address, as in {@link #predict}. */
  public FilmFeatures features(ChestModel model, StoredFilms films) {
    Outcome outcome = run(Task.FEATURES, model, films);
    return new FilmFeatures(outcome.readable(), outcome.numbers());
  }

  /** The same of the films at a place, as {@link #films} takes it. */
  public FilmFeatures features(ChestModel model, String place) {
    return features(model, listed(place));
  }

  /** The same for the three parts of a split, for the training of heads and their sweeps. */
  public Features features(ChestModel model, Split split) {
    return features(model, split, StoredFilms.files(split.films()));
  }

  /**
   * The same of a split of films that may lie in archives or at an address.
   *
   * @param films those that were split
   */
  public Features features(ChestModel model, Split split, StoredFilms films) {
    Outcome outcome = run(Task.FEATURES, model, films.only(split.films()));
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
    return files(StoredFilms.files(films));
  }

  /** The same of films that may lie in archives or at an address, as in {@link #predict}. */
  public FileCheck files(StoredFilms stored) {
    Outcome outcome = run(Task.SIZE, null, stored);
    Films films = stored.films();
    return FileCheck.of(
        films,
        IntStream.range(0, films.size())
            .mapToObj(i -> found(films.get(i), outcome.rows().get(i)))
            .toList());
  }

  /** The same of the films at a place, as {@link #films} takes it. */
  public FileCheck files(String place) {
    return files(listed(place));
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

  private Outcome run(Task task, ChestModel model, StoredFilms stored) {
    Films films = stored.films();
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
      try (KeptRows kept = KeptRows.of(file, task, origin, stored)) {
        int[] missing = kept.missing();
        List<String> remarks = new ArrayList<>();
        if (missing.length > 0) {
          Films left = films.at(missing);
          List<Path> list = written(stored.only(left), folder.resolve("films.json"));
          Job job = Job.of(master, task, saved, precision, left.list(), list);
          collect(job, kept, missing, heard(listener, remarks));
        }
        var outcome = new Outcome(films, kept.all());
        if (task != Task.SIZE) {
          outcome.requireFew(unreadable.limit(films.size()));
        }
        kept.done();
        remarks.add(0, outcome.sentence(task, master));
        String account = stored.stored().isEmpty() ? "" : account(stored);
        listener.ended(String.join(" ", remarks) + account);
        return outcome;
      }
    } finally {
      WholeFolder.deletePassing(folder);
    }
  }

  /** Where those films are written down that are no files; empty if all are. */
  private static List<Path> written(StoredFilms films, Path list) {
    if (films.stored().isEmpty()) {
      return List.of();
    }
    WrittenFilms.of(films).write(list);
    return List.of(list);
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
