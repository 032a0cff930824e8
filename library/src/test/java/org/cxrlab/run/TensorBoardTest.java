package org.cxrlab.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  @TempDir Path folder;

  /** Written by the RecordWriter of tensorboard 2.20.0: its version, and a scalar at step 3. */
  @Test
  void theFirstRecordIsTensorBoardsOwnByteForByte() throws IOException {
    var bytes = new ByteArrayOutputStream();
    new EventFile(bytes, 1.5).scalar(2.5, 3, "loss", 0.25);
    assertArrayEquals(HexFormat.of().parseHex(EXPECTED), bytes.toByteArray());
  }

  private static final String EXPECTED =
      "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c1a00000000000000129bd82d09000000000000044010032a0d0a0b0a046c6f7373150000803eb1006461";

  /**
   * The check value of CRC32C for "123456789" is e3069283 (RFC 3720); masked as TensorFlow does.
   */
  @Test
  void checksumsAreMaskedCrc32c() {
    int crc = 0xe3069283;
    int masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    assertEquals(masked, EventFile.masked("123456789".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  @Tag("slow")
  void tensorBoardReadsExportedRuns() throws Exception {
    Path python = pythonWithTensorBoard();
    Split split = Samples.tableOnly(60);
    TrainingPlan plan = TrainingPlan.defaults().learningRate(0.002);
    try (Runs runs = Runs.open(folder.resolve("runs.db"))) {
      for (String name : List.of("one", "two words")) {
        RunRecording recording =
            runs.begin(name, Run.Kind.TRAINING, Samples.LABELS, split, plan, Optional.empty());
        recording.ended(Samples.trained(plan));
        recording.predictions("validation", Samples.predictions(split.validation(), 2, 1));
      }
      Path logs = runs.exportTensorBoard(folder.resolve("logs"), runs.ids());
      JsonObject read =
          JsonParser.parseString(
                  output(python.toString(), "bench/read_tensorboard.py", logs.toString()))
              .getAsJsonObject();
      assertEquals(2, read.size());
      JsonObject run = read.getAsJsonObject("002-two-words");
      JsonArray losses = run.getAsJsonObject("scalars").getAsJsonArray("loss/training");
      assertEquals(6, losses.size());
      assertEquals(4, losses.get(3).getAsJsonArray().get(0).getAsInt());
      assertEquals(0.375, losses.get(3).getAsJsonArray().get(1).getAsDouble());
      JsonArray rate = run.getAsJsonObject("scalars").getAsJsonArray("learning rate");
      assertEquals(0.002f, rate.get(0).getAsJsonArray().get(1).getAsFloat());
      JsonArray image =
          run.getAsJsonObject("images").getAsJsonArray("curves 1").get(0).getAsJsonArray();
      assertEquals(960, image.get(1).getAsInt());
      assertEquals(640, image.get(2).getAsInt());
      String text = run.getAsJsonObject("texts").getAsJsonArray("plan").get(0).getAsString();
      assertEquals(plan, TrainingPlan.fromJson(text.replace("```", "")));
    }
  }

  /** The one that CXR_TENSORBOARD names, or one in target/ that is made with pip. */
  private static Path pythonWithTensorBoard() throws Exception {
    String named = System.getenv("CXR_TENSORBOARD");
    if (named != null) {
      return Path.of(named);
    }
    Path environment = Path.of("target", "tensorboard");
    Path python = environment.resolve("bin/python");
    Path done = environment.resolve("done");
    if (!Files.exists(done)) {
      try {
        output("python3", "-m", "venv", environment.toString());
        output(
            python.toString(),
            "-m",
            "pip",
            "install",
            "-q",
            "tensorboard==2.20.0",
            "setuptools<81");
        Files.createFile(done);
      } catch (IOException | IllegalStateException e) {
        Assumptions.abort("SKIPPED: TensorBoard can't be installed: " + e.getMessage());
      }
    }
    return python;
  }

  private static String output(String... command) throws Exception {
    Path errors = Files.createTempFile("errors", ".txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Arrays.toString(command) + ": " + Files.readString(errors));
    }
    return out;
  }
}
