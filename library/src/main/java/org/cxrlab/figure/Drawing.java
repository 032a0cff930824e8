package org.cxrlab.figure;

import java.awt.Graphics2D;

/** Something that can paint itself on any surface: pixels or a vector file. */
@FunctionalInterface
public interface Drawing {
  /**
   * Paints into the rectangle from (0, 0) to ({@code width}, {@code height}).
   *
   * @param g the surface, which may be left with other settings than before
   */
  void paint(Graphics2D g, int width, int height);

  /**
   * Whether a photograph lies under it. Its pixels then hardly repeat, and without loss they take
   * ten times the room on a page.
   */
  default boolean isPhotographic() {
    return false;
  }
}
