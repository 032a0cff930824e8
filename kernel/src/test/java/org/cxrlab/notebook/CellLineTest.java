package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CellLineTest {
  private static final String CELL =
      """
      int a = 1;

      var b = films
          .sample(9)
          .grid();
      """;

  @Test
  void lineIsCountedFromOne() {
    assertEquals(1, CellLine.at(4, CELL, 0).number());
    assertEquals(3, CellLine.at(4, CELL, CELL.indexOf("var")).number());
    assertEquals("var b = films", CellLine.at(4, CELL, CELL.indexOf("var")).text());
  }

  @Test
  void lineOfAChainOfCallsIsShownWithItsBeginning() {
    CellLine start = CellLine.at(4, CELL, CELL.indexOf("var"));
    assertEquals("var b = films.sample(9)", start.plus(1).text());
    assertEquals("var b = films … .grid();", start.plus(2).text());
  }
}
