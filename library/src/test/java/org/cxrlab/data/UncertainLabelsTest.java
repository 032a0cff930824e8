package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class UncertainLabelsTest {
  private static final Labels LABELS = Labels.of("A", "B");

  /** Label A uncertain in all of them, B blank. */
  private static Films films(int count) {
    List<Film> films = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String image = "f" + i + ".png";
      films.add(
          new Film(
              image,
              Path.of(image),
              "p" + i,
              LABELS,
              List.of(Float.NaN, Float.NaN),
              List.of(),
              "",
              Double.NaN,
              "",
              new FilmDetails("", "", Set.of("A"), Set.of("B"))));
    }
    return new Films("open", LABELS, films);
  }

  private static double[] smoothed(Films films, double low, double high) {
    float[] values = films.uncertain(UncertainLabels.smoothed(low, high)).values("A");
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @Test
  void smoothedValuesAreUniformAndFollowFromFilmAndLabel() {
    double[] values = smoothed(films(10_000), 0.55, 0.85);
    var all = java.util.Arrays.stream(values).summaryStatistics();
    assertTrue(all.getMin() >= 0.55f && all.getMax() <= 0.85f, all.toString());
    // Uniform: mean 0.7 and standard deviation 0.3 / sqrt(12) = 0.0866; bounds of 4 standard
    // errors.
    assertEquals(0.7, all.getAverage(), 4 * 0.0866 / 100);
    double square = java.util.Arrays.stream(values).map(v -> (v - 0.7) * (v - 0.7)).sum();
    assertEquals(0.0866, Math.sqrt(square / values.length), 0.002);
    // The tenths of the range have a thousand each; 4 standard deviations of that are 120.
    int[] tenths = new int[10];
    for (double value : values) {
      tenths[(int) Math.min(9, (value - 0.55) / 0.03)]++;
    }
    for (int count : tenths) {
      assertEquals(1000, count, 120);
    }
    double[] few = smoothed(films(10), 0.55, 0.85);
    assertEquals(values[7], few[7], "whatever else is read");
    assertNotEquals(values[7], values[8]);
  }

  @Test
  void aRangeOfOneValueIsThatValue() {
    assertEquals(0.7f, films(1).uncertain(UncertainLabels.smoothed(0.7, 0.7)).get(0).value("A"));
    for (double[] range : new double[][] {{0.8, 0.2}, {-0.1, 0.5}, {0.5, 1.1}, {Double.NaN, 1}}) {
      var e =
          assertThrows(
              IllegalArgumentException.class, () -> UncertainLabels.smoothed(range[0], range[1]));
      assertTrue(e.getMessage().contains("0.55"), e.getMessage());
    }
  }

  @Test
  void aDecisionCanBeTakenAgainAndIsShown() {
    Films films = films(3);
    Films decided = films.uncertain(UncertainLabels.positive().blanksNegative());
    assertEquals(List.of(1f, 0f), decided.get(0).values());
    assertEquals(UncertainLabels.positive().blanksNegative(), decided.uncertain());
    assertEquals(films.list(), decided.uncertain(UncertainLabels.unknown()).list());
    assertEquals(
        "3 uncertain labels taken as positive. 3 blank labels taken as negative.",
        decided.positives().openLabels());
    String shown = decided.positives().figure().text();
    assertTrue(shown.contains("Uncertain"), shown);
    assertTrue(shown.contains("taken as positive"), shown);
    assertEquals(
        List.of(
            "are taken as positive (films.uncertain(...) decides)",
            "are taken as negative (films.uncertain(...) decides)"),
        decided.source().entries().stream().map(Source.Entry::why).toList());
  }

  @Test
  void smoothedLabelsAreNeitherPresentNorAbsentNorUnknown() {
    Films films = films(2).uncertain(UncertainLabels.smoothed(0.7, 0.7));
    LabelCounts counts = films.positives();
    assertEquals(0, counts.positives("A"));
    assertEquals(0, counts.negatives("A"));
    assertEquals(0, counts.unknown("A"));
    assertEquals(2, counts.smoothed("A"));
    Film film = films.get(0);
    assertEquals(List.of(), film.findings());
    assertEquals(List.of("B"), film.unknown());
    assertTrue(Float.isNaN(film.settled(0)));
    assertEquals("no finding; uncertain: A 0.70; not known: B", FilmRows.findings(film));
    Table table = films.table();
    assertEquals(0.7, table.doubleColumn("A").get(0), 1e-6);
  }

  @Test
  void labelsThatAreLeftOutTakeTheirMarksAlong() {
    Films films = films(2).onlyLabels("B").uncertain(UncertainLabels.positive().blanksNegative());
    assertEquals(List.of(0f), films.get(0).values());
    assertEquals(Set.of(), films.get(0).details().uncertain());
  }
}
