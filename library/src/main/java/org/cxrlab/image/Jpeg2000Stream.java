package org.cxrlab.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.figure.Text;

/**
 * The codestream of a JPEG 2000 file (ITU-T T.800, Annex A), checked before a library sees it: what
 * its header says of its size, and whether the lengths of its tiles lead to its end.
 */
final class Jpeg2000Stream {
  private static final int SIZE_MARKER = 0xFF4FFF51;
  private static final int STREAM_BOX = 0x6A703263; // "jp2c"
  private static final int CODING = 0xFF52;
  private static final int MOST_LAYERS = 256;
  private static final int TILE = 0xFF90;
  private static final int DATA = 0xFF93;
  private static final int TILE_LENGTHS = 0xFF55;
  private static final int PACKET_LENGTHS = 0xFF58;
  private static final int PACKED_HEADERS = 0xFF60;
  private static final int PACKED_HEADERS_OF_TILE = 0xFF61;
  private static final int REMARK = 0xFF64;
  private static final int END = 0xFFD9;
  private static final int TILE_HEADER_BYTES = 12;
  private static final int MOST_TILES = 65_535;
  private static final int HIGH_THROUGHPUT = 0x4000;

  private final ByteBuffer in;
  private final String boxes;
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private final Map<Integer, ByteArrayOutputStream> tiles = new LinkedHashMap<>();
  private boolean simple = true;

  private Jpeg2000Stream(ByteBuffer in, String boxes) throws IOException {
    this.in = in;
    this.boxes = boxes;
    readHeader();
    while (marker() == TILE) {
      readTile();
    }
    // Of a tile that is not there the library reads what comes next, or reads on for ever.
    if (marker() != END || tiles.size() != tiles(in)) {
      throw JpegBits.damaged();
    }
  }

  /** How many tiles the header promises. */
  private static long tiles(ByteBuffer stream) {
    return tiles(stream, 8) * tiles(stream, 12);
  }

  /** How many side by side; where they begin and how wide they are stands after the size. */
  private static long tiles(ByteBuffer stream, int size) {
    long length = unsigned(stream, size) - unsigned(stream, size + 24);
    long each = Math.max(1, unsigned(stream, size + 16));
    return (length + each - 1) / each;
  }

  /** Reads a file up to its end. */
  static Jpeg2000Stream of(byte[] file) throws IOException {
    int start = startOf(ByteBuffer.wrap(file));
    String boxes = new String(file, 0, start, StandardCharsets.ISO_8859_1);
    requirePlainColours(boxes);
    ByteBuffer stream = ByteBuffer.wrap(file, start, file.length - start).slice();
    requireSize(stream);
    return new Jpeg2000Stream(stream, boxes);
  }

  /** How many pixels the picture is wide. */
  long width() {
    return unsigned(in, 8) - unsigned(in, 16);
  }

  /** How many pixels the picture is high. */
  long height() {
    return unsigned(in, 12) - unsigned(in, 20);
  }

  /** The main header, less the lengths of tiles, which are about to change. */
  private void readHeader() throws IOException {
    copy(header, in.position(), 2);
    in.position(2);
    while (marker() != TILE) {
      int length = 2 + Short.toUnsignedInt(in.getShort(in.position() + 2));
      requireReadable();
      if (marker() != TILE_LENGTHS) {
        copy(header, in.position(), length);
      }
      in.position(in.position() + length);
    }
  }

  private int marker() {
    return Short.toUnsignedInt(in.getShort(in.position()));
  }

  /** One part of a tile: its header, of the first part alone, and what is packed in it. */
  private void readTile() throws IOException {
    int start = in.position();
    int tile = Short.toUnsignedInt(in.getShort(start + 4));
    long length = unsigned(in, start + 6);
    // The last of the tiles may go on to the end, and one byte of filling may come after it.
    long end = length == 0 ? in.limit() - (isEnd(in, in.limit() - 2) ? 2 : 3) : start + length;
    if (end < start + TILE_HEADER_BYTES || end > in.limit() - 2) {
      throw JpegBits.damaged();
    }
    boolean first = !tiles.containsKey(tile);
    ByteArrayOutputStream out = tiles.computeIfAbsent(tile, t -> new ByteArrayOutputStream());
    in.position(start + TILE_HEADER_BYTES);
    while (marker() != DATA) {
      int segment = 2 + Short.toUnsignedInt(in.getShort(in.position() + 2));
      requireReadable();
      boolean remark = marker() == PACKET_LENGTHS || marker() == REMARK;
      simple &= first || remark;
      if (first && !remark) {
        copy(out, in.position(), segment);
      }
      in.position(in.position() + segment);
    }
    int body = in.position() + (first ? 0 : 2);
    copy(out, body, (int) end - body);
    in.position((int) end);
  }

  /**
   * Refuses what the library can't read of any file: it makes room for each layer of each small
   * block, and reads on for ever where headers of packets that are packed together end too early.
   */
  private void requireReadable() throws IOException {
    if (marker() == PACKED_HEADERS || marker() == PACKED_HEADERS_OF_TILE) {
      throw new ImageFiles.Unreadable(
          "is a JPEG 2000 picture with the headers of its packets packed together, which can't be"
              + " read. Store it otherwise.");
    }
    int layers = Short.toUnsignedInt(in.getShort(in.position() + 6));
    if (marker() == CODING && layers > MOST_LAYERS) {
      throw new ImageFiles.Unreadable(
          Text.format("is a JPEG 2000 picture in %,d layers, which can't be read.", layers));
    }
  }

  private void copy(ByteArrayOutputStream to, int from, int length) {
    byte[] bytes = new byte[length];
    in.get(from, bytes);
    to.writeBytes(bytes);
  }

  /**
   * The stream with each tile in one part: of tiles in several parts the library loses its place.
   *
   * @throws IOException if a later part changes how the tile is coded
   */
  byte[] bytes() throws IOException {
    if (!simple) {
      throw new ImageFiles.Unreadable(
          "is a JPEG 2000 picture whose tiles are coded in several ways, which can't be read.");
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(header.toByteArray());
    tiles.forEach(
        (tile, content) -> {
          ByteBuffer start = ByteBuffer.allocate(TILE_HEADER_BYTES);
          start.putShort((short) TILE).putShort((short) 10).putShort((short) (int) tile);
          start.putInt(TILE_HEADER_BYTES + content.size()).put((byte) 0).put((byte) 1);
          out.writeBytes(start.array());
          out.writeBytes(content.toByteArray());
        });
    out.write(END >> Byte.SIZE);
    out.write(END);
    return out.toByteArray();
  }

  /** For each number of a pixel in the stream its place among red, green, blue and the rest. */
  int[] places(int bands) throws IOException {
    int[] places = IntStream.range(0, bands).toArray();
    int at = boxes.indexOf("cdef") + 6;
    for (int i = 0; at >= 6 && i < bands && at + 6 * (i + 1) <= boxes.length(); i++) {
      int band = boxes.charAt(at + 6 * i + 1);
      boolean colour = boxes.charAt(at + 6 * i + 3) == 0;
      int place = boxes.charAt(at + 6 * i + 5);
      if (colour && place > 0) {
        if (band >= bands || place > bands) {
          throw JpegBits.damaged();
        }
        places[band] = place - 1;
      }
    }
    return places;
  }

  /**
   * Where the codestream begins: at once, or in its box. Lengths of boxes are believed only as far
   * as they lead there.
   */
  private static int startOf(ByteBuffer file) throws IOException {
    if (file.getInt(0) == SIZE_MARKER) {
      return 0;
    }
    long at = 0;
    while (at + 16 <= file.limit()) {
      int box = (int) at;
      long length = unsigned(file, box);
      int header = length == 1 ? 16 : 8;
      if (file.getInt(box + 4) == STREAM_BOX) {
        return box + header;
      }
      length = length == 1 ? file.getLong(box + 8) : length;
      if (length < header || length > file.limit()) {
        break;
      }
      at += length;
    }
    throw JpegBits.damaged();
  }

  /** Checks that the numbers are greys or red, green and blue, by the boxes before the stream. */
  private static void requirePlainColours(String boxes) throws IOException {
    if (boxes.contains("pclr") || boxes.contains("colr\1\0\0\0\0\0\22")) {
      throw new ImageFiles.Unreadable(
          "is a JPEG 2000 picture with a palette or YCC colours, which can't be read. Store it as"
              + " PNG.");
    }
  }

  /** Checks what the header says before the library sets memory aside for it. */
  private static void requireSize(ByteBuffer stream) throws IOException {
    if (stream.getInt(0) != SIZE_MARKER) {
      throw JpegBits.damaged();
    }
    if ((stream.getShort(6) & HIGH_THROUGHPUT) != 0) {
      throw new ImageFiles.Unreadable(
          "is compressed by high-throughput JPEG 2000, which can't be read. Store it otherwise.");
    }
    long left = unsigned(stream, 16);
    long top = unsigned(stream, 20);
    long width = unsigned(stream, 8) - left;
    long height = unsigned(stream, 12) - top;
    ImageFiles.requireSize(width, height);
    int bands = Short.toUnsignedInt(stream.getShort(40));
    if (tiles(stream) > MOST_TILES || bands < 1 || bands > 4) {
      throw JpegBits.damaged();
    }
  }

  private static boolean isEnd(ByteBuffer file, int at) {
    return Short.toUnsignedInt(file.getShort(at)) == END;
  }

  private static long unsigned(ByteBuffer stream, int at) {
    return Integer.toUnsignedLong(stream.getInt(at));
  }
}
