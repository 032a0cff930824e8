package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;
import org.cxrlab.model.Predictions;
import org.junit.jupiter.api.Test;

class BootstrapJobTest {
  private static final int RESAMPLES = 101;
  private static final float UNKNOWN = Float.NaN;

  /** Three at a time, from last to first, on what was written and read. */
  private static double[][] inParts(BootstrapJob what) {
    BootstrapJob there = read(bytes(what));
    double[][] rows = new double[what.resamples()][];
    for (int to = rows.length; to > 0; to -= 3) {
      int from = Math.max(0, to - 3);
      double[][] part = there.rows(from, to);
      System.arraycopy(part, 0, rows, from, part.length);
    }
    return rows;
  }

  private static byte[] bytes(BootstrapJob what) {
    try (var out = new ByteArrayOutputStream()) {
      what.writeTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BootstrapJob read(byte[] bytes) {
    try {
      return BootstrapJob.readFrom(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two films with a mass, of two patients, so that many resamples have no AUROC. */
  private static Evaluation few() {
    return Evaluation.of(
        EvaluationTest.predictions(
            Labels.of("Mass", "Hernia"),
            new String[] {"b", "a", "b", "c", "d", "e"},
            new float[][] {{1, 0}, {0, 0}, {0, UNKNOWN}, {1, 0}, {0, UNKNOWN}, {0, 0}},
            new float[][] {{.8f, .1f}, {.6f, .2f}, {.4f, .3f}, {.2f, .4f}, {.6f, .5f}, {.1f, 0}}));
  }

  @Test
  void partsPutTogetherAreTheWhole() {
    for (Evaluation one :
        List.of(few(), Evaluation.of(EvaluationTest.random(200, 70, 3)).at(0.3))) {
      Evaluation here = one.bootstrap(RESAMPLES, 7);
      Evaluation there = here.bootstrap(BootstrapJobTest::inParts);
      assertEquals(here.scores(), there.scores());
      assertEquals(here.macro(), there.macro());
      assertEquals(here.micro(), there.micro());
      assertEquals(here.table().text(), there.table().text());
      assertEquals(here.measures().text(), there.measures().text());
      assertEquals(here.at(0.6).measures().text(), there.at(0.6).measures().text());
    }
  }

  @Test
  void statisticsThatAResampleHasNotStayUndefined() {
    Evaluation few = few().bootstrap(RESAMPLES, 7);
    BootstrapJob what =
        BootstrapJob.of(few.cases(), few.cutOffs(), new PatientBootstrap(5, RESAMPLES, 7));
    double[][] rows = inParts(what);
    long undefined = Stream.of(rows).filter(row -> Double.isNaN(row[0])).count();
    assertTrue(undefined > 0 && undefined < RESAMPLES, "AUROC of Mass: " + undefined);
    assertTrue(Stream.of(rows).allMatch(row -> Double.isNaN(row[3])), "AUROC of Hernia");
    double[][] byStatistic = what.values();
    for (int r = 0; r < RESAMPLES; r++) {
      int resample = r;
      assertArrayEquals(
          Arrays.stream(byStatistic)
              .mapToLong(v -> Double.doubleToRawLongBits(v[resample]))
              .toArray(),
          Arrays.stream(rows[r]).mapToLong(Double::doubleToRawLongBits).toArray());
    }
  }

  /** With one patient each resample is the whole, whose figures are worked out by hand. */
  @Test
  void theOrderOfTheStatisticsIsThatWhichIsTold() {
    Evaluation one =
        Evaluation.of(
            EvaluationTest.predictions(
                Labels.of("Mass"),
                new String[] {"a", "a", "a", "a"},
                new float[][] {{1}, {0}, {1}, {0}},
                new float[][] {{.75f}, {.625f}, {.25f}, {.125f}}));
    BootstrapJob what = BootstrapJob.of(one.cases(), one.cutOffs(), new PatientBootstrap(1, 2, 1));
    // (.25² + .625² + .75² + .125²) / 4; at 0.5 one of two masses is found, one call of two right.
    double[] scores = {0.75, (1 + 2.0 / 3) / 2, 1.03125 / 4};
    double[] expected = {
      scores[0], scores[1], scores[2], scores[0], scores[1], scores[2], .5, .5, .5, .5, .5
    };
    assertEquals(11, what.statistics());
    assertArrayEquals(expected, what.rows(1, 2)[0], 1e-15);
    BootstrapJob both =
        BootstrapJob.paired(one.cases(), one.cases(), new PatientBootstrap(1, 2, 1));
    assertEquals(2, both.statistics());
    assertArrayEquals(new double[] {.75, .75}, both.rows(0, 1)[0]);
  }

  @Test
  void aComparisonOfModelsWithOtherLabelsIsTheSameInParts() {
    Evaluation one = Evaluation.of(EvaluationTest.random(120, 50, 3)).bootstrap(RESAMPLES, 2);
    var random = EvaluationTest.random(120, 50, 3);
    Evaluation onlyHernia =
        Evaluation.of(
            new Predictions(
                random.films(),
                Labels.of("Hernia"),
                random.probabilities().stream().map(p -> new float[] {1 - p[0]}).toList()));
    Comparison here = one.compare(onlyHernia);
    assertEquals(2, here.differences().size(), "Hernia and the mean");
    assertEquals(here, one.compare(onlyHernia, BootstrapJobTest::inParts));
    assertEquals(onlyHernia.compare(one), onlyHernia.compare(one, BootstrapJobTest::inParts));
  }

  @Test
  void noPatientsIdAndNoFilmsNameIsWritten() {
    Evaluation one =
        Evaluation.of(
            EvaluationTest.predictions(
                Labels.of("Mass"),
                new String[] {"SECRET-1", "SECRET-2"},
                new float[][] {{1}, {0}},
                new float[][] {{.8f}, {.2f}}));
    one.bootstrap(
        what -> {
          String written = new String(bytes(what), StandardCharsets.ISO_8859_1);
          assertTrue(written.contains("Mass"));
          assertFalse(written.contains("SECRET"));
          assertFalse(written.contains("film0"));
          return inParts(what);
        });
  }

  @Test
  void whatIsNotAllThatWasAskedForIsRefused() {
    Evaluation one = few().bootstrap(10, 1);
    for (Resampler wrong : List.<Resampler>of(what -> what.rows(0, 9), what -> new double[10][3])) {
      String words =
          assertThrows(IllegalArgumentException.class, () -> one.bootstrap(wrong)).getMessage();
      assertEquals(
          "There must be 10 resamples of 19 statistics each; others were computed.", words);
    }
    assertThrows(IllegalArgumentException.class, () -> one.bootstrap(what -> what.rows(0, 11)));
    one.bootstrap(
        what -> {
          byte[] whole = bytes(what);
          byte[] cut = Arrays.copyOf(whole, whole.length - 1);
          assertThrows(
              EOFException.class, () -> BootstrapJob.readFrom(new ByteArrayInputStream(cut)));
          return inParts(what);
        });
  }
}
