package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.ChildJava;
import org.cxrlab.model.FastPaths;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fast paths that a process chooses once, when it begins: with and without them. */
class SwitchesTest {
  @TempDir static Path films;

  @ParameterizedTest
  @CsvSource({"cxrlab.channelslast, layout", "cxrlab.allocator, allocator"})
  void turnedOffItSaysSoAndCalculatesTheSame(String property, String path) throws Exception {
    List<Double> expected = SwitchedOff.numbers(films);
    Process process =
        ChildJava.start(
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-D" + property + "=false"),
            SwitchedOff.class,
            films);
    List<String> said = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor());

    String off = "turned off by -D" + property;
    assertTrue(said.get(0).contains(off), said.get(0));
    assertFalse(FastPaths.onThisMachine().get(path).contains(off));
    List<Double> found = Arrays.stream(said.get(1).split(" ")).map(Double::valueOf).toList();
    assertEquals(expected.size(), found.size());
    int logits = expected.size() - 2;
    double largest =
        expected.subList(0, logits).stream().mapToDouble(Math::abs).max().orElseThrow();
    for (int i = 0; i < logits; i++) {
      assertEquals(expected.get(i), found.get(i), 1e-5 * largest, "logit " + i);
    }
    assertEquals(expected.get(logits), found.get(logits), 1e-5 * expected.get(logits));
    // Before the second step Adam has moved each weight by the sign of its gradient: what is near
    // zero goes either way.
    assertEquals(expected.get(logits + 1), found.get(logits + 1), 1e-3 * expected.get(logits + 1));
  }
}
