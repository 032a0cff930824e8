package org.cxrlab.data.phantom;

/** Scarred lungs: a net of fine lines, strongest low and toward the wall, and smaller lungs. */
record Fibrosis(double severity, double seed) implements Finding {
  @Override
  public Change change() {
    return Change.domes(0, 0.6 + 0.8 * severity);
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    for (int side = -1; side <= 1; side += 2) {
      double top = chest.body.apex();
      double height = chest.dome(side) - top;
      layers.paint(
          chest.lung(side),
          (i, x, y) -> {
            if (layers.lung[i] <= 0) {
              return;
            }
            double down = Math.min(1, Math.max(0, (y - top) / height - 0.35) / 0.5);
            double across = Math.abs(x) / chest.outer(y);
            double where = down * (0.35 + 0.65 * across * across);
            double patchy = Texture.CLOUD.at(seed + 6 * x, seed + 6 * y);
            where *= Math.min(1.3, Math.max(0.3, 1 + 0.4 * patchy));
            // The lines are the zeros of smooth noise: a net of curved walls.
            double a = Math.abs(Texture.NET.at(seed + 30 * x, seed + 30 * y));
            double b = Math.abs(Texture.NET.at(seed + 200 + 41 * y, seed + 41 * x));
            double net = Math.max(0, 1 - a / 0.4) + 0.7 * Math.max(0, 1 - b / 0.4);
            layers.fill(i, where * (0.05 + 0.1 * severity + (0.12 + 0.2 * severity) * net));
          });
    }
  }

  @Override
  public Region region(Chest chest) {
    double top = chest.body.apex() + 0.4 * (chest.dome(1) - chest.body.apex());
    double bottom = Math.max(chest.angle(-1), chest.angle(1));
    return new Region(-chest.halfWidth(), top, chest.halfWidth(), bottom);
  }
}
