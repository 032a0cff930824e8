package org.cxrlab.image;

import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The zlib stream of a PNG, as it lies in the file.
 *
 * @param file never written to
 * @param pieces of the file, one after another
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ZlibStream(byte[] file, List<Piece> pieces) {
  /** How many bytes one can hold at the most. */
  static final long MOST_A_BYTE = 1032;

  /** Where some of the stream lies in the file. */
  record Piece(int start, int length) {}

  /** How many bytes the stream has. */
  int length() {
    return pieces.stream().mapToInt(Piece::length).sum();
  }

  /**
   * Unpacks it by the zlib of the Java runtime, from the start of an array.
   *
   * @return whether the stream is whole and holds so many bytes; if not, what lies in the array
   *     means nothing
   */
  boolean unpackByZlib(byte[] into, int bytes) {
    Inflater inflater = new Inflater();
    int found = 0;
    try {
      for (Piece piece : pieces) {
        inflater.setInput(file, piece.start(), piece.length());
        found += inflater.inflate(into, found, bytes - found);
        if (found == bytes && !inflater.finished()) {
          // The checksum may be all that is left; more bytes than there is room for are not.
          found += inflater.inflate(new byte[1]);
        }
        if (found > bytes) {
          return false;
        }
      }
      return inflater.finished() && found == bytes;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }
}
