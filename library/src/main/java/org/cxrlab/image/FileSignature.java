package org.cxrlab.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** Looks at the first and the last bytes of picture files. */
final class FileSignature {
  private static final int HEAD = PictureForm.HEAD;
  private static final long PNG = 0x89504E470D0A1A0AL;
  private static final int PNG_HEADER = 0x49484452; // "IHDR"

  /** The chunk that ends a PNG, with its checksum. */
  private static final byte[] PNG_END = {
    0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82
  };

  private FileSignature() {}

  /** Whether a file begins and ends as a PNG, JPEG or DICOM file does that is whole. */
  static boolean looksWhole(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < HEAD) {
        return false;
      }
      ByteBuffer head = bytes(channel, 0, HEAD);
      if (head.getLong(0) == PNG) {
        return head.getInt(12) == PNG_HEADER
            && ImageFiles.isPossible(head.getInt(16), head.getInt(20))
            && Arrays.equals(
                bytes(channel, size - PNG_END.length, PNG_END.length).array(), PNG_END);
      }
      if ((head.getShort(0) & 0xFFFF) == 0xFFD8) {
        return (bytes(channel, size - 2, 2).getShort(0) & 0xFFFF) == 0xFFD9;
      }
      // Where a DICOM file ends is told by no mark at its end.
      return DicomElements.hasMark(head.array());
    } catch (IOException e) {
      // Whoever reads all of it says what is wrong.
      return false;
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("The file became shorter.");
      }
    }
    return bytes;
  }
}
