package org.cxrlab.explain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;

/** Asks a model about altered films: standardised pixels in, logits out, in small batches. */
final class Probe {
  private static final int BATCH = 8;

  private final ChestModel model;
  private final int size;

  Probe(ChestModel model) {
    this.model = model;
    size = model.preprocessing().imageSize();
  }

  /** Width and height of what the network sees. */
  int size() {
    return size;
  }

  /** The film as the network sees it: resized and standardised, row by row. */
  float[] input(GrayImage image) {
    return image.resize(size, size).standardised().pixels();
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
      float[] film = altered.film(start + i);
      for (int c = 0; c < channels; c++) {
        pixels.put(film);
      }
    }
    try (NDManager manager = NativeMemory.newManager()) {
      NDArray batch = manager.create(pixels.rewind(), new Shape(films, channels, size, size));
      return model.logits(batch);
    }
  }

  /** A label's logits for these films. */
  double[] logits(List<float[]> films, String label) {
    return logits(films.size(), films::get, label);
  }

  static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
