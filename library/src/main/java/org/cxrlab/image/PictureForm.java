package org.cxrlab.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The forms of picture files, known by how a file begins and not by its name. */
public enum PictureForm {
  /** Read. */
  PNG("PNG", true),
  /** Read. */
  JPEG("JPEG", true),
  /** Read if it is one picture. */
  GIF("GIF", true),
  /** Read. */
  BMP("BMP", true),
  /** Read if it is one picture. */
  TIFF("TIFF", true),
  /** A JPEG 2000 file or bare codestream; read. */
  JPEG_2000("JPEG 2000", true),
  /** With or without its preamble and file header; read if it is one picture. */
  DICOM("DICOM", true),
  /** Can't be read. */
  WEBP("WebP", false),
  /** HEIC, AVIF and their kin, as telephones make them; can't be read. */
  HEIF("HEIF", false),
  /** Can't be read. */
  JPEG_XL("JPEG XL", false);

  /** How many bytes of a file's beginning tell its form. */
  static final int HEAD = DicomElements.PREAMBLE + 4;

  private final String words;
  private final boolean readable;

  PictureForm(String words, boolean readable) {
    this.words = words;
    this.readable = readable;
  }

  /** Whether films of this form can be read, as far as one knows without reading it. */
  public boolean readable() {
    return readable;
  }

  /**
   * The form of a file, by its first 132 bytes at most; empty for what is no picture, or for a file
   * that is missing, empty or may not be read. Whether the rest of it is whole, only {@link
   * ImageFiles#problem} tells.
   */
  public static Optional<PictureForm> of(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer head = ByteBuffer.allocate(HEAD);
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // A channel may give less than it is asked for.
      }
      byte[] bytes = new byte[head.position()];
      head.get(0, bytes);
      return of(bytes);
    } catch (IOException e) {
      // Whoever reads the file says what is wrong.
      return Optional.empty();
    }
  }

  /** The same of bytes that a file begins with. */
  static Optional<PictureForm> of(byte[] head) {
    return Optional.ofNullable(find(head));
  }

  private static PictureForm find(byte[] head) {
    // The mark of DICOM first: what lies in the preamble before it is anybody's, a TIFF header too.
    if (DicomElements.hasMark(head)) {
      return DICOM;
    }
    String start = new String(head, 0, Math.min(12, head.length), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return GIF;
    }
    if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return TIFF;
    }
    if (start.startsWith("\0\0\0\fjP  ") || start.startsWith("\u00ff\u004f\u00ff\u0051")) {
      return JPEG_2000;
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (start.startsWith("\0\0\0\fJXL ") || start.startsWith("\u00ff\n")) {
      return JPEG_XL;
    }
    if (start.matches("(?s).{4}ftyp(heic|heix|hevc|heim|heis|mif1|msf1|avif|avis)")) {
      return HEIF;
    }
    // Two letters begin many a text; after them and the size of the file come four zeros.
    if (start.startsWith("BM") && start.startsWith("\0\0\0\0", 6)) {
      return BMP;
    }
    return DicomElements.startsWithElement(head) ? DICOM : null;
  }

  @Override
  public String toString() {
    return words;
  }
}
