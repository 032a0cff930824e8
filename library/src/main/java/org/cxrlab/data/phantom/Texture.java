package org.cxrlab.data.phantom;

/**
 * Smooth noise without an edge, shared by all films: octaves of random lattices, mean 0 and
 * standard deviation 1. Each film reads it from places of its own.
 */
final class Texture {
  private static final int SIZE = 512;
  private static final int MASK = SIZE - 1;

  /** Strong at large scale: its power falls with the third power of frequency. */
  static final Texture CLOUD = new Texture(1, 128, 2, 0.71);

  /** Fine grain: octaves of nearly equal strength, down to single texels. */
  static final Texture GRAIN = new Texture(2, 16, 1, 1.0);

  /** One scale only, for the walls of a net; the lattice has 16 texels. */
  static final Texture NET = new Texture(3, 32, 16, 1.2);

  private final float[] values = new float[SIZE * SIZE];

  /**
   * @param coarsest texels between the lattice points of the first octave
   * @param finest the same for the last
   * @param fall how much weaker each octave is than the one before
   */
  private Texture(long seed, int coarsest, int finest, double fall) {
    double weight = 1;
    for (int step = coarsest; step >= finest; step /= 2) {
      addOctave(Dice.of(seed, step), step, weight);
      weight *= fall;
    }
    normalise();
  }

  private void addOctave(Dice dice, int step, double weight) {
    int n = SIZE / step;
    float[] lattice = new float[n * n];
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = (float) (weight * dice.normal(0, 1));
    }
    for (int y = 0; y < SIZE; y++) {
      int row = y / step;
      double v = smooth((double) (y % step) / step);
      for (int x = 0; x < SIZE; x++) {
        int column = x / step;
        double u = smooth((double) (x % step) / step);
        double a = lattice[row * n + column];
        double b = lattice[row * n + (column + 1) % n];
        double c = lattice[(row + 1) % n * n + column];
        double d = lattice[(row + 1) % n * n + (column + 1) % n];
        values[y * SIZE + x] += (float) (a + (b - a) * u + (c - a + (a - b - c + d) * u) * v);
      }
    }
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private void normalise() {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    double sd = Math.sqrt(squares / values.length - mean * mean);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((values[i] - mean) / sd);
    }
  }

  /** The value at a place in texels, between the texels by straight lines. */
  double at(double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double u = x - column;
    double v = y - row;
    int left = column & MASK;
    int right = (column + 1) & MASK;
    int top = (row & MASK) * SIZE;
    int bottom = ((row + 1) & MASK) * SIZE;
    double a = values[top + left];
    double c = values[bottom + left];
    double ab = a + (values[top + right] - a) * u;
    double cd = c + (values[bottom + right] - c) * u;
    return ab + (cd - ab) * v;
  }
}
