package org.cxrlab.train;

import java.nio.file.Path;

/**
 * Where a training writes down how far it has come, and how often, so that {@link Training#resume}
 * can go on after whatever ended it. It does so after each epoch, when it is asked to stop, and, if
 * wanted, after so many steps. The last two checkpoints are kept, each in a file of its own (some
 * 110 MB for DenseNet121): the older one goes when the newer one is whole on the disk. Immutable.
 */
public final class Checkpoints {
  private final Path folder;
  private final int steps;

  private Checkpoints(Path folder, int steps) {
    this.folder = folder;
    this.steps = steps;
  }

  /** In a folder that is made if need be; it holds the checkpoints of one training. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 0);
  }

  /** The same, and also after each {@code steps} steps, at least 1. */
  public Checkpoints everySteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "There must be at least 1 step from one checkpoint to the next, not " + steps + ".");
    }
    return new Checkpoints(folder, steps);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Whether one is due after this step, counted from 1, wherever in its epoch. */
  boolean isDue(int step) {
    return steps > 0 && step % steps == 0;
  }

  /** Takes the folder for one training. */
  CheckpointFolder open() {
    return new CheckpointFolder(folder);
  }
}
