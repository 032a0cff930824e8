package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every figure of one label equals scikit-learn's on the same arrays. */
class ScikitLearnTest {
  private static final double EXACT = 1e-12;

  static Stream<String> cases() {
    return Fixtures.read("metrics.json").keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void figures(String name) {
    JsonObject expected = expected(name);
    double[] scores = Fixtures.numbers(expected.get("scores"));
    float[] labels = Fixtures.labels(expected.get("labels"));
    assertEquals(Fixtures.number(expected.get("auroc")), Auroc.of(scores, labels), EXACT);
    assertEquals(
        Fixtures.number(expected.get("averagePrecision")),
        new Ranking(scores, labels).averagePrecision(null),
        EXACT);
    assertEquals(Fixtures.number(expected.get("brier")), Brier.of(scores, labels), EXACT);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rocCurve(String name) {
    JsonObject expected = expected(name);
    JsonObject roc = expected.getAsJsonObject("roc");
    var curve =
        RocCurve.of(
            Fixtures.numbers(expected.get("scores")), Fixtures.labels(expected.get("labels")));
    assertArrayEquals(Fixtures.numbers(roc.get("x")), curve.falsePositiveRate(), EXACT);
    assertArrayEquals(Fixtures.numbers(roc.get("y")), curve.truePositiveRate(), EXACT);
    // JSON has no infinity: the first cut-off, at which nothing is called positive, is null there.
    double[] cuts = Fixtures.numbers(roc.get("cuts"));
    assertTrue(Double.isNaN(cuts[0]));
    assertEquals(Double.POSITIVE_INFINITY, curve.thresholds()[0]);
    assertArrayEquals(
        Arrays.copyOfRange(cuts, 1, cuts.length),
        Arrays.copyOfRange(curve.thresholds(), 1, cuts.length),
        EXACT);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void precisionRecallCurve(String name) {
    JsonObject expected = expected(name);
    var curve =
        PrCurve.of(
            Fixtures.numbers(expected.get("scores")), Fixtures.labels(expected.get("labels")));
    if (expected.get("pr").isJsonNull()) {
      // scikit-learn warns and sets the recall to 1; ours says that there is none.
      assertTrue(Double.isNaN(curve.recall()[0]));
      return;
    }
    JsonObject pr = expected.getAsJsonObject("pr");
    assertArrayEquals(Fixtures.numbers(pr.get("precision")), curve.precision(), EXACT);
    assertArrayEquals(Fixtures.numbers(pr.get("recall")), curve.recall(), EXACT);
    assertArrayEquals(Fixtures.numbers(pr.get("cuts")), curve.thresholds(), EXACT);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void confusion(String name) {
    JsonObject expected = expected(name);
    JsonObject counts = expected.getAsJsonObject("confusion");
    var confusion =
        Confusion.of(
            name,
            Fixtures.numbers(expected.get("scores")),
            Fixtures.labels(expected.get("labels")),
            0.5);
    assertEquals(
        new Confusion(
            name,
            0.5,
            counts.get("tp").getAsInt(),
            counts.get("fn").getAsInt(),
            counts.get("fp").getAsInt(),
            counts.get("tn").getAsInt()),
        confusion);
    assertEquals(Fixtures.number(expected.get("f1")), confusion.f1(), EXACT);
    assertEquals(Fixtures.number(expected.get("ppv")), confusion.ppv(), EXACT);
    assertEquals(Fixtures.number(expected.get("sensitivity")), confusion.sensitivity(), EXACT);
  }

  private static JsonObject expected(String name) {
    return Fixtures.read("metrics.json").getAsJsonObject(name);
  }
}
