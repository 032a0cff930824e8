package org.cxrlab.data.phantom;

/**
 * Draws long round things: ribs, vessels, tubes. A stroke is a chain of short pieces; the pieces
 * are cut along the bisectors of the chain's corners, so each pixel belongs to one piece only and
 * no seam shows.
 */
final class Brush {
  private final Projection projection;

  Brush(Projection projection) {
    this.projection = projection;
  }

  /** How thick a thing is beside its axis. */
  enum Profile {
    /** A rod: the chord of a circle. */
    SOLID,
    /** A hollow bone: a firm rind, with a third of its density inside. */
    BONE
  }

  /** A chain of points of the body, in cm, each with a radius. */
  record Path(double[] x, double[] y, double[] radius) {
    int length() {
      return x.length;
    }
  }

  /**
   * Adds a stroke to a layer.
   *
   * @param strength cm of material on the axis, as a factor of the diameter
   */
  void stroke(float[] layer, Path path, Profile profile, double strength) {
    int n = path.length();
    double[] px = new double[n];
    double[] py = new double[n];
    for (int i = 0; i < n; i++) {
      px[i] = projection.column(path.x()[i], path.y()[i]) - 0.5;
      py[i] = projection.row(path.x()[i], path.y()[i]) - 0.5;
    }
    double[] tx = new double[n];
    double[] ty = new double[n];
    for (int i = 0; i < n; i++) {
      int before = Math.max(0, i - 1);
      int after = Math.min(n - 1, i + 1);
      tx[i] = px[after] - px[before];
      ty[i] = py[after] - py[before];
    }
    for (int i = 0; i < n - 1; i++) {
      piece(layer, px, py, tx, ty, path.radius(), i, profile, strength);
    }
  }

  private void piece(
      float[] layer,
      double[] px,
      double[] py,
      double[] tx,
      double[] ty,
      double[] radius,
      int i,
      Profile profile,
      double strength) {
    double scale = projection.pixelsPerCm();
    double r0 = radius[i] * scale;
    double r1 = radius[i + 1] * scale;
    double reach = Math.max(r0, r1) + 1.5;
    int size = projection.size();
    int left = (int) Math.max(0, Math.floor(Math.min(px[i], px[i + 1]) - reach));
    int right = (int) Math.min(size - 1, Math.ceil(Math.max(px[i], px[i + 1]) + reach));
    int top = (int) Math.max(0, Math.floor(Math.min(py[i], py[i + 1]) - reach));
    int bottom = (int) Math.min(size - 1, Math.ceil(Math.max(py[i], py[i + 1]) + reach));
    double dx = px[i + 1] - px[i];
    double dy = py[i + 1] - py[i];
    double length = dx * dx + dy * dy;
    if (length == 0) {
      return;
    }
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double fromStart = (column - px[i]) * tx[i] + (row - py[i]) * ty[i];
        double fromEnd = (column - px[i + 1]) * tx[i + 1] + (row - py[i + 1]) * ty[i + 1];
        if (fromStart < 0 || fromEnd >= 0) {
          continue;
        }
        double cross = (column - px[i]) * dy - (row - py[i]) * dx;
        double off2 = cross * cross / length;
        double t = fromStart / (fromStart - fromEnd);
        double r = r0 + (r1 - r0) * t;
        // A thing thinner than a pixel is drawn a pixel wide and as much fainter.
        double wide = Math.sqrt(r * r + 0.36);
        if (off2 < wide * wide) {
          double thickness = thickness(profile, wide, off2) * r * r / (wide * wide);
          layer[row * size + column] += (float) (strength * thickness / scale);
        }
      }
    }
  }

  private static double thickness(Profile profile, double r, double off2) {
    double outer = 2 * Math.sqrt(r * r - off2);
    if (profile == Profile.SOLID) {
      return outer;
    }
    double core = 0.72 * r;
    double inner = off2 < core * core ? 2 * Math.sqrt(core * core - off2) : 0;
    return outer - 0.67 * inner;
  }
}
