package org.cxrlab.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.cxrlab.figure.Text;

/** Whether a file is a film, as far as a glance tells: nothing is decoded. */
public final class FilmFile {
  /** DICOM files of up to so many bytes are searched for pixels; larger ones rarely lack them. */
  private static final int SMALL = 1 << 16;

  /** Where the file header of DICOM names the class of what it holds. */
  private static final int HEADER = 1 << 10;

  /**
   * Classes of DICOM objects without pixels (PS3.4, table B.5-1): directories, presentation states,
   * waveforms, raw data and registrations, reports, documents, plans of radiotherapy.
   */
  private static final List<String> WITHOUT_PIXELS =
      List.of(
          "1.2.840.10008.1.3.10",
          "1.2.840.10008.5.1.4.1.1.11.",
          "1.2.840.10008.5.1.4.1.1.9.",
          "1.2.840.10008.5.1.4.1.1.66",
          "1.2.840.10008.5.1.4.1.1.88.",
          "1.2.840.10008.5.1.4.1.1.104.",
          "1.2.840.10008.5.1.4.1.1.481.3",
          "1.2.840.10008.5.1.4.1.1.481.5");

  /** What only segmentations, which are pictures, share with the classes above. */
  private static final String SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";

  private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  private static final List<String> PIXELS =
      List.of("\u00e0\u007f\u0010\0", "\u007f\u00e0\0\u0010");

  private FilmFile() {}

  /**
   * Why a file is no film that can be read, to go on after "files …"; empty where it seems to be
   * one.
   */
  public static Optional<String> notAFilm(Path file) {
    return notAFilm(PictureForm.of(file), () -> lacksPixels(file));
  }

  /**
   * The same of a picture that is no file of its own.
   *
   * @param head its first {@link #glance} bytes
   * @param size how many it has in all
   */
  public static Optional<String> notAFilm(byte[] head, long size) {
    return notAFilm(PictureForm.of(head), () -> lacksPixels(head, size));
  }

  /** How many bytes of a file of this size tell whether it is a film. */
  public static int glance(long size) {
    return size <= SMALL ? SMALL : HEADER;
  }

  private static Optional<String> notAFilm(
      Optional<PictureForm> form, BooleanSupplier lacksPixels) {
    if (form.isEmpty()) {
      return Optional.of("are no pictures");
    }
    if (!form.get().readable()) {
      return Optional.of(Text.format("are %s, which can't be read; save them as PNG", form.get()));
    }
    return form.get() == PictureForm.DICOM && lacksPixels.getAsBoolean()
        ? Optional.of("are DICOM without a picture, such as reports")
        : Optional.empty();
  }

  private static boolean lacksPixels(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      return lacksPixels(in.readNBytes(glance(size)), size);
    } catch (IOException e) {
      // Whoever reads the file says what is wrong.
      return false;
    }
  }

  private static boolean lacksPixels(byte[] head, long size) {
    String bytes = new String(head, StandardCharsets.ISO_8859_1);
    String header = bytes.substring(0, Math.min(HEADER, bytes.length()));
    if (WITHOUT_PIXELS.stream().anyMatch(header::contains) && !header.contains(SEGMENTATION)) {
      return true;
    }
    return size <= SMALL
        && !header.contains(DEFLATED)
        && PIXELS.stream().noneMatch(bytes::contains);
  }
}
