package org.cxrlab.data.phantom;

/**
 * A cloud-shaped place in a lung.
 *
 * @param side -1 or 1
 * @param u place in the lung, see {@link Chest#place}
 * @param v place in the lung
 * @param reachX half its width in cm
 * @param reachY half its height in cm
 * @param seedX where its edge reads the shared texture
 * @param seedY where its edge reads the shared texture
 */
record Patch(
    int side, double u, double v, double reachX, double reachY, double seedX, double seedY) {
  /** How a patch fills the lung. */
  interface Filling {
    void at(int i, double x, double y, double strength);
  }

  static Patch of(Dice dice, double reach) {
    return new Patch(
        dice.side(),
        dice.between(0.15, 0.75),
        dice.between(0.2, 0.9),
        reach * dice.between(0.8, 1.25),
        reach * dice.between(0.7, 1.2),
        dice.between(0, 512),
        dice.between(0, 512));
  }

  Region region(Chest chest) {
    double[] at = chest.place(side, u, v);
    Region lung = chest.lung(side);
    return new Region(
        Math.max(lung.left(), at[0] - reachX),
        Math.max(lung.top(), at[1] - reachY),
        Math.min(lung.right(), at[0] + reachX),
        Math.min(lung.bottom(), at[1] + reachY));
  }

  /**
   * Visits the pixels of the patch.
   *
   * @param rough from 0, an ellipse, to 1, torn
   * @param soft how much of the radius the edge takes
   */
  void paint(Layers layers, Chest chest, double rough, double soft, Filling filling) {
    double[] at = chest.place(side, u, v);
    layers.paint(
        Region.around(at[0], at[1], reachX * 1.25, reachY * 1.25),
        (i, x, y) -> {
          if (layers.lung[i] <= 0) {
            return;
          }
          double dx = (x - at[0]) / reachX;
          double dy = (y - at[1]) / reachY;
          double torn = rough * 0.38 * Texture.CLOUD.at(seedX + 6 * x, seedY + 6 * y);
          double d = (1 - Math.sqrt(dx * dx + dy * dy) + torn) / soft;
          if (d > 0) {
            double t = Math.min(1, d);
            filling.at(i, x, y, t * t * (3 - 2 * t));
          }
        });
  }
}
