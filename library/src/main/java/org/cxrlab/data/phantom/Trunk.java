package org.cxrlab.data.phantom;

/**
 * Soft tissue and air: the body's outline, the lungs within it, heart, windpipe, breasts, belly.
 */
final class Trunk {
  /** How thick a body of unit depth is at a share of the way from its middle to its flank. */
  private static final Lookup FLANK =
      new Lookup(0, 1, 2048, at -> StrictMath.pow(1 - at * at, 0.4));

  private final Layers layers;
  private final Chest chest;
  private final Body body;
  private final double u0;
  private final double v0;

  Trunk(Layers layers, Chest chest) {
    this.layers = layers;
    this.chest = chest;
    this.body = chest.body;
    Dice dice = Dice.of(body.seed(), 2);
    u0 = dice.between(0, 512);
    v0 = dice.between(0, 512);
  }

  void draw() {
    Coarse flesh = new Coarse(layers.projection, this::flesh);
    layers.paint((i, x, y) -> pixel(i, x, y, flesh.at(i)));
    windpipe();
    belly();
    if (body.breast() > 0) {
      breast(-1);
      breast(1);
    }
  }

  private void pixel(int i, double x, double y, double flesh) {
    double ax = Math.abs(x);
    int side = x < 0 ? -1 : 1;
    double outer = chest.outer(y);
    double depth = 0;
    if (ax < outer) {
      double across = ax / outer;
      depth = body.depth() * roundness(across) * topping(ax, y);
      double below = y - chest.diaphragm(side, ax);
      if (below > 0) {
        depth *= behindDome(below);
      }
      depth = Math.max(0, depth - heart(side, ax, y, depth));
      layers.lung[i] = (float) depth;
      double cloud = Texture.CLOUD.at(u0 + 9 * x, v0 + 9 * y);
      double gravity = 0.9 + 0.25 * (y - body.apex()) / (body.dome() - body.apex());
      double fine = Texture.CLOUD.at(v0 + 31 * y, u0 + 31 * x);
      double tissue = body.tissue() * (1 - 0.5 * chest.change.air()) * gravity;
      layers.tissue[i] = (float) (tissue * (1 + 0.06 * cloud + 0.09 * fine));
      layers.soft[i] = (float) Math.max(flesh - depth, body.wall());
    } else {
      layers.soft[i] = (float) flesh;
    }
  }

  /** The lung's depth at a share of the way to the wall. */
  private static double roundness(double across) {
    double c = 1 - across * across;
    return Math.sqrt(c) * (0.82 + 0.18 * across);
  }

  /** The lung's top is a dome too, highest some way off the midline. */
  private double topping(double ax, double y) {
    double off = (ax - 4.4) / 3;
    double under = y - body.apex() - (off < 0 ? 1.3 : 0.4) * off * off;
    double t = Math.min(1, Math.max(0, under / 10));
    return Math.sqrt(t * (2 - t));
  }

  /** A lung's thin part behind the dome. */
  private double behindDome(double below) {
    double edge = Math.max(0, 1 - below / 0.35);
    double recess = Math.max(0, 1 - below / 5);
    return 0.8 * edge * edge + 0.2 * recess * recess;
  }

  /** How much of the depth heart and mediastinum take. */
  private double heart(int side, double ax, double y, double depth) {
    double inside = chest.border(side, y) - ax;
    if (inside <= 0) {
      return 0;
    }
    double reach = 3.2;
    double t = Math.min(1, inside / reach);
    double share = 0.86 * Math.sqrt(t * (2 - t));
    double high = Math.min(1, Math.max(0, (y - body.apex()) / 9));
    return depth * share * (0.92 + 0.08 * high);
  }

  /** The body's thickness from front to back, a little uneven. */
  private double flesh(double x, double y) {
    double ax = Math.abs(x);
    double uneven = 1 + 0.022 * Texture.CLOUD.at(u0 + 5 * x, u0 + 5 * y);
    double apex = body.apex();
    double at = ax / (chest.halfWidth() + 1.2 + 1.25 * body.wall());
    double full = body.depth() + 1.6 * body.wall() + 1.0;
    double high = Math.min(1, Math.max(0, (y - apex + 4) / 12));
    double thick = 11 + (full - 11) * high * high * (3 - 2 * high);
    double low = Math.min(1, Math.max(0, (y - body.dome()) / 8));
    double trunk = at < 1 ? (thick + 1.2 * low) * FLANK.at(at) : 0;
    // Above the armpits the outline runs from the neck over the shoulders.
    double neck = 5.0 + 0.4 * body.wall();
    double beside = ax - neck;
    double slope = apex - 2.6 + (beside > 0 ? 0.15 * beside + 0.005 * beside * beside : 2 * beside);
    double under = Math.min(1, Math.max(0, (y - slope) / 5));
    double roof = Math.sqrt(under * (2 - under));
    double shoulder = (10.5 + body.wall()) * roof * arm(ax, y);
    double throat = beside < 0 ? 11.5 * FLANK.at(ax / neck) : 0;
    return uneven * softMax(trunk * Math.min(1, 1.3 * roof), softMax(shoulder, throat));
  }

  private static double softMax(double a, double b) {
    double d = a - b;
    return 0.5 * (a + b + Math.sqrt(d * d + 1.2 * Math.min(1, Math.max(a, b))));
  }

  /** 1 over the shoulders, falling to 0 below the armpit beside the trunk. */
  private double arm(double ax, double y) {
    double trunk = chest.halfWidth() + 1.5;
    double armpit = body.apex() + body.armpit();
    double drop = y - armpit - Math.max(0, ax - trunk) * body.arms();
    double t = Math.min(1, Math.max(0, drop / 4));
    return 1 - t * t * (3 - 2 * t);
  }

  private void windpipe() {
    double carina = chest.carina();
    int n = 12;
    double[] x = new double[n];
    double[] y = new double[n];
    double[] r = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = -2 + (carina + 2.3) * i / (n - 1);
      x[i] = chest.spine(y[i]) - 0.35 * i / n;
      r[i] = i < n - 1 ? 0.82 : 0.55;
    }
    Brush brush = new Brush(layers.projection);
    brush.stroke(layers.soft, new Brush.Path(x, y, r), Brush.Profile.SOLID, -1.15);
    for (int side = -1; side <= 1; side += 2) {
      double[] bx = {
        x[n - 1] + side * 0.2, x[n - 1] + side * 1.4, side * chest.hilumX(side) * 0.95
      };
      double[] by = {carina - 0.2, carina + (side < 0 ? 1.5 : 1.2), chest.hilumY(side) - 0.7};
      double[] br = {0.5, 0.55, 0.42};
      brush.stroke(layers.soft, new Brush.Path(bx, by, br), Brush.Profile.SOLID, -0.6);
    }
  }

  private void belly() {
    if (body.bubble() == 0) {
      return;
    }
    Dice dice = Dice.of(body.seed(), 3);
    double rx = body.bubble();
    double ry = rx * dice.between(0.45, 0.75);
    double cx = dice.between(5, 8);
    double cy = chest.diaphragm(1, cx) + 0.7 + ry;
    double level = dice.chance(0.55) ? cy + ry * dice.between(-0.1, 0.5) : cy + 2 * ry;
    layers.paint(
        Region.around(cx, cy, rx * 1.3, ry * 1.3),
        (i, x, y) -> {
          double wobble = 0.18 * Texture.CLOUD.at(v0 + 7 * x, u0 + 7 * y);
          double dx = (x - cx) / rx;
          double dy = (y - cy) / ry;
          double d = 1 - dx * dx - dy * dy + wobble;
          double fluid = Math.min(1, Math.max(0, (level - y) / 0.15));
          if (d > 0) {
            layers.soft[i] -= (float) (5.5 * Math.sqrt(Math.min(1, d)) * fluid);
          }
        });
  }

  private void breast(int side) {
    double r = 5.2 + 0.5 * body.breast();
    double cy = body.breastY() - 0.92 * r;
    double cx = side * body.breastX();
    layers.paint(
        Region.around(cx, cy, r * 1.15, r * 1.05),
        (i, x, y) -> {
          double dx = (x - cx) / (1.05 * r);
          double dy = (y - cy) / r;
          double d = 1 - dx * dx - dy * dy;
          if (d > 0) {
            // Fullest near the lower fold, thin toward the collar bone.
            double full = Math.min(1, (dy + 1) / 1.3);
            layers.soft[i] += (float) (body.breast() * full * Math.sqrt(d) * (1.3 - 0.3 * d));
          }
        });
  }
}
