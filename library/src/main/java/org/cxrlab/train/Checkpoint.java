package org.cxrlab.train;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Framing;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Preprocessing;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;

/**
 * A training between two steps: everything that the rest of it depends on. The order of the films
 * and their augmentation follow from the plan's seed and the number of steps alone, and so there is
 * no other random state.
 *
 * @param state all but the large arrays
 * @param weights of the model, with what its batch norms remember
 * @param best the weights of the best epoch, once there is one
 * @param adam what the optimizer has gathered
 */
record Checkpoint(State state, WeightCopy weights, Optional<WeightCopy> best, Adam.State adam) {
  /**
   * What a checkpoint holds as JSON.
   *
   * @param code what wrote it
   * @param plan of the training
   * @param films what it learns from
   * @param network what it trains
   * @param step done last, counted from 1 through all epochs
   * @param adamStep how many gradients went into the optimizer's means
   * @param learningRate what the schedule multiplies
   * @param bestEpoch counted from 1; 0 if no epoch is over
   * @param epochsWithoutBetter after each epoch, how many had passed since the best one
   * @param seconds of training so far
   * @param history so far
   * @param stoppedBy names of films that could not be read and at which the training stopped; null
   *     in checkpoints of versions that stopped otherwise
   */
  record State(
      String code,
      TrainingPlan plan,
      FilmsUsed films,
      Network network,
      int step,
      int adamStep,
      double learningRate,
      int bestEpoch,
      List<Integer> epochsWithoutBetter,
      double seconds,
      History history,
      List<String> stoppedBy) {
    /** Checks that nothing is missing that every version writes. */
    State {
      Objects.requireNonNull(code);
      Objects.requireNonNull(plan);
      Objects.requireNonNull(films);
      Objects.requireNonNull(network);
      history.requireWhole();
      epochsWithoutBetter = List.copyOf(epochsWithoutBetter);
      if (step < 0 || adamStep < 0 || bestEpoch < 0 || bestEpoch > history.epochs().size()) {
        throw new IllegalArgumentException(
            Text.format(
                "It tells of step %d, %d steps of Adam and the best epoch %d of %d, which can't"
                    + " be.",
                step, adamStep, bestEpoch, history.epochs().size()));
      }
      if (epochsWithoutBetter.size() != history.epochs().size()) {
        throw new IllegalArgumentException("It has not one number for each epoch.");
      }
    }

    /** The films that could not be read so far, those it stopped at too. */
    Set<String> unreadable() {
      return Stream.concat(
              history.leftOut().stream().map(LeftOutFilm::image),
              stoppedBy == null ? Stream.empty() : stoppedBy.stream())
          .collect(Collectors.toSet());
    }
  }

  /**
   * What kind of network is trained.
   *
   * @param labels in order
   * @param channels of a film
   * @param scaling of its pixels, and its framing where it is not whole
   * @param epsilon of the batch norms
   */
  record Network(List<String> labels, int channels, String scaling, double epsilon) {
    /** Copies the list. */
    Network {
      labels = List.copyOf(labels);
    }

    static Network of(ChestModel model) {
      return new Network(
          model.labels().names(),
          model.preprocessing().channels(),
          scaling(model.preprocessing()),
          model.epsilon());
    }

    /** Checkpoints of earlier versions, which knew whole films alone, stay good. */
    private static String scaling(Preprocessing as) {
      return as.scaling().name() + (as.framing() == Framing.WHOLE ? "" : " " + as.framing().name());
    }
  }

  /**
   * Checks that the training can go on with these films and this model.
   *
   * @param from names the checkpoint in a refusal
   */
  void requireSame(Object from, FilmsUsed films, Split split, ChestModel model) {
    state.films().requireSame(from, films, split, state.unreadable());
    requireFits(from, model);
  }

  /** Checks that the weights are of a network as the model has it. */
  void requireFits(Object from, ChestModel model) {
    Network network = Network.of(model);
    if (!state.network().equals(network) || !weights.fits(model.copyWeights())) {
      throw new IllegalArgumentException(
          Text.format(
              "The checkpoint %s is of a network with %s, but the model has %s; create the model as"
                  + " it was created for that training.",
              from, state.network(), network));
    }
  }

  /** How many epochs are over. */
  int epochs() {
    return state.history().epochs().size();
  }

  /** Whether a plan asks for no more epochs than are over, and is not the one that made them. */
  boolean isEnoughFor(TrainingPlan plan) {
    return plan.epochs() != state.plan().epochs() && plan.epochs() <= epochs();
  }

  /**
   * Checks that the training can go on by this plan: it is the same but for the number of epochs,
   * and the patience of early stopping, on which no step depends.
   *
   * @param from names the checkpoint in a refusal
   */
  void requireContinuedBy(Object from, TrainingPlan plan) {
    TrainingPlan there = state.plan();
    if (!there.epochs(plan.epochs()).earlyStopping(plan.earlyStopping()).equals(plan)) {
      throw new IllegalArgumentException(
          Text.format(
              "The checkpoint %s belongs to a training by another plan (%s). Take that plan to go"
                  + " on, or train by this one with checkpoints in another folder; Checkpoints.load"
                  + " puts what was learnt there into the model first.",
              from, String.join("; ", there.differences(plan))));
    }
    boolean more = plan.epochs() != there.epochs() && !isEnoughFor(plan);
    if (more && there.schedule().kind() == Schedule.Kind.COSINE) {
      throw new IllegalArgumentException(
          Text.format(
              "The checkpoint %s belongs to a training whose learning rate falls to 0 along a"
                  + " cosine over its epochs, %d of them; over %d it would have been another from"
                  + " the first step. Take epochs(%d) to go on, or train on from what was learnt:"
                  + " Checkpoints.load puts it into the model, and Training.run with checkpoints in"
                  + " another folder begins with it. Constant rates and plateaus can be made"
                  + " longer.",
              from, there.epochs(), plan.epochs(), there.epochs()));
    }
  }
}
