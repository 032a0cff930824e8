package org.cxrlab.image;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.slf4j.LoggerFactory;

/**
 * What unpacks the pixels of a PNG. Where the machine has libdeflate it does, in less than half of
 * the time that the zlib of the Java runtime takes; what it does not take goes to zlib, which has
 * the last word on whether a file is damaged. {@code -Dcxrlab.libdeflate=false} leaves all of it to
 * zlib.
 */
public final class Unpacking {
  private static final String SWITCH = "cxrlab.libdeflate";

  private static final String DESCRIPTION;
  private static final Unpacker USED;

  static {
    Unpacker found = null;
    if (!Boolean.parseBoolean(System.getProperty(SWITCH, "true"))) {
      DESCRIPTION = "Java's zlib; libdeflate is turned off by -D" + SWITCH;
    } else {
      found = libdeflate();
      DESCRIPTION =
          found == null
              ? "Java's zlib; with libdeflate it takes half of the time (Debian: libdeflate0)"
              : "libdeflate";
    }
    USED = found == null ? Unpacker.ZLIB : firstOf(found, Unpacker.ZLIB);
  }

  private Unpacking() {}

  /** What unpacks PNG files here, in words. */
  public static String description() {
    return DESCRIPTION;
  }

  /** The fastest there is here. */
  static Unpacker unpacker() {
    return USED;
  }

  private static Unpacker firstOf(Unpacker first, Unpacker second) {
    return (packed, into, bytes) ->
        first.unpack(packed, into, bytes) || second.unpack(packed, into, bytes);
  }

  /** The library of the machine if it has one that works, else null. */
  static Unpacker libdeflate() {
    try {
      // By its number on Linux: only developers have it without, and another may take other words.
      String name = Platform.isLinux() ? "libdeflate.so.0" : "deflate";
      Libdeflate library = Native.load(name, Libdeflate.class);
      Unpacker unpacker = (packed, into, bytes) -> unpack(library, packed, into, bytes);
      return Native.SIZE_T_SIZE == Long.BYTES && works(unpacker) ? unpacker : null;
    } catch (LinkageError e) {
      LoggerFactory.getLogger(Unpacking.class).debug("no libdeflate: {}", e.getMessage());
      return null;
    }
  }

  private static boolean works(Unpacker unpacker) {
    byte[] bytes = {1, 2, 3, 1, 2, 3};
    byte[] found = new byte[bytes.length];
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    ByteBuffer packed = ByteBuffer.allocateDirect(100);
    deflater.deflate(packed);
    deflater.end();
    return unpacker.unpack(packed.flip(), found, found.length) && Arrays.equals(bytes, found);
  }

  private static boolean unpack(Libdeflate library, ByteBuffer packed, byte[] into, int bytes) {
    Pointer decompressor = library.libdeflate_alloc_decompressor();
    if (decompressor == null) {
      return false;
    }
    try {
      // Outside Java's heap: what lies in it is copied whole to the library and back.
      ByteBuffer rows = Scratch.UNPACKED.room(bytes);
      int result =
          library.libdeflate_zlib_decompress(
              decompressor, packed.slice(), packed.remaining(), rows, bytes, null);
      rows.get(into, 0, bytes);
      return result == Libdeflate.SUCCESS;
    } finally {
      library.libdeflate_free_decompressor(decompressor);
    }
  }

  /** The part of libdeflate.h that is used; its {@code size_t} is a long wherever Java runs. */
  interface Libdeflate extends Library {
    int SUCCESS = 0;

    /** Null if there is no memory. */
    Pointer libdeflate_alloc_decompressor();

    /**
     * Reads and writes no byte beyond the lengths that it is told. Without the last argument it
     * succeeds only if the room is filled to its end.
     */
    int libdeflate_zlib_decompress(
        Pointer decompressor,
        ByteBuffer in,
        long inBytes,
        ByteBuffer out,
        long outBytes,
        Pointer outFound);

    /** Frees what the first call gave. */
    void libdeflate_free_decompressor(Pointer decompressor);
  }
}
