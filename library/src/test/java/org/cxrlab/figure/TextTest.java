package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void aNounIsInThePluralExceptForOne() {
    assertEquals("0 films", Text.count(0, "film"));
    assertEquals("1 film", Text.count(1, "film"));
    assertEquals("2,000 films", Text.count(2000, "film"));
    assertEquals("1 box", Text.count(1, "box"));
    assertEquals("3 boxes", Text.count(3, "box"));
  }

  @Test
  void aTimeHasTheUnitOfItsLength() {
    assertEquals("0 s", Text.clock(0.2));
    assertEquals("9 s", Text.clock(9.4));
    assertEquals("1:00 min", Text.clock(59.6));
    assertEquals("2:03 min", Text.clock(123));
    assertEquals("1:02:03 h", Text.clock(3723));
  }
}
