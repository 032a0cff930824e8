package org.cxrlab.sweep;

import java.util.List;

/**
 * A combination of settings, learning for so many epochs.
 *
 * @param number of the combination, counted from 1 in the order in which they were drawn
 * @param epochs at most
 * @param values one for each setting of the sweep's space, in its order
 * @param status where it stands
 * @param score the mean AUROC on the validation films after the best epoch; NaN where there is none
 * @param loss on them, by the plan's own weights
 * @param seconds that it took
 * @param run its number among the runs; 0 where there is none yet
 * @param message what went wrong; empty where nothing did
 */
public record Trial(
    int number,
    int epochs,
    List<String> values,
    Status status,
    double score,
    double loss,
    double seconds,
    int run,
    String message) {
  /** Where a trial stands. */
  public enum Status {
    /** Not begun, or taken back from a process that is gone. */
    WAITING,
    /** Some process is at it. */
    RUNNING,
    /** It was completed. */
    DONE,
    /** Its loss was no longer a number, or there was an error. */
    FAILED
  }

  /** Copies the list. */
  public Trial {
    values = List.copyOf(values);
  }

  /** Whether it is over, well or not. */
  public boolean isOver() {
    return status == Status.DONE || status == Status.FAILED;
  }
}
