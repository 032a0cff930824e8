package org.cxrlab.train;

/** A training whose loss was no longer a number. The model holds the last good weights. */
public final class TrainingFailure extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final transient TrainingRun run;

  TrainingFailure(String message, TrainingRun run) {
    super(message);
    this.run = run;
  }

  /** What happened before. */
  public TrainingRun run() {
    return run;
  }
}
