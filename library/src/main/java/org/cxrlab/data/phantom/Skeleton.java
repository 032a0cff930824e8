package org.cxrlab.data.phantom;

import java.util.Arrays;

/** Ribs behind and in front, spine, collar bones, shoulder blades and upper arms. */
final class Skeleton {
  private final Layers layers;
  private final Chest chest;
  private final Body body;
  private final Brush brush;

  Skeleton(Layers layers, Chest chest) {
    this.layers = layers;
    this.chest = chest;
    this.body = chest.body;
    this.brush = new Brush(layers.projection);
  }

  void draw() {
    spine();
    for (int side = -1; side <= 1; side += 2) {
      Dice dice = Dice.of(body.seed(), 4, side);
      for (int k = 0; k < 11; k++) {
        rib(side, k, dice);
      }
      collarBone(side, dice);
      shoulder(side, dice);
    }
  }

  /** A rib runs from the spine to the side, turns there and comes back in front, lower. */
  private void rib(int side, int k, Dice dice) {
    int n = 56;
    double start = body.apex() - 0.9 + k * body.ribGap() + dice.normal(0, 0.06);
    double fall = body.ribSlope() * (0.45 + 0.55 * Math.min(1, k / 4.0));
    double sideY = start + fall;
    double reach = chest.outer(Math.max(sideY, body.apex() + 1.1)) + 0.42;
    double end = k == 0 ? 2.6 : k < 6 ? 2.28 : 2.28 - 0.13 * (k - 5);
    double front = 1.25 + 0.09 * k;
    double[] x = new double[n];
    double[] y = new double[n];
    double[] r = new double[n];
    for (int i = 0; i < n; i++) {
      double angle = end * i / (n - 1);
      double sin = StrictMath.sin(angle);
      double cos = StrictMath.cos(angle);
      double root = 1.7 * Math.max(0, cos);
      x[i] = chest.spine(start) * Math.max(0, cos) + side * (root * (1 - sin) + reach * sin);
      double turn = 1 - cos;
      y[i] =
          start
              + fall * (turn < 1 ? turn : 1 + (turn - 1) * front)
              - 0.75 * StrictMath.sin(2 * angle) * (cos > 0 ? 1 : 0.35);
      r[i] = (cos > 0 ? 0.56 : 0.56 + 0.16 * -cos) * (k == 0 ? 0.9 : 1);
    }
    double strength = body.bones() * 0.6;
    // Just past the side, where the rib comes to the front.
    int turn = Math.min(n - 2, n * 100 / (int) (100 * end / 1.62));
    brush.stroke(layers.bone, part(x, y, r, 0, turn + 1), Brush.Profile.BONE, strength);
    brush.stroke(layers.bone, part(x, y, r, turn, n), Brush.Profile.BONE, strength * 0.68);
  }

  private static Brush.Path part(double[] x, double[] y, double[] r, int from, int to) {
    return new Brush.Path(
        Arrays.copyOfRange(x, from, to),
        Arrays.copyOfRange(y, from, to),
        Arrays.copyOfRange(r, from, to));
  }

  private void spine() {
    double pitch = body.ribGap() * 1.04;
    layers.paint(
        new Region(-5, -4, 5, 42),
        (i, x, y) -> {
          double off = x - chest.spine(y);
          double half = 1.25 + 0.016 * y;
          double along = (y - body.apex() + 40 * pitch) / pitch;
          double t = along - Math.floor(along);
          double waist = 1 - 0.09 * (1 - Math.abs(2 * t - 1));
          double d = half * waist - Math.abs(off);
          double disc = Math.min(Math.abs(t - 0.02), Math.abs(t - 0.98)) < 0.07 ? 0.8 : 1;
          if (d > 0) {
            double edge = Math.min(1, d / 0.3);
            layers.bone[i] += (float) (body.bones() * edge * 0.75 * disc);
          }
          double px = Math.abs(off) - 0.85;
          double py = (t - 0.38) * pitch;
          double pedicle = 1 - (px * px * 9 + py * py * 4);
          if (pedicle > 0) {
            layers.bone[i] += (float) (0.3 * body.bones() * pedicle);
          }
          double sy = (t - 0.8) * pitch;
          double process = 1 - (off * off * 12 + sy * sy * 2.6);
          if (process > 0) {
            layers.bone[i] += (float) (0.35 * body.bones() * process);
          }
          double tx = Math.abs(off) - 2.3;
          double ty = (t - 0.45) * pitch - 0.2 * tx;
          double wing = 1 - (tx * tx * 0.9 + ty * ty * 6);
          if (wing > 0) {
            layers.bone[i] += (float) (0.32 * body.bones() * wing);
          }
        });
  }

  private void collarBone(int side, Dice dice) {
    double inner = body.apex() + 3.3 + (chest.bedside ? -0.8 : 0) + dice.normal(0, 0.25);
    double lift = dice.normal(chest.bedside ? 2.2 : 3.0, 0.5);
    int n = 30;
    double[] x = new double[n];
    double[] y = new double[n];
    double[] r = new double[n];
    for (int i = 0; i < n; i++) {
      double t = (double) i / (n - 1);
      x[i] = side * (1.6 + 13.6 * t);
      y[i] = inner - lift * t + 0.75 * StrictMath.sin(2 * StrictMath.PI * t);
      double thick = 2 * t - 1;
      double taper = Math.min(1, (1.03 - t) * 7);
      r[i] = (0.52 + 0.3 * thick * thick * thick * thick) * (0.45 + 0.55 * taper);
    }
    brush.stroke(layers.bone, new Brush.Path(x, y, r), Brush.Profile.BONE, body.bones() * 0.95);
  }

  private void shoulder(int side, Dice dice) {
    double out = chest.bedside ? -2.2 : -0.4;
    double half = chest.halfWidth() + out + dice.normal(0, 0.4);
    double top = body.apex() + 1.2;
    double[] medial = {half - 1.2, half - 1.7, half - 1.5, half - 0.5, half + 1.1};
    double[] medialY = {top + 2, top + 4.5, top + 8, top + 11.5, top + 14};
    double[] lateral = {half + 5.4, half + 4.3, half + 3.1, half + 2.0, half + 1.1};
    double[] lateralY = {top + 4.0, top + 6.4, top + 9, top + 11.8, top + 14};
    blade(side, medialY, medial, lateralY, lateral);
    double[] edge = {0.2, 0.22, 0.25, 0.27, 0.28};
    line(side, medial, medialY, edge, 0.9);
    line(side, lateral, lateralY, new double[] {0.5, 0.42, 0.36, 0.3, 0.26}, 0.8);
    line(
        side,
        new double[] {half - 1.0, half + 1.8, half + 4.2, half + 6.6},
        new double[] {top + 4.0, top + 2.6, top + 1.4, top + 0.7},
        new double[] {0.25, 0.4, 0.55, 0.75},
        0.55);
    line(
        side,
        new double[] {half + 5.2, half + 6.2, half + 6.9, half + 7.4, half + 7.8},
        new double[] {top + 3.2, top + 5.4, top + 8.6, top + 13.0, top + 19},
        new double[] {2.1, 1.5, 1.05, 1.0, 1.0},
        0.3);
  }

  /** The thin plate of the shoulder blade between its edges. */
  private void blade(int side, double[] my, double[] mx, double[] ly, double[] lx) {
    Curve inner = Curve.through(my, mx);
    Curve outerEdge = Curve.through(ly, lx);
    double bottom = my[my.length - 1];
    double top = my[0];
    layers.paint(
        side < 0 ? new Region(-30, top - 1, -5, bottom) : new Region(5, top - 1, 30, bottom),
        (i, x, y) -> {
          double ax = Math.abs(x);
          double d = Math.min(ax - inner.at(y), outerEdge.at(y) - ax);
          if (d > 0 && y > top && x * side > 0) {
            layers.bone[i] +=
                (float) (body.bones() * 0.3 * Math.min(1, d / 0.3) * Math.min(1, y - top));
          }
        });
  }

  private void line(int side, double[] x, double[] y, double[] r, double strength) {
    int n = 24;
    double[] t = new double[x.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = i;
    }
    Curve cx = Curve.through(t, x);
    Curve cy = Curve.through(t, y);
    Curve cr = Curve.through(t, r);
    double[] px = new double[n];
    double[] py = new double[n];
    double[] pr = new double[n];
    for (int i = 0; i < n; i++) {
      double at = (x.length - 1.0) * i / (n - 1);
      px[i] = side * cx.at(at);
      py[i] = cy.at(at);
      pr[i] = cr.at(at);
    }
    brush.stroke(
        layers.bone, new Brush.Path(px, py, pr), Brush.Profile.BONE, body.bones() * strength);
  }
}
