package org.cxrlab.notebook.control;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Pictures that are shown for a moment, in the bytes of a file. What counts is the time: ImageIO
 * tries five filters on each row of a PNG, which takes longer than drawing the chart in it.
 */
final class Encoded {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte GREY = 0;
  private static final byte RGB = 2;

  /** Each row as it is, but for films: there each pixel less the one before it. */
  private static final byte FILTER_NONE = 0;

  private static final byte FILTER_SUB = 1;

  private Encoded() {}

  /** Without loss: for charts, and for grey films. */
  static byte[] png(BufferedImage image) {
    int width = image.getWidth();
    boolean grey = image.getType() == BufferedImage.TYPE_BYTE_INDEXED && isGreyPalette(image);
    int pixelBytes = grey ? 1 : 3;
    byte[] rows = new byte[image.getHeight() * (1 + width * pixelBytes)];
    if (grey) {
      putGreys(image, rows);
    } else {
      putColours(image, rows);
    }
    var bytes = new ByteArrayOutputStream(rows.length / 8 + 1024);
    try (var out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      chunk(out, "IHDR", header(image, grey ? GREY : RGB), 13);
      byte[] packed = new byte[rows.length + rows.length / 1000 + 64];
      var deflater = new Deflater(Deflater.BEST_SPEED);
      deflater.setInput(rows);
      deflater.finish();
      chunk(out, "IDAT", packed, deflater.deflate(packed));
      deflater.end();
      chunk(out, "IEND", new byte[0], 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static boolean isGreyPalette(BufferedImage image) {
    // The library's own grey films: value i is shown as grey i.
    return image.getRaster().getNumBands() == 1
        && image.getColorModel().getRGB(1) == 0xff010101
        && image.getColorModel().getRGB(254) == 0xfffefefe;
  }

  private static void putGreys(BufferedImage image, byte[] rows) {
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int width = image.getWidth();
    int at = 0;
    for (int start = 0; start < pixels.length; start += width) {
      rows[at++] = FILTER_SUB;
      byte before = 0;
      for (int x = 0; x < width; x++) {
        rows[at++] = (byte) (pixels[start + x] - before);
        before = pixels[start + x];
      }
    }
  }

  private static void putColours(BufferedImage image, byte[] rows) {
    int width = image.getWidth();
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      rows[at++] = FILTER_NONE;
      for (int pixel : row) {
        rows[at++] = (byte) (pixel >> 16);
        rows[at++] = (byte) (pixel >> 8);
        rows[at++] = (byte) pixel;
      }
    }
  }

  private static byte[] header(BufferedImage image, byte colours) throws IOException {
    var header = new ByteArrayOutputStream();
    var out = new DataOutputStream(header);
    out.writeInt(image.getWidth());
    out.writeInt(image.getHeight());
    out.write(new byte[] {8, colours, 0, 0, 0});
    return header.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data, int length)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var check = new CRC32();
    check.update(name);
    check.update(data, 0, length);
    out.writeInt(length);
    out.write(name);
    out.write(data, 0, length);
    out.writeInt((int) check.getValue());
  }
}
