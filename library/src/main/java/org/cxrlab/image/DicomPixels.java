package org.cxrlab.image;

import static org.cxrlab.image.DicomElements.BITS_ALLOCATED;
import static org.cxrlab.image.DicomElements.COLUMNS;
import static org.cxrlab.image.DicomElements.PHOTOMETRIC;
import static org.cxrlab.image.DicomElements.PLANAR;
import static org.cxrlab.image.DicomElements.ROWS;
import static org.cxrlab.image.DicomElements.SAMPLES_PER_PIXEL;
import static org.cxrlab.image.DicomElements.TRANSFER_SYNTAX;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.cxrlab.figure.Text;

/**
 * The stored values of a DICOM file's picture, however they are packed. A compressed stream is
 * decoded as what it is, which its first bytes tell, since the transfer syntax may say another kind
 * of JPEG than there is.
 *
 * @param samples 8 or 16 bits each
 * @param colours as the photometric interpretation, or what the stream says instead
 * @param bits of each that are in use, if the stream says so; otherwise 0
 */
record DicomPixels(Samples samples, String colours, int bits) {
  static final String RGB = "RGB";
  private static final String RUN_LENGTH = "1.2.840.10008.1.2.5";
  private static final String HALF_COLOURS = "YBR_FULL_422";
  private static final Set<String> READABLE =
      Set.of(
          "1.2.840.10008.1.2.4.50",
          "1.2.840.10008.1.2.4.51",
          "1.2.840.10008.1.2.4.57",
          "1.2.840.10008.1.2.4.70",
          "1.2.840.10008.1.2.4.80",
          "1.2.840.10008.1.2.4.81",
          "1.2.840.10008.1.2.4.90",
          "1.2.840.10008.1.2.4.91");
  private static final Map<String, String> NAMES =
      Map.of(
          "1.2.840.10008.1.2.4.52", "JPEG extended",
          "1.2.840.10008.1.2.4.55", "JPEG progressive, 12 bits",
          "1.2.840.10008.1.2.4.92", "JPEG 2000 of several pictures",
          "1.2.840.10008.1.2.4.93", "JPEG 2000 of several pictures",
          "1.2.840.10008.1.2.4.110", "JPEG XL",
          "1.2.840.10008.1.2.4.111", "JPEG XL",
          "1.2.840.10008.1.2.4.112", "JPEG XL");

  /** Decodes the pixels of a file, whose size was checked. */
  static DicomPixels of(DicomElements elements) throws IOException {
    int width = elements.number(COLUMNS, 0);
    int height = elements.number(ROWS, 0);
    DicomPixels found = elements.encapsulated() ? packed(elements) : plain(elements);
    Samples samples = found.samples();
    if (samples.width() != width || samples.height() != height) {
      throw new IOException(
          Text.format(
              "says %d x %d pixels but holds %d x %d.",
              width, height, samples.width(), samples.height()));
    }
    if (samples.bands() != elements.number(SAMPLES_PER_PIXEL, 1)) {
      throw new IOException(
          Text.format(
              "says %d numbers a pixel but holds %d.",
              elements.number(SAMPLES_PER_PIXEL, 1), samples.bands()));
    }
    return found;
  }

  private static DicomPixels plain(DicomElements elements) throws IOException {
    ByteBuffer in = elements.pixels();
    boolean wide = elements.number(BITS_ALLOCATED, 0) == 16;
    int bands = elements.number(SAMPLES_PER_PIXEL, 1);
    String colours = elements.text(PHOTOMETRIC, "MONOCHROME2");
    long pixels = (long) elements.number(COLUMNS, 0) * elements.number(ROWS, 0);
    boolean half = colours.equals(HALF_COLOURS) && bands == 3 && !wide;
    long bytes = half ? (pixels + 1) / 2 * 4 : pixels * bands * (wide ? 2 : 1);
    if (in.remaining() < bytes) {
      throw new IOException("is cut short. Fetch it again.");
    }
    if (!wide && elements.bytesAreSwapped()) {
      ByteBuffer pairs = ByteBuffer.allocate(in.remaining() + in.remaining() % 2);
      for (int i = 0; i < in.remaining(); i++) {
        pairs.put(i ^ 1, in.get(i));
      }
      in = pairs;
    }
    var samples = new Samples(elements.number(COLUMNS, 0), elements.number(ROWS, 0), bands);
    short[] out = samples.values();
    if (half) {
      halfColours(in, out);
    } else if (bands > 1 && elements.number(PLANAR, 0) == 1) {
      for (int i = 0; i < out.length; i++) {
        int from = i % bands * (out.length / bands) + i / bands;
        out[i] = wide ? in.getShort(2 * from) : (short) (in.get(from) & 0xFF);
      }
    } else if (wide) {
      in.duplicate().order(in.order()).asShortBuffer().get(out);
    } else {
      for (int i = 0; i < out.length; i++) {
        out[i] = (short) (in.get(i) & 0xFF);
      }
    }
    return new DicomPixels(samples, colours, 0);
  }

  /** Two pixels have a brightness each and share their colour (PS3.3, C.7.6.3.1.2). */
  private static void halfColours(ByteBuffer in, short[] out) {
    for (int pixel = 0; pixel < out.length / 3; pixel++) {
      int pair = pixel / 2 * 4;
      out[3 * pixel] = (short) (in.get(pair + pixel % 2) & 0xFF);
      out[3 * pixel + 1] = (short) (in.get(pair + 2) & 0xFF);
      out[3 * pixel + 2] = (short) (in.get(pair + 3) & 0xFF);
    }
  }

  private static DicomPixels packed(DicomElements elements) throws IOException {
    String syntax = elements.text(TRANSFER_SYNTAX, "");
    String colours = elements.text(PHOTOMETRIC, "MONOCHROME2");
    if (syntax.equals(RUN_LENGTH)) {
      int bands = elements.number(SAMPLES_PER_PIXEL, 1);
      boolean wide = elements.number(BITS_ALLOCATED, 0) == 16;
      return new DicomPixels(
          RunLength.decode(
              elements.pixels(),
              elements.number(COLUMNS, 0),
              elements.number(ROWS, 0),
              bands,
              wide),
          colours,
          0);
    }
    byte[] stream = new byte[elements.pixels().remaining()];
    elements.pixels().slice().get(stream);
    PictureForm form = PictureForm.of(stream).orElse(null);
    if (form == PictureForm.JPEG_2000) {
      Jpeg2000.Decoded decoded = Jpeg2000.decode(stream);
      // The file holds the colours that its own transform gives back.
      String back =
          decoded.samples().bands() == 3 && colours.matches("YBR_(RCT|ICT)") ? RGB : colours;
      return new DicomPixels(decoded.samples(), back, decoded.bits());
    }
    if (form != PictureForm.JPEG && READABLE.contains(syntax)) {
      throw new IOException(
          "is damaged: its compressed picture does not begin as one. Fetch it again.");
    }
    if (form != PictureForm.JPEG) {
      throw new IOException(
          Text.format(
              "is compressed in a way that can't be read (%s, transfer syntax %s). Store it"
                  + " uncompressed or as PNG.",
              NAMES.getOrDefault(syntax, "unknown"), syntax));
    }
    return jpeg(stream, colours);
  }

  private static DicomPixels jpeg(byte[] stream, String colours) throws IOException {
    JpegHeader header = JpegHeader.ofFrame(stream);
    Samples samples =
        switch (header.process) {
          case JpegHeader.LOSSLESS -> JpegLossless.decode(stream);
          case JpegHeader.JPEG_LS -> JpegLs.decode(stream);
          case JpegHeader.BASELINE, JpegHeader.EXTENDED, JpegHeader.PROGRESSIVE -> {
            if (header.precision == 8) {
              yield eightBits(stream);
            }
            if (header.process == JpegHeader.PROGRESSIVE) {
              throw new IOException(
                  "is a progressive JPEG of 12 bits, which can't be read. Store it otherwise.");
            }
            yield JpegTwelveBits.decode(stream);
          }
          default ->
              throw new IOException(
                  "is a JPEG of a rare kind (hierarchical or arithmetic), which can't be read. Store"
                      + " it otherwise.");
        };
    return new DicomPixels(samples, colours(header, colours), header.precision);
  }

  /** What three bands are, where the stream itself says it otherwise than the file. */
  private static String colours(JpegHeader header, String said) {
    if (header.bands != 3) {
      return said;
    }
    int red = header.ids[0] | 0x20;
    if (red == 'r' && (header.ids[1] | 0x20) == 'g' && (header.ids[2] | 0x20) == 'b') {
      return RGB;
    }
    return header.jfif && !said.startsWith("YBR") ? HALF_COLOURS : said;
  }

  /** By the decoder of the Java runtime, which leaves the colours as they are stored. */
  private static Samples eightBits(byte[] stream) throws IOException {
    Raster raster = RuntimeDecoder.raster(stream);
    var samples = new Samples(raster.getWidth(), raster.getHeight(), raster.getNumBands());
    int[] row = new int[raster.getWidth() * raster.getNumBands()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i++) {
        samples.values()[y * row.length + i] = (short) row[i];
      }
    }
    return samples;
  }
}
