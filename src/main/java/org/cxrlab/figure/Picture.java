package org.cxrlab.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A raster picture with the words that stand for it where it can't be seen.
 *
 * @param image the pixels; not to be written to afterwards
 * @param alt alternative text: what the picture shows, in one sentence
 */
public record Picture(BufferedImage image, String alt) implements Figure {
  /** The picture as the bytes of a PNG file. */
  public byte[] png() {
    var out = new ByteArrayOutputStream();
    // In memory: the stream that ImageIO would make needs a file, and none can be had while Java
    // ends.
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Writes the picture as a PNG file and returns its path. */
  public Path save(Path file) {
    try {
      return Files.write(file, png());
    } catch (IOException e) {
      throw new UncheckedIOException("The picture can't be written to " + file + ".", e);
    }
  }

  @Override
  public String html() {
    return html(image.getWidth());
  }

  /** The picture shown so many CSS pixels wide, or narrower where the page is narrower. */
  String html(int width) {
    return "<img class=\"cxr-picture\" style=\"width:"
        + width
        + "px;max-width:100%;height:auto\" alt=\""
        + Html.escape(alt)
        + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png())
        + "\">";
  }

  @Override
  public String text() {
    return "[picture " + image.getWidth() + " x " + image.getHeight() + ": " + alt + "]";
  }
}
