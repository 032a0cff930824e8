package org.cxrlab.image;

import java.nio.ByteBuffer;

/**
 * Room outside Java's heap that each thread uses over and over: a film's bytes are more than Java
 * takes lightly when they are new each time.
 */
final class Scratch {
  /** The bytes of a file as they are packed. */
  static final Scratch PACKED = new Scratch();

  /** The same bytes as they come out. */
  static final Scratch UNPACKED = new Scratch();

  /** Larger ones are rare and not kept. */
  static final int MOST = 4 << 20;

  private final ThreadLocal<ByteBuffer> kept =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

  private Scratch() {}

  /** Room for so many bytes, from position 0 to the limit; in use until the next call. */
  ByteBuffer room(int bytes) {
    ByteBuffer room = kept.get();
    if (room.capacity() < bytes) {
      room = ByteBuffer.allocateDirect(bytes);
      if (bytes <= MOST) {
        kept.set(room);
      }
    }
    return room.clear().limit(bytes);
  }
}
