package org.cxrlab.data.phantom;

/**
 * Lung filled with fluid in place of air, dense and with rather clear borders; the bronchi in it
 * still hold air and show as dark branches.
 */
record Consolidation(Patch patch, double severity) implements Finding {
  @Override
  public void paint(Layers layers, Chest chest) {
    patch.paint(
        layers, chest, 0.75, 0.75, (i, x, y, s) -> layers.fill(i, s * (0.38 + 0.25 * severity)));
    double[] at = chest.place(patch.side(), patch.u(), patch.v());
    double hx = patch.side() * chest.hilumX(patch.side());
    double hy = chest.hilumY(patch.side());
    Brush brush = new Brush(layers.projection);
    for (int k = -1; k <= 1; k++) {
      double tx = at[0] + patch.side() * 0.55 * patch.reachX();
      double ty = at[1] + k * 0.55 * patch.reachY();
      double bx = at[0] - patch.side() * 0.45 * patch.reachX() * 0.7 + 0.15 * (hx - at[0]);
      double by = at[1] + 0.15 * (hy - at[1]);
      double[] x = {bx, 0.6 * bx + 0.4 * tx, tx};
      double[] y = {by, 0.55 * by + 0.45 * ty - 0.12 * k, ty};
      brush.stroke(
          layers.vessels,
          new Brush.Path(x, y, new double[] {0.24, 0.2, 0.12}),
          Brush.Profile.SOLID,
          -3.5 * severity - 2);
    }
  }

  @Override
  public Region region(Chest chest) {
    return patch.region(chest);
  }
}
