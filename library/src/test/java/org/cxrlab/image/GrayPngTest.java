package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.cxrlab.image.Unpacking.Libdeflate;
import org.cxrlab.image.ZlibStream.Piece;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected pixels are those that ImageIO decodes. */
class GrayPngTest {
  private static final int ANY_FILTER = 5;
  private static final String LIBDEFLATE = "cxrlab.libdeflate";

  @TempDir private Path folder;

  @AfterEach
  void chooseAsUsual() {
    System.clearProperty(LIBDEFLATE);
  }

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
    HandmadePng.chunk(out, "IHDR", header.put(depth).put(colours).put(new byte[3]).array());
    HandmadePng.chunk(out, "tEXt", "Title\0a film".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < length; i += chunk) {
      HandmadePng.chunk(out, "IDAT", Arrays.copyOfRange(packed, i, Math.min(length, i + chunk)));
    }
    HandmadePng.chunk(out, "IEND");
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, ANY_FILTER})
  void everyFilterIsUndoneAsByImageIo(int filter) throws IOException {
    for (int[] size : new int[][] {{1, 1}, {1, 9}, {8, 2}, {9, 1}, {37, 23}}) {
      byte[] file = file(size[0], size[1], filter, 50);
      assertNotNull(GrayPng.read(file), "it is of the usual kind");
      assertArrayEquals(
          RuntimeDecoder.decode(PictureForm.PNG, "film", file).pixels(),
          ImageFiles.decode("film", file).pixels());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100_000})
  void thePixelsMayLieInManyPieces(int chunk) throws IOException {
    byte[] file = file(20, 10, ANY_FILTER, chunk);
    assertNotNull(GrayPng.read(file));
    assertArrayEquals(
        RuntimeDecoder.decode(PictureForm.PNG, "film", file).pixels(),
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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsDamagedIsNotReadAndSaysSo(boolean libdeflate) throws IOException {
    System.setProperty(LIBDEFLATE, String.valueOf(libdeflate));
    byte[] whole = file(30, 30, 1, 100);
    assertNull(GrayPng.read(file(30, 30, 7, 100)), "there is no filter 7");
    for (int length = 0; length < whole.length - 40; length += 13) {
      assertNull(GrayPng.read(Arrays.copyOf(whole, length)), "cut at " + length);
    }
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 0x10;
    assertNull(GrayPng.read(flipped));
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
    Path bent = Files.write(folder.resolve("bent.png"), flipped);
    for (Path file : List.of(cut, bent)) {
      for (var read :
          new Runnable[] {() -> GrayImage.read(file), () -> GrayImage.read(file, 9, 9)}) {
        var e = assertThrows(PictureException.class, read::run);
        assertEquals(
            "The picture " + file + " is cut short or damaged. Fetch it again.", e.getMessage());
      }
    }
  }

  @Test
  void libdeflateUnpacksWhatZlibDoes() throws IOException {
    Libdeflate libdeflate = libdeflate();
    for (int[] size : new int[][] {{1, 1}, {9, 1}, {37, 23}, {300, 400}}) {
      for (int piece : new int[] {1, 64, 100_000}) {
        int bytes = (size[0] + 1) * size[1];
        ZlibStream packed = packed(file(size[0], size[1], ANY_FILTER, piece));
        byte[] expected = new byte[bytes];
        byte[] found = new byte[bytes];
        assertTrue(packed.unpackByZlib(expected, bytes));
        assertTrue(libdeflate.unpack(packed, found, bytes));
        assertArrayEquals(expected, found);
      }
    }
  }

  @Test
  void libdeflateTakesNothingThatIsDamaged() throws IOException {
    Libdeflate libdeflate = libdeflate();
    int bytes = 31 * 30;
    byte[] into = new byte[bytes + 1];
    byte[] whole = file(30, 30, 1, 100_000);
    Piece all = packed(whole).pieces().get(0);
    for (int length = 0; length < all.length(); length++) {
      var cut = new ZlibStream(whole, List.of(new Piece(all.start(), length)));
      assertFalse(libdeflate.unpack(cut, into, bytes), "cut at " + length);
    }
    for (int bit = 0; bit < all.length() * Byte.SIZE; bit++) {
      byte[] bent = whole.clone();
      bent[all.start() + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      var packed = new ZlibStream(bent, List.of(all));
      assertEquals(
          packed.unpackByZlib(into, bytes), libdeflate.unpack(packed, into, bytes), "bit " + bit);
    }
    assertFalse(libdeflate.unpack(new ZlibStream(whole, List.of()), into, bytes), "nothing");
    assertFalse(
        libdeflate.unpack(new ZlibStream(whole, List.of(all)), into, bytes - 1), "too many");
    assertFalse(libdeflate.unpack(new ZlibStream(whole, List.of(all)), into, bytes + 1), "too few");
  }

  @Test
  void thePropertyTurnsLibdeflateOffAndTheDescriptionSaysSo() throws IOException {
    Path file = Files.write(folder.resolve("film.png"), file(64, 48, ANY_FILTER, 1000));
    float[] found = GrayImage.read(file, 20, 20).pixels();
    boolean there = Unpacking.libdeflate().isPresent();
    assertEquals(there, Unpacking.description().equals("libdeflate"), Unpacking.description());
    System.setProperty(LIBDEFLATE, "false");
    assertArrayEquals(found, GrayImage.read(file, 20, 20).pixels());
    assertTrue(Unpacking.description().contains("turned off"), Unpacking.description());
  }

  private static Libdeflate libdeflate() {
    assumeTrue(Unpacking.libdeflate().isPresent(), "this machine has no libdeflate");
    return Unpacking.libdeflate().get();
  }

  private static ZlibStream packed(byte[] file) {
    List<Piece> pieces = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).position(8);
    while (in.hasRemaining()) {
      int length = in.getInt();
      if (in.getInt() == 0x49444154) { // "IDAT"
        pieces.add(new Piece(in.position(), length));
      }
      in.position(in.position() + length + 4);
    }
    return new ZlibStream(file, pieces);
  }
}
