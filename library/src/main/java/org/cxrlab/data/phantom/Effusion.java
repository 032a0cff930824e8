package org.cxrlab.data.phantom;

/**
 * Fluid in the pleural space: it fills the angle between diaphragm and wall, and its upper edge
 * climbs at the wall in a meniscus.
 *
 * @param side of the only, or larger, effusion
 * @param height of the fluid over the dome's edge, in cm; below 0 it fills the angle alone
 * @param other the same on the other side; NaN if there is none
 * @param climb how far the meniscus climbs at the wall, in cm
 */
record Effusion(int side, double height, double other, double climb) implements Finding {
  static Effusion of(Dice dice, double severity) {
    int side = dice.side();
    double large = -2.0 + 7.5 * severity * severity + dice.between(0, 1.4);
    double small = -2.2 + 2.5 * severity + dice.between(-0.4, 0.8);
    boolean both = dice.chance(0.4);
    return new Effusion(side, large, both ? small : Double.NaN, dice.between(2.0, 3.2));
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    pour(layers, chest, side, height);
    if (!Double.isNaN(other)) {
      pour(layers, chest, -side, other);
    }
  }

  /** The fluid's upper edge at a distance from the midline. */
  private double edge(Chest chest, int at, double level, double ax) {
    double wall = chest.halfWidth();
    double t = Math.min(1, ax / wall);
    double t2 = t * t;
    double t6 = t2 * t2 * t2;
    double inner = Math.max(0, 1 - ax / 5.0);
    return chest.dome(at)
        + 1.2
        - level
        - climb * t6
        - 0.8 * inner * Math.min(1, Math.max(0, level));
  }

  private void pour(Layers layers, Chest chest, int at, double level) {
    Region lung = chest.lung(at);
    layers.paint(
        new Region(lung.left() - 0.5, lung.top(), lung.right() + 0.5, lung.bottom() + 3),
        (i, x, y) -> {
          if (x * at <= 0 || layers.lung[i] <= 0) {
            return;
          }
          double below = y - edge(chest, at, level, Math.abs(x));
          double haze = below > -3 ? 0.12 * (below + 3) / 3 : 0;
          double t = Math.min(1, Math.max(0, below / 1.1 + 0.5));
          layers.fill(i, Math.max(Math.min(0.12, haze), 0.97 * t * t * (3 - 2 * t)));
        });
  }

  @Override
  public Region region(Chest chest) {
    Region one = region(chest, side, height);
    if (Double.isNaN(other)) {
      return one;
    }
    return one.join(region(chest, -side, other));
  }

  private Region region(Chest chest, int at, double level) {
    double top = edge(chest, at, level, chest.halfWidth()) - 0.6;
    double bottom = chest.angle(at) + 0.6;
    double wall = chest.halfWidth() + 0.2;
    double inner = level > 0 ? 2.5 : Math.max(2.5, 7.5 + 1.2 * level);
    return at < 0 ? new Region(-wall, top, -inner, bottom) : new Region(inner, top, wall, bottom);
  }
}
