package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.cxrlab.explain.CamMethod;
import org.cxrlab.explain.GradCam;
import org.cxrlab.figure.Text;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heat maps from the shell. */
class ExplainCommandTest {
  @TempDir static Path shared;
  private static Path model;
  private static Path film;

  @TempDir private Path folder;
  private final Shell shell = new Shell();

  @BeforeAll
  static void make() throws IOException {
    model = Shell.model(shared.resolve("model"));
    film = Shell.film(shared.resolve("film.png"), 1);
  }

  /** Reads NumPy's format 1.0 as its description in NEP 1 has it. */
  private static void assertNpy(float[][] expected, Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertEquals("\u0093NUMPY\u0001\u0000", new String(magic, StandardCharsets.ISO_8859_1));
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertEquals(
        Text.format(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
            expected.length, expected[0].length),
        new String(header, StandardCharsets.US_ASCII).strip());
    assertEquals(0, bytes.position() % 64);
    for (float[] row : expected) {
      for (float value : row) {
        assertEquals(value, bytes.getFloat());
      }
    }
    assertFalse(bytes.hasRemaining());
  }

  private static float[][] map(CamMethod method, String layer, String label) throws IOException {
    try (var opened = ChestModel.load(model)) {
      return GradCam.of(opened)
          .method(method)
          .layer(layer)
          .explain(GrayImage.read(film), label)
          .raw();
    }
  }

  @Test
  void theMapIsDrawnOverTheFilmAndWrittenAsItIs() throws IOException {
    Path picture = folder.resolve("new/map.png");
    Path raw = folder.resolve("map.npy");
    assertEquals(
        0,
        shell.run("explain", model, film, "--label=Edema", "-o", picture, "--raw", raw),
        shell::err);
    assertTrue(shell.out().startsWith("Edema: probability 0."), shell.out());
    // 96 pixels, halved by the stem twice and by two transitions.
    assertTrue(shell.out().contains("Wrote " + raw + ", 6 x 6"), shell.out());
    assertNpy(map(CamMethod.GRAD_CAM, "features.norm5", "Edema"), raw);
    var drawn = ImageIO.read(picture.toFile());
    long coloured =
        IntStream.range(0, drawn.getWidth() * drawn.getHeight())
            .map(i -> drawn.getRGB(i % drawn.getWidth(), i / drawn.getWidth()))
            .filter(c -> (c >> 16 & 255) != (c >> 8 & 255) || (c & 255) != (c >> 8 & 255))
            .count();
    assertTrue(coloured > 1000, coloured + " pixels have a colour");
  }

  @Test
  void anotherLayerAndMethodGiveTheirOwnMap() throws IOException {
    Path raw = folder.resolve("map.npy");
    String layer = "features.denseblock1";
    assertEquals(
        0,
        shell.run(
            "explain",
            model,
            film,
            "--label=Mass",
            "--method=LayerCAM",
            "--layer",
            layer,
            "--raw",
            raw),
        shell::err);
    assertTrue(shell.out().contains("Wrote " + raw + ", 24 x 24"), shell.out());
    assertNpy(map(CamMethod.LAYER_CAM, layer, "Mass"), raw);
    assertFalse(Files.exists(Path.of("map.png")), "a picture that nobody asked for");
  }

  @Test
  void whatIsNotThereIsOneSentence() {
    String[] command = {"explain", model.toString(), film.toString(), "--label=Hernia"};
    shell.refuses(command, "Hernia", "Mass", "Edema");
    command[3] = "--label=Mass";
    command[2] = folder.resolve("none.png").toString();
    shell.refuses(command, "none.png");
    assertEquals(ExitCode.FAILED, shell.run("explain", model, film, "--label=Mass", "--layer=x"));
    shell.assertSentence("\"x\"");
    assertEquals(ExitCode.MISUSED, shell.run("explain", model, film));
    assertEquals(ExitCode.MISUSED, shell.run("explain", model, film, "--label=Mass", "--method=x"));
    assertTrue(shell.err().contains("\"x\" is none of grad-cam, grad-cam++"), shell.err());
  }
}
