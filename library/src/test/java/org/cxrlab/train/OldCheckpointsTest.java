package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that earlier versions wrote on computers of another language. */
@Tag("slow")
class OldCheckpointsTest {
  private static final TrainingPlan PLAN = CheckpointsTest.PLAN.epochs(2);
  private static final int DONE = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "mr-IN", "de-DE"})
  void oneWrittenInTheDigitsOfAnotherLanguageIsGoneOnFrom(String language) throws IOException {
    Path old = folder.resolve("checkpoints");
    Path file = stopped(old);
    Locale locale = Locale.forLanguageTag(language);
    asWrittenUnder(
        locale, file, old.resolve(String.format(locale, "checkpoint-%07d.safetensors", DONE)));
    requireGoesOn(old);
  }

  @Test
  void oneThatWasSetAsideAsDamagedOnAComputerOfAnotherLanguageIsGoneOnFrom() throws IOException {
    Path old = folder.resolve("checkpoints");
    Path file = stopped(old);
    asWrittenUnder(
        Locale.forLanguageTag("ar-EG"),
        file,
        old.resolve("checkpoint-٠٠٠٠٠٠٣.safetensors.damaged"));
    requireGoesOn(old);
  }

  @Test
  void oneThatIsDamagedStaysSetAside() throws IOException {
    Path old = folder.resolve("checkpoints");
    Path file = stopped(old);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Path aside = old.resolve("checkpoint-0000009.safetensors.damaged");
    Files.write(aside, bytes);
    requireGoesOn(old);
    assertTrue(Files.exists(aside));
  }

  /** The one checkpoint of a training that was stopped. */
  private Path stopped(Path checkpoints) throws IOException {
    var control = new TrainingControl();
    var stopping =
        new TrainingListener() {
          @Override
          public void onStep(TrainingProgress progress) {
            if (progress.step() == DONE) {
              control.stop();
            }
          }
        };
    try (ChestModel model = TinyFilms.smallModel()) {
      Training.run(model, split(), PLAN, Checkpoints.in(checkpoints), control, stopping);
    }
    return checkpoints.resolve(Text.format("checkpoint-%07d.safetensors", DONE));
  }

  private Split split() throws IOException {
    return TinyFilms.split(Files.createDirectories(folder.resolve("films")), 24);
  }

  private void requireGoesOn(Path checkpoints) throws IOException {
    try (ChestModel whole = TinyFilms.smallModel();
        ChestModel model = TinyFilms.smallModel()) {
      Training.run(whole, split(), PLAN, TinyFilms.QUIET);
      var first = new int[1];
      var listener =
          new TrainingListener() {
            @Override
            public void onStart(TrainingProgress progress) {
              first[0] = progress.step();
            }
          };
      var where = Checkpoints.in(checkpoints);
      Training.run(model, split(), PLAN, where, new TrainingControl(), listener);
      assertEquals(DONE, first[0]);
      WeightCopy end = whole.copyWeights();
      assertTrue(end.sameAs(model.copyWeights()));
    }
  }

  /** Writes a checkpoint anew as earlier versions wrote it: with the digits of the locale. */
  private static void asWrittenUnder(Locale locale, Path file, Path old) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[(int) bytes.getLong()];
    bytes.get(json);
    JsonObject header =
        JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
    JsonObject remarks = header.getAsJsonObject("__metadata__");
    JsonObject state =
        JsonParser.parseString(remarks.get("checkpoint").getAsString()).getAsJsonObject();
    String code = state.get("code").getAsString();
    int at = code.indexOf(" with ") + " with ".length();
    int threads = Integer.parseInt(code.substring(at, code.indexOf(" threads")));
    state.addProperty("code", code.substring(0, at) + String.format(locale, "%d threads", threads));
    var sum = new CRC32C();
    sum.update(state.toString().getBytes(StandardCharsets.UTF_8));
    for (String name : header.keySet()) {
      if (!name.equals("__metadata__")) {
        JsonArray offsets = header.getAsJsonObject(name).getAsJsonArray("data_offsets");
        int from = bytes.position() + offsets.get(0).getAsInt();
        int length = offsets.get(1).getAsInt() - offsets.get(0).getAsInt();
        String line = String.format(locale, "%s %d", name, length / Float.BYTES);
        sum.update(line.getBytes(StandardCharsets.UTF_8));
        sum.update(bytes.array(), from, length);
      }
    }
    remarks.addProperty("checkpoint", state.toString());
    remarks.addProperty("crc32c", String.format(locale, "%08x", sum.getValue()));
    byte[] changed = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(Long.BYTES + changed.length + bytes.remaining())
            .order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(changed.length).put(changed).put(bytes);
    Files.delete(file);
    Files.write(old, all.array());
  }
}
