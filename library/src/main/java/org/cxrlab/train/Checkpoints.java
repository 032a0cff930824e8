package org.cxrlab.train;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.cxrlab.data.Workspace;
import org.cxrlab.model.ChestModel;

/**
 * Where a training writes down how far it has come, and how often, so that the same call goes on
 * after whatever ended it, a killed process too:
 *
 * <pre>{@code
 * var run = Training.run(model, split, plan, Checkpoints.in("night"));
 * }</pre>
 *
 * <p>A checkpoint is written when the training ends or is asked to stop, and on the way as often as
 * takes about a hundredth of its time, unless {@link #everySteps} or {@link #everyMinutes} says
 * otherwise. The last two are kept, each in a file of its own that holds the best epoch's weights
 * too (some 140 MB for DenseNet121): the older one goes when the newer one is whole on the disk.
 * Immutable.
 */
public final class Checkpoints {
  /** From one checkpoint to the next it takes so many times as long as the writing took. */
  private static final int TIMES_THE_WRITING = 100;

  /** Before the first one nobody knows how long the writing takes. */
  private static final long NANOS_TO_FIRST = TimeUnit.SECONDS.toNanos(20);

  private final Path folder;
  private final int steps;
  private final double minutes;
  private final UnreadableFilms unreadable;

  private Checkpoints(Path folder, int steps, double minutes, UnreadableFilms unreadable) {
    this.folder = folder;
    this.steps = steps;
    this.minutes = minutes;
    this.unreadable = unreadable;
  }

  /** In a folder that is made if need be; it holds the checkpoints of one training. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 0, 0, UnreadableFilms.leaveOutFew());
  }

  /**
   * The same, by name.
   *
   * @param name of a folder under {@code models/}, see {@link Workspace#models()}; they lie in
   *     {@code checkpoints} there, beside the model that is saved by this name
   */
  public static Checkpoints in(String name) {
    return in(Workspace.models().resolve(name).resolve("checkpoints"));
  }

  /** After each {@code count} steps, at least 1, and after each epoch. */
  public Checkpoints everySteps(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "There must be at least 1 step from one checkpoint to the next, not " + count + ".");
    }
    return new Checkpoints(folder, count, 0, unreadable);
  }

  /** After the first step that ends so many minutes, more than 0, after the last checkpoint. */
  public Checkpoints everyMinutes(double count) {
    if (!(count > 0 && Double.isFinite(count))) {
      throw new IllegalArgumentException(
          "There must be more than 0 minutes from one checkpoint to the next, not " + count + ".");
    }
    return new Checkpoints(folder, 0, count, unreadable);
  }

  /**
   * What a training that writes here does about films that can't be read; {@link
   * UnreadableFilms#leaveOutFew} unless asked. The checkpoints are the same whatever it is, so that
   * a training that stopped goes on with another.
   */
  public Checkpoints unreadable(UnreadableFilms value) {
    return new Checkpoints(folder, steps, minutes, Objects.requireNonNull(value));
  }

  /** What is done about films that can't be read. */
  public UnreadableFilms unreadable() {
    return unreadable;
  }

  /** After how many steps one is written; 0 if that does not depend on them. */
  public int steps() {
    return steps;
  }

  /** After how many minutes one is written; 0 if that does not depend on them. */
  public double minutes() {
    return minutes;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Puts what was learnt into a model: the weights of the best epoch so far, or, before the first
   * is over, those of the newest checkpoint. So another training, by another plan or on other
   * films, can begin with them.
   *
   * @return the model
   * @throws IllegalArgumentException if there is no checkpoint that is whole, or it is of another
   *     network
   * @throws CheckpointsInUse if a training is writing there
   */
  public ChestModel load(ChestModel model) {
    try (CheckpointFolder open = open()) {
      Checkpoint latest = open.latest();
      latest.requireFits(open.file(latest.state().step()), model);
      model.restore(latest.best().orElse(latest.weights()));
      return model;
    }
  }

  /**
   * Deletes all checkpoints but the newest, which is enough for a training that waits.
   *
   * @throws CheckpointsInUse if a training is writing there
   */
  public void keepNewest() {
    try (CheckpointFolder open = open()) {
      open.keepNewest();
    }
  }

  /**
   * Deletes the checkpoints, so that the next training begins anew.
   *
   * @throws CheckpointsInUse if a training is writing there
   */
  public void clear() {
    try (CheckpointFolder open = open()) {
      open.clear();
    }
    CheckpointFolder.removeIfEmpty(folder);
  }

  /**
   * Whether one is due between two steps.
   *
   * @param step done last, counted from 1
   * @param epochEnds whether an epoch has just ended, its validation included
   * @param nanosSince since the last checkpoint, or the start
   * @param nanosToWrite how long the last one took; 0 before the first
   */
  boolean isDue(int step, boolean epochEnds, long nanosSince, long nanosToWrite) {
    if (steps > 0) {
      return epochEnds || step % steps == 0;
    }
    if (minutes > 0) {
      return nanosSince >= minutes * TimeUnit.MINUTES.toNanos(1);
    }
    return nanosSince >= (nanosToWrite == 0 ? NANOS_TO_FIRST : TIMES_THE_WRITING * nanosToWrite);
  }

  /** Takes the folder for one training. */
  CheckpointFolder open() {
    return new CheckpointFolder(folder);
  }

  @Override
  public String toString() {
    return "Checkpoints in " + folder;
  }
}
