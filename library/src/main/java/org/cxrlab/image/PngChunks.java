package org.cxrlab.image;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the chunks of a PNG say, and where its packed pixels are. */
final class PngChunks {
  private static final int SIGNATURE_BYTES = 8;
  private static final int PALETTE_COLOUR = 3;

  private final byte[] file;

  PngChunks(byte[] file) {
    this.file = file;
  }

  /** Red, green and blue of each colour of the palette; empty for a picture without one. */
  Optional<ByteBuffer> palette() {
    boolean coloursByPalette = file.length > 25 && file[25] == PALETTE_COLOUR;
    return coloursByPalette ? find("PLTE") : Optional.empty();
  }

  /** The EXIF data, if there are any. */
  Optional<ByteBuffer> exif() {
    return find("eXIf");
  }

  /** The packed pixels. */
  InputStream data() {
    List<InputStream> pieces = new ArrayList<>();
    find("IDAT", piece -> pieces.add(new ByteArrayInputStream(file, piece[0], piece[1])));
    return new SequenceInputStream(Collections.enumeration(pieces));
  }

  private Optional<ByteBuffer> find(String type) {
    List<ByteBuffer> found = new ArrayList<>();
    find(type, place -> found.add(ByteBuffer.wrap(file).slice(place[0], place[1])));
    return found.stream().findFirst();
  }

  /** Tells of each chunk of a type where its content begins, and how many bytes it has. */
  private void find(String type, Consumer<int[]> found) {
    ByteBuffer in = ByteBuffer.wrap(file);
    in.position(Math.min(SIGNATURE_BYTES, in.limit()));
    while (in.remaining() >= 3 * Integer.BYTES) {
      int length = in.getInt();
      String name = StandardCharsets.ISO_8859_1.decode(in.slice(in.position(), 4)).toString();
      in.getInt();
      if (length < 0 || length > in.remaining()) {
        return;
      }
      if (name.equals(type)) {
        found.accept(new int[] {in.position(), length});
      }
      in.position(Math.min(in.limit(), in.position() + length + Integer.BYTES));
    }
  }
}
