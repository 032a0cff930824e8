package org.cxrlab.process;

import com.google.gson.Gson;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.UnreadableFilms;

/**
 * A training that another process is to do.
 *
 * @param number by which what comes of it is known
 * @param subject the folder of what it learns from; empty if that was sent beforehand
 * @param plan of the whole training, as JSON
 * @param epochs after which to end
 * @param predicts whether the validation films are predicted by what was learnt
 * @param checkpoints where they lie, of which the next training by this plan begins; null if there
 *     are to be none
 * @param unreadable how many films may be left out as they can't be read
 */
public record TrainingOrder(
    int number,
    String subject,
    String plan,
    int epochs,
    boolean predicts,
    CheckpointRule checkpoints,
    int unreadable)
    implements Serializable {
  /** Where checkpoints lie, and when they are written: see {@link Checkpoints}. */
  private record CheckpointRule(String folder, int steps, double minutes) implements Serializable {
    static CheckpointRule of(Checkpoints checkpoints) {
      return new CheckpointRule(
          checkpoints.folder().toAbsolutePath().toString(),
          checkpoints.steps(),
          checkpoints.minutes());
    }

    Checkpoints checkpoints() {
      Checkpoints here = Checkpoints.in(Path.of(folder));
      if (steps > 0) {
        return here.everySteps(steps);
      }
      return minutes > 0 ? here.everyMinutes(minutes) : here;
    }
  }

  /**
   * For a trial, whose films and first weights were sent beforehand.
   *
   * @param films of training and validation
   */
  public static TrainingOrder trial(
      int number, TrainingPlan plan, int epochs, Path checkpoints, int films) {
    return new TrainingOrder(
        number,
        "",
        plan.toJson(),
        epochs,
        true,
        CheckpointRule.of(Checkpoints.in(checkpoints)),
        UnreadableFilms.leaveOutFew().limit(films));
  }

  /**
   * For the whole training of a model.
   *
   * @param subject the model and its films
   */
  public static TrainingOrder whole(
      int number,
      Path subject,
      TrainingPlan plan,
      Optional<Checkpoints> checkpoints,
      int unreadable) {
    return new TrainingOrder(
        number,
        subject.toString(),
        plan.toJson(),
        plan.epochs(),
        false,
        checkpoints.map(CheckpointRule::of).orElse(null),
        unreadable);
  }

  /** The checkpoints that it writes, if any. */
  Optional<Checkpoints> writes() {
    return Optional.ofNullable(checkpoints)
        .map(rule -> rule.checkpoints().unreadable(UnreadableFilms.leaveOut(unreadable)));
  }

  /** In one line. */
  public String toJson() {
    return new Gson().toJson(this);
  }

  /** What {@link #toJson} wrote. */
  public static TrainingOrder fromJson(String json) {
    return new Gson().fromJson(json, TrainingOrder.class);
  }
}
