package org.cxrlab.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;

/** Eight-bit grey pictures for AWT. */
final class GrayRaster {
  private static final IndexColorModel GREYS = greys();

  private GrayRaster() {}

  /**
   * One byte a pixel with a palette of 256 greys. AWT's own grey pictures have a linear colour
   * space: drawing or reading one as RGB may brighten it, which a palette can't.
   */
  static BufferedImage of(int width, int height, float[] pixels, Window window) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, GREYS);
    byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    double range = window.white() - window.black();
    double perUnit = range > 0 ? 255 / range : 0;
    for (int i = 0; i < bytes.length; i++) {
      double v = (pixels[i] - window.black()) * perUnit;
      bytes[i] = (byte) (int) (Math.max(0, Math.min(255, v)) + 0.5);
    }
    return image;
  }

  private static IndexColorModel greys() {
    byte[] ramp = new byte[256];
    for (int i = 0; i < 256; i++) {
      ramp[i] = (byte) i;
    }
    return new IndexColorModel(8, 256, ramp, ramp, ramp);
  }
}
