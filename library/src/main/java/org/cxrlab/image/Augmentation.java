package org.cxrlab.image;

import java.awt.geom.AffineTransform;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;

/**
 * A change that leaves a film's diagnosis as it is. The set is closed, and there is no mirror in it
 * on purpose: the heart lies on one side, and a mirrored film shows another patient.
 */
public sealed interface Augmentation {
  /** A change of where things lie. */
  sealed interface Geometric extends Augmentation permits Shift, Rotation, Zoom {
    /** Draws one change, from pixels of the source to pixels of the result. */
    AffineTransform draw(SplittableRandom random, int width, int height);
  }

  /** A change of how bright things are. */
  sealed interface Tonal extends Augmentation permits Brightness, Contrast {
    /** Draws one curve from grey, 0 to 1, to grey. */
    ToneCurve draw(SplittableRandom random);
  }

  /**
   * Moves the film sideways and up or down, each by its own draw.
   *
   * @param share the most, as a share of the width or height: 0 to 0.5
   */
  record Shift(double share) implements Geometric {
    /** Checks the range. */
    public Shift {
      check("shift", share, 0.5, "of the picture's size");
    }

    @Override
    public String toString() {
      return most("shift", 100 * share, " %");
    }

    @Override
    public AffineTransform draw(SplittableRandom random, int width, int height) {
      double right = between(random, share) * width;
      double down = between(random, share) * height;
      return AffineTransform.getTranslateInstance(right, down);
    }
  }

  /**
   * Turns the film around its middle.
   *
   * @param degrees the most to either side: 0 to 45
   */
  record Rotation(double degrees) implements Geometric {
    /** Checks the range. */
    public Rotation {
      check("rotation", degrees, 45, "degrees");
    }

    @Override
    public String toString() {
      return most("rotation", degrees, "°");
    }

    @Override
    public AffineTransform draw(SplittableRandom random, int width, int height) {
      double angle = StrictMath.toRadians(between(random, degrees));
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      return around(width, height, new AffineTransform(cos, sin, -sin, cos, 0, 0));
    }
  }

  /**
   * Enlarges or shrinks the film around its middle.
   *
   * @param share the most: by a factor of {@code 1 - share} to {@code 1 + share}; 0 to 0.5
   */
  record Zoom(double share) implements Geometric {
    /** Checks the range. */
    public Zoom {
      check("zoom", share, 0.5, "of the picture's size");
    }

    @Override
    public String toString() {
      return most("zoom", 100 * share, " %");
    }

    @Override
    public AffineTransform draw(SplittableRandom random, int width, int height) {
      double factor = 1 + between(random, share);
      return around(width, height, AffineTransform.getScaleInstance(factor, factor));
    }
  }

  /**
   * Brightens or darkens the middle tones; black and white stay. The curve is {@code v^gamma}. To
   * add a constant would do nothing, as standardising the film takes it away again.
   *
   * @param amount how far the middle grey of 0.5 moves at the most: 0 to 0.4
   */
  record Brightness(double amount) implements Tonal {
    /** Checks the range. */
    public Brightness {
      check("brightness", amount, 0.4, "of the range from black to white");
    }

    @Override
    public String toString() {
      return most("brightness", 100 * amount, " %");
    }

    @Override
    public ToneCurve draw(SplittableRandom random) {
      double gamma = StrictMath.log(0.5 + between(random, amount)) / StrictMath.log(0.5);
      return ToneCurve.of(v -> StrictMath.pow(v, gamma));
    }
  }

  /**
   * Raises or lowers the contrast of the middle tones against that of the dark and bright ones;
   * black and white stay. The curve is {@code v - c sin(2 pi v) / (2 pi)}. To multiply by a
   * constant would do nothing, as standardising the film takes it away again.
   *
   * @param amount the most that the slope at middle grey leaves 1: 0 to 0.9
   */
  record Contrast(double amount) implements Tonal {
    /** Checks the range. */
    public Contrast {
      check("contrast", amount, 0.9, "of the slope at middle grey");
    }

    @Override
    public String toString() {
      return most("contrast", 100 * amount, " %");
    }

    @Override
    public ToneCurve draw(SplittableRandom random) {
      double c = between(random, amount);
      double turn = 2 * Math.PI;
      return ToneCurve.of(v -> v - c * StrictMath.sin(turn * v) / turn);
    }
  }

  /** In words, as in "shift by up to 5 %". */
  private static String most(String name, double value, String unit) {
    var digits = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
    return name + " by up to " + digits.toPlainString() + unit;
  }

  private static void check(String name, double value, double most, String unit) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          "The " + name + " must be from 0 to " + most + " " + unit + ", not " + value + ".");
    }
  }

  private static double between(SplittableRandom random, double most) {
    return (2 * random.nextDouble() - 1) * most;
  }

  private static AffineTransform around(int width, int height, AffineTransform change) {
    var result = AffineTransform.getTranslateInstance(width / 2.0, height / 2.0);
    result.concatenate(change);
    result.translate(-width / 2.0, -height / 2.0);
    return result;
  }
}
