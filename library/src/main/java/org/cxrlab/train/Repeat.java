package org.cxrlab.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.cxrlab.CxrlabException;
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
 * <p>On a cluster, {@code Repeat.seeds(1, 2, 3, 4, 5).on(cluster).run(...)} sends the trainings of
 * networks there and has several seeds at once; all else of the experiment is done here, by a
 * thread for each seed.
 *
 * <p>{@link StopSignal} ends it: seeds at hand are dropped, those that are done are kept.
 */
public final class Repeat {
  private static volatile Supplier<RepeatListener> defaultListener = () -> progress -> {};

  private final List<Long> seeds;
  private final Optional<TrainingPlace> place;

  private Repeat(List<Long> seeds, Optional<TrainingPlace> place) {
    this.seeds = seeds;
    this.place = place;
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
    return new Repeat(all, Optional.empty());
  }

  /**
   * With the trainings of networks done elsewhere, on a cluster, as many seeds at the same time as
   * it has cores. A training is what {@link Training#run} does by a model, a split and a plan, with
   * {@link Checkpoints} or without; with them it goes on elsewhere where its process is lost. It
   * has as many threads as a task of the cluster has cores, by which its numbers round. Trainings
   * of heads on features, evaluations and all else stay in this process, in a thread for each seed:
   * what the seeds share must bear that.
   */
  public Repeat on(TrainingPlace there) {
    return new Repeat(seeds, Optional.of(there));
  }

  /**
   * Runs the experiment once with each seed, in order.
   *
   * @throws CxrlabException if it was stopped before a first seed was done
   */
  public Repetitions run(Experiment experiment) {
    RepeatListener listener = defaultListener.get();
    List<SeedNotes> notes;
    try (StopSignal.Armed armed = StopSignal.arm()) {
      notes =
          place.isEmpty()
              ? oneByOne(experiment, listener)
              : new SeedsElsewhere(seeds, place.get(), experiment, listener).run();
    }
    if (notes.isEmpty()) {
      throw new CxrlabException(
          "The experiment was stopped before its first seed was done, so there is nothing to show;"
              + " run it again.");
    }
    return repetitions(notes);
  }

  private List<SeedNotes> oneByOne(Experiment experiment, RepeatListener listener) {
    List<SeedNotes> all = new ArrayList<>();
    RepeatProgress progress = RepeatProgress.here(seeds.size());
    Runnable changed = () -> listener.onProgress(progress);
    try {
      for (long seed : seeds) {
        changed.run();
        var repeated = new RepeatedSeed(seed, progress, Optional.empty(), changed);
        Optional<SeedNotes> notes = repeated.run(experiment);
        if (notes.isEmpty()) {
          break;
        }
        all.add(notes.get());
      }
      return all;
    } finally {
      progress.onEnd();
      changed.run();
    }
  }

  private static Repetitions repetitions(List<SeedNotes> all) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    for (SeedNotes notes : all) {
      notes.names(
          (way, figure) -> names.computeIfAbsent(way, w -> new LinkedHashSet<>()).add(figure));
    }
    List<Measured> measured = new ArrayList<>();
    names.forEach(
        (way, figures) ->
            figures.forEach(
                figure ->
                    measured.add(
                        new Measured(
                            way,
                            figure,
                            all.stream().map(notes -> notes.value(way, figure)).toList()))));
    return new Repetitions(all.stream().map(SeedNotes::seed).toList(), measured);
  }

  /**
   * Sets what shows the progress; at first nothing does.
   *
   * @param supplier called once for each {@link #run}
   */
  public static void defaultListener(Supplier<RepeatListener> supplier) {
    defaultListener = Objects.requireNonNull(supplier);
  }

  @Override
  public String toString() {
    return "An experiment with the seeds " + seeds + "; run(experiment) runs it";
  }
}
