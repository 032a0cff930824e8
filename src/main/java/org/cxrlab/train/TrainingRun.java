package org.cxrlab.train;

import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;

/**
 * A training that has ended. The model holds the weights of its best epoch.
 *
 * @param plan what was decided beforehand
 * @param history what happened
 * @param bestEpoch whose weights were kept, counted from 1; 0 if no epoch was completed, so that
 *     the model holds the last step's weights
 * @param ending why it ended
 * @param seconds from start to end, pauses left out
 */
public record TrainingRun(
    TrainingPlan plan, History history, int bestEpoch, Ending ending, double seconds)
    implements Showable {
  /** Why a training ended. */
  public enum Ending {
    /** All epochs of the plan were done. */
    COMPLETED,
    /**
     * As many epochs as {@link TrainingControl#endAfter} asked for were done; the plan has more.
     */
    IN_PART,
    /** There were too many epochs without a better one. */
    STOPPED_EARLY,
    /** Somebody asked for it. */
    STOPPED,
    /** The loss was no longer a number. */
    FAILED
  }

  /** Whether somebody asked it to stop. */
  public boolean stopped() {
    return ending == Ending.STOPPED;
  }

  /** The curves of the loss and of the mean AUROC. */
  public Panel curves() {
    return history.curves();
  }

  /** In a sentence, how it ended. */
  public String summary() {
    int epochs = history.epochs().size();
    String what =
        switch (ending) {
          case COMPLETED -> "Trained for %d epochs".formatted(epochs);
          case IN_PART -> "Trained for %d of %d epochs".formatted(epochs, plan.epochs());
          case STOPPED_EARLY ->
              "Ended after %d epochs, %d of them without a better one"
                  .formatted(epochs, epochs - bestEpoch);
          case STOPPED ->
              "Stopped after %d steps and %d whole epochs"
                  .formatted(history.steps().size(), epochs);
          case FAILED -> "Failed after %d steps".formatted(history.steps().size());
        };
    String kept =
        bestEpoch == 0
            ? "the model holds the weights of the last good step"
            : "the model holds the weights of epoch %d, the best by %s"
                .formatted(bestEpoch, plan.monitor());
    return "%s in %d:%02d minutes; %s."
        .formatted(what, Math.round(seconds) / 60, Math.round(seconds) % 60, kept);
  }

  @Override
  public Figure figure() {
    return Panel.of(new Note(summary()), curves(), history);
  }
}
