package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A film that is made smaller row by row is the film that is decoded whole and made smaller. */
class LargeFilmsTest {
  private static final int WIDTH = 61;
  private static final int HEIGHT = 47;
  private static final FilmSize SMALL = new FilmSize(Framing.WHOLE, 20, 13);

  @TempDir private Path folder;

  @Test
  void onlyFilmsOfMoreThanSixteenMillionPixelsAreReadByRows() {
    assertFalse(SMALL.isByRows(4096, 4096));
    assertTrue(SMALL.isByRows(4097, 4096));
    assertFalse(FilmSize.OWN.isByRows(10_000, 10_000));
    assertFalse(new FilmSize(Framing.WHOLE, 5000, 5000).isByRows(5000, 5000));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0", "2, 0", "4, 0", "8, 0", "16, 0", "8, 2", "16, 2", "1, 3", "2, 3", "4, 3", "8, 3",
    "8, 4", "16, 4", "8, 6", "16, 6"
  })
  void pngOfAnyDepthAndColours(int bits, int colours) throws IOException {
    byte[] file = png(WIDTH, HEIGHT, bits, colours);
    assertTrue(PngRows.canRead(file));
    GrayImage whole = RuntimeDecoder.decode(PictureForm.PNG, "film", file);
    for (Framing framing : Framing.values()) {
      var size = new FilmSize(framing, 20, 13);
      assertSame(size.of(whole), size.of("film", new PngRows(file)));
    }
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void pictureInStripsWithARangeOfItsOwn(Framing framing) throws IOException {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    var random = new Random(1);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.getRaster().setSample(i % WIDTH, i / WIDTH, 0, 700 + random.nextInt(3000));
    }
    var rows =
        new PictureRows(
            WIDTH,
            HEIGHT,
            10,
            (top, count) -> {
              Raster part = image.getRaster().createChild(0, top, WIDTH, count, 0, 0, null);
              WritableRaster copy = part.createCompatibleWritableRaster();
              copy.setRect(part);
              return new BufferedImage(image.getColorModel(), copy, false, null);
            });
    var size = new FilmSize(framing, 20, 13);
    GrayImage whole = new GrayImage("film", WIDTH, HEIGHT, Luma.of(image));
    assertEquals(1, whole.max(), 1e-6);
    assertSame(size.of(whole), size.of("film", rows));
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "6", "8"})
  void photographThatHasToBeTurned(int orientation) throws IOException {
    byte[] file = png(WIDTH, HEIGHT, 8, 2);
    GrayImage whole = RuntimeDecoder.decode(PictureForm.PNG, "film", file);
    FilmSize size = SMALL.turned(orientation);
    GrayImage found = size.of("film", new PngRows(file));
    assertSame(Orientation.turn(whole, orientation).resize(20, 13), found);
  }

  @Test
  void realLargeFilmIsReadInTheSizeThatIsAskedFor() throws IOException {
    Path file = Files.write(folder.resolve("film.png"), png(4500, 3800, 1, 0));
    GrayImage straight = GrayImage.read(file).resize(320, 320);
    assertSame(straight, GrayImage.read(file, 320, 320));
    assertSame(
        Framing.CENTRE.of(GrayImage.read(file)).resize(64, 64),
        GrayImage.read(file, Framing.CENTRE, 64, 64));
    assertTrue(ImageFiles.problem(file).isEmpty());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(file, bytes);
    String problem = ImageFiles.problem(file).orElse("no problem");
    assertTrue(problem.contains("cut short or damaged"), problem);
  }

  @Test
  void largeJpegIsReadByRows() throws IOException {
    var image = new BufferedImage(4200, 4100, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 4100; y += 100) {
      image.getRaster().setSample(y, y, 0, 200);
    }
    Path file = folder.resolve("film.jpg");
    ImageIO.write(image, "jpg", file.toFile());
    assertSame(GrayImage.read(file).resize(32, 32), GrayImage.read(file, 32, 32));
  }

  private static void assertSame(GrayImage expected, GrayImage found) {
    assertEquals(expected.width(), found.width());
    assertEquals(expected.height(), found.height());
    assertArrayEquals(expected.pixels(), found.pixels(), 2e-6f);
  }

  /** Noise in all five filters. */
  private static byte[] png(int width, int height, int bits, int colours) throws IOException {
    int bands = new int[] {1, 0, 3, 1, 2, 0, 4}[colours];
    int rowBytes = (width * bands * bits + 7) / 8;
    byte[] rows = new byte[height * (rowBytes + 1)];
    new Random(bits * 10L + colours).nextBytes(rows);
    for (int y = 0; y < height; y++) {
      rows[y * (rowBytes + 1)] = (byte) (y % 5);
    }
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    HandmadePng.chunk(
        out, "IHDR", header.put((byte) bits).put((byte) colours).put(new byte[3]).array());
    byte[] palette = new byte[3 << Math.min(8, bits)];
    new Random(5).nextBytes(palette);
    if (colours == 3) {
      HandmadePng.chunk(out, "PLTE", palette);
    }
    Deflater deflater = new Deflater(1);
    deflater.setInput(rows);
    deflater.finish();
    byte[] packed = new byte[rows.length * 2 + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    int half = length / 2;
    HandmadePng.chunk(out, "IDAT", Arrays.copyOf(packed, half));
    HandmadePng.chunk(out, "IDAT", Arrays.copyOfRange(packed, half, length));
    HandmadePng.chunk(out, "IEND");
    return out.toByteArray();
  }
}
