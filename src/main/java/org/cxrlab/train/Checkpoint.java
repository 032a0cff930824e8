package org.cxrlab.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
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
      History history) {}

  /**
   * Which films a training uses.
   *
   * @param training fingerprint of the films to learn from
   * @param validation fingerprint of those to validate on
   */
  record FilmsUsed(String training, String validation) {
    static FilmsUsed of(Split split) {
      return new FilmsUsed(fingerprint(split.train()), fingerprint(split.validation()));
    }

    /** Names, labels and order, and how long each picture's file is. */
    private static String fingerprint(Films films) {
      var lengths = new CRC32C();
      for (Film film : films) {
        try {
          lengths.update((Files.size(film.path()) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(
              "The film " + film.path() + " can't be read; put it back, or leave it out.", e);
        }
      }
      return films.fingerprint() + "-%08x".formatted(lengths.getValue());
    }
  }

  /**
   * What kind of network is trained.
   *
   * @param labels in order
   * @param channels of a film
   * @param scaling of its pixels
   * @param epsilon of the batch norms
   */
  record Network(List<String> labels, int channels, String scaling, double epsilon) {
    static Network of(ChestModel model) {
      return new Network(
          model.labels().names(),
          model.preprocessing().channels(),
          model.preprocessing().scaling().name(),
          model.epsilon());
    }
  }

  /**
   * Checks that the training can go on with these films and this model.
   *
   * @param from names the checkpoint in a refusal
   */
  void requireSame(Object from, FilmsUsed films, ChestModel model) {
    if (!state.films().training().equals(films.training())) {
      throw otherFilms(from, "training");
    }
    if (!state.films().validation().equals(films.validation())) {
      throw otherFilms(from, "validation");
    }
    Network network = Network.of(model);
    if (!state.network().equals(network) || !weights.fits(model.copyWeights())) {
      throw new IllegalArgumentException(
          "The checkpoint %s is of a network with %s, but the model has %s; create the model as it was created for that training."
              .formatted(from, state.network(), network));
    }
  }

  /**
   * Checks that the training is one by this plan.
   *
   * @param from names the checkpoint in a refusal
   */
  void requireSame(Object from, TrainingPlan plan) {
    List<String> differences = state.plan().differences(plan);
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "The checkpoint %s belongs to a training by another plan (%s); take that plan, or begin anew after Checkpoints.clear()."
              .formatted(from, String.join("; ", differences)));
    }
  }

  private static IllegalArgumentException otherFilms(Object from, String part) {
    return new IllegalArgumentException(
        "The checkpoint %s belongs to a training on other films: the %s part of the split has other names, labels, order or pictures. Resume with the split that it began with, or begin anew after Checkpoints.clear()."
            .formatted(from, part));
  }
}
