package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.cxrlab.data.Labels;
import org.cxrlab.model.SmallDenseNet;
import picocli.CommandLine;

/** Commands as the shell calls them, in this process, and what they printed. */
final class Shell {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Object further;

  /** Has one command more. */
  Shell with(Object command) {
    further = command;
    return this;
  }

  /** Runs a command and gives its exit status. */
  int run(Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    if (further != null) {
      line.addSubcommand(further);
    }
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  /** What the last command printed as its result. */
  String out() {
    return out.toString();
  }

  /** What the last command complained of. */
  String err() {
    return err.toString();
  }

  /** Runs a command that fails with one sentence, which has all these parts. */
  void refuses(String[] arguments, String... parts) {
    assertEquals(ExitCode.FAILED, run((Object[]) arguments), this::err);
    assertEquals("", out());
    assertSentence(parts);
  }

  /** The last command complained of one thing, in one line that has all these parts. */
  void assertSentence(String... parts) {
    assertEquals(1, err().lines().count(), this::err);
    assertTrue(err().startsWith("cxrlab: ") && err().endsWith("." + System.lineSeparator()), err());
    for (String part : parts) {
      assertTrue(err().contains(part), () -> "\"" + part + "\" is not in: " + err());
    }
  }

  /** A folder with a small network of random weights for Mass and Edema. */
  static Path model(Path folder) {
    try (var model = SmallDenseNet.create(Labels.of("Mass", "Edema"), 3)) {
      return model.save(folder);
    }
  }

  /** A film of 48 x 48 pixels: noise, and a bright square where its number puts it. */
  static Path film(Path file, int number) throws IOException {
    Random random = new Random(number);
    int left = random.nextInt(28);
    int top = random.nextInt(28);
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
    for (int p = 0; p < 48 * 48; p++) {
      int x = p % 48;
      int y = p / 48;
      boolean inside = x >= left && x < left + 20 && y >= top && y < top + 20;
      image.getRaster().setSample(x, y, 0, random.nextInt(80) + (inside ? 170 : 0));
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
