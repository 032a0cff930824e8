package org.cxrlab.explain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.figure.Text;

/** Writes NumPy's array files, format version 1.0. */
final class Npy {
  private static final int PREFIX = 10;
  private static final int ALIGNMENT = 64;

  private Npy() {}

  static Path write(Path file, SaliencyMap map) {
    String header =
        Text.format(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
            map.height(), map.width());
    // The header is filled up with blanks, so that the numbers begin at a multiple of 64.
    int length = PREFIX + header.length() + 1;
    int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    header = header + " ".repeat(padding) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(PREFIX + header.length() + Float.BYTES * map.values().length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (float value : map.values()) {
      bytes.putFloat(value);
    }
    return WholeFile.write(file, out -> out.write(bytes.array()));
  }
}
