package org.cxrlab.image;

/**
 * The greys of a picture row by row, so that those of a large one need not all be held. What goes
 * wrong with the file is thrown as an {@link java.io.UncheckedIOException}.
 */
interface GreyRows {
  /** In pixels. */
  int width();

  /** In pixels. */
  int height();

  /**
   * Gives a row. They are asked for from the top down, each once.
   *
   * @param into from its beginning; has room for a row
   */
  void row(int y, float[] into);

  /** Called after the last row. */
  default void end() {}

  /**
   * Which of the numbers in the rows are black and white, where that is known only after the last
   * row.
   *
   * @param least the least of them
   * @param most and the largest
   */
  default Window range(float least, float most) {
    return new Window(0, 1);
  }
}
