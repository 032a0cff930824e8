package org.cxrlab.train;

import java.nio.file.Path;
import java.util.Optional;
import org.cxrlab.CxrlabException;

/**
 * A training, of a network or of a head, that ended by itself before its plan was done: its loss
 * was no longer a number, or {@linkplain UnreadableFilmsFailure too many films} could not be read.
 * The model holds the best weights, or, before the first epoch is over, the last good ones.
 */
public sealed class TrainingFailure extends CxrlabException permits UnreadableFilmsFailure {
  private static final long serialVersionUID = 1;

  private final transient TrainingRun run;
  private final int step;
  private final String reason;
  private final transient Path lastGoodCheckpoint;

  TrainingFailure(
      String message, int step, String reason, Path lastGoodCheckpoint, TrainingRun run) {
    super(message);
    this.step = step;
    this.reason = reason;
    this.lastGoodCheckpoint = lastGoodCheckpoint;
    this.run = run;
  }

  /**
   * A failure in another process.
   *
   * @param message as a sentence
   * @param step that failed
   * @param reason as a part of a sentence
   * @param run what happened before
   */
  public static TrainingFailure elsewhere(
      String message, int step, String reason, TrainingRun run) {
    return new TrainingFailure(message, step, reason, null, run);
  }

  /** What happened before. */
  public TrainingRun run() {
    return run;
  }

  /** The step that failed, counted from 1 through all epochs. */
  public int step() {
    return step;
  }

  /** The likely reason, as a part of a sentence. */
  public String reason() {
    return reason;
  }

  /** The newest checkpoint that did not lead here; none if none was written or all did. */
  public Optional<Path> lastGoodCheckpoint() {
    return Optional.ofNullable(lastGoodCheckpoint);
  }
}
