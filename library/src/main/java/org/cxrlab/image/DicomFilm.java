package org.cxrlab.image;

import static org.cxrlab.image.DicomElements.BITS_ALLOCATED;
import static org.cxrlab.image.DicomElements.BITS_STORED;
import static org.cxrlab.image.DicomElements.COLUMNS;
import static org.cxrlab.image.DicomElements.FRAMES;
import static org.cxrlab.image.DicomElements.INTERCEPT;
import static org.cxrlab.image.DicomElements.PHOTOMETRIC;
import static org.cxrlab.image.DicomElements.ROWS;
import static org.cxrlab.image.DicomElements.SAMPLES_PER_PIXEL;
import static org.cxrlab.image.DicomElements.SIGNED;
import static org.cxrlab.image.DicomElements.SLOPE;
import static org.cxrlab.image.DicomElements.TRANSFER_SYNTAX;
import static org.cxrlab.image.DicomElements.WINDOW_CENTRE;
import static org.cxrlab.image.DicomElements.WINDOW_FUNCTION;
import static org.cxrlab.image.DicomElements.WINDOW_WIDTH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.cxrlab.figure.Text;

/**
 * A film of a DICOM file: one grey picture, stored plainly or as a baseline JPEG, which is how the
 * public collections of chest films hold theirs. ImageJ, the usual Java reader, turns every
 * compressed file away and keeps the patient's data, so the elements are read here.
 */
final class DicomFilm {
  private static final Set<String> PLAIN =
      Set.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2");
  private static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";
  private static final Map<String, String> OTHERS =
      Map.of(
          "1.2.840.10008.1.2.1.99", "deflated",
          "1.2.840.10008.1.2.4.51", "JPEG extended, 12 bits",
          "1.2.840.10008.1.2.4.57", "JPEG lossless",
          "1.2.840.10008.1.2.4.70", "JPEG lossless",
          "1.2.840.10008.1.2.4.80", "JPEG-LS",
          "1.2.840.10008.1.2.4.81", "JPEG-LS",
          "1.2.840.10008.1.2.4.90", "JPEG 2000",
          "1.2.840.10008.1.2.4.91", "JPEG 2000",
          "1.2.840.10008.1.2.5", "run-length encoding");

  private final String name;
  private final DicomElements elements;
  private final int width;
  private final int height;
  private final int bits;
  private final boolean signed;

  private DicomFilm(String name, DicomElements elements) throws IOException {
    this.name = name;
    this.elements = elements;
    width = elements.number(COLUMNS, 0);
    height = elements.number(ROWS, 0);
    bits = elements.number(BITS_STORED, elements.number(BITS_ALLOCATED, 0));
    signed = elements.number(SIGNED, 0) == 1;
    int allocated = elements.number(BITS_ALLOCATED, 0);
    if (allocated != 8 && allocated != 16 || bits < 1 || bits > allocated) {
      throw new IOException(
          Text.format(
              "stores %d of %d bits a pixel, which can't be read: 8 or 16 can.", bits, allocated));
    }
    if (elements.decimal(FRAMES, 1) > 1) {
      throw new IOException("holds several frames. A film is one.");
    }
    ImageFiles.requireSize(width, height);
  }

  /** What to say of a way of compression that can't be read. */
  static String unreadable(String syntax) {
    return Text.format(
        "is compressed in a way that can't be read (%s, transfer syntax %s). Store it uncompressed or as PNG.",
        OTHERS.getOrDefault(syntax, "unknown"), syntax);
  }

  static GrayImage read(String name, byte[] file) throws IOException {
    return new DicomFilm(name, new DicomElements(file)).image(true);
  }

  /** The whole range of the stored bits, 0 to 1, with low values dark; no window is applied. */
  static GrayImage readWhole(String name, DicomElements elements) throws IOException {
    return new DicomFilm(name, elements).image(false);
  }

  private GrayImage image(boolean throughWindow) throws IOException {
    String syntax = elements.text(TRANSFER_SYNTAX, "1.2.840.10008.1.2");
    String photometric = elements.text(PHOTOMETRIC, "MONOCHROME2");
    if (elements.number(SAMPLES_PER_PIXEL, 1) != 1 || !photometric.startsWith("MONOCHROME")) {
      throw new IOException("is a " + photometric + " picture. A film is grey.");
    }
    float[] stored;
    if (PLAIN.contains(syntax)) {
      stored = plain();
    } else if (syntax.equals(JPEG_BASELINE)) {
      stored = jpeg();
    } else {
      throw new IOException(unreadable(syntax));
    }
    show(stored, photometric.equals("MONOCHROME1"), throughWindow);
    return new GrayImage(name, width, height, stored);
  }

  private float[] plain() throws IOException {
    ByteBuffer pixels = elements.pixels();
    boolean wide = elements.number(BITS_ALLOCATED, 0) == 16;
    float[] out = new float[width * height];
    if (pixels.remaining() < (long) out.length * (wide ? 2 : 1)) {
      throw new IOException("is cut short. Fetch it again.");
    }
    // The stored bits are the low ones; above them may lie an overlay or the sign.
    int unused = Integer.SIZE - bits;
    for (int i = 0; i < out.length; i++) {
      int raw = (wide ? pixels.getShort(2 * i) : pixels.get(i)) << unused;
      out[i] = signed ? raw >> unused : raw >>> unused;
    }
    return out;
  }

  private float[] jpeg() throws IOException {
    byte[] bytes = new byte[elements.pixels().remaining()];
    elements.pixels().get(bytes);
    GrayImage decoded = ImageFiles.decode(name, bytes);
    if (decoded.width() != width || decoded.height() != height) {
      throw new IOException(
          Text.format(
              "says %d x %d pixels but holds %d x %d.",
              width, height, decoded.width(), decoded.height()));
    }
    float[] out = decoded.pixels();
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.round(out[i] * 255);
    }
    return out;
  }

  /**
   * From stored values to what a viewer shows, 0 black to 1 white: the first window where the file
   * gives one (DICOM PS3.3, C.11.2.1.2 and C.11.2.1.3), otherwise the whole range of its bits; then
   * turned about where low values mean white.
   */
  private void show(float[] values, boolean lowIsWhite, boolean throughWindow) throws IOException {
    double slope = elements.decimal(SLOPE, 1);
    double intercept = elements.decimal(INTERCEPT, 0);
    double centre = elements.decimal(WINDOW_CENTRE, Double.NaN);
    double width = elements.decimal(WINDOW_WIDTH, Double.NaN);
    String function = elements.text(WINDOW_FUNCTION, "LINEAR");
    double lowest = signed ? -Math.scalb(1.0, bits - 1) : 0;
    double range = Math.scalb(1.0, bits) - 1;
    boolean windowed = throughWindow && width >= 1;
    for (int i = 0; i < values.length; i++) {
      double v;
      if (windowed) {
        double x = values[i] * slope + intercept;
        v =
            switch (function) {
              case "SIGMOID" -> 1 / (1 + Math.exp(-4 * (x - centre) / width));
              case "LINEAR_EXACT" -> (x - centre) / width + 0.5;
              default -> (x - (centre - 0.5)) / Math.max(width - 1, 1e-6) + 0.5;
            };
        v = Math.max(0, Math.min(1, v));
      } else {
        v = (values[i] - lowest) / range;
        v = slope < 0 ? 1 - v : v;
      }
      values[i] = (float) (lowIsWhite ? 1 - v : v);
    }
  }
}
