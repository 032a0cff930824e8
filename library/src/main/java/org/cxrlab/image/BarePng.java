package org.cxrlab.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** PNG files of 16-bit grey that hold a picture and nothing else: no text, no time, no profile. */
public final class BarePng {
  private static final int WHITE = 0xFFFF;

  private BarePng() {}

  /**
   * Writes a picture: 0 becomes 0, 1 becomes 65535, what is between is rounded. Of levels of n bits
   * the highest n of each pixel's 16 bits are the level.
   *
   * @param out stays the caller's
   */
  public static void write(GrayImage picture, OutputStream out) throws IOException {
    BufferedImage image =
        ImageTypeSpecifier.createGrayscale(16, DataBuffer.TYPE_USHORT, false)
            .createBufferedImage(picture.width(), picture.height());
    short[] levels = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
    float[] pixels = picture.raw();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (short) level(pixels[i], WHITE);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    // ImageIO does not tell what is wrong with a stream, such as a full disk.
    var bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(image, null, null));
    } finally {
      writer.dispose();
    }
    bytes.writeTo(out);
  }

  /** A grey from 0 to 1 as a whole number up to the one that is white. */
  static int level(float grey, int white) {
    return (int) Math.round(Math.max(0.0, Math.min(1.0, grey)) * white);
  }
}
