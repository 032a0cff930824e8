package org.cxrlab.notebook.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.sweep.SearchSpace;
import org.cxrlab.sweep.Sweep;
import org.cxrlab.sweep.SweepResult;
import org.cxrlab.sweep.Trial;
import org.junit.jupiter.api.Test;

class SweepPanelTest {
  /** By the score they rank 2, 3, 1, and 4, which failed. */
  private static final SweepResult RESULT =
      new SweepResult(
          Sweep.random(
              SearchSpace.empty()
                  .log("learningRate", 1e-4, 1e-1)
                  .choice("loss", "unweighted", "weighted"),
              4),
          List.of(
              trial(1, "0.02", "weighted", 0.6, 0.9),
              trial(2, "0.003", "unweighted", 0.8, 0.7),
              trial(3, "0.0004", "weighted", 0.7, 0.8),
              trial(4, "0.09", "unweighted", Double.NaN, Double.NaN)));

  private static Trial trial(int number, String rate, String loss, double score, double value) {
    boolean failed = Double.isNaN(score);
    return new Trial(
        number,
        10,
        List.of(rate, loss),
        failed ? Trial.Status.FAILED : Trial.Status.DONE,
        score,
        value,
        failed ? Double.NaN : 12.5,
        number,
        failed ? "No number came of step 3." : "");
  }

  /** The trials' numbers, in the order of the table. */
  private static String order(SweepPanel panel) {
    return panel.table().rows().stream().map(row -> row.get(0)).collect(Collectors.joining(" "));
  }

  @Test
  void atFirstTheBestComesFirst() {
    SweepPanel panel = Explore.sweep(RESULT);
    assertEquals("2 3 1 4", order(panel));
    String text = PanelText.of(panel);
    assertTrue(text.contains("result.table()"), text);
    assertTrue(text.contains("Score by learningRate"), text);
  }

  @Test
  void anyColumnSortsEitherWayAndTheLineSaysHow() throws InterruptedException {
    SweepPanel panel = Explore.sweep(RESULT);
    panel.column().set("learningRate");
    assertEquals("4 1 2 3", order(panel));
    PanelText.await(panel, "result.table(&quot;learningRate&quot;)");
    assertEquals(RESULT.table("learningRate").rows(), panel.table().rows());
    panel.descending().set(false);
    assertEquals("3 2 1 4", order(panel));
    PanelText.await(panel, "result.tableAscending(&quot;learningRate&quot;)");
    assertEquals(RESULT.tableAscending("learningRate").rows(), panel.table().rows());
    panel.column().set("loss");
    assertEquals("2 4 3 1", order(panel), "words by the alphabet, equal ones by rank");
    PanelText.await(panel, "Score by loss");
  }

  @Test
  void whatHasNoNumberComesLastEitherWay() {
    SweepPanel panel = Explore.sweep(RESULT);
    panel.column().set("mean AUROC");
    assertEquals("2 3 1 4", order(panel));
    panel.descending().set(false);
    assertEquals("1 3 2 4", order(panel));
    panel.column().set("seconds");
    assertEquals("2 3 1 4", order(panel));
  }

  @Test
  void eachColumnOfTheDataCanBeChosenAndNoOther() {
    SweepPanel panel = Explore.sweep(RESULT);
    RESULT.data().columnNames().forEach(panel.column()::set);
    assertThrows(IllegalArgumentException.class, () -> panel.column().set("epoch"));
    var none = new SweepResult(RESULT.sweep(), List.of());
    String message =
        assertThrows(IllegalArgumentException.class, () -> Explore.sweep(none)).getMessage();
    assertTrue(message.contains("run the sweep first"), message);
  }

  @Test
  void ofManyTrialsTheFirstAreShownUnlessAllAreWanted() throws InterruptedException {
    List<Trial> many =
        IntStream.rangeClosed(1, 30)
            .mapToObj(n -> trial(n, "0.0" + n, "weighted", 0.5 + n / 100.0, 1))
            .toList();
    SweepPanel panel = Explore.sweep(new SweepResult(RESULT.sweep(), many));
    assertEquals("30 29 28 27 26 25 24 23 22 21 20 19", order(panel));
    assertTrue(PanelText.of(panel).contains("result.table().first(12)"));
    panel.rows().set(Integer.MAX_VALUE);
    assertEquals(30, panel.table().rows().size());
    panel.column().set("trial");
    PanelText.await(panel, "result.table(&quot;trial&quot;)</pre>");
  }

  @Test
  void whereEveryTrialFailedTheTableIsThereStill() {
    var failed = new SweepResult(RESULT.sweep(), RESULT.trials().subList(3, 4));
    assertEquals("4", order(Explore.sweep(failed)));
  }
}
