package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected pixels are those that ImageIO decodes. */
class GrayPngTest {
  private static final int ANY_FILTER = 5;

  @TempDir private Path folder;

  /** A file whose filtered bytes are noise: whatever they decode to, both must agree. */
  private static byte[] file(int width, int height, int filter, int chunk) throws IOException {
    return file(width, height, filter, chunk, (byte) 8, (byte) 0);
  }

  private static byte[] file(int width, int height, int filter, int chunk, byte depth, byte colours)
      throws IOException {
    Random random = new Random(width * 31L + height);
    byte[] rows = new byte[height * (width + 1)];
    random.nextBytes(rows);
    for (int y = 0; y < height; y++) {
      rows[y * (width + 1)] = (byte) (filter == ANY_FILTER ? y % 5 : filter);
    }
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] packed = new byte[rows.length * 2 + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(out, "IHDR", header.put(depth).put(colours).put(new byte[3]).array());
    chunk(out, "tEXt", "Title\0a film".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < length; i += chunk) {
      chunk(out, "IDAT", Arrays.copyOfRange(packed, i, Math.min(length, i + chunk)));
    }
    chunk(out, "IEND");
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte... data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(name);
    out.write(data);
    out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, ANY_FILTER})
  void everyFilterIsUndoneAsByImageIo(int filter) throws IOException {
    for (int[] size : new int[][] {{1, 1}, {1, 9}, {9, 1}, {37, 23}}) {
      byte[] file = file(size[0], size[1], filter, 50);
      assertNotNull(GrayPng.read(file), "it is of the usual kind");
      assertArrayEquals(
          ImageFiles.decodeByImageIo("film", file).pixels(),
          ImageFiles.decode("film", file).pixels());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100_000})
  void thePixelsMayLieInManyPieces(int chunk) throws IOException {
    byte[] file = file(20, 10, ANY_FILTER, chunk);
    assertNotNull(GrayPng.read(file));
    assertArrayEquals(
        ImageFiles.decodeByImageIo("film", file).pixels(),
        ImageFiles.decode("film", file).pixels());
  }

  @ParameterizedTest
  @CsvSource({"320, 320", "10, 10", "7, 40", "150, 3", "64, 48", "64, 100", "1, 1"})
  void readingInASizeIsReadingAndResizing(int width, int height) throws IOException {
    Path file = Files.write(folder.resolve("film.png"), file(64, 48, ANY_FILTER, 1000));
    GrayImage expected = GrayImage.read(file).resize(width, height);
    GrayImage found = GrayImage.read(file, width, height);
    assertArrayEquals(expected.pixels(), found.pixels());
    assertEquals("film.png", found.name());
  }

  @Test
  void otherKindsAreLeftToImageIo() throws IOException {
    assertNull(GrayPng.read(file(8, 8, 0, 1000, (byte) 16, (byte) 0)), "16 bits");
    assertNull(GrayPng.read(file(8, 8, 0, 1000, (byte) 8, (byte) 2)), "colours");
    assertNull(GrayPng.read("not a picture at all, but as long".getBytes(StandardCharsets.UTF_8)));
    assertNull(GrayPng.read(new byte[0]));
  }

  @Test
  void whatIsDamagedIsNotReadAndSaysSo() throws IOException {
    byte[] whole = file(30, 30, 1, 100);
    assertNull(GrayPng.read(file(30, 30, 7, 100)), "there is no filter 7");
    for (int length = 0; length < whole.length - 40; length += 13) {
      assertNull(GrayPng.read(Arrays.copyOf(whole, length)), "cut at " + length);
    }
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 0x10;
    assertNull(GrayPng.read(flipped));
    Path file = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
    for (var read : new Runnable[] {() -> GrayImage.read(file), () -> GrayImage.read(file, 9, 9)}) {
      var e = assertThrows(UncheckedIOException.class, read::run);
      assertEquals(
          "The picture " + file + " is cut short or damaged. Fetch it again.", e.getMessage());
    }
  }
}
