package org.cxrlab.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.cxrlab.figure.Text;

/** Picture files on disk: whether they can be read, and reading them. */
public final class ImageFiles {
  // More than any chest film has: a header that promises more is broken.
  private static final long MOST_PIXELS = 100_000_000;

  private ImageFiles() {}

  /** Whether a film can be read from this file; {@link #problem} tells why not. */
  public static boolean readable(Path file) {
    return problem(file).isEmpty();
  }

  /**
   * What is wrong with a picture file, as a sentence that names it; empty if it can be read. The
   * whole file is decoded, as only that finds a broken one.
   */
  public static Optional<String> problem(Path file) {
    try {
      read(file);
      return Optional.empty();
    } catch (PictureException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * What is wrong with a picture file, as far as its first and last bytes tell, as {@link #problem}
   * says it; where they are not those of a whole PNG, JPEG or DICOM file, all of it is decoded. So
   * whole files take a ten-thousandth of a second, and one that is missing, empty, cut short or of
   * another kind is found; one whose middle is damaged is not.
   */
  public static Optional<String> problemAtAGlance(Path file) {
    return FileSignature.looksWhole(file) ? Optional.empty() : problem(file);
  }

  /**
   * Width and height in pixels, by the head of the file where ImageIO knows its form, else by
   * decoding it; empty if it is no picture that can be read.
   */
  public static Optional<int[]> size(Path file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = in == null ? null : ImageIO.getImageReaders(in);
      if (readers == null || !readers.hasNext()) {
        GrayImage film = read(file);
        return Optional.of(new int[] {film.width(), film.height()});
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return Optional.of(new int[] {reader.getWidth(0), reader.getHeight(0)});
      } finally {
        reader.dispose();
      }
    } catch (IOException | PictureException e) {
      return Optional.empty();
    }
  }

  static GrayImage read(Path file) {
    try {
      return decodeAny(file.getFileName().toString(), bytes(file));
    } catch (IOException e) {
      throw new PictureException("The picture " + file + " " + e.getMessage(), e);
    }
  }

  /** The same as {@code read(file).resize(width, height)}, to the last bit. */
  static GrayImage read(Path file, int width, int height) {
    try {
      byte[] bytes = bytes(file);
      String name = file.getFileName().toString();
      GrayPng.Levels levels = GrayPng.readForNow(bytes);
      if (levels == null) {
        return decodeAny(name, bytes).resize(width, height);
      }
      // What keeps its size is not resized, which would round.
      return levels.width() == width && levels.height() == height
          ? image(name, levels)
          : new GrayImage(name, width, height, Resize.apply(levels, width, height));
    } catch (IOException e) {
      throw new PictureException("The picture " + file + " " + e.getMessage(), e);
    }
  }

  private static GrayImage decodeAny(String name, byte[] bytes) throws IOException {
    return DicomElements.startsLikeDicom(bytes) ? DicomFilm.read(name, bytes) : decode(name, bytes);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("does not exist. Check the folder and the name.");
    }
    if (Files.isDirectory(file)) {
      throw new IOException("is a folder, not a file.");
    }
    if (!Files.isReadable(file)) {
      throw new IOException("may not be read. Check its permissions.");
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      throw new IOException("is an empty file. Fetch it again.");
    }
    return bytes;
  }

  /** The picture in the bytes of a PNG, JPEG, GIF or BMP file. */
  static GrayImage decode(String name, byte[] bytes) throws IOException {
    GrayPng.Levels levels = GrayPng.read(bytes);
    return levels == null ? decodeByImageIo(name, bytes) : image(name, levels);
  }

  private static GrayImage image(String name, GrayPng.Levels levels) {
    return new GrayImage(name, levels.width(), levels.height(), levels.greysOfAll());
  }

  /** Any of these files by ImageIO. */
  static GrayImage decodeByImageIo(String name, byte[] bytes) throws IOException {
    // In memory, as ImageIO's own cache is a temporary file for each picture.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException(
            "is not a picture that can be read. PNG, JPEG, GIF, BMP and DICOM can.");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return decode(name, reader);
      } finally {
        reader.dispose();
      }
    }
  }

  private static GrayImage decode(String name, ImageReader reader) throws IOException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage image;
    try {
      requireSize(reader.getWidth(0), reader.getHeight(0));
      image = reader.read(0);
    } catch (Unreadable e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // A decoder of ImageIO meets broken bytes with all kinds of exceptions.
      throw new IOException("is cut short or damaged. Fetch it again.", e);
    }
    int colours = image.getColorModel().getColorSpace().getType();
    if (colours != ColorSpace.TYPE_GRAY && colours != ColorSpace.TYPE_RGB) {
      throw new IOException("has colours meant for printing (CMYK). Store it as grey.");
    }
    // A JPEG that ends early decodes to a film with a grey foot and no more than a warning.
    if (warnings.stream().anyMatch(w -> w.contains("Premature end") || w.contains("Truncated"))) {
      throw new IOException("is cut short. Fetch it again.");
    }
    return new GrayImage(name, image.getWidth(), image.getHeight(), Luma.of(image));
  }

  /** Checks the size that a header promises before memory is set aside for it. */
  static void requireSize(int width, int height) throws IOException {
    if (!isPossible(width, height)) {
      throw new Unreadable(
          Text.format(
              "says it is %,d x %,d pixels, which no film is. Fetch it again or leave it out.",
              width, height));
    }
  }

  /** Whether a film may have this size. */
  static boolean isPossible(int width, int height) {
    return width > 0 && height > 0 && (long) width * height <= MOST_PIXELS;
  }

  /** Said of a file that is not damaged. */
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }
}
