package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.weights.StoredZip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that the shell is given and that can't be used: each is refused in one sentence. */
class ModelOptionsTest {
  @TempDir private Path folder;
  private final Shell shell = new Shell();
  private Path film;

  @BeforeEach
  void draw() throws IOException {
    film = Shell.film(folder.resolve("films/film.png"), 1);
  }

  private void refuses(Path model, String... parts) {
    Path table = folder.resolve("predictions.csv");
    shell.refuses(
        new String[] {"score", model.toString(), film.toString(), "-o", table.toString()}, parts);
    assertFalse(Files.exists(table), "nothing is written");
    shell.refuses(
        new String[] {"explain", model.toString(), film.toString(), "--label=Mass"}, parts);
  }

  private static byte[] tiny(String name) throws IOException {
    String resource = "/org/cxrlab/model/weights/" + name;
    try (InputStream in = ModelOptionsTest.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }

  @Test
  void aPickleThatCallsAProgramIsRefusedAndNothingIsCalled() throws IOException {
    Path mark = folder.resolve("mark");
    Path file = folder.resolve("model.pth");
    // As pickletools.dis reads it: GLOBAL, MARK, STRING, TUPLE, REDUCE, STOP.
    String call = Text.format("cos\nsystem\n(S'touch %s'\ntR.", mark);
    byte[] program = call.getBytes(StandardCharsets.US_ASCII);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      StoredZip.store(zip, "archive/data.pkl", program);
    }
    refuses(file, file.toString(), "made by os.system, which is not called here");
    // The form before 1.6 is the pickle alone; version 2 of the protocol begins it.
    byte[] old = ("\u0080\u0002" + call).getBytes(StandardCharsets.ISO_8859_1);
    refuses(Files.write(file, old), file.toString(), "made by os.system, which is not called here");
    assertFalse(Files.exists(mark));
  }

  @Test
  void filesThatWereCutOffAreRefused() throws IOException {
    for (String name : new String[] {"tiny_keras2.h5", "tiny_keras3.weights.h5", "tiny.pth"}) {
      byte[] whole = tiny(name);
      Path file = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length / 2));
      refuses(file, "The weights file " + file);
    }
  }

  @Test
  void aHeaderLargerThanTheFileIsRefused() throws IOException {
    ByteBuffer claim = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60);
    claim.put("{\"classifier.weight\":{}}".getBytes(StandardCharsets.US_ASCII));
    Path file = Files.write(folder.resolve("model.safetensors"), claim.array());
    refuses(file, file.toString(), "claims a header of 1152921504606846976 bytes");
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("model.pth"), "weights, really");
    refuses(text, text.toString(), "is neither Keras HDF5 nor PyTorch nor safetensors");
    refuses(folder.resolve("none"), "There is no model " + folder.resolve("none"));
    refuses(folder.resolve("films"), "There is no model in " + folder.resolve("films"));
    Path other = Files.write(folder.resolve("other.pth"), tiny("tiny.pth"));
    refuses(other, other.toString());
  }

  @Test
  void whatIsAssumedOfAFileThatTellsNothingIsSaid() throws IOException {
    Path file = folder.resolve("foreign.safetensors");
    try (var model = DenseNet121.create(Labels.of("Mass", "Edema"))) {
      Files.write(file, withoutRemarks(model.save(folder.resolve("model"))));
    }
    String[] command = {
      "explain",
      file.toString(),
      film.toString(),
      "--label=Mass",
      "--labels=Mass,Edema",
      "-o",
      folder + "/map.png",
      "--size=32",
      "--input=unit"
    };
    assertEquals(0, shell.run((Object[]) command), shell::err);
    assertFalse(shell.err().contains("assumed"), shell.err());
    command[8] = "--framing=centre";
    assertEquals(0, shell.run((Object[]) command), shell::err);
    String pixels = "cxrlab: foreign.safetensors does not tell how its network takes pixels";
    assertTrue(shell.err().contains(pixels), shell.err());
    assertTrue(shell.err().contains("--input imagenet"), shell.err());
    command[7] = "--input=unit";
    assertEquals(0, shell.run((Object[]) command), shell::err);
    assertTrue(shell.err().contains("assumed is 320 x 320 pixels; --size 224"), shell.err());
  }

  /** The weights of a saved model as another program would have written them. */
  private static byte[] withoutRemarks(Path model) throws IOException {
    try (Stream<Path> files = Files.list(model)) {
      Path weights = files.filter(f -> f.toString().endsWith(".safetensors")).findFirst().get();
      ByteBuffer bytes =
          ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN);
      byte[] header = new byte[(int) bytes.getLong()];
      bytes.get(header);
      JsonObject json =
          JsonParser.parseString(new String(header, StandardCharsets.UTF_8)).getAsJsonObject();
      json.remove("__metadata__");
      byte[] fewer = json.toString().getBytes(StandardCharsets.UTF_8);
      Arrays.fill(header, (byte) ' ');
      System.arraycopy(fewer, 0, header, 0, fewer.length);
      return bytes.put(Long.BYTES, header).array();
    }
  }

  @Test
  void anotherCountOfLabelsIsRefused() throws IOException {
    Path model = Shell.model(folder.resolve("model"));
    String[] command = {"score", model.toString(), film.toString(), "-o", folder + "/p.csv", ""};
    command[5] = "--labels=Mass,Edema,Hernia";
    shell.refuses(command, model + " has 2 labels and --labels names 3");
    command[5] = "--labels=Edema,Mass";
    shell.refuses(command, model + " tells its labels itself: Mass, Edema");
    command[5] = "--labels=Mass,Edema";
    assertEquals(0, shell.run((Object[]) command), shell::err);

    Path description = model.resolve("model.json");
    String told = Files.readString(description);
    assertTrue(told.contains("\"Edema\""), told);
    Files.writeString(description, told.replace("\"Edema\"", "\"Edema\", \"Hernia\""));
    refuses(model, "\"classifier.weight\" is (2, ", "and not (3, ");
  }

  @Test
  void aModelOfTheProjectIsFoundByItsName() {
    Shell.model(folder.resolve("brought/small"));
    System.setProperty("cxrlab.pretrained", folder.resolve("brought").toString());
    try {
      assertEquals(0, shell.run("score", "small", film, "-o", folder + "/p.csv"), shell::err);
    } finally {
      System.clearProperty("cxrlab.pretrained");
    }
  }
}
