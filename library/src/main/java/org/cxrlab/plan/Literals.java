package org.cxrlab.plan;

import java.math.BigDecimal;

/** Values as somebody writes them, in code and in files. */
public final class Literals {
  private Literals() {}

  /** The arguments of a call that takes this value. */
  static String of(Object value) {
    if (value instanceof Double number) {
      return rate(number);
    }
    if (value instanceof Enum<?> constant) {
      return constant.getDeclaringClass().getSimpleName() + "." + constant.name();
    }
    if (value instanceof AdamSettings adam) {
      return rate(adam.beta1()) + ", " + rate(adam.beta2()) + ", " + rate(adam.epsilon());
    }
    if (value instanceof Schedule schedule) {
      String kind =
          switch (schedule.kind()) {
            case CONSTANT -> "constant()";
            case COSINE -> "cosine()";
            case PLATEAU ->
                "reduceOnPlateau(" + rate(schedule.factor()) + ", " + schedule.patience() + ")";
          };
      int steps = schedule.warmUpSteps();
      return "Schedule." + kind + (steps == 0 ? "" : ".warmUp(" + steps + ")");
    }
    return String.valueOf(value);
  }

  /** A learning rate or another number of any size as a short literal: 0.001, 3.2e-4, 1e-8. */
  public static String rate(double value) {
    return Double.toString(value).replace(".0E", "e").replace("E", "e");
  }

  /** This very number as a literal, without zeros that say nothing: 0.25, 1.0. */
  public static String number(double value) {
    String plain = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  /** As one writes it by hand: 0.001, 2.5e-5, 3. */
  public static String byHand(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    return plain.signum() == 0 || exponent >= -3
        ? plain.toPlainString()
        : plain.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }
}
