package org.cxrlab.image;

import java.io.IOException;

/**
 * The rows of a picture whose numbers are all there.
 *
 * @param greys what makes greys of the numbers
 */
record SampleRows(Samples samples, Greys greys) implements GreyRows {
  /** Makes greys of a picture's numbers. */
  @FunctionalInterface
  interface Greys {
    /** Fills an array with the greys of the pixels from one on, counted row by row. */
    void fill(int from, float[] into);
  }

  /** The film of these rows in a size. */
  GrayImage image(String name, FilmSize size) throws IOException {
    if (size.isByRows(width(), height())) {
      return size.of(name, this);
    }
    float[] all = new float[width() * height()];
    greys.fill(0, all);
    return size.of(new GrayImage(name, width(), height(), all));
  }

  @Override
  public int width() {
    return samples.width();
  }

  @Override
  public int height() {
    return samples.height();
  }

  @Override
  public void row(int y, float[] into) {
    greys.fill(y * width(), into);
  }
}
