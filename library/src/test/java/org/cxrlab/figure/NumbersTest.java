package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void wholeNumbersHaveACommaAtEachThousand() {
    assertEquals("112,120", Numbers.show(112_120));
    assertEquals("-1,000", Numbers.show(-1000L));
    assertEquals("7", Numbers.show((byte) 7));
  }

  @Test
  void otherNumbersHaveThreeDecimals() {
    assertEquals("0.975", Numbers.show(0.97540));
    assertEquals("0.500", Numbers.show(0.5f));
    assertEquals("12,345.679", Numbers.show(12345.6789));
    assertEquals("0.000", Numbers.show(-0.0));
  }

  @Test
  void aLearningRateIsNotWrittenAsZero() {
    assertEquals("1.0e-5", Numbers.show(1e-5));
    assertEquals("-2.5e-12", Numbers.show(-2.5e-12));
    assertEquals("0.001", Numbers.show(0.0005));
  }

  @Test
  void whatIsNotDefinedIsADash() {
    assertEquals("–", Numbers.show(Double.NaN));
    assertEquals("–", Numbers.percent(Double.NaN));
    assertEquals("", Numbers.show(null));
    assertEquals("∞", Numbers.show(Double.POSITIVE_INFINITY));
  }

  private record Setting(double share, int seed) {}

  private record Named(String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void aRecordIsShownInWords() {
    assertEquals("share 0.05, seed 7", Numbers.show(new Setting(0.05, 7)));
    assertEquals("its own [words=1]", Numbers.show(new Named("its own [words=1]")));
  }

  @Test
  void numbersAreWrittenAlikeInEveryCountry() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("1,234", Numbers.show(1234));
      assertEquals("0.500", Numbers.show(0.5));
      assertEquals("12.5 %", Numbers.percent(0.125));
    } finally {
      Locale.setDefault(before);
    }
  }
}
