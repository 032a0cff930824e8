package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class ColoursTest {
  // Machado, Oliveira, Fernandes: A physiologically-based model for simulation of color vision
  // deficiency (2009), severity 1, on linear RGB.
  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };
  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
  };
  private static final double[][] FULL = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  /** A difference of 2.3 in CIELAB is just noticeable; lines need several times as much. */
  private static final double CLEARLY_DIFFERENT = 10;

  @Test
  void seriesAreToldApartByEveryEye() {
    for (double[][] eye : new double[][][] {FULL, PROTANOPIA, DEUTERANOPIA}) {
      for (int i = 0; i < Colours.count(); i++) {
        for (int j = 0; j < i; j++) {
          double[] a = lab(Colours.series(i), eye);
          double[] b = lab(Colours.series(j), eye);
          double distance = Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
          assertTrue(distance > CLEARLY_DIFFERENT, i + " and " + j + ": " + distance);
        }
      }
    }
  }

  @Test
  void afterTheLastColourComesTheFirst() {
    assertEquals(Colours.series(0), Colours.series(Colours.count()));
  }

  @Test
  void moreHeatIsAlwaysLighterAndMoreCountAlwaysDarker() {
    assertMonotone(Colours::heat, 1);
    assertMonotone(Colours::sequential, -1);
  }

  @Test
  void theEndsOfTheMapsAreThePublishedOnes() {
    assertEquals(new Color(0x000004), Colours.heat(0));
    assertEquals(new Color(0xFCFFA4), Colours.heat(1));
    assertEquals(new Color(0x08306B), Colours.sequential(1));
    assertEquals(Colours.heat(1), Colours.heat(7));
    assertEquals(Colours.heat(0), Colours.heat(-7));
  }

  @Test
  void notANumberHasNoColour() {
    assertThrows(IllegalArgumentException.class, () -> Colours.heat(Double.NaN));
  }

  private static void assertMonotone(DoubleFunction<Color> map, int sign) {
    for (int i = 1; i <= 50; i++) {
      double before = lab(map.apply((i - 1) / 50.0), FULL)[0];
      double after = lab(map.apply(i / 50.0), FULL)[0];
      assertTrue(sign * (after - before) > 0, "at " + i / 50.0);
    }
  }

  /** CIELAB, D65, of the colour as the eye sees it. */
  private static double[] lab(Color colour, double[][] eye) {
    double[] rgb = {linear(colour.getRed()), linear(colour.getGreen()), linear(colour.getBlue())};
    double r = clip(dot(eye[0], rgb));
    double g = clip(dot(eye[1], rgb));
    double b = clip(dot(eye[2], rgb));
    double x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    double y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    double z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  private static double f(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double clip(double v) {
    return Math.max(0, Math.min(1, v));
  }
}
