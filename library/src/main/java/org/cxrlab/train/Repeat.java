package org.cxrlab.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Text;
import org.cxrlab.train.Repetitions.Measured;

/**
 * Does the same experiment once with each seed, so that what luck does can be told from what was
 * changed. The trainings in it show one line of progress between them instead of their curves.
 *
 * <pre>{@code
 * var runs = Repeat.seeds(1, 2, 3, 4, 5).run((seed, note) -> {
 *   for (var way : List.of("plain", "weighted")) {
 *     ...
 *     note.down(way, "AUROC", evaluation.auroc("Mass"));
 *   }
 * });
 * }</pre>
 *
 * <p>{@link StopSignal} ends it: the seed at hand is dropped, those before it are kept.
 */
public final class Repeat {
  private static final ThreadLocal<RepeatProgress> RUNNING = new ThreadLocal<>();
  private static volatile Supplier<RepeatListener> defaultListener = () -> progress -> {};

  private final List<Long> seeds;

  private Repeat(List<Long> seeds) {
    this.seeds = seeds;
  }

  /** One repetition of an experiment. */
  @FunctionalInterface
  public interface Experiment {
    /**
     * Does the experiment and notes its figures down.
     *
     * @param seed for all that is left to chance in it
     */
    void run(long seed, Notes note);
  }

  /** Takes down what a repetition has measured. */
  @FunctionalInterface
  public interface Notes {
    /**
     * Takes down a figure; NaN where it is not defined.
     *
     * @param way of doing it, such as "weighted"
     * @param figure that was measured, such as "AUROC"
     * @throws IllegalArgumentException if this seed has noted it before
     */
    void down(String way, String figure, double value);
  }

  /**
   * With these seeds.
   *
   * @throws IllegalArgumentException if there is none, or one stands twice
   */
  public static Repeat seeds(long... seeds) {
    List<Long> all = Arrays.stream(seeds).boxed().toList();
    if (all.isEmpty() || all.stream().distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          "An experiment is repeated with seeds that differ, at least one, not " + all + ".");
    }
    return new Repeat(all);
  }

  /**
   * Runs the experiment once with each seed, in order.
   *
   * @throws CxrlabException if it was stopped before a first seed was done
   */
  public Repetitions run(Experiment experiment) {
    Map<String, Map<String, double[]>> figures = new LinkedHashMap<>();
    RepeatProgress progress = new RepeatProgress(seeds.size(), defaultListener.get());
    RepeatProgress outer = RUNNING.get();
    RUNNING.set(progress);
    int done = 0;
    try (StopSignal.Armed armed = StopSignal.arm()) {
      for (long seed : seeds) {
        Map<String, Map<String, Double>> noted = new LinkedHashMap<>();
        progress.onSeed(done);
        experiment.run(seed, (way, figure, value) -> take(noted, seed, way, figure, value));
        if (StopSignal.isRequested()) {
          break;
        }
        add(figures, noted, done++);
      }
    } finally {
      RUNNING.set(outer);
      progress.onEnd(done);
    }
    if (done == 0) {
      throw new CxrlabException(
          "The experiment was stopped before its first seed was done, so there is nothing to show;"
              + " run it again.");
    }
    return new Repetitions(seeds.subList(0, done), list(figures, done));
  }

  private static void take(
      Map<String, Map<String, Double>> noted, long seed, String way, String figure, double value) {
    Double before = noted.computeIfAbsent(way, w -> new LinkedHashMap<>()).put(figure, value);
    if (before != null) {
      throw new IllegalArgumentException(
          Text.format(
              "The figure \"%s\" of \"%s\" was noted twice with seed %d; give it another name.",
              figure, way, seed));
    }
  }

  private void add(
      Map<String, Map<String, double[]>> figures,
      Map<String, Map<String, Double>> noted,
      int place) {
    noted.forEach(
        (way, values) ->
            values.forEach(
                (figure, value) ->
                    figures.computeIfAbsent(way, w -> new LinkedHashMap<>())
                            .computeIfAbsent(figure, f -> unknown())[place] =
                        value));
  }

  private double[] unknown() {
    double[] values = new double[seeds.size()];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static List<Measured> list(Map<String, Map<String, double[]>> figures, int done) {
    List<Measured> all = new ArrayList<>();
    figures.forEach(
        (way, values) ->
            values.forEach(
                (figure, some) ->
                    all.add(
                        new Measured(way, figure, Arrays.stream(some, 0, done).boxed().toList()))));
    return all;
  }

  /** What follows a training that nobody else was asked to follow; null outside a repetition. */
  static TrainingListener listener() {
    return RUNNING.get();
  }

  /**
   * Sets what shows the progress; at first nothing does.
   *
   * @param supplier called once for each {@link #run}
   */
  public static void defaultListener(Supplier<RepeatListener> supplier) {
    defaultListener = Objects.requireNonNull(supplier);
  }
}
