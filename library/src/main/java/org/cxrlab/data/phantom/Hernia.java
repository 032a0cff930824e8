package org.cxrlab.data.phantom;

/**
 * Part of the stomach in the chest: a round mass behind the heart with gas over a level of fluid.
 *
 * @param x its middle, in cm
 * @param radius in cm
 * @param level where the fluid stands, as a share of the radius below the middle
 */
record Hernia(double x, double radius, double level) implements Finding {
  static Hernia of(Dice dice, double severity) {
    return new Hernia(dice.between(-0.6, 3.2), 2.7 + 1.7 * severity, dice.between(-0.1, 0.45));
  }

  private double y(Chest chest) {
    return chest.dome(1) - 0.55 * radius;
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    double cy = y(chest);
    layers.paint(
        Region.around(x, cy, radius, radius),
        (i, px, py) -> {
          double dx = (px - x) / radius;
          double dy = (py - cy) / radius;
          double d = 1 - dx * dx - dy * dy;
          if (d <= 0) {
            return;
          }
          double chord = 1.7 * radius * Math.sqrt(d);
          layers.fill(i, Math.min(1, d * 6) * 0.8);
          double wall = Math.min(1, Math.max(0, (d - 0.05) / 0.08));
          double gas = Math.min(1, Math.max(0, (level - dy) * radius / 0.15));
          layers.soft[i] += (float) (0.3 * chord - 0.62 * wall * gas * chord);
        });
  }

  @Override
  public Region region(Chest chest) {
    return Region.around(x, y(chest), radius, radius);
  }
}
