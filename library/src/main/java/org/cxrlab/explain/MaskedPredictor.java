package org.cxrlab.explain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntPredicate;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;

/** Asks a model about altered films: scaled pixels in, logits out, in small batches. */
final class MaskedPredictor {
  private static final int BATCH = 8;

  private final ChestModel model;
  private final int size;

  MaskedPredictor(ChestModel model) {
    this.model = model;
    size = model.preprocessing().imageSize();
  }

  /** Width and height of what the network sees. */
  int size() {
    return size;
  }

  /** The film as the network sees it: resized, scaled, channel after channel, row by row. */
  float[] input(GrayImage image) {
    List<float[]> channels = model.preprocessing().channels(image);
    FloatBuffer all = FloatBuffer.allocate(channels.size() * size * size);
    channels.forEach(all::put);
    return all.array();
  }

  /** The film with the chosen places of all channels covered by the channel's mean grey. */
  float[] covered(float[] input, IntPredicate chosen) {
    int places = size * size;
    float[] out = input.clone();
    for (int start = 0; start < out.length; start += places) {
      double sum = 0;
      for (int i = 0; i < places; i++) {
        sum += input[start + i];
      }
      for (int i = 0; i < places; i++) {
        if (chosen.test(i)) {
          out[start + i] = (float) (sum / places);
        }
      }
    }
    return out;
  }

  /** Makes the altered film with this number; called once for each, in order. */
  interface Altered {
    float[] film(int number);
  }

  /** A label's logit for each of {@code count} altered films, which are made as they are needed. */
  double[] logits(int count, Altered altered, String label) {
    int column = model.labels().indexOf(label);
    double[] logits = new double[count];
    for (int start = 0; start < count; start += BATCH) {
      int films = Math.min(BATCH, count - start);
      float[] all = logits(start, films, altered);
      for (int i = 0; i < films; i++) {
        logits[start + i] = all[i * model.labels().size() + column];
      }
    }
    return logits;
  }

  private float[] logits(int start, int films, Altered altered) {
    int channels = model.preprocessing().channels();
    FloatBuffer pixels = FloatBuffer.allocate(films * channels * size * size);
    for (int i = 0; i < films; i++) {
      pixels.put(altered.film(start + i));
    }
    try (NDManager manager = NativeMemory.newManager()) {
      NDArray batch = manager.create(pixels.rewind(), new Shape(films, channels, size, size));
      return model.fineLogits(batch);
    }
  }

  /** What the model makes of a label's logit. */
  double probability(String label, double logit) {
    return model.probability(label, logit);
  }

  /** A label's logits for these films. */
  double[] logits(List<float[]> films, String label) {
    return logits(films.size(), films::get, label);
  }
}
