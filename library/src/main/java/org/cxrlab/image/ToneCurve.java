package org.cxrlab.image;

import java.util.function.DoubleUnaryOperator;

/** A curve from grey to grey, both 0 to 1, as straight lines between close knots. */
final class ToneCurve {
  private static final int STEPS = 1024;
  private final float[] knots;

  private ToneCurve(float[] knots) {
    this.knots = knots;
  }

  static ToneCurve of(DoubleUnaryOperator curve) {
    float[] knots = new float[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      knots[i] = (float) Math.max(0, Math.min(1, curve.applyAsDouble((double) i / STEPS)));
    }
    return new ToneCurve(knots);
  }

  /** Replaces each grey by the curve's. */
  void applyTo(float[] greys) {
    for (int i = 0; i < greys.length; i++) {
      float at = greys[i] * STEPS;
      int below = Math.min(STEPS - 1, (int) at);
      greys[i] = knots[below] + (at - below) * (knots[below + 1] - knots[below]);
    }
  }
}
