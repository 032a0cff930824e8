package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.Measured;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * DICOM films, against what pydicom decodes of them and shows; {@code ./cxrlab parity} has it write
 * that down. Exact ways of storing give its very numbers. Of lossy ones two decoders differ by
 * their rounding: in grey of eight bits by one level at the most, otherwise in 99 of 100 pixels by
 * two.
 */
@Tag("parity")
class FilmsParityTest {
  private static final String PART = "films in pydicom";

  static Stream<String> films() throws IOException {
    return Files.readAllLines(folder().resolve("films.csv")).stream();
  }

  private static Path folder() {
    return Measured.reference().resolve("films");
  }

  @ParameterizedTest
  @MethodSource("films")
  void filmIsWhatPydicomDecodesAndShows(String row) throws IOException {
    List<String> told = Arrays.asList(row.split(","));
    String name = told.get(0);
    boolean exact = told.get(1).equals("exact");
    int bits = Integer.parseInt(told.get(4));
    boolean grey = told.get(5).equals("True");
    Path file = folder().resolve(name);
    var measured = new Measured(PART, name);
    if (grey) {
      double[] off = stored(file, bits);
      if (exact || bits <= 8) {
        measured.below(exact ? 0.5 : 1.5, off[off.length - 1], "stored numbers (levels)", "");
      } else {
        measured.below(2.5, off[off.length * 99 / 100], "99 % of stored (levels)", "");
        measured.below(8.5, off[off.length - 1], "all stored numbers (levels)", "");
      }
    }
    double[] off = shown(file);
    double levels = exact ? 0.51 : 2.5;
    if (exact) {
      measured.below(1.5e-5, off[off.length - 1], "greys shown", "");
    } else if (!grey) {
      measured.below(levels / 255, off[off.length * 99 / 100], "99 % of greys shown", "");
      measured.below(8.5 / 255, off[off.length - 1], "all greys shown", "");
    }
    assertTrue(off.length > 0, name);
  }

  /** How far the stored numbers are from pydicom's, the largest difference last. */
  private static double[] stored(Path file, int bits) throws IOException {
    var elements = new DicomElements(Files.readAllBytes(file));
    short[] ours = DicomPixels.of(elements).samples().values();
    ByteBuffer theirs = beside(file, ".stored");
    double[] off = new double[ours.length];
    for (int i = 0; i < off.length; i++) {
      // Above the bits in use lies the sign, or anything.
      int difference = (ours[i] - theirs.getInt(4 * i)) << Integer.SIZE - bits;
      off[i] = Math.abs(difference >> Integer.SIZE - bits);
    }
    Arrays.sort(off);
    return off;
  }

  /** How far the greys are from what pydicom shows, the largest difference last. */
  private static double[] shown(Path file) throws IOException {
    float[] ours = GrayImage.read(file).pixels();
    ByteBuffer theirs = beside(file, ".grey");
    double[] off = new double[ours.length];
    for (int i = 0; i < off.length; i++) {
      off[i] = Math.abs(ours[i] - theirs.getFloat(4 * i));
    }
    Arrays.sort(off);
    return off;
  }

  private static ByteBuffer beside(Path file, String ending) throws IOException {
    Path other = file.resolveSibling(file.getFileName().toString().replaceAll("\\.dcm$", ending));
    return ByteBuffer.wrap(Files.readAllBytes(other)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
