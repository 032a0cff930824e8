package org.cxrlab.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** What a PNG file is made of, written by hand. */
final class HandmadePng {
  private HandmadePng() {}

  /** Adds a chunk: its length, type, data and check sum. */
  static void chunk(ByteArrayOutputStream out, String type, byte... data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(name);
    out.write(data);
    out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
