package org.cxrlab.data.phantom;

/** Arteries and veins of the lungs: they leave the hilum, branch, and thin out toward the wall. */
final class Vessels {
  private final Layers layers;
  private final Chest chest;
  private final Brush brush;
  private final double calibre;

  Vessels(Layers layers, Chest chest) {
    this.layers = layers;
    this.chest = chest;
    this.brush = new Brush(layers.projection);
    this.calibre = chest.change.vessels();
  }

  void draw() {
    for (int side = -1; side <= 1; side += 2) {
      Dice dice = Dice.of(chest.body.seed(), 5, side);
      int trunks = 15;
      for (int i = 0; i < trunks; i++) {
        // Angles from straight up, 0, over outward to nearly straight down.
        double angle = 0.2 + 2.75 * (i + dice.between(-0.3, 0.3)) / (trunks - 1);
        double radius = (0.17 + 0.15 * StrictMath.sin(angle * 0.62)) * dice.between(0.8, 1.2);
        double x = side * (chest.hilumX(side) + dice.between(-0.3, 0.7));
        double y = chest.hilumY(side) + dice.normal(-0.3, 1.0) + 0.7 * (angle - 1.4);
        branch(dice, side, x, y, angle, radius, 0);
      }
      hilum(side);
    }
  }

  private void branch(
      Dice dice, int side, double x, double y, double angle, double radius, int order) {
    double length = (order == 0 ? 2.9 + 0.5 * angle : 2.7) * dice.between(0.7, 1.25);
    double bend = dice.normal(0, 0.22);
    int n = 7;
    double[] px = new double[n];
    double[] py = new double[n];
    double[] pr = new double[n];
    double cx = x;
    double cy = y;
    double end = radius * 0.78;
    for (int i = 0; i < n; i++) {
      px[i] = cx;
      py[i] = cy;
      pr[i] = (radius + (end - radius) * i / (n - 1)) * calibre;
      double a = angle + bend * i / (n - 1);
      cx += side * StrictMath.sin(a) * length / (n - 1);
      cy -= StrictMath.cos(a) * length / (n - 1);
    }
    brush.stroke(layers.vessels, new Brush.Path(px, py, pr), Brush.Profile.SOLID, 1.7);
    boolean inside =
        Math.abs(cx) < chest.outer(cy) + 0.5 && cy < chest.angle(side) && cy > chest.body.apex();
    if (order >= 6 || end < 0.03 || !inside) {
      return;
    }
    double spread = dice.between(0.22, 0.6);
    double share = dice.between(0.3, 0.5);
    double a = angle + bend;
    int turn = dice.side();
    branch(dice, side, cx, cy, a - turn * spread * share, end * 0.95, order + 1);
    branch(dice, side, cx, cy, a + turn * spread, end * (0.68 + 0.3 * share), order + 1);
  }

  private void hilum(int side) {
    double hx = side * (chest.hilumX(side) + 0.2);
    double hy = chest.hilumY(side);
    double[] x = {hx - side * 0.9, hx, hx + side * 0.6, hx + side * 0.4};
    double[] y = {hy - 1.0, hy - 0.6, hy + 1.0, hy + 3.4};
    double[] r = {0.75 * calibre, 0.8 * calibre, 0.68 * calibre, 0.42 * calibre};
    brush.stroke(layers.vessels, new Brush.Path(x, y, r), Brush.Profile.SOLID, 1.7);
  }
}
