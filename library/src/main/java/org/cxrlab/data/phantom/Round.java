package org.cxrlab.data.phantom;

/**
 * A ball of tissue in a lung, with a slightly uneven edge.
 *
 * @param side -1 or 1
 * @param u place in the lung, see {@link Chest#place}
 * @param v place in the lung
 * @param radius in cm
 * @param density as a factor of soft tissue
 * @param uneven share of the radius by which the edge wavers
 * @param seed where the edge reads the shared texture
 */
record Round(
    int side, double u, double v, double radius, double density, double uneven, double seed) {
  void paint(Layers layers, Chest chest) {
    double[] at = chest.place(side, u, v);
    layers.paint(
        Region.around(at[0], at[1], radius * 1.3, radius * 1.3),
        (i, x, y) -> {
          double dx = (x - at[0]) / radius;
          double dy = (y - at[1]) / radius;
          double edge = uneven * Texture.CLOUD.at(seed + 7 * x, seed + 7 * y);
          double d = 1 - dx * dx - dy * dy + edge;
          if (d > 0 && layers.lung[i] > 0) {
            double chord = 2 * radius * Math.sqrt(Math.min(1, d));
            layers.fill(i, Math.min(1, density * chord / layers.lung[i]));
          }
        });
  }

  Region region(Chest chest) {
    double[] at = chest.place(side, u, v);
    return Region.around(at[0], at[1], radius * 1.08, radius * 1.08);
  }
}
