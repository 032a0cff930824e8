package org.cxrlab.data.phantom;

/**
 * How a film is exposed and developed.
 *
 * @param dose brighter or darker than the automatic exposure would make it, in units of attenuation
 * @param contrast slope of the film's response, about 1
 * @param scatter share of scattered rays in the middle of the film
 * @param detail how much the processing lifts small things over large ones
 * @param noise strength of the grain
 * @param blur whether the patient moved or the tube stood near
 * @param seed of the grain
 */
record Acquisition(
    double dose,
    double contrast,
    double scatter,
    double detail,
    double noise,
    double blur,
    long seed) {
  /** Attenuation of soft tissue, bone and metal for one cm, at 120 kV. */
  private static final float SOFT = 0.165f;

  private static final float BONE = 0.36f;
  private static final float METAL = 4f;

  private static final int CELL = 8;
  private static final Lookup EXP = new Lookup(-14, 0.5, 8192, StrictMath::exp);
  private static final Lookup LOG = new Lookup(0, 1.7, 16384, t -> StrictMath.log(t + 1e-4));

  /** The film's response: attenuation over the exposure's middle, to 0..1. */
  private static final Lookup RESPONSE = new Lookup(-6, 6, 4096, Acquisition::respond);

  static Acquisition of(Dice dice, boolean bedside) {
    return new Acquisition(
        dice.normal(-0.34, 0.28) + (bedside ? 0.1 : 0),
        dice.normal(bedside ? 0.92 : 1.06, 0.14),
        bedside ? dice.between(0.35, 0.55) : dice.between(0.18, 0.38),
        dice.between(0.3, 0.9),
        dice.between(0.6, 1.4) * (bedside ? 1.3 : 1),
        bedside ? dice.between(0.3, 1) : dice.between(0, 0.6),
        (long) (dice.uniform() * 1e15));
  }

  private static double respond(double t) {
    return 0.015 + 0.875 / (1 + StrictMath.exp(-1.6 * t));
  }

  /** Develops the layers to pixels of 0..255. */
  byte[] develop(Layers layers) {
    int size = layers.projection.size();
    float[] rays = rays(layers);
    float[] film = scattered(rays, size);
    soften(film, size);
    double aim = aim(film, size);
    Lowpass low = Lowpass.of(film, size, CELL, 5);
    Dice dice = Dice.of(seed);
    double u = dice.between(0, 512);
    double v = dice.between(0, 512);
    double grainSize = 320.0 / size;
    byte[] pixels = new byte[size * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        int i = row * size + column;
        double smooth = low.at(column, row);
        double t = film[i] + detail * (film[i] - smooth) - aim - dose;
        double grain = Texture.GRAIN.at(u + column * grainSize * 0.93, v + row * grainSize * 0.93);
        t = contrast * t + noise * 0.036 * grain;
        pixels[i] = (byte) (int) (255 * RESPONSE.at(t) + 0.5);
      }
    }
    return pixels;
  }

  /** The part of the rays that reaches the film. */
  private static float[] rays(Layers layers) {
    float[] rays = new float[layers.soft.length];
    for (int i = 0; i < rays.length; i++) {
      float air = 1 - layers.tissue[i];
      float lung =
          layers.lung[i] * layers.tissue[i] + Math.min(layers.lung[i], layers.vessels[i]) * air;
      float soft = Math.max(0, layers.soft[i] + lung);
      float sum = SOFT * soft + (BONE - 0.06f) * layers.bone[i] + METAL * layers.metal[i];
      rays[i] = (float) EXP.at(-sum);
    }
    return rays;
  }

  /** Adds scattered rays and gives the attenuation that the film then seems to show. */
  private float[] scattered(float[] rays, int size) {
    Lowpass low = Lowpass.of(rays, size, CELL, 3);
    float[] film = new float[rays.length];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        int i = row * size + column;
        double direct = rays[i];
        double stray = Math.min(low.at(column, row), 0.25);
        film[i] = (float) -LOG.at(direct * (1 - scatter) + stray * scatter * 0.35);
      }
    }
    return film;
  }

  /** Three by three binomial blur, weakened by the film's sharpness. */
  private void soften(float[] film, int size) {
    float side = (float) (0.06 + 0.12 * blur);
    float[] line = new float[size];
    for (int row = 0; row < size; row++) {
      System.arraycopy(film, row * size, line, 0, size);
      for (int column = 1; column < size - 1; column++) {
        film[row * size + column] =
            line[column] + side * (line[column - 1] - 2 * line[column] + line[column + 1]);
      }
    }
    for (int column = 0; column < size; column++) {
      for (int row = 0; row < size; row++) {
        line[row] = film[row * size + column];
      }
      for (int row = 1; row < size - 1; row++) {
        film[row * size + column] =
            line[row] + side * (line[row - 1] - 2 * line[row] + line[row + 1]);
      }
    }
  }

  /** What the automatic exposure measures: the mean over the middle of the picture. */
  private static double aim(float[] film, int size) {
    double sum = 0;
    int count = 0;
    for (int row = size / 5; row < size * 7 / 10; row += 2) {
      for (int column = size / 5; column < size * 4 / 5; column += 2) {
        sum += film[row * size + column];
        count++;
      }
    }
    return sum / count;
  }
}
