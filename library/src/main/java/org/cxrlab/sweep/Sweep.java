package org.cxrlab.sweep;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cxrlab.data.Labels;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.JsonFields;
import org.cxrlab.plan.PlanFields;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.process.TrainingSubject;
import org.cxrlab.remote.Cluster;
import org.cxrlab.remote.Trials;
import org.cxrlab.run.Features;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.StartingNetwork;
import org.cxrlab.train.StopSignal;

/**
 * A search through the settings of a plan: which combinations are tried and how long each may
 * learn. Immutable; each method gives a new sweep. What is done is kept trial by trial: a sweep
 * that was stopped or killed goes on where it was when it is run again, and a trial that was
 * finished, in this sweep or in another on the same films, is never run twice.
 *
 * @param name what it and its runs are called
 * @param method which combinations are tried
 * @param space the settings that are turned
 * @param trials how many combinations, at random or by halving; at most
 * @param points how many values of each range a grid has
 * @param seed of the draws
 * @param plan the settings that stay
 * @param minimumEpochs of halving's first round, at least 1
 * @param factor by which each round of halving is longer and has fewer trials, at least 2
 */
public record Sweep(
    String name,
    Method method,
    SearchSpace space,
    int trials,
    int points,
    long seed,
    TrainingPlan plan,
    int minimumEpochs,
    int factor)
    implements Showable {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /** The fields of a sweep's JSON. */
  static final List<String> WORDS =
      List.of(
          "name", "method", "space", "trials", "points", "seed", "plan", "minimumEpochs", "factor");

  /** More would take years. */
  private static final int MOST_TRIALS = 10_000;

  private static final int MOST_POINTS = 1_000;

  private static volatile Supplier<SweepListener> defaultListener = Sweep::console;

  /** Which combinations are tried. */
  public enum Method {
    /** Every combination. */
    GRID,
    /** Combinations by chance (Bergstra and Bengio, 2012). */
    RANDOM,
    /**
     * Asynchronous successive halving (ASHA; Li et al., A system for massively parallel
     * hyperparameter tuning, 2020): all combinations learn for a few epochs, and the best of each
     * round go on until they have learnt {@code factor} times as long, as soon as {@code factor}
     * others have been left behind.
     */
    HALVING
  }

  /** Checks that everything goes together. */
  public Sweep {
    Objects.requireNonNull(plan);
    if (space.parameters().isEmpty()) {
      throw new IllegalArgumentException(
          "The sweep turns no setting; give its space at least one, such as"
              + " log(\"learningRate\", 1e-5, 1e-2).");
    }
    if (trials < 1 || points < 1) {
      throw new IllegalArgumentException(
          Text.format(
              "A sweep has at least 1 trial and 1 point of each range, not %d and %d.",
              trials, points));
    }
    if (trials > MOST_TRIALS
        || points > MOST_POINTS
        || method == Method.GRID && tooMany(space, points)) {
      throw new IllegalArgumentException(
          Text.format(
              "A sweep has at most %,d combinations and %,d points of each range; take fewer values"
                  + " or name fewer settings.",
              MOST_TRIALS, MOST_POINTS));
    }
    if (method == Method.HALVING) {
      if (factor < 2 || minimumEpochs < 1 || minimumEpochs > plan.epochs()) {
        throw new IllegalArgumentException(
            Text.format(
                "Halving needs a factor of at least 2 and a first round of 1 to %d epochs, not %d"
                    + " and %d.",
                plan.epochs(), factor, minimumEpochs));
      }
      if (space.parameters().stream().anyMatch(p -> p.setting().equals(PlanFields.EPOCHS))) {
        throw new IllegalArgumentException(
            "Halving gives out the epochs by itself; take \"epochs\" out of the space.");
      }
    }
  }

  private static boolean tooMany(SearchSpace space, int points) {
    long combinations = 1;
    for (Parameter parameter : space.parameters()) {
      combinations *= parameter.grid(points).size();
      if (combinations > MOST_TRIALS) {
        return true;
      }
    }
    return false;
  }

  private static Sweep of(Method method, SearchSpace space, int trials) {
    return new Sweep("sweep", method, space, trials, 5, 0, TrainingPlan.defaults(), 1, 3);
  }

  /** Every combination; of a range five values, unless {@link #points} says otherwise. */
  public static Sweep grid(SearchSpace space) {
    return of(Method.GRID, space, 1);
  }

  /** So many combinations by chance, none twice. */
  public static Sweep random(SearchSpace space, int trials) {
    return of(Method.RANDOM, space, trials);
  }

  /**
   * So many combinations by chance, of which a third goes on to three times as many epochs, and a
   * third of those again, up to the plan's epochs, unless {@link #halving(int, int)} says
   * otherwise. All rounds of a combination are one training by the whole plan: the schedule is laid
   * over all its epochs from the start, a round ends after some of them, and the next goes on from
   * there.
   */
  public static Sweep halving(SearchSpace space, int trials) {
    return of(Method.HALVING, space, trials);
  }

  /** What it and its runs are called. */
  public Sweep named(String newName) {
    return new Sweep(newName, method, space, trials, points, seed, plan, minimumEpochs, factor);
  }

  /** How many values of each range a grid has. */
  public Sweep points(int count) {
    return new Sweep(name, method, space, trials, count, seed, plan, minimumEpochs, factor);
  }

  /** The seed of the draws; 0 unless set. */
  public Sweep seed(long value) {
    return new Sweep(name, method, space, trials, points, value, plan, minimumEpochs, factor);
  }

  /** The plan whose other settings stay. */
  public Sweep plan(TrainingPlan value) {
    return new Sweep(name, method, space, trials, points, seed, value, minimumEpochs, factor);
  }

  /** How long the first round of halving is, and by which factor each further one is longer. */
  public Sweep halving(int firstEpochs, int times) {
    return new Sweep(name, method, space, trials, points, seed, plan, firstEpochs, times);
  }

  /** The combinations, in the order in which they are begun. */
  List<List<String>> combinations() {
    return method == Method.GRID ? space.grid(points) : space.draw(trials, seed);
  }

  /** How many epochs each round has: a single round unless there is halving. */
  List<Integer> rounds() {
    if (method != Method.HALVING) {
      return List.of(plan.epochs());
    }
    List<Integer> rounds = new ArrayList<>();
    for (long epochs = minimumEpochs; epochs < plan.epochs(); epochs *= factor) {
      rounds.add((int) epochs);
    }
    rounds.add(plan.epochs());
    return rounds;
  }

  /**
   * Trains heads on features: as many at once as there are processors, as each takes one and next
   * to no memory.
   *
   * @return all trials, those of earlier runs of this sweep included
   */
  public SweepResult run(Runs runs, Features features) {
    return run(runs, features, defaultListener.get());
  }

  /** The same, followed by a listener of one's own. */
  public SweepResult run(Runs runs, Features features, SweepListener listener) {
    return run(runs, features, Runtime.getRuntime().availableProcessors(), listener);
  }

  /** The same, so many at once, at least 1. */
  public SweepResult run(Runs runs, Features features, int atOnce, SweepListener listener) {
    return new SweepRunner(this, runs, new HeadTrialModel(features), listener)
        .run(requireAtLeastOne(atOnce));
  }

  /**
   * Trains networks, each a DenseNet121 whose random weights the plan's seed gives, one after the
   * other: a training by itself uses all processors. Several processes that run the same sweep
   * share the trials among them. A trial that was under way when the sweep was stopped or killed
   * goes on at its last checkpoint; checkpoints lie in a folder beside the file of runs as long as
   * they may be needed, by halving up to 140 MB for each combination that waits.
   */
  public SweepResult run(Runs runs, Split split) {
    return run(runs, split, 1);
  }

  /**
   * The same, so many at once, at least 1: each in a process of its own, which has its share of the
   * processors and needs as much memory as a training does by itself. As sums are added in another
   * order by another number of threads, scores differ from those of one at a time in their last
   * digits.
   */
  public SweepResult run(Runs runs, Split split, int atOnce) {
    return run(runs, split, StartingNetwork.fresh(), atOnce, defaultListener.get());
  }

  /**
   * The same with networks that begin with other weights, followed by a listener of one's own.
   *
   * @param network which each trial begins with
   */
  public SweepResult run(
      Runs runs, Split split, StartingNetwork network, int atOnce, SweepListener listener) {
    requireAtLeastOne(atOnce);
    Labels labels = split.train().labels();
    var trainable =
        new NetworkTrialModel(
            network.fingerprint(labels), plan -> network.create(labels, plan.seed()), split);
    var runner = new SweepRunner(this, runs, trainable, listener);
    if (atOnce == 1) {
      return runner.run(1);
    }
    // This process trains nothing itself.
    SweepWorker.Job job = SweepWorker.Job.of(runs, this, network, trainable);
    return runner.watch(SweepWorkers.start(atOnce, job));
  }

  /**
   * Trains networks as {@link #run(Runs, Split)} does, each a task of a cluster: as many at once as
   * it has cores, each on one, in a process of its own. This process says what is trained next and
   * writes the runs down, so trials that were finished are known wherever they were trained.
   * Checkpoints lie beside the file of runs: where workers see that folder too, a trial whose
   * process was lost goes on elsewhere.
   */
  public SweepResult run(Runs runs, Split split, Cluster cluster) {
    return run(runs, split, StartingNetwork.fresh(), cluster, defaultListener.get());
  }

  /**
   * The same with networks that begin with other weights, followed by a listener of one's own.
   *
   * @param network which each trial begins with; its weights are sent
   */
  public SweepResult run(
      Runs runs, Split split, StartingNetwork network, Cluster cluster, SweepListener listener) {
    Labels labels = split.train().labels();
    var here =
        new NetworkTrialModel(
            network.fingerprint(labels), plan -> network.create(labels, plan.seed()), split);
    return run(
        runs,
        here,
        Optional.empty(),
        folder -> TrainingSubject.write(folder, network, split),
        cluster,
        listener);
  }

  /** Trains heads on features as {@link #run(Runs, Features)} does, each a task of a cluster. */
  public SweepResult run(Runs runs, Features features, Cluster cluster) {
    return run(
        runs,
        new HeadTrialModel(features),
        Optional.of(features),
        folder -> TrainingSubject.write(folder, features),
        cluster,
        defaultListener.get());
  }

  private SweepResult run(
      Runs runs,
      TrialModel here,
      Optional<Features> features,
      Consumer<Path> subject,
      Cluster cluster,
      SweepListener listener) {
    Path folder = WholeFolder.passing();
    try (StopSignal.Armed armed = StopSignal.arm()) {
      subject.accept(folder);
      try (Trials trials = cluster.trials(folder)) {
        var model = new ClusterTrialModel(here, features, trials);
        return new SweepRunner(this, runs, model, listener).run(trials.places());
      }
    } finally {
      WholeFolder.deletePassing(folder);
    }
  }

  private static int requireAtLeastOne(int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException(
          Text.format("At least 1 trial runs at a time, not %d.", atOnce));
    }
    return atOnce;
  }

  /**
   * Trains networks of one's own.
   *
   * @param network a fingerprint of them: equal for equal networks. By it finished trials are known
   * @param create a fresh one for each plan; it is closed after its trial
   */
  public SweepResult run(
      Runs runs,
      Split split,
      String network,
      Function<TrainingPlan, ChestModel> create,
      SweepListener listener) {
    return new SweepRunner(this, runs, new NetworkTrialModel(network, create, split), listener)
        .run(1);
  }

  /**
   * Sets what shows the progress where nothing else is asked for: at first a line for each trial.
   */
  public static void defaultListener(Supplier<SweepListener> supplier) {
    defaultListener = Objects.requireNonNull(supplier);
  }

  private static SweepListener console() {
    ConsoleBar bar = ConsoleBar.onSystemOut();
    return new SweepConsole(bar) {
      @Override
      public void onEnd(SweepResult result) {
        bar.say(result.summary());
      }
    };
  }

  /** The sweep as JSON. */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    json.addProperty("method", method.name().toLowerCase(Locale.ROOT));
    json.addProperty("trials", trials);
    json.addProperty("points", points);
    json.addProperty("seed", seed);
    json.addProperty("minimumEpochs", minimumEpochs);
    json.addProperty("factor", factor);
    JsonObject turned = new JsonObject();
    for (Parameter p : space.parameters()) {
      turned.add(p.name(), toJson(p));
    }
    json.add("space", turned);
    json.add("plan", JsonParser.parseString(plan.toJson()));
    return GSON.toJson(json);
  }

  private static JsonElement toJson(Parameter parameter) {
    if (!parameter.isRange()) {
      JsonArray values = new JsonArray();
      parameter.choices().forEach(values::add);
      return values;
    }
    JsonObject range = new JsonObject();
    range.addProperty("from", parameter.low());
    range.addProperty("to", parameter.high());
    range.addProperty("scale", parameter.log() ? "log" : "linear");
    return range;
  }

  /**
   * A sweep from JSON: {@code method} ("grid", "random", "halving") and {@code space}, in which
   * each setting has a list of values or {@code {"from": 1e-5, "to": 0.01, "scale": "log"}}; and
   * where wanted {@code name}, {@code trials} (20), {@code points} (5), {@code seed} (0), {@code
   * plan}, {@code minimumEpochs} (1) and {@code factor} (3).
   *
   * @throws IllegalArgumentException if it is no sweep, naming what is wrong
   */
  public static Sweep fromJson(String text) {
    JsonFields json = JsonFields.of(text, "sweep");
    json.requireFields(WORDS);
    return fromJson(
        json,
        json.has("plan")
            ? TrainingPlan.fromJson(json.get("plan").toString())
            : TrainingPlan.defaults());
  }

  /** The same with a plan from elsewhere. */
  static Sweep fromJson(JsonFields json, TrainingPlan plan) {
    return new Sweep(
        json.text("name", "sweep"),
        json.choice("method", Method.values(), null),
        json.has("space") ? space(json.object("space", "space")) : SearchSpace.empty(),
        json.count("trials", 20),
        json.count("points", 5),
        json.whole("seed", 0),
        plan,
        json.count("minimumEpochs", 1),
        json.count("factor", 3));
  }

  private static SearchSpace space(JsonFields json) {
    SearchSpace space = SearchSpace.empty();
    for (String name : json.fields()) {
      JsonElement values = json.get(name);
      if (values.isJsonArray()) {
        List<String> choices = new ArrayList<>();
        for (JsonElement value : values.getAsJsonArray()) {
          if (!value.isJsonPrimitive()) {
            throw new IllegalArgumentException(
                Text.format("A value of \"%s\" is a number or a word, not %s.", name, value));
          }
          choices.add(value.getAsString());
        }
        space = space.choice(name, choices.toArray());
      } else if (values.isJsonObject()) {
        PlanFields.standard().turned(name);
        JsonFields range = json.object(name, "range of " + name);
        range.requireFields(List.of("from", "to", "scale"));
        double from = range.number("from");
        double to = range.number("to");
        space =
            range.choice("scale", Scale.values(), Scale.LINEAR) == Scale.LOG
                ? space.log(name, from, to)
                : space.linear(name, from, to);
      } else {
        throw new IllegalArgumentException(
            Text.format(
                "The setting \"%s\" needs a list of values, or {\"from\": …, \"to\": …}.", name));
      }
    }
    return space;
  }

  /** How a range is drawn from. */
  private enum Scale {
    LINEAR,
    LOG
  }

  /** In a sentence, what is tried. */
  public String summary() {
    int count = combinations().size();
    return switch (method) {
      case GRID -> Text.format("A grid of %d combinations.", count);
      case RANDOM -> Text.format("%d combinations by chance, seed %d.", count, seed);
      case HALVING ->
          Text.format(
              "%d combinations by chance, seed %d, in rounds of %s epochs, of which each keeps one"
                  + " in %d.",
              count,
              seed,
              String.join(", ", rounds().stream().map(String::valueOf).toList()),
              factor);
    };
  }

  @Override
  public Figure figure() {
    return Panel.of(new Note(summary()), space);
  }
}
