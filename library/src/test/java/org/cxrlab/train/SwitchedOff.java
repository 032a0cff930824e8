package org.cxrlab.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Films;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FastPaths;
import org.cxrlab.plan.AdamSettings;
import org.cxrlab.plan.WeightedBce;

/** A process in which a fast path is turned off; it says what it calculates. */
final class SwitchedOff {
  private static final int FILMS = 8;
  private static final int SIZE = 96;

  private SwitchedOff() {}

  /** Takes the folder of the films. Prints which paths there are, then the numbers. */
  public static void main(String[] args) throws IOException {
    System.out.println(FastPaths.onThisMachine());
    System.out.println(
        numbers(Path.of(args[0])).stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  /** The logits of a batch of films, label by label, then the losses of two training steps. */
  static List<Double> numbers(Path folder) throws IOException {
    Films films = TinyFilms.split(folder, 2 * FILMS).train();
    List<Double> numbers = new ArrayList<>();
    try (NDManager manager = NativeMemory.newManager();
        ChestModel model = TinyFilms.model().setImageSize(SIZE);
        Batches batches = model.loader(films).batchSize(FILMS).pass(manager);
        Batch batch = batches.next();
        Adam adam = new Adam(AdamSettings.STANDARD, manager)) {
      adam.learningRate(1e-5);
      for (float logit : model.logits(batch.images())) {
        numbers.add((double) logit);
      }
      for (int step = 0; step < 2; step++) {
        numbers.add(
            model.step(
                batch.images(),
                logits -> WeightedBce.unweighted().of(logits, batch.labels(), batch.known()),
                adam));
      }
    }
    return numbers;
  }
}
