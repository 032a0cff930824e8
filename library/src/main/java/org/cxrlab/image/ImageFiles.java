package org.cxrlab.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
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
   * Width and height in pixels of the film as it is shown, by the head of the file where ImageIO
   * knows its form, else by decoding it; empty if it is no picture that can be read.
   */
  public static Optional<int[]> size(Path file) {
    try {
      byte[] bytes = bytes(file);
      int[] stored = headSize(bytes);
      if (stored == null) {
        GrayImage film = decode(file.getFileName().toString(), bytes);
        return Optional.of(new int[] {film.width(), film.height()});
      }
      Optional<PictureForm> form = PictureForm.of(bytes);
      return Optional.of(
          form.isPresent() && Orientation.isSideways(Orientation.of(form.get(), bytes))
              ? new int[] {stored[1], stored[0]}
              : stored);
    } catch (IOException | PictureException e) {
      return Optional.empty();
    }
  }

  /** By one of ImageIO's readers; null if none knows the form. */
  private static int[] headSize(byte[] bytes) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return new int[] {reader.getWidth(0), reader.getHeight(0)};
      } finally {
        reader.dispose();
      }
    }
  }

  static GrayImage read(Path file) {
    try {
      return decode(file.getFileName().toString(), bytes(file));
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
        return decode(name, bytes).resize(width, height);
      }
      // What keeps its size is not resized, which would round.
      return levels.width() == width && levels.height() == height
          ? image(name, levels)
          : new GrayImage(name, width, height, Resize.apply(levels, width, height));
    } catch (IOException e) {
      throw new PictureException("The picture " + file + " " + e.getMessage(), e);
    }
  }

  static GrayImage decode(String name, byte[] bytes) throws IOException {
    PictureForm form =
        PictureForm.of(bytes)
            .orElseThrow(
                () ->
                    new IOException(
                        "is not a picture that can be read. PNG, JPEG, JPEG 2000, TIFF, GIF, BMP"
                            + " and DICOM can."));
    if (!form.readable()) {
      throw new IOException(
          "is a " + form + " picture, which can't be read. Store it as PNG or JPEG.");
    }
    return switch (form) {
      case DICOM -> DicomFilm.read(name, bytes);
      case JPEG_2000 -> Jpeg2000.read(name, bytes);
      case PNG -> png(name, bytes);
      default -> upright(form, name, bytes);
    };
  }

  private static GrayImage png(String name, byte[] bytes) throws IOException {
    GrayPng.Levels levels = GrayPng.read(bytes);
    return levels == null ? upright(PictureForm.PNG, name, bytes) : image(name, levels);
  }

  /** By the Java runtime. */
  private static GrayImage upright(PictureForm form, String name, byte[] bytes) throws IOException {
    return Orientation.turn(RuntimeDecoder.decode(form, name, bytes), Orientation.of(form, bytes));
  }

  static byte[] bytes(Path file) throws IOException {
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

  private static GrayImage image(String name, GrayPng.Levels levels) {
    return new GrayImage(name, levels.width(), levels.height(), levels.greysOfAll());
  }

  /** Checks the size that a header promises before memory is set aside for it. */
  static void requireSize(long width, long height) throws IOException {
    if (!isPossible(width, height)) {
      throw new Unreadable(
          Text.format(
              "says it is %,d x %,d pixels, which no film is. Fetch it again or leave it out.",
              width, height));
    }
  }

  /** Whether a film may have this size. */
  static boolean isPossible(long width, long height) {
    return width > 0 && height > 0 && width <= MOST_PIXELS / height;
  }

  /** Said of a file that is not damaged. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }
}
