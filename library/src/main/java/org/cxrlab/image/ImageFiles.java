package org.cxrlab.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cxrlab.figure.Text;

/** Picture files on disk: whether they can be read, and reading them. */
public final class ImageFiles {
  // More than any chest film has: a header that promises more is broken.
  private static final long MOST_PIXELS = 100_000_000;

  /** No longer side fits into the headers of JPEG and DICOM. */
  private static final int LONGEST_SIDE = 65_535;

  /** The largest file that is read: so many pixels of four numbers of 16 bits each. */
  public static final long MOST_BYTES = 8 * MOST_PIXELS + (1 << 20);

  private static final int SMALL = 64;

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
      // In any size, as a small one takes the least memory.
      read(file, new FilmSize(Framing.WHOLE, SMALL, SMALL));
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
   * Width and height in pixels of the film as it is shown, by the head of the file where the Java
   * runtime reads its form, else by decoding it; empty if it is no picture that can be read.
   */
  public static Optional<int[]> size(Path file) {
    try {
      return Optional.of(reading(file, bytes -> size(file.getFileName().toString(), bytes)));
    } catch (PictureException e) {
      return Optional.empty();
    }
  }

  private static int[] size(String name, byte[] bytes) throws IOException {
    PictureForm form = PictureForm.of(bytes).orElse(PictureForm.DICOM);
    if (form == PictureForm.DICOM || form == PictureForm.JPEG_2000) {
      GrayImage film = decode(name, bytes);
      return new int[] {film.width(), film.height()};
    }
    int[] stored = RuntimeDecoder.size(form, bytes);
    return Orientation.isSideways(Orientation.of(form, bytes))
        ? new int[] {stored[1], stored[0]}
        : stored;
  }

  static GrayImage read(Path file) {
    return read(file, FilmSize.OWN);
  }

  /** The same as {@code framing.of(read(file)).resize(width, height)}; see {@link FilmSize}. */
  static GrayImage read(Path file, FilmSize size) {
    return reading(file, bytes -> decode(file.getFileName().toString(), bytes, size));
  }

  /** What is asked of a file's bytes. */
  private interface Question<T> {
    T of(byte[] bytes) throws IOException;
  }

  private static <T> T reading(Path file, Question<T> question) {
    try {
      requireFile(file);
      return DecodingMemory.reading(Files.size(file), () -> question.of(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new PictureException("The picture " + file + " " + e.getMessage(), e);
    }
  }

  static GrayImage decode(String name, byte[] bytes) throws IOException {
    return decode(name, bytes, FilmSize.OWN);
  }

  private static GrayImage decode(String name, byte[] bytes, FilmSize size) throws IOException {
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
      case DICOM -> DicomFilm.read(name, bytes, size);
      case JPEG_2000 -> Jpeg2000.read(name, bytes, size);
      case PNG -> png(name, bytes, size);
      default -> upright(form, name, bytes, size);
    };
  }

  private static GrayImage png(String name, byte[] bytes, FilmSize size) throws IOException {
    boolean resized = size.width() > 0 && size.framing() == Framing.WHOLE;
    GrayPng.Levels levels = resized ? GrayPng.readForNow(bytes) : GrayPng.read(bytes);
    if (levels == null) {
      return upright(PictureForm.PNG, name, bytes, size);
    }
    if (size.isByRows(levels.width(), levels.height())) {
      return size.of(name, levels);
    }
    // What keeps its size is not resized, which would round.
    return !resized || levels.width() == size.width() && levels.height() == size.height()
        ? size.of(image(name, levels))
        : new GrayImage(
            name, size.width(), size.height(), Resize.apply(levels, size.width(), size.height()));
  }

  /** By the Java runtime. */
  private static GrayImage upright(PictureForm form, String name, byte[] bytes, FilmSize size)
      throws IOException {
    return RuntimeDecoder.decode(form, name, bytes, size.turned(Orientation.of(form, bytes)));
  }

  /** Sees that a file is there and has something in it. */
  private static void requireFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          Elsewhere.of(file).orElse("does not exist. Check the folder and the name."));
    }
    if (Files.isDirectory(file)) {
      throw new IOException("is a folder, not a file.");
    }
    if (!Files.isReadable(file)) {
      throw new IOException("may not be read. Check its permissions.");
    }
    if (Files.size(file) == 0) {
      throw new IOException("is an empty file. Fetch it again.");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new Unreadable(
          Text.format("has %,d bytes, more than any film. Leave it out.", Files.size(file)));
    }
  }

  /** The contents of a file. */
  static byte[] bytes(Path file) throws IOException {
    requireFile(file);
    return Files.readAllBytes(file);
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
    return width > 0
        && height > 0
        && Math.max(width, height) <= LONGEST_SIDE
        && width * height <= MOST_PIXELS;
  }

  /** Said of a file that is not damaged. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }
}
