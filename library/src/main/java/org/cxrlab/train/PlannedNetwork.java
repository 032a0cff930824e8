package org.cxrlab.train;

import org.cxrlab.batch.Batch;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Trainable;
import org.cxrlab.model.WeightUpdate;
import org.cxrlab.plan.TrainingPlan;

/** A network as a plan trains it: on which films, in which batches, which part, by which loss. */
record PlannedNetwork(ChestModel model, TrainingPlan plan) {
  /**
   * Checks that the network can be trained on films by the plan.
   *
   * @param part of the split that they are, such as "training"
   * @throws IllegalArgumentException if there are none, or if the labels differ
   */
  void requireFilms(Films films, String part) {
    if (films.size() == 0) {
      throw new IllegalArgumentException(
          "The " + part + " part of the split has no films; give it a larger share.");
    }
    if (!films.labels().equals(model.labels())) {
      throw new IllegalArgumentException(
          Text.format(
              "The %s films have the labels %s, but the model has %s; create the model with"
                  + " films.labels().",
              part, films.labels().names(), model.labels().names()));
    }
    plan.loss().requireLabels(model.labels());
  }

  /** Gives the network the plan's size of images and its precision. */
  void prepare() {
    model.setImageSize(plan.imageSize()).setPrecision(plan.precision());
  }

  /** The films of the training, resampled and augmented, in the plan's batches. */
  BatchLoader loader(Films training) {
    BatchLoader loader =
        model
            .loader(training)
            .batchSize(plan.batchSize())
            .sample(plan.resampling().sampler(training, plan.seed()))
            .augment(plan.augmentations(), plan.seed());
    // A last batch of one or two films would upset the batch norms.
    return training.size() < plan.batchSize() ? loader : loader.dropLast();
  }

  /** From now on the part of the network learns that learns in an epoch, counted from 0. */
  void beginEpoch(int epoch) {
    boolean head = epoch < plan.headOnly();
    boolean lastBlock = epoch < plan.headOnly() + plan.lastBlockOnly();
    model.setTrainable(head ? Trainable.HEAD : lastBlock ? Trainable.LAST_BLOCK : Trainable.ALL);
  }

  /**
   * Learns from a batch.
   *
   * @return the loss before the update; NaN or infinite if nothing was learnt
   */
  double step(Batch batch, WeightUpdate update) {
    return model.step(
        batch.images(), logits -> plan.loss().of(logits, batch.labels(), batch.known()), update);
  }
}
