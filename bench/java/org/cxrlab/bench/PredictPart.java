package org.cxrlab.bench;

import ai.djl.ndarray.NDManager;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.model.ChestModel;

/** Predictions for one batch that is there already. Its result is the logits. */
final class PredictPart implements Part {
  private final NDManager manager = NativeMemory.newManager();
  private final ChestModel model;
  private final Batch batch;
  private final int repeats;

  PredictPart(Settings settings) {
    model = Models.of(settings);
    repeats = settings.number("repeats");
    try (Batches batches =
        model.loader(settings.films()).batchSize(settings.number("batch")).pass(manager)) {
      batch = batches.next();
    }
  }

  @Override
  public double[] run() {
    float[] logits = null;
    for (int i = 0; i < repeats; i++) {
      logits = model.logits(batch.images());
    }
    double[] result = new double[logits.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = logits[i];
    }
    return result;
  }

  @Override
  public void close() {
    model.close();
    manager.close();
  }
}
