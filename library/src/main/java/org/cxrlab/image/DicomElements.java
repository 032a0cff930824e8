package org.cxrlab.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.cxrlab.figure.Text;

/**
 * The elements of a DICOM file that tell how its pixels are stored, and the pixels. Every other
 * element is stepped over unread, so that a patient's name or birth date is never held.
 */
final class DicomElements {
  static final int TRANSFER_SYNTAX = 0x00020010;
  static final int SAMPLES_PER_PIXEL = 0x00280002;
  static final int PHOTOMETRIC = 0x00280004;
  static final int FRAMES = 0x00280008;
  static final int ROWS = 0x00280010;
  static final int COLUMNS = 0x00280011;
  static final int BITS_ALLOCATED = 0x00280100;
  static final int BITS_STORED = 0x00280101;
  static final int SIGNED = 0x00280103;
  static final int WINDOW_CENTRE = 0x00281050;
  static final int WINDOW_WIDTH = 0x00281051;
  static final int INTERCEPT = 0x00281052;
  static final int SLOPE = 0x00281053;
  static final int WINDOW_FUNCTION = 0x00281056;
  private static final int PIXELS = 0x7FE00010;
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;

  private static final Set<Integer> WANTED =
      Set.of(
          TRANSFER_SYNTAX,
          SAMPLES_PER_PIXEL,
          PHOTOMETRIC,
          FRAMES,
          ROWS,
          COLUMNS,
          BITS_ALLOCATED,
          BITS_STORED,
          SIGNED,
          WINDOW_CENTRE,
          WINDOW_WIDTH,
          INTERCEPT,
          SLOPE,
          WINDOW_FUNCTION);

  /** How many bytes of anybody's come before the mark of a DICOM file. */
  static final int PREAMBLE = 128;

  private static final String MARK = "DICM";
  private static final int UNDEFINED = -1;
  private static final int DEEPEST = 32;
  private static final String IMPLICIT_LITTLE = "1.2.840.10008.1.2";
  private static final String EXPLICIT_BIG = "1.2.840.10008.1.2.2";
  private static final String DEFLATED = "1.2.840.10008.1.2.1.99";

  /** The identification begins with a group's length, a character set or a class of pictures. */
  private static final int LONGEST_FIRST = 64;

  private static final Set<String> SHORT =
      Set.of(
          "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "PN", "SH", "SL",
          "SS", "ST", "TM", "UI", "UL", "US");
  // Value representations whose length takes four bytes, after two empty ones.
  private static final Set<String> LONG =
      Set.of("OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UC", "UR", "UT", "UN", "SV", "UV");

  private final ByteBuffer in;
  private final Set<Integer> more;
  private final Map<Integer, ByteBuffer> values = new HashMap<>();
  private boolean implicit;
  private ByteBuffer pixels;
  private boolean encapsulated;

  /** Whether a file has the mark "DICM" after a preamble of 128 bytes. */
  static boolean hasMark(byte[] head) {
    return hasMark(head, PREAMBLE);
  }

  private static boolean hasMark(byte[] head, int at) {
    return head.length >= at + MARK.length()
        && new String(head, at, MARK.length(), StandardCharsets.ISO_8859_1).equals(MARK);
  }

  /**
   * Whether a file without a preamble begins as DICOM does: by the mark, or by an element of the
   * file header (group 2) or of the identification (group 8).
   */
  static boolean startsWithElement(byte[] head) {
    if (hasMark(head, 0)) {
      return true;
    }
    if (head.length < 2 * Integer.BYTES) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(head);
    boolean big = in.getShort(0) == 2 || in.getShort(0) == 8;
    in.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int group = in.getShort(0);
    if (group != 2 && group != 8 || in.get(big ? 2 : 3) != 0) {
      return false;
    }
    boolean named = isType("" + (char) head[4] + (char) head[5]);
    int length = in.getInt(4);
    return named || length >= 0 && length <= LONGEST_FIRST && (length & 1) == 0;
  }

  private static boolean isType(String type) {
    return SHORT.contains(type) || LONG.contains(type);
  }

  /** Reads up to the pixels. */
  DicomElements(byte[] file) throws IOException {
    this(file, Set.of());
  }

  /**
   * Reads up to the pixels.
   *
   * @param more tags of elements to keep beside those that every film needs
   */
  DicomElements(byte[] file, Set<Integer> more) throws IOException {
    this.more = more;
    in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    in.position(PREAMBLE + 4);
    try {
      readElements();
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IOException("is cut short. Fetch it again.", e);
    }
  }

  private void readElements() throws IOException {
    boolean inDataSet = false;
    while (in.hasRemaining()) {
      if (!inDataSet && in.getShort(in.position()) != 2) {
        inDataSet = true;
        useTransferSyntax();
      }
      int tag = tag();
      int length = length(inDataSet && implicit);
      if (tag == PIXELS) {
        encapsulated = length == UNDEFINED;
        pixels = encapsulated ? fragments() : take(length);
        return;
      }
      if (length == UNDEFINED) {
        skipItems(0);
      } else if (WANTED.contains(tag) || more.contains(tag)) {
        values.put(tag, take(length));
      } else {
        take(length);
      }
    }
    throw new IOException("holds no picture, or is cut short before it.");
  }

  private void useTransferSyntax() throws IOException {
    String syntax = text(TRANSFER_SYNTAX, IMPLICIT_LITTLE);
    if (syntax.equals(DEFLATED)) {
      throw new IOException(DicomFilm.unreadable(syntax));
    }
    implicit = syntax.equals(IMPLICIT_LITTLE);
    in.order(syntax.equals(EXPLICIT_BIG) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private int tag() {
    int group = Short.toUnsignedInt(in.getShort());
    return group << 16 | Short.toUnsignedInt(in.getShort());
  }

  private int length(boolean withoutType) {
    if (withoutType) {
      return in.getInt();
    }
    String type = "" + (char) in.get() + (char) in.get();
    if (LONG.contains(type)) {
      in.getShort();
      return in.getInt();
    }
    return Short.toUnsignedInt(in.getShort());
  }

  private ByteBuffer take(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer value = in.slice(in.position(), length).order(in.order());
    in.position(in.position() + length);
    return value;
  }

  /** Steps over the items of a sequence that says its end by a delimiter. */
  private void skipItems(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("is not a DICOM file that can be read: its sequences never end.");
    }
    for (int tag = tag(); tag != SEQUENCE_END; tag = tag()) {
      int length = in.getInt();
      if (length != UNDEFINED) {
        take(length);
        continue;
      }
      for (int inner = tag(); inner != ITEM_END; inner = tag()) {
        int innerLength = length(implicit);
        if (innerLength == UNDEFINED) {
          skipItems(depth + 1);
        } else {
          take(innerLength);
        }
      }
      in.getInt();
    }
    in.getInt();
  }

  /** The compressed picture, whose parts follow a table of offsets. */
  private ByteBuffer fragments() {
    var joined = new ByteArrayOutputStream();
    boolean offsets = true;
    for (int tag = tag(); tag != SEQUENCE_END; tag = tag()) {
      if (tag != ITEM) {
        throw new BufferUnderflowException();
      }
      ByteBuffer part = take(in.getInt());
      if (!offsets) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        joined.writeBytes(bytes);
      }
      offsets = false;
    }
    return ByteBuffer.wrap(joined.toByteArray());
  }

  /** The pixels as stored, in the file's byte order, or a compressed file of their own. */
  ByteBuffer pixels() {
    return pixels;
  }

  /** Whether {@link #pixels()} are compressed. */
  boolean encapsulated() {
    return encapsulated;
  }

  /** The unsigned 16-bit value of an element. */
  int number(int tag, int otherwise) {
    ByteBuffer value = values.get(tag);
    return value == null || value.remaining() < 2
        ? otherwise
        : Short.toUnsignedInt(value.getShort(0));
  }

  /** The first of the decimal numbers of an element. */
  double decimal(int tag, double otherwise) throws IOException {
    String text = text(tag, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          Text.format(
              "has no number but \"%s\" in its element (%04X,%04X).",
              text, tag >>> 16, tag & 0xFFFF),
          e);
    }
  }

  /** All decimal numbers of an element; none where it is not there or holds anything else. */
  double[] decimals(int tag) {
    ByteBuffer value = values.get(tag);
    if (value == null) {
      return new double[0];
    }
    String all = StandardCharsets.ISO_8859_1.decode(value.duplicate()).toString();
    try {
      return Arrays.stream(all.replace('\0', ' ').split("\\\\"))
          .mapToDouble(number -> Double.parseDouble(number.trim()))
          .toArray();
    } catch (NumberFormatException e) {
      return new double[0];
    }
  }

  /** The first of the texts of an element, without padding. */
  String text(int tag, String otherwise) {
    ByteBuffer value = values.get(tag);
    if (value == null) {
      return otherwise;
    }
    String all = StandardCharsets.ISO_8859_1.decode(value.duplicate()).toString();
    String first = all.split("\\\\", 2)[0].replace('\0', ' ').trim();
    return first.isEmpty() ? otherwise : first;
  }
}
