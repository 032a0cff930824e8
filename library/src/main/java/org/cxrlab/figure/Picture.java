package org.cxrlab.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.cxrlab.disk.WholeFile;

/**
 * A raster picture with the words that stand for it where it can't be seen.
 *
 * @param image the pixels; not to be written to afterwards
 * @param alt alternative text: what the picture shows, in one sentence
 */
public record Picture(BufferedImage image, String alt) implements Figure {
  private static final float JPEG_QUALITY = 0.9f;

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

  /** The picture with a little loss as the bytes of a JPEG file, of quality 0.9. */
  public byte[] jpeg() {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream(1 << 17);
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Writes the picture as a PNG file and returns its path. */
  public Path save(Path file) {
    byte[] png = png();
    return WholeFile.write(file, out -> out.write(png));
  }

  @Override
  public String html() {
    return html(image.getWidth());
  }

  /** The picture shown so many CSS pixels wide, or narrower where the page is narrower. */
  String html(int width) {
    return html(width, "png", png());
  }

  /** The same with a little loss: for photographs, with something drawn over them or not. */
  String photoHtml(int width) {
    return html(width, "jpeg", jpeg());
  }

  private String html(int width, String format, byte[] file) {
    return "<img class=\"cxr-picture\" style=\"width:"
        + width
        + "px;max-width:100%;height:auto\" alt=\""
        + Html.escape(alt)
        + "\" src=\"data:image/"
        + format
        + ";base64,"
        + Base64.getEncoder().encodeToString(file)
        + "\">";
  }

  @Override
  public String text() {
    return "[picture " + image.getWidth() + " x " + image.getHeight() + ": " + alt + "]";
  }
}
