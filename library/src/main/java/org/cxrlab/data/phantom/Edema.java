package org.cxrlab.data.phantom;

/**
 * Water in both lungs: a haze around the hila in the shape of a bat's wings, wider vessels, and
 * short lines at the lower edge of the lungs (Kerley's B lines).
 */
record Edema(double severity, double seed) implements Finding {
  @Override
  public Change change() {
    return new Change(0.015, 0, 0.4, 0.4, 0, 0, 1.1 + 0.3 * severity);
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    for (int side = -1; side <= 1; side += 2) {
      double cx = side * (chest.hilumX(side) + 2.6);
      double cy = chest.hilumY(side) + 1.6;
      layers.paint(
          chest.lung(side),
          (i, x, y) -> {
            if (layers.lung[i] <= 0) {
              return;
            }
            double dx = (x - cx) / 6.2;
            double dy = (y - cy) / 8.2;
            double cloud = Texture.CLOUD.at(seed + 12 * x, seed + 12 * y);
            double d = Math.max(0, 1 - dx * dx - dy * dy + 0.1 * cloud);
            double grain = 1 + 0.1 * Texture.CLOUD.at(seed + 34 * x, seed + 34 * y);
            layers.fill(i, (0.05 + 0.36 * severity) * Math.min(1, d) * grain + 0.05 * severity);
          });
      kerley(layers, chest, side);
    }
  }

  private void kerley(Layers layers, Chest chest, int side) {
    Brush brush = new Brush(layers.projection);
    Dice dice = Dice.of((long) (seed * 1000), side);
    int lines = (int) (5 + 5 * severity);
    for (int k = 0; k < lines; k++) {
      double y = chest.dome(side) + 2.0 - k * 0.75 + dice.between(-0.2, 0.2);
      double wall = chest.outer(y) - 0.25;
      double length = dice.between(1.0, 1.9);
      double[] x = {side * wall, side * (wall - length / 2), side * (wall - length)};
      double[] ys = {y, y - 0.03, y + 0.05};
      double[] r = {0.07, 0.08, 0.05};
      brush.stroke(layers.vessels, new Brush.Path(x, ys, r), Brush.Profile.SOLID, 4);
    }
  }

  @Override
  public Region region(Chest chest) {
    double x = Math.max(chest.hilumX(-1), chest.hilumX(1)) + 8.2;
    double top = chest.hilumY(1) - 6.2;
    return new Region(-x, top, x, chest.hilumY(-1) + 9.2);
  }
}
