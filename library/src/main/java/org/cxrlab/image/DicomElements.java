package org.cxrlab.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.figure.Text;

/**
 * The elements of a DICOM file that tell how its pixels are stored and shown, and the pixels. Every
 * other element is stepped over unread, so that a patient's name or birth date is never held.
 */
final class DicomElements {
  static final int TRANSFER_SYNTAX = 0x00020010;
  static final int SAMPLES_PER_PIXEL = 0x00280002;
  static final int PHOTOMETRIC = 0x00280004;
  static final int PLANAR = 0x00280006;
  static final int FRAMES = 0x00280008;
  static final int ROWS = 0x00280010;
  static final int COLUMNS = 0x00280011;
  static final int BITS_ALLOCATED = 0x00280100;
  static final int BITS_STORED = 0x00280101;
  static final int HIGH_BIT = 0x00280102;
  static final int SIGNED = 0x00280103;
  static final int PADDING = 0x00280120;
  static final int PADDING_LIMIT = 0x00280121;
  static final int WINDOW_CENTRE = 0x00281050;
  static final int WINDOW_WIDTH = 0x00281051;
  static final int INTERCEPT = 0x00281052;
  static final int SLOPE = 0x00281053;
  static final int WINDOW_FUNCTION = 0x00281056;
  static final int RED_DESCRIPTOR = 0x00281101;
  static final int RED_DATA = 0x00281201;
  static final int RED_SEGMENTS = 0x00281221;
  static final int MODALITY_LUT = 0x00283000;
  static final int LUT_DESCRIPTOR = 0x00283002;
  static final int LUT_DATA = 0x00283006;
  static final int VOI_LUT = 0x00283010;
  static final int PRESENTATION_SHAPE = 0x20500020;
  private static final int PIXELS = 0x7FE00010;
  private static final Set<Integer> OTHER_PIXELS = Set.of(0x7FE00008, 0x7FE00009);

  private static final Set<Integer> WANTED =
      Set.of(
          TRANSFER_SYNTAX,
          SAMPLES_PER_PIXEL,
          PHOTOMETRIC,
          PLANAR,
          FRAMES,
          ROWS,
          COLUMNS,
          BITS_ALLOCATED,
          BITS_STORED,
          HIGH_BIT,
          SIGNED,
          PADDING,
          PADDING_LIMIT,
          WINDOW_CENTRE,
          WINDOW_WIDTH,
          INTERCEPT,
          SLOPE,
          WINDOW_FUNCTION,
          RED_DESCRIPTOR,
          RED_DESCRIPTOR + 1,
          RED_DESCRIPTOR + 2,
          RED_DATA,
          RED_DATA + 1,
          RED_DATA + 2,
          RED_SEGMENTS,
          RED_SEGMENTS + 1,
          RED_SEGMENTS + 2,
          LUT_DESCRIPTOR,
          LUT_DATA,
          PRESENTATION_SHAPE);

  private static final Set<Integer> WANTED_SEQUENCES = Set.of(MODALITY_LUT, VOI_LUT);

  /** How many bytes of anybody's come before the mark of a DICOM file. */
  static final int PREAMBLE = 128;

  private static final String MARK = "DICM";

  /** The identification begins with a group's length, a character set or a class of pictures. */
  private static final int LONGEST_FIRST = 64;

  private static final String EXPLICIT_BIG = "1.2.840.10008.1.2.2";
  private static final String DEFLATED = "1.2.840.10008.1.2.1.99";

  private final Set<Integer> more;
  private final boolean isItem;
  private final Map<Integer, ByteBuffer> values = new HashMap<>();
  private final Map<Integer, DicomElements> sequences = new HashMap<>();
  private ByteBuffer pixels;
  private boolean encapsulated;
  private boolean bytesAreSwapped;

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
    boolean big = isFirstGroup(in.getShort(0));
    in.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    if (!isFirstGroup(in.getShort(0)) || in.get(big ? 2 : 3) != 0) {
      return false;
    }
    int length = in.getInt(4);
    return DicomCursor.isType(head[4], head[5])
        || length >= 0 && length <= LONGEST_FIRST && length % 2 == 0;
  }

  private static boolean isFirstGroup(int group) {
    return group == 2 || group == 8;
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
    isItem = false;
    try {
      readFile(file);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IOException("is cut short. Fetch it again.", e);
    }
  }

  /** Those of one item, which has no sequences that are wanted. */
  private DicomElements(DicomCursor item) throws IOException {
    more = Set.of();
    isItem = true;
    while (!item.atEndOfItem()) {
      read(item);
    }
  }

  private void readFile(byte[] file) throws IOException {
    int marked = hasMark(file, 0) ? MARK.length() : 0;
    int start = hasMark(file) ? PREAMBLE + MARK.length() : marked;
    ByteBuffer in = ByteBuffer.wrap(file).position(start).order(ByteOrder.LITTLE_ENDIAN);
    var header = new DicomCursor(in, false);
    while (header.peek() >>> 16 == 2) {
      read(header);
    }
    DicomCursor cursor = dataSet(header);
    while (cursor.hasMore()) {
      if (read(cursor) == PIXELS) {
        return;
      }
    }
    throw new IOException("holds no picture, or is cut short before it.");
  }

  private DicomCursor dataSet(DicomCursor header) throws IOException {
    String syntax = text(TRANSFER_SYNTAX, "");
    if (syntax.equals(DEFLATED)) {
      return header.inflated().dataSet(ByteOrder.LITTLE_ENDIAN);
    }
    // Without a word on it, groups are small numbers in the order that the file is in.
    boolean big =
        syntax.isEmpty()
            ? header.peek() >>> 24 != 0 && (header.peek() >>> 16 & 0xFF) == 0
            : syntax.equals(EXPLICIT_BIG);
    return header.dataSet(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads an element and returns its tag. */
  private int read(DicomCursor cursor) throws IOException {
    int tag = cursor.tag();
    int length = cursor.length();
    if (tag == PIXELS) {
      bytesAreSwapped = cursor.bytesAreSwapped();
      encapsulated = length == DicomCursor.UNDEFINED;
      pixels = encapsulated ? cursor.fragments() : cursor.take(length);
    } else if (OTHER_PIXELS.contains(tag)) {
      throw new IOException("holds numbers with a fraction for pixels. A film has whole ones.");
    } else if (WANTED_SEQUENCES.contains(tag) && !isItem) {
      DicomCursor item = cursor.firstItem(length);
      if (item != null) {
        sequences.put(tag, new DicomElements(item));
      }
    } else if (length != DicomCursor.UNDEFINED && (WANTED.contains(tag) || more.contains(tag))) {
      values.put(tag, cursor.take(length));
    } else {
      cursor.skip(length);
    }
    return tag;
  }

  /** The pixels as stored, in the file's byte order, or a compressed file of their own. */
  ByteBuffer pixels() {
    return pixels;
  }

  /** Whether {@link #pixels()} are compressed. */
  boolean encapsulated() {
    return encapsulated;
  }

  /** Whether pixels of a byte each lie in pairs, the second before the first (PS3.5, 8.1.1). */
  boolean bytesAreSwapped() {
    return bytesAreSwapped;
  }

  /** The first item of a sequence that this package reads. */
  Optional<DicomElements> item(int tag) {
    return Optional.ofNullable(sequences.get(tag));
  }

  boolean has(int tag) {
    return values.containsKey(tag) && values.get(tag).hasRemaining();
  }

  /** The unsigned 16-bit value of an element. */
  int number(int tag, int otherwise) {
    ByteBuffer value = values.get(tag);
    return value == null || value.remaining() < 2
        ? otherwise
        : Short.toUnsignedInt(value.getShort(0));
  }

  /**
   * The value of an element as its bytes, in the byte order of the file; empty if there is none.
   */
  ByteBuffer bytes(int tag) {
    ByteBuffer value = values.getOrDefault(tag, ByteBuffer.allocate(0));
    return value.duplicate().order(value.order());
  }

  /**
   * The first of the decimal numbers of an element.
   *
   * @throws IOException naming the element, if it holds anything but a finite number
   */
  double decimal(int tag, double otherwise) throws IOException {
    String text = text(tag, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    boolean written = text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    double number = written ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw new IOException(
          Text.format(
              "has no number but \"%s\" in its element (%04X,%04X).",
              text, tag >>> 16, tag & 0xFFFF));
    }
    return number;
  }

  /** All decimal numbers of an element; none where it is not there or holds anything else. */
  double[] decimals(int tag) {
    String all = StandardCharsets.ISO_8859_1.decode(bytes(tag)).toString();
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
