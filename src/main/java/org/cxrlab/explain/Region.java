package org.cxrlab.explain;

/** Where in the picture a point lies, in words. */
final class Region {
  private Region() {}

  /**
   * @param across from 0 at the left to 1 at the right
   * @param down from 0 at the top to 1 at the bottom
   */
  static String of(double across, double down) {
    String row = down < 1 / 3.0 ? "upper" : down < 2 / 3.0 ? "middle" : "lower";
    String column = across < 1 / 3.0 ? "left" : across < 2 / 3.0 ? "middle" : "right";
    return row.equals(column)
        ? "in the middle of the picture"
        : "in the picture's " + row + " " + column + " part";
  }
}
