package org.cxrlab.data.phantom;

/**
 * Inflammation of a lobe: an opacity that ends sharply at a fissure on one side and fades on the
 * other.
 *
 * @param patch where it lies
 * @param down whether the sharp edge is the lower one
 * @param severity from 0 to 1
 */
record Pneumonia(Patch patch, boolean down, double severity) implements Finding {
  static Pneumonia of(Dice dice, double severity) {
    return new Pneumonia(Patch.of(dice, 4.2 + 1.6 * severity), dice.chance(0.5), severity);
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    double[] at = chest.place(patch.side(), patch.u(), patch.v());
    double edge = at[1] + (down ? 0.4 : -0.4) * patch.reachY();
    patch.paint(
        layers,
        chest,
        0.8,
        1.0,
        (i, x, y, s) -> {
          double fissure = edge + 0.12 * (Math.abs(x) - 8);
          double inside = (down ? fissure - y : y - fissure) / 0.35;
          double sharp = 0.12 + 0.88 * Math.min(1, Math.max(0, inside));
          double mottle = Texture.CLOUD.at(patch.seedY() + 30 * x, patch.seedX() + 30 * y);
          layers.fill(i, s * sharp * (0.26 + 0.26 * severity) * (1 + 0.16 * mottle));
        });
  }

  @Override
  public Region region(Chest chest) {
    return patch.region(chest);
  }
}
