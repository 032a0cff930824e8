package org.cxrlab.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import jj2000.j2k.util.ISRandomAccessIO;

/**
 * A JPEG 2000 codestream for the library that decodes it, which takes single bytes from the headers
 * of packets alone. After a byte 0xFF there the next one has a bit of filling, 0 (ITU-T T.800,
 * B.10.1); where it is 0xFF too the library would read the same bits for ever.
 */
final class PacketBytes extends ISRandomAccessIO {
  private static final int FULL = 0xFF;

  private int last;
  private int after = -1;

  PacketBytes(byte[] stream) throws IOException {
    super(new ByteArrayInputStream(stream));
  }

  @Override
  public int read() throws IOException {
    boolean next = getPos() == after;
    int now = super.read();
    if (next && last == FULL && now == FULL) {
      throw JpegBits.damaged();
    }
    last = now;
    after = getPos();
    return now;
  }
}
