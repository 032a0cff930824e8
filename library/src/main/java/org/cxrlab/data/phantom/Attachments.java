package org.cxrlab.data.phantom;

import java.util.Optional;

/** What is on the film without being the patient: lead letters, a necklace, leads of a monitor. */
final class Attachments {
  private final Layers layers;
  private final Chest chest;
  private final Brush brush;
  private final Dice dice;
  private Optional<Region> necklace = Optional.empty();

  Attachments(Layers layers, Chest chest, Dice dice) {
    this.layers = layers;
    this.chest = chest;
    this.brush = new Brush(layers.projection);
    this.dice = dice;
  }

  void draw(Recipe recipe, Examination examination) {
    Dice marker = Dice.of(dice.seed(), 30);
    if (recipe.dextrocardia() == 0 && marker.chance(0.92)) {
      letter(marker);
    }
    if (examination.necklace()) {
      double apex = chest.body.apex();
      Chain chain = Chain.fine(Dice.of(dice.seed(), 31), apex);
      if (recipe.constantPatients()) {
        Dice own = Dice.of(chest.body.seed(), 31);
        chain = Chain.own(own, apex);
        double apart = own.between(0.9, 1.8);
        int strands = own.below(3);
        for (int strand = 1; strand <= strands; strand++) {
          hang(chain.inner(strand * apart));
        }
      }
      hang(chain);
      necklace = Optional.of(chain.region(apex));
    }
    if (examination.bedside()) {
      leads(Dice.of(dice.seed(), 32));
    }
  }

  /** Where the necklace hangs, if one was drawn. */
  Optional<Region> necklace() {
    return necklace;
  }

  /** The letter L on the patient's left or R on the right, a little askew. */
  private void letter(Dice dice) {
    boolean left = dice.chance(0.8);
    double[][] strokes =
        left
            ? new double[][] {{-0.4, -0.7, -0.4, 0.7}, {-0.4, 0.7, 0.5, 0.7}}
            : new double[][] {
              {-0.4, -0.7, -0.4, 0.7}, {-0.4, -0.7, 0.3, -0.65}, {0.3, -0.65, 0.45, -0.35},
              {0.45, -0.35, 0.3, -0.02}, {0.3, -0.02, -0.4, 0}, {0, 0, 0.5, 0.7}
            };
    double angle = dice.normal(0, 0.12);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double big = dice.between(0.75, 1.15);
    double cx = (left ? 1 : -1) * dice.between(15.2, 16.8);
    double cy = dice.between(1.8, 4.6);
    double bright = dice.between(0.25, 1);

    for (double[] s : strokes) {
      double[] x = {cx + big * (cos * s[0] - sin * s[1]), cx + big * (cos * s[2] - sin * s[3])};
      double[] y = {cy + big * (sin * s[0] + cos * s[1]), cy + big * (sin * s[2] + cos * s[3])};
      double[] r = {0.14 * big, 0.14 * big};
      brush.stroke(layers.metal, new Brush.Path(x, y, r), Brush.Profile.SOLID, 3.2 * bright);
    }
  }

  /**
   * A chain around the neck.
   *
   * @param low where it hangs lowest, in cm
   * @param half half its width
   * @param off how far its lowest point hangs from the middle
   * @param beads how many
   * @param thick radius of every second bead
   * @param fine radius of the beads between
   * @param pendant radius of a round pendant, 0 without
   */
  private record Chain(
      double low, double half, double off, int beads, double thick, double fine, double pendant) {
    /** A fine one, another on each film. */
    static Chain fine(Dice dice, double apex) {
      double low = apex + dice.between(2.5, 6.5);
      double half = dice.between(4.6, 6.0);
      double off = dice.normal(0, 0.4);
      return new Chain(
          low, half, off, 90, 0.1, 0.055, dice.chance(0.6) ? dice.between(0.35, 0.6) : 0);
    }

    /** One that nobody else wears: short or long, fine or heavy, with or without a pendant. */
    static Chain own(Dice dice, double apex) {
      double low = apex + dice.between(2, 12);
      double half = dice.between(4.2, 6.8);
      double off = dice.normal(0, 0.4);
      int beads = 30 + dice.below(60);
      double thick = dice.between(0.12, 0.4);
      double fine = thick * dice.between(0.3, 1);
      return new Chain(
          low, half, off, beads, thick, fine, dice.chance(0.7) ? dice.between(0.5, 1.5) : 0);
    }

    /** A shorter and narrower one, worn inside this one. */
    Chain inner(double by) {
      return new Chain(low - by, half - 0.5 * by, off, beads, thick, fine, 0);
    }

    double high(double apex) {
      return apex - 4.5;
    }

    Region region(double apex) {
      double reach = Math.max(half, Math.abs(off) + pendant);
      return new Region(-reach, high(apex), reach, low + Math.max(thick, 2 * pendant));
    }
  }

  private void hang(Chain chain) {
    double high = chain.high(chest.body.apex());
    int beads = chain.beads();
    double[] x = new double[beads];
    double[] y = new double[beads];
    double[] r = new double[beads];
    for (int i = 0; i < beads; i++) {
      double t = 2.0 * i / (beads - 1) - 1;
      x[i] = chain.half() * StrictMath.sin(t * 1.5) + chain.off() * (1 - t * t);
      double t2 = t * t;
      y[i] = chain.low() - (chain.low() - high) * (0.45 * t2 + 0.55 * t2 * t2);
      r[i] = i % 2 == 0 ? chain.thick() : chain.fine();
    }
    brush.stroke(layers.metal, new Brush.Path(x, y, r), Brush.Profile.SOLID, 2.2);
    double size = chain.pendant();
    if (size > 0) {
      double px = chain.off();
      layers.paint(
          Region.around(px, chain.low() + size, size, size),
          (i, ax, ay) -> {
            double dx = (ax - px) / size;
            double dy = (ay - chain.low() - size) / size;
            double d = 1 - dx * dx - dy * dy;
            if (d > 0) {
              layers.metal[i] += (float) (0.35 * Math.min(1, 3 * d));
            }
          });
    }
  }

  /** Wires and stickers of a heart monitor. */
  private void leads(Dice dice) {
    int wires = 1 + dice.below(3);
    for (int k = 0; k < wires; k++) {
      double side = dice.side();
      double sx = side * dice.between(5, 10.5);
      double sy = chest.body.apex() + dice.between(1.5, 15);
      double ex = side * dice.between(13, 20);
      double ey = sy + dice.between(4, 14);
      int n = 40;
      double[] x = new double[n];
      double[] y = new double[n];
      double[] r = new double[n];
      double sag = dice.between(-4, 4);
      for (int i = 0; i < n; i++) {
        double t = (double) i / (n - 1);
        x[i] = sx + (ex - sx) * t + sag * 0.5 * StrictMath.sin(StrictMath.PI * t);
        y[i] = sy + (ey - sy) * t * t + sag * StrictMath.sin(StrictMath.PI * t) * t;
        r[i] = 0.075;
      }
      brush.stroke(layers.metal, new Brush.Path(x, y, r), Brush.Profile.SOLID, 0.75);
      layers.paint(
          Region.around(sx, sy, 0.5, 0.5),
          (i, px, py) -> {
            double dx = px - sx;
            double dy = py - sy;
            double d = Math.sqrt(dx * dx + dy * dy);
            if (d < 0.48) {
              layers.metal[i] += d < 0.22 ? 0.25f : 0.07f;
            }
          });
    }
  }
}
