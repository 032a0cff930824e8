package org.cxrlab.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Picture files on disk. */
public final class ImageFiles {
  /** More pixels than any chest film has; a header that promises more is broken. */
  static final long MOST_PIXELS = 100_000_000;

  private ImageFiles() {}

  static GrayImage read(Path file) {
    try {
      byte[] bytes = bytes(file);
      return decode(file.getFileName().toString(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("The picture " + file + " " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("does not exist. Check the folder and the name.");
    }
    if (Files.isDirectory(file)) {
      throw new IOException("is a folder, not a file.");
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      throw new IOException("is an empty file. Fetch it again.");
    }
    return bytes;
  }

  private static GrayImage decode(String name, byte[] bytes) throws IOException {
    // In memory, as ImageIO's own cache is a temporary file for each picture.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("is not a picture that can be read: use PNG, JPEG, GIF or DICOM.");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        BufferedImage image = reader.read(0);
        return new GrayImage(name, image.getWidth(), image.getHeight(), Luma.of(image));
      } finally {
        reader.dispose();
      }
    }
  }
}
