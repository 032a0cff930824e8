package org.cxrlab.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A place in a DICOM data set (PS3.5, 7). Of each element it gives tag and length, and either takes
 * or steps over its value. Lengths that go beyond the end meet a {@link BufferUnderflowException}.
 */
final class DicomCursor {
  /** The length of what ends with a delimiter. */
  static final int UNDEFINED = -1;

  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int DEEPEST = 32;
  private static final int MOST_BYTES = 1 << 28;

  private static final Set<String> SHORT =
      Set.of(
          "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "PN", "SH", "SL",
          "SS", "ST", "TM", "UI", "UL", "US");
  // Value representations whose length takes four bytes, after two empty ones.
  private static final Set<String> LONG =
      Set.of("OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UC", "UR", "UT", "UN", "SV", "UV");
  private static final String UNKNOWN = "UN";

  private final ByteBuffer in;
  private boolean implicit;
  private String type = "";

  /**
   * At the beginning of some bytes.
   *
   * @param in its byte order is that of the data set
   * @param implicit whether elements come without their type
   */
  DicomCursor(ByteBuffer in, boolean implicit) {
    this.in = in;
    this.implicit = implicit;
  }

  /** Whether two letters are a value representation. */
  static boolean isType(int first, int second) {
    String type = "" + (char) first + (char) second;
    return SHORT.contains(type) || LONG.contains(type);
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  /** The next tag, left where it is; 0 at the end. */
  int peek() {
    return in.remaining() < Integer.BYTES
        ? 0
        : Short.toUnsignedInt(in.getShort(in.position())) << 16
            | Short.toUnsignedInt(in.getShort(in.position() + 2));
  }

  /**
   * The same place in a data set of another form, as what follows the file header is. Whether types
   * are written is seen from the first element, as files that say it wrongly are many.
   */
  DicomCursor dataSet(ByteOrder order) {
    ByteBuffer rest = in.slice(in.position(), in.remaining()).order(order);
    return new DicomCursor(rest, rest.remaining() < 6 || !isType(rest.get(4), rest.get(5)));
  }

  /** The rest, unpacked. */
  DicomCursor inflated() throws IOException {
    var inflater = new Inflater(true);
    try {
      // Once to count, so that no room is made for what no film takes.
      byte[] some = new byte[1 << 16];
      inflater.setInput(in.slice(in.position(), in.remaining()));
      long count = 0;
      for (int n = inflater.inflate(some); n > 0; n = inflater.inflate(some)) {
        count += n;
        if (count > MOST_BYTES) {
          throw new IOException("unpacks to more bytes than any film takes. Leave it out.");
        }
      }
      DecodingMemory.require(count);
      inflater.reset();
      inflater.setInput(in.slice(in.position(), in.remaining()));
      byte[] all = new byte[(int) count];
      int found = 0;
      while (found < all.length) {
        found += inflater.inflate(all, found, all.length - found);
      }
      return new DicomCursor(ByteBuffer.wrap(all), false);
    } catch (DataFormatException e) {
      throw new IOException("is damaged: what it has packed can't be unpacked. Fetch it again.", e);
    } finally {
      inflater.end();
    }
  }

  /** Reads the next tag. */
  int tag() {
    int group = Short.toUnsignedInt(in.getShort());
    return group << 16 | Short.toUnsignedInt(in.getShort());
  }

  /** Reads the length of the element whose tag was read. */
  int length() {
    int at = in.position();
    type = "";
    // An element without its type among others with theirs: some systems add such.
    if (implicit || !isCapital(in.get(at)) || !isCapital(in.get(at + 1))) {
      return in.getInt();
    }
    type = "" + (char) in.get() + (char) in.get();
    if (LONG.contains(type)) {
      in.getShort();
      return in.getInt();
    }
    return Short.toUnsignedInt(in.getShort());
  }

  /** Whether the value of that element is bytes in words of the other order than they are read. */
  boolean bytesAreSwapped() {
    return type.equals("OW") && in.order() == ByteOrder.BIG_ENDIAN;
  }

  private static boolean isCapital(byte letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  /** Reads so many bytes. */
  ByteBuffer take(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer value = in.slice(in.position(), length).order(in.order());
    in.position(in.position() + length);
    return value;
  }

  /** Steps over the value of an element. */
  void skip(int length) throws IOException {
    skip(length, 0);
  }

  private void skip(int length, int depth) throws IOException {
    if (length != UNDEFINED) {
      take(length);
      return;
    }
    if (depth > DEEPEST) {
      throw new IOException("is not a DICOM file that can be read: its sequences never end.");
    }
    inItems(
        (cursor, itemLength) -> {
          if (itemLength != UNDEFINED) {
            cursor.take(itemLength);
            return;
          }
          while (cursor.peek() != ITEM_END) {
            cursor.tag();
            cursor.skip(cursor.length(), depth + 1);
          }
        });
  }

  /** What is done with an item of a sequence that ends with a delimiter. */
  private interface ItemReader {
    void read(DicomCursor cursor, int length) throws IOException;
  }

  /**
   * Goes through the items of a sequence without a length. In one that was kept by a system that
   * did not know it, elements come without type (PS3.5, 6.2.2).
   */
  private void inItems(ItemReader reader) throws IOException {
    boolean outside = implicit;
    ByteOrder order = in.order();
    if (type.equals(UNKNOWN)) {
      implicit = true;
      in.order(ByteOrder.LITTLE_ENDIAN);
    }
    boolean inside = implicit;
    for (int tag = tag(); tag != SEQUENCE_END; tag = tag()) {
      if (tag != ITEM) {
        throw new BufferUnderflowException();
      }
      int length = in.getInt();
      if (in.remaining() >= 6) {
        // And yet some systems write them.
        implicit = inside && !isType(in.get(in.position() + 4), in.get(in.position() + 5));
      }
      reader.read(this, length);
      if (length == UNDEFINED) {
        tag();
        in.getInt();
      }
      implicit = inside;
    }
    in.getInt();
    implicit = outside;
    in.order(order);
  }

  /** The first item of a sequence, read by itself; null if there is none. */
  DicomCursor firstItem(int length) throws IOException {
    int start = in.position();
    boolean wasUnknown = type.equals(UNKNOWN);
    skip(length, 0);
    ByteBuffer all = in.slice(start, in.position() - start);
    all.order(wasUnknown ? ByteOrder.LITTLE_ENDIAN : in.order());
    var items = new DicomCursor(all, implicit || wasUnknown);
    if (all.remaining() < 2 * Integer.BYTES || items.tag() != ITEM) {
      return null;
    }
    int itemLength = all.getInt();
    if (itemLength != UNDEFINED) {
      all.limit(Math.min(all.limit(), all.position() + Math.max(0, itemLength)));
    }
    if (all.remaining() >= 6) {
      items.implicit &= !isType(all.get(all.position() + 4), all.get(all.position() + 5));
    }
    return items;
  }

  /** Whether an item, or the sequence around it, ends here. */
  boolean atEndOfItem() {
    int tag = peek();
    return tag == 0 || tag == ITEM_END || tag == SEQUENCE_END;
  }

  /** The parts of a compressed picture, less the table of offsets before them, put together. */
  ByteBuffer fragments() {
    List<ByteBuffer> parts = new ArrayList<>();
    int bytes = 0;
    for (int tag = tag(); tag != SEQUENCE_END; tag = tag()) {
      if (tag != ITEM) {
        throw new BufferUnderflowException();
      }
      parts.add(take(in.getInt()));
      bytes += parts.size() == 1 ? 0 : parts.get(parts.size() - 1).remaining();
    }
    ByteBuffer joined = ByteBuffer.allocate(bytes);
    parts.stream().skip(1).forEach(joined::put);
    return joined.flip();
  }
}
