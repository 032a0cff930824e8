package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableFigureTest {
  private final TableFigure table =
      TableFigure.columns("finding", "films", "AUROC")
          .caption("Test films")
          .row("Mass", 1200, 0.75)
          .row("Hernia", 3, Double.NaN)
          .note("Undefined: no film without it.")
          .build();

  @Test
  void plainTextHasColumnsWithNumbersToTheRight() {
    assertEquals(
        """
        Test films
        finding  films  AUROC
        -------  -----  -----
        Mass     1,200  0.750
        Hernia       3      –
        Undefined: no film without it.""",
        table.text());
  }

  @Test
  void numbersAreAlignedRightAndWordsLeft() {
    assertTrue(table.html().matches("(?s).*text-align:left[^>]*>Mass</td>.*"));
    assertTrue(table.html().matches("(?s).*text-align:right[^>]*>1,200</td>.*"));
    assertTrue(table.html().matches("(?s).*text-align:right[^>]*>–</td>.*"));
  }

  @Test
  void intervalsSharesAndSmallNumbersAreNumbersButFileNamesAreNot() {
    String html =
        TableFigure.columns("a", "b", "c", "d", "e")
            .row("0.712–0.834", "12.5 %", "1.0e-5", "00000001_000.png", "-0.171 (-0.274 to -0.068)")
            .build()
            .html();
    assertTrue(html.matches("(?s).*text-align:right[^>]*>0.712–0.834<.*"));
    assertTrue(html.matches("(?s).*text-align:right[^>]*>12.5 %<.*"));
    assertTrue(html.matches("(?s).*text-align:right[^>]*>1.0e-5<.*"));
    assertTrue(html.matches("(?s).*text-align:left[^>]*>00000001_000.png<.*"));
    assertTrue(
        html.matches("(?s).*text-align:right[^>]*>-0.171 <span[^>]*>\\(-0.274 to -0.068\\)<.*"),
        html);
  }

  @Test
  void whatACellHoldsIsNeverMarkup() {
    String html =
        TableFigure.columns("<b>").caption("a & b").row("<script>alert(1)</script>").build().html();
    assertFalse(html.contains("<script>"));
    assertTrue(html.contains("&lt;script&gt;"));
    assertTrue(html.contains("&lt;b&gt;"));
    assertTrue(html.contains("a &amp; b"));
  }

  @Test
  void firstRowsSayHowManyMoreThereAre() {
    var long1 = TableFigure.columns("n");
    for (int i = 0; i < 1500; i++) {
      long1.row(i);
    }
    TableFigure first = long1.build().first(3);
    assertEquals(3, first.rows().size());
    assertTrue(first.text().endsWith("… 1,497 more rows"));
    assertEquals("… 1 more row", long1.build().first(1499).note());
    assertTrue(table.first(1).note().endsWith("Undefined: no film without it."));
  }

  @Test
  void aShortTableIsItsOwnFirstRows() {
    assertSame(table, table.first(2));
    assertThrows(IllegalArgumentException.class, () -> table.first(-1));
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new TableFigure("", List.of("a", "b"), List.of(List.of("1"))));
    assertTrue(e.getMessage().contains("1 cells in a table of 2 columns"), e.getMessage());
  }

  @Test
  void aTableWithoutRowsStillShowsItsColumns() {
    assertEquals("a  b\n-  -", TableFigure.columns("a", "b").build().text());
  }
}
