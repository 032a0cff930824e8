package org.cxrlab.data.phantom;

/**
 * Air between lung and chest wall: the lung's edge shows as a fine line, with no vessels beyond it.
 *
 * @param side -1 or 1
 * @param gap between the lung's edge and the wall at its widest, in cm
 */
record Pneumothorax(int side, double gap) implements Finding {
  static Pneumothorax of(Dice dice, double severity) {
    return new Pneumothorax(dice.side(), 1.5 + 4.5 * severity * severity + dice.between(0, 0.8));
  }

  /** How far from the midline the collapsed lung reaches. */
  private double edge(Chest chest, double y) {
    double apex = chest.body.apex() + 1.1 * gap;
    double along = Math.max(0, y - apex) / (chest.dome(side) + 3 - apex);
    double t = Math.min(1, along / 0.3);
    double round = Math.sqrt(t * (2 - t));
    double fall = gap * (1 - 0.72 * along);
    return Math.max(0, (chest.outer(y) - fall) * round);
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    layers.paint(
        chest.lung(side),
        (i, x, y) -> {
          if (layers.lung[i] <= 0 || x * side <= 0) {
            return;
          }
          double beyond = Math.abs(x) - edge(chest, y);
          if (beyond > 0) {
            float part = (float) Math.min(1, beyond / 0.15);
            layers.tissue[i] *= 1 - 0.6f * part;
            layers.vessels[i] *= 1 - part;
          } else {
            layers.fill(i, 0.02 + 0.012 * gap);
          }
        });
    int n = 40;
    double[] x = new double[n];
    double[] y = new double[n];
    double[] r = new double[n];
    double from = chest.body.apex() + 1.1 * gap + 0.02;
    double to = chest.diaphragm(side, chest.halfWidth() * 0.8);
    for (int i = 0; i < n; i++) {
      double t = (double) i / (n - 1);
      y[i] = from + (to - from) * t * t;
      x[i] = side * Math.max(chest.border(side, y[i]), edge(chest, y[i]));
      r[i] = 0.075;
    }
    new Brush(layers.projection)
        .stroke(layers.vessels, new Brush.Path(x, y, r), Brush.Profile.SOLID, 6);
  }

  @Override
  public Region region(Chest chest) {
    double inner = Math.max(2, edge(chest, chest.body.apex() + 1.1 * gap + 4) - 0.5);
    double bottom = chest.body.apex() + 0.75 * (chest.dome(side) - chest.body.apex());
    double outer = chest.halfWidth();
    double top = chest.body.apex();
    return side < 0
        ? new Region(-outer, top, -inner, bottom)
        : new Region(inner, top, outer, bottom);
  }
}
