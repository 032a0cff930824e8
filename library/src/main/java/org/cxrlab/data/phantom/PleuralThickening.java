package org.cxrlab.data.phantom;

/**
 * A dense rim between lung and chest wall, over the apex or along the side.
 *
 * @param side -1 or 1
 * @param from where the rim begins, from the apex 0 to the base 1
 * @param to where it ends
 * @param thickness in cm
 * @param seed where its edge reads the shared texture
 */
record PleuralThickening(int side, double from, double to, double thickness, double seed)
    implements Finding {
  static PleuralThickening of(Dice dice, double severity) {
    boolean apical = dice.chance(0.45);
    double from = apical ? 0 : dice.between(0.3, 0.5);
    double to = from + (apical ? dice.between(0.2, 0.35) : dice.between(0.35, 0.55));
    return new PleuralThickening(
        dice.side(),
        from,
        to,
        (apical ? 1.0 : 0.75) * (0.7 + 0.9 * severity),
        dice.between(0, 512));
  }

  private double y(Chest chest, double share) {
    return chest.body.apex() + share * (chest.dome(side) + 2.5 - chest.body.apex());
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    double top = y(chest, from);
    double bottom = y(chest, to);
    double edge = chest.halfWidth();
    layers.paint(
        side < 0 ? new Region(-edge, top, 0, bottom) : new Region(0, top, edge, bottom),
        (i, x, y) -> {
          if (layers.lung[i] <= 0) {
            return;
          }
          double along = (y - top) / (bottom - top);
          double taper = Math.min(1, Math.min(from == 0 ? 1 : along * 5, (1 - along) * 4));
          if (taper <= 0.05) {
            return;
          }
          double uneven = 1 + 0.25 * Texture.CLOUD.at(seed + 16 * x, seed + 16 * y);
          double ax = Math.abs(x);
          double beside = chest.outer(y) - ax;
          // Near the apex the wall lies above rather than beside: measure to it upward too.
          double above = (y - chest.body.apex()) * (from == 0 ? 0.9 : 10) + 0.04 * ax * ax / 4;
          double d = 1 - Math.min(beside, Math.max(0, above - 0.4)) / (thickness * taper * uneven);
          if (d > 0) {
            layers.fill(i, 0.85 * Math.min(1, d * 3));
          }
        });
  }

  @Override
  public Region region(Chest chest) {
    double top = y(chest, from);
    double bottom = y(chest, to);
    double inner = chest.outer(Math.max(top, chest.body.apex() + 0.8)) - thickness - 0.4;
    if (from == 0) {
      inner = 2;
    }
    double outer = chest.outer(bottom) + 0.2;
    return side < 0
        ? new Region(-outer, top, -inner, bottom)
        : new Region(inner, top, outer, bottom);
  }
}
