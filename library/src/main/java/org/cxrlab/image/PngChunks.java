package org.cxrlab.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the chunks of a PNG say besides its pixels. */
final class PngChunks {
  private static final int SIGNATURE_BYTES = 8;
  private static final int PALETTE_COLOUR = 3;

  private final byte[] file;

  PngChunks(byte[] file) {
    this.file = file;
  }

  /** How many colours the palette has; empty for a picture without one. */
  Optional<Integer> palette() {
    boolean coloursByPalette = file.length > 25 && file[25] == PALETTE_COLOUR;
    return coloursByPalette ? find("PLTE").map(chunk -> chunk.remaining() / 3) : Optional.empty();
  }

  /** The EXIF data, if there are any. */
  Optional<ByteBuffer> exif() {
    return find("eXIf");
  }

  private Optional<ByteBuffer> find(String type) {
    ByteBuffer in = ByteBuffer.wrap(file);
    in.position(Math.min(SIGNATURE_BYTES, in.limit()));
    while (in.remaining() >= 3 * Integer.BYTES) {
      int length = in.getInt();
      String name = StandardCharsets.ISO_8859_1.decode(in.slice(in.position(), 4)).toString();
      in.getInt();
      if (length < 0 || length > in.remaining()) {
        return Optional.empty();
      }
      if (name.equals(type)) {
        return Optional.of(in.slice(in.position(), length));
      }
      in.position(Math.min(in.limit(), in.position() + length + Integer.BYTES));
    }
    return Optional.empty();
  }
}
