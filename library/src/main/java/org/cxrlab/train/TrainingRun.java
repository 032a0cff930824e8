package org.cxrlab.train;

import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.TrainingPlan;

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
    /** The loss was no longer a number, too many films could not be read, or something broke. */
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

  /** In a sentence, how it ended, and in another, which films were left out. */
  public String summary() {
    String leftOut = LeftOutFilm.sentence(history.leftOut());
    return leftOut.isEmpty() ? ended() : ended() + " " + leftOut;
  }

  private String ended() {
    int epochs = history.epochs().size();
    String what =
        switch (ending) {
          case COMPLETED -> "Trained for " + Text.count(epochs, "epoch");
          case IN_PART ->
              Text.format("Trained for %d of %s", epochs, Text.count(plan.epochs(), "epoch"));
          case STOPPED_EARLY ->
              Text.format(
                  "Ended after %s, %d of them without a better one",
                  Text.count(epochs, "epoch"), epochs - bestEpoch);
          case STOPPED ->
              Text.format(
                  "Stopped after %s and %s",
                  Text.count(history.steps().size(), "step"), Text.count(epochs, "whole epoch"));
          case FAILED -> "Failed after " + Text.count(history.steps().size(), "step");
        };
    return Text.format("%s in %s; %s.", what, Text.clock(seconds), kept());
  }

  /** Which weights the model holds, as a part of a sentence. */
  String kept() {
    return bestEpoch == 0
        ? "the model holds the weights of the last good step"
        : Text.format(
            "the model holds the weights of epoch %d, the best by %s", bestEpoch, plan.monitor());
  }

  @Override
  public Figure figure() {
    // The table of the history names the films left out.
    return Panel.of(new Note(ended()), curves(), history);
  }
}
