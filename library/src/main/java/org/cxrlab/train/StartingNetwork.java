package org.cxrlab.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cxrlab.data.Labels;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.weights.Weights;

/**
 * The network that a training begins with.
 *
 * @param weights its first weights: a model folder or a weights file; empty for random ones, as the
 *     seed gives them
 */
public record StartingNetwork(Optional<Path> weights) {
  private static final String NAME = "DenseNet121";

  /** Random weights. */
  public static StartingNetwork fresh() {
    return new StartingNetwork(Optional.empty());
  }

  /**
   * The network; the caller closes it. Its head is fresh, from the seed, unless the weights are a
   * model for these very labels.
   */
  public ChestModel create(Labels labels, long seed) {
    if (weights.isEmpty()) {
      return DenseNet121.create(labels, seed);
    }
    Path start = weights.get();
    if (!Files.isDirectory(start)) {
      return freshHead(
          DenseNet121.create(labels).loadWeights(Weights.read(start).withoutHead()), seed);
    }
    ChestModel known = ChestModel.load(start);
    if (known.labels().equals(labels)) {
      return known;
    }
    try (known) {
      return freshHead(DenseNet121.startingFrom(known, labels), seed);
    }
  }

  private static ChestModel freshHead(ChestModel model, long seed) {
    LinearHead head = model.head();
    return model.setHead(LinearHead.random(head.labels(), head.inputs(), seed));
  }

  /** A fingerprint: equal for equal weights. By it a sweep knows the trials that are done. */
  public String fingerprint(Labels labels) {
    if (weights.isEmpty()) {
      return NAME;
    }
    try (ChestModel model = create(labels, 0)) {
      return NAME + " from " + model.backboneFingerprint();
    }
  }
}
