package org.cxrlab.data.phantom;

/**
 * The shape of one patient's chest on one film: the borders of lungs, heart and diaphragm, in cm.
 * Sides are -1 for the patient's right, which lies on the picture's left, and 1 for the left.
 */
final class Chest {
  final Body body;
  final boolean bedside;

  /** How the chest differs from the body's usual shape on this film. */
  final Change change;

  private final Curve outer;
  private final Curve rightBorder;
  private final Curve leftBorder;
  private final Curve spine;
  private final double widest;

  Chest(Body body, Change change, boolean bedside) {
    this.body = body;
    this.change = change;
    this.bedside = bedside;
    double apex = body.apex();
    double reach = 0.74 * (body.dome() - apex);
    widest = body.halfWidth();
    outer =
        new Curve(
            y -> {
              double u = Math.min(1, Math.max(0, (y - apex) / reach));
              double rise = 1 - StrictMath.pow(1 - u, 2.3);
              double taper = 0.93 + 0.07 * Math.min(1.4, Math.max(0, (y - apex) / reach));
              return (3.6 + (widest / 1.02 - 3.6) * Math.sqrt(rise)) * taper;
            });
    spine =
        new Curve(
            y -> body.bend() * StrictMath.sin(StrictMath.PI * (y - apex) / (body.dome() - apex)));
    double ratio = Math.max(body.heart() + change.heart(), change.largeHeart());
    double heart = ratio * 2 * widest;
    double top = apex + 9.4;
    double foot = dome(1) + 1.3;
    double span = foot - top;
    double l = heart * 0.665;
    double r = heart * 0.335;
    double knob = body.knob();
    leftBorder =
        Curve.through(
            new double[] {
              0,
              apex + 2,
              apex + 4.6,
              apex + 6.6,
              apex + 8.4,
              top + 0.07 * span,
              top + 0.2 * span,
              top + 0.4 * span,
              top + 0.6 * span,
              top + 0.78 * span,
              top + 0.92 * span,
              top + 1.08 * span,
              top + 1.4 * span
            },
            new double[] {
              1.6,
              2.2,
              2.7 + 0.3 * knob,
              3.0 + 0.8 * knob,
              2.9 + 0.35 * knob,
              3.4,
              0.2 * l + 2.5,
              0.56 * l + 1.2,
              0.82 * l + 0.3,
              0.965 * l,
              l,
              0.93 * l,
              0.7 * l
            });
    rightBorder =
        Curve.through(
            new double[] {
              0,
              apex + 2,
              apex + 5,
              apex + 8.4,
              top + 0.1 * span,
              top + 0.3 * span,
              top + 0.5 * span,
              top + 0.7 * span,
              top + 0.9 * span,
              top + 1.15 * span
            },
            new double[] {
              1.7,
              2.2,
              2.6,
              2.8,
              0.25 * r + 2.0,
              0.6 * r + 1.1,
              0.9 * r + 0.3,
              r,
              0.95 * r,
              0.62 * r
            });
  }

  /** Half of the inner width of the chest at its widest. */
  double halfWidth() {
    return widest;
  }

  /** How far the lung reaches to the side. */
  double outer(double y) {
    return outer.at(y);
  }

  /** How far heart and great vessels reach to this side of the midline. */
  double border(int side, double y) {
    return side < 0 ? rightBorder.at(y) : leftBorder.at(y);
  }

  /** How far the middle of the spine lies off the midline. */
  double spine(double y) {
    return spine.at(y);
  }

  /** The highest point of a dome. */
  double dome(int side) {
    return side < 0
        ? body.dome() - change.right() + 1.6 * change.flat()
        : body.dome() + body.domeGap() - change.left() + 1.4 * change.flat();
  }

  /** The height of the diaphragm at a distance from the midline. */
  double diaphragm(int side, double ax) {
    double peak = 0.5 * widest;
    double t = (ax - peak) / (widest + 0.25 - peak);
    double flat = 1 - 0.72 * change.flat();
    if (t <= 0) {
      return dome(side) + 1.5 * flat * t * t;
    }
    double u = Math.min(0.999, t);
    return dome(side) + 5.2 * flat * (1 - Math.sqrt(1 - u * u)) + 0.4 * u * (1 - flat);
  }

  /** The lowest point of the lung beside the wall. */
  double angle(int side) {
    return diaphragm(side, outer(dome(side) + 3) * 0.97);
  }

  /** Where the windpipe divides. */
  double carina() {
    return body.apex() + 8.2;
  }

  /** The root of a lung; the left one stands a little higher. */
  double hilumY(int side) {
    return body.apex() + (side < 0 ? 11.4 : 10.5);
  }

  double hilumX(int side) {
    return side < 0 ? 3.4 : 3.7;
  }

  /**
   * A place in a lung: u from its inner border 0 to the wall 1, v from the apex 0 to the base 1.
   */
  double[] place(int side, double u, double v) {
    double middle = 0.6 * widest;
    double y = body.apex() + v * (diaphragm(side, middle) - body.apex());
    double inner = Math.min(border(side, y), outer(y) * 0.8);
    return new double[] {side * (inner + u * (outer(y) - inner)), y};
  }

  /** The rectangle around one lung. */
  Region lung(int side) {
    double top = body.apex();
    double edge = widest;
    return side < 0
        ? new Region(-edge, top, -1.5, angle(side))
        : new Region(1.5, top, edge, angle(side));
  }

  /** The rectangle around the heart. */
  Region heart() {
    double bottom = Math.max(dome(-1), dome(1)) + 0.8;
    double right = 0;
    double left = 0;
    for (double y = body.apex() + 10; y < dome(1) + 0.8; y += 0.25) {
      right = Math.max(right, border(-1, y));
      left = Math.max(left, border(1, y));
    }
    return new Region(-right, body.apex() + 9.4, left, bottom);
  }
}
