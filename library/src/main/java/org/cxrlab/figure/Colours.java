package org.cxrlab.figure;

import java.awt.Color;
import java.util.Arrays;

/** The colours of every figure, told apart by people who are colour-blind too. */
public final class Colours {
  /** Text and axes. */
  public static final Color INK = new Color(0x222222);

  /** What matters less: axis labels, reference lines. */
  public static final Color FAINT_INK = new Color(0x666666);

  /** Grid lines. */
  public static final Color GRID = new Color(0xE4E4E4);

  /**
   * Okabe and Ito, Color Universal Design (2008), in the order that sets neighbours apart best on
   * white; its yellow is too light for a line and is left out.
   */
  private static final int[] SERIES = {
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x222222
  };

  /** "Blues" of ColorBrewer (Brewer and Harrower): nearly white at 0, dark blue at 1. */
  private static final int[] BLUES = {
    0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B
  };

  /** "Inferno" of Smith and van der Walt (matplotlib, 2015), ten of its colours. */
  private static final int[] INFERNO = {
    0x000004, 0x1B0C42, 0x4B0C6B, 0x781C6D, 0xA52C60, 0xCF4446, 0xED6925, 0xFB9A06, 0xF7D03C,
    0xFCFFA4
  };

  private Colours() {}

  /** How many series differ in colour; further ones begin again. */
  public static int count() {
    return SERIES.length;
  }

  /** The colour of the series with this index, from 0; after the last colour comes the first. */
  public static Color series(int index) {
    return new Color(SERIES[Math.floorMod(index, SERIES.length)]);
  }

  /**
   * Of counts and shares in cells: from nearly white to dark blue, lighter always means less.
   *
   * @param share from 0 to 1; what lies outside counts as the nearer end
   */
  public static Color sequential(double share) {
    return between(BLUES, share);
  }

  /**
   * Of heat maps over pictures: from black by red to pale yellow, ever lighter.
   *
   * @param share from 0 to 1; what lies outside counts as the nearer end
   */
  public static Color heat(double share) {
    return between(INFERNO, share);
  }

  /** Ink or white, whichever is easier to read on this ground. */
  static Color textOn(Color ground) {
    return contrast(ground, INK) >= contrast(ground, Color.WHITE) ? INK : Color.WHITE;
  }

  /** The contrast of WCAG 2.2, from 1 to 21. */
  static double contrast(Color a, Color b) {
    double first = luminance(a) + 0.05;
    double second = luminance(b) + 0.05;
    return Math.max(first, second) / Math.min(first, second);
  }

  private static double luminance(Color c) {
    return 0.2126 * linear(c.getRed())
        + 0.7152 * linear(c.getGreen())
        + 0.0722 * linear(c.getBlue());
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  /** The colour at a share from 0 to 1 of a scale of colours that are equally far apart. */
  static Color between(Color[] stops, double share) {
    return between(Arrays.stream(stops).mapToInt(Color::getRGB).toArray(), share);
  }

  private static Color between(int[] stops, double share) {
    if (Double.isNaN(share)) {
      throw new IllegalArgumentException("A value that is not a number has no colour.");
    }
    double place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
    int below = Math.min((int) place, stops.length - 2);
    double part = place - below;
    var a = new Color(stops[below]);
    var b = new Color(stops[below + 1]);
    return new Color(
        mix(a.getRed(), b.getRed(), part),
        mix(a.getGreen(), b.getGreen(), part),
        mix(a.getBlue(), b.getBlue(), part));
  }

  private static int mix(int a, int b, double part) {
    return (int) Math.round(a + (b - a) * part);
  }
}
