package org.cxrlab.image;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import org.cxrlab.FastPath;
import org.cxrlab.disk.NativeCode;
import org.slf4j.LoggerFactory;

/**
 * What unpacks the pixels of a PNG: libdeflate where the machine has it, in half of the time that
 * the zlib of the Java runtime takes. What it does not take is left to zlib, which has the last
 * word on whether a file is damaged. {@code -Dcxrlab.libdeflate=false} leaves everything to zlib.
 */
public final class Unpacking {
  private static final FastPath SWITCH = new FastPath("cxrlab.libdeflate");

  private Unpacking() {}

  /** What unpacks PNG files here, in words. */
  public static String description() {
    if (!SWITCH.isOn()) {
      return "Java's zlib; " + SWITCH.off("libdeflate");
    }
    return libdeflate().isPresent()
        ? "libdeflate"
        : "Java's zlib; libdeflate takes half of the time (on Debian: apt-get install libdeflate0)";
  }

  /** As {@link ZlibStream#unpackByZlib}, by the fastest there is here. */
  static boolean unpack(ZlibStream packed, byte[] into, int bytes) {
    return SWITCH.isOn()
            && libdeflate().filter(fast -> fast.unpack(packed, into, bytes)).isPresent()
        || packed.unpackByZlib(into, bytes);
  }

  /** The library of the machine, if it has one that works. Looked for once, when first asked. */
  static Optional<Libdeflate> libdeflate() {
    return Libdeflate.FOUND;
  }

  /** libdeflate, from the machine. */
  static final class Libdeflate {
    private static final Optional<Libdeflate> FOUND = find();

    private final Functions functions;

    private Libdeflate(Functions functions) {
      this.functions = functions;
    }

    private static Optional<Libdeflate> find() {
      try {
        // On Linux by its number: only developers have it without, and the next may differ.
        String name = Platform.isLinux() ? "libdeflate.so.0" : "deflate";
        var found = new Libdeflate(NativeCode.load(name, Functions.class));
        return Native.SIZE_T_SIZE == Long.BYTES && found.works()
            ? Optional.of(found)
            : Optional.empty();
      } catch (LinkageError e) {
        LoggerFactory.getLogger(Unpacking.class).debug("no libdeflate: {}", e.getMessage());
        return Optional.empty();
      }
    }

    private boolean works() {
      byte[] bytes = {1, 2, 3, 1, 2, 3};
      byte[] stream = new byte[100];
      Deflater deflater = new Deflater();
      deflater.setInput(bytes);
      deflater.finish();
      int length = deflater.deflate(stream);
      deflater.end();
      byte[] found = new byte[bytes.length];
      var packed = new ZlibStream(stream, List.of(new ZlibStream.Piece(0, length)));
      return unpack(packed, found, found.length) && Arrays.equals(bytes, found);
    }

    /** As {@link ZlibStream#unpackByZlib}. */
    boolean unpack(ZlibStream packed, byte[] into, int bytes) {
      int length = packed.length();
      Pointer decompressor = length == 0 ? null : functions.libdeflate_alloc_decompressor();
      if (decompressor == null) {
        return false;
      }
      // Not by arrays, which JNA would copy whole to the library and back.
      try (var in = new Memory(length);
          var out = new Memory(bytes)) {
        int written = 0;
        for (ZlibStream.Piece piece : packed.pieces()) {
          in.write(written, packed.file(), piece.start(), piece.length());
          written += piece.length();
        }
        int result =
            functions.libdeflate_zlib_decompress(decompressor, in, length, out, bytes, null);
        out.read(0, into, 0, bytes);
        return result == Functions.SUCCESS;
      } finally {
        functions.libdeflate_free_decompressor(decompressor);
      }
    }
  }

  /** The part of libdeflate.h that is used, where {@code size_t} is as long as a long. */
  interface Functions extends Library {
    int SUCCESS = 0;

    /** Null if there is no memory. */
    Pointer libdeflate_alloc_decompressor();

    /**
     * Reads and writes no byte beyond the lengths that it is told. Without the last argument it
     * succeeds only if the room is filled to its end.
     */
    int libdeflate_zlib_decompress(
        Pointer decompressor, Pointer in, long inBytes, Pointer out, long outBytes, Pointer found);

    /** Frees what the first call gave. */
    void libdeflate_free_decompressor(Pointer decompressor);
  }
}
