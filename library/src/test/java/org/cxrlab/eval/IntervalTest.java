package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void wilsonEqualsPublishedExamples() {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    assertWilson(81, 263, 0.2553, 0.3662);
    assertWilson(15, 148, 0.0624, 0.1605);
    assertWilson(0, 20, 0.0000, 0.1611);
    assertWilson(1, 29, 0.0061, 0.1718);
  }

  private static void assertWilson(int successes, int trials, double low, double high) {
    Interval interval = Interval.wilson(successes, trials);
    assertEquals(low, interval.low(), 5e-5);
    assertEquals(high, interval.high(), 5e-5);
  }

  @Test
  void wilsonOfAllSuccessesReachesOne() {
    assertEquals(1, Interval.wilson(20, 20).high());
    assertEquals(1 - 0.1611, Interval.wilson(20, 20).low(), 5e-5);
  }

  @Test
  void noTrialsNoInterval() {
    assertFalse(Interval.wilson(0, 0).isDefined());
    assertEquals("–", Interval.NONE.toString());
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2));
  }

  @Test
  void boundsBelowZeroAreNotTakenForRanges() {
    assertEquals("0.712–0.804", new Interval(0.712, 0.804).toString());
    assertEquals("-0.274 to -0.068", new Interval(-0.274, -0.068).toString());
    assertEquals("-0.010 to 0.020", new Interval(-0.01, 0.02).toString());
  }

  @Test
  void percentilesLieBetweenOrderedValues() {
    // numpy.percentile(range(101), [2.5, 97.5]) is 2.5, 97.5; of (1, 2, 4) it is 1.05, 3.9.
    double[] hundred = new double[101];
    for (int i = 0; i < hundred.length; i++) {
      hundred[i] = 100 - i;
    }
    assertEquals(new Interval(2.5, 97.5), Interval.percentiles(hundred));
    Interval three = Interval.percentiles(new double[] {4, Double.NaN, 1, 2});
    assertEquals(1.05, three.low(), 1e-12);
    assertEquals(3.9, three.high(), 1e-12);
    assertFalse(Interval.percentiles(new double[] {Double.NaN}).isDefined());
  }
}
