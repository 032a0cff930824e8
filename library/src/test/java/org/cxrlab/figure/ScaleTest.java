package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static List<String> labels(Scale scale) {
    return scale.ticks().stream().map(scale::label).toList();
  }

  @Test
  void anExactAxisIsMarkedAtRoundNumbersAndAtItsEnds() {
    assertEquals(
        List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(Scale.exactly(0, 1, 6, false)));
  }

  @Test
  void epochsAreMarkedAtWholeNumbers() {
    assertEquals(List.of("1", "2", "3"), labels(Scale.exactly(1, 3, 9, true)));
  }

  @Test
  void anAxisAroundValuesEndsAtRoundNumbers() {
    Scale scale = Scale.around(0, 20_227, 6);
    assertEquals(List.of("0", "5,000", "10,000", "15,000", "20,000", "25,000"), labels(scale));
    assertEquals(25_000, scale.high());
  }

  @Test
  void anEndThatIsRoundButForRoundingStays() {
    assertEquals(0.3, Scale.around(0, 0.1 + 0.2, 3).high(), 1e-12);
  }

  @Test
  void equalValuesStandInTheMiddleOfAnAxis() {
    assertEquals(List.of("9", "10", "11"), labels(Scale.around(10, 10, 2)));
    assertEquals(List.of("-1", "0", "1"), labels(Scale.around(0, 0, 2)));
  }

  @Test
  void negativeTicksAreCountedFromZero() {
    assertEquals(
        List.of("-0.04", "-0.02", "0.00", "0.02", "0.04"), labels(Scale.around(-0.03, 0.04, 5)));
  }

  @Test
  void aLogarithmicAxisHasPowersOfTen() {
    Scale scale = Scale.logarithmic(1e-6, 0.1);
    assertEquals(List.of("1e-6", "1e-5", "1e-4", "0.001", "0.01", "0.1"), labels(scale));
    assertEquals(0.6, scale.place(1e-3), 1e-12);
  }

  @Test
  void aShortLogarithmicAxisIsMarkedInBetween() {
    assertEquals(List.of("1", "2", "5", "10", "20"), labels(Scale.logarithmic(1, 20)));
  }

  @Test
  void aTickBetweenThoseOfTheScaleIsWrittenAsWhatItIs() {
    Scale scale = Scale.around(0, 2, 2);
    assertEquals("1", scale.labelOfTick(1));
    assertEquals("0.5", scale.labelOfTick(0.5));
    Scale rates = Scale.around(0, 0.001, 2);
    assertEquals("0.0010", rates.labelOfTick(0.001));
    assertEquals("0.0008", rates.labelOfTick(8e-4));
    assertEquals("0.00025", rates.labelOfTick(2.5e-4));
    Scale log = Scale.logarithmic(1e-6, 0.1);
    assertEquals("1e-5", log.labelOfTick(1.0000000001e-5));
    assertEquals("", log.labelOfTick(3e-5));
  }
}
