package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.figure.Text;
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
      // PyTorch stores its parts, as they are.
      CRC32 sum = new CRC32();
      sum.update(program);
      ZipEntry entry = new ZipEntry("archive/data.pkl");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(program.length);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(program);
    }
    refuses(file, file.toString(), "wants to call os.system");
    // The form before 1.6 is the pickle alone; version 2 of the protocol begins it.
    byte[] old = ("\u0080\u0002" + call).getBytes(StandardCharsets.ISO_8859_1);
    refuses(Files.write(file, old), file.toString(), "wants to call os.system");
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
