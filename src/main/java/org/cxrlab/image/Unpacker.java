package org.cxrlab.image;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks a zlib stream of which it is known how many bytes it holds. */
@FunctionalInterface
interface Unpacker {
  /** By the zlib of the Java runtime, which is everywhere. */
  Unpacker ZLIB = Unpacker::byZlib;

  /**
   * Puts what was packed into an array, from its start.
   *
   * @param packed a direct buffer, from its position to its limit
   * @param bytes how many there have to be; the array has room for them
   * @return whether the stream is whole and holds so many; if not, what lies in the array means
   *     nothing
   */
  boolean unpack(ByteBuffer packed, byte[] into, int bytes);

  private static boolean byZlib(ByteBuffer packed, byte[] into, int bytes) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed.duplicate());
      int found = inflater.inflate(into, 0, bytes);
      if (!inflater.finished()) {
        // The checksum may be all that is left; more bytes than there is room for are not.
        found += inflater.inflate(new byte[1]);
      }
      return inflater.finished() && found == bytes;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }
}
