package org.cxrlab.train;

import ai.djl.ndarray.NDManager;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.bench.Models;
import org.cxrlab.bench.Part;
import org.cxrlab.bench.Settings;
import org.cxrlab.data.Films;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.AdamSettings;
import org.cxrlab.plan.WeightedBce;

/**
 * Training steps on one batch that is there already: forward, weighted loss, backward, Adam. In
 * this package because the optimizer is.
 */
public final class StepPart implements Part {
  private static final double LEARNING_RATE = 1e-4;

  private final NDManager manager = NativeMemory.newManager();
  private final ChestModel model;
  private final WeightedBce loss;
  private final Adam adam;
  private final Batch batch;
  private final int steps;

  /** Reads the first films as the batch. */
  public StepPart(Settings settings) {
    Films films = settings.films();
    model = Models.of(settings);
    loss = WeightedBce.of(films);
    adam = new Adam(AdamSettings.STANDARD, manager);
    adam.learningRate(LEARNING_RATE);
    steps = settings.number("repeats");
    try (Batches batches =
        model.loader(films).batchSize(settings.number("batch")).threads(1).pass(manager)) {
      batch = batches.next();
    }
  }

  @Override
  public double[] run() {
    double last = 0;
    for (int i = 0; i < steps; i++) {
      last =
          model.step(
              batch.images(), logits -> loss.of(logits, batch.labels(), batch.known()), adam);
    }
    return new double[] {last};
  }

  @Override
  public void close() {
    adam.close();
    model.close();
    manager.close();
  }
}
