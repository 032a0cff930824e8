package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Labels;
import org.cxrlab.plan.Json;
import org.cxrlab.plan.TrainingPlan;

/** Checkpoints as files, for tests elsewhere. */
public final class WrittenCheckpoints {
  private WrittenCheckpoints() {}

  /** A whole one, and what it tells in JSON. */
  public static Map<String, byte[]> seeds(Path folder) throws IOException {
    var history =
        new History(
            Labels.of("Mass", "Nodule"),
            List.of(new StepRecord(1, 0.5, 0.001, 0.25)),
            List.of(new EpochRecord(1, 1, 0.5, 0.25, List.of(0.75, Double.NaN), 1)));
    var state =
        new Checkpoint.State(
            "0.1.0 with 4 threads",
            TrainingPlan.defaults(),
            new FilmsUsed("a-1", "b-2", null, null),
            new Checkpoint.Network(List.of("Mass", "Nodule"), 1, "STANDARDISED", 1e-5),
            3,
            3,
            0.001,
            1,
            List.of(0),
            2.5,
            history,
            List.of());
    String json = Json.writeCompact(state);
    Path file = folder.resolve("checkpoint");
    CheckpointFile.write(file, json, arrays());
    return Map.of(
        "whole", Files.readAllBytes(file), "state", json.getBytes(StandardCharsets.UTF_8));
  }

  static Map<String, float[]> arrays() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (String name :
        List.of("weights.learnt", "weights.remembered", "adam.mean", "adam.square")) {
      arrays.put(name, new float[] {1, 2});
    }
    return arrays;
  }

  /** A whole file around what it tells, if this is JSON; else the same. */
  public static byte[] around(byte[] state) {
    if (state.length == 0 || state[0] != '{') {
      return state;
    }
    try {
      Path file = Files.createTempFile("around", ".safetensors");
      CheckpointFile.write(file, new String(state, StandardCharsets.UTF_8), arrays());
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      return whole;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the newest of the folder. */
  public static void read(Path file) {
    try (var folder = new CheckpointFolder(file.getParent())) {
      Checkpoint latest = folder.latest();
      assertEquals(latest.adam().mean().length, latest.adam().square().length, "Adam's means");
      assertTrue(latest.weights().learnt() != null, "no weights");
      assertTrue(latest.state().step() >= 0, "a step below 0");
      assertTrue(latest.epochs() >= 0, "epochs below 0");
      latest.state().unreadable();
      latest.isEnoughFor(TrainingPlan.defaults());
      latest.state().history().figure();
    }
  }
}
