package org.cxrlab.model.weights;

import java.io.IOException;
import java.io.InputStream;

/**
 * How many groups and arrays an HDF5 file has, from the marks in its bytes: the library makes an
 * object of each that a group names, before it can be asked how many there are. Older files list
 * them in nodes that begin with "SNOD", a version (1), a 0 and their number; newer ones begin each
 * with "OHDR" and a version (2). That weights look so by chance happens once in 2^40 places.
 */
final class HdfCensus {
  private static final int MARK = 8;
  private static final int AT_ONCE = 1 << 16;

  private HdfCensus() {}

  /** The count; what comes after {@code most} were found is not looked at. */
  static long count(InputStream in, long most) throws IOException {
    byte[] part = new byte[AT_ONCE + MARK];
    int kept = 0;
    long found = 0;
    for (int read = in.readNBytes(part, 0, AT_ONCE); read > 0 && found <= most; ) {
      int end = kept + read;
      for (int i = 0; i + MARK <= end; i++) {
        if (part[i] == 'S' || part[i] == 'O') {
          found += at(part, i);
        }
      }
      // A mark may lie across two parts.
      int left = Math.min(MARK - 1, end);
      System.arraycopy(part, end - left, part, 0, left);
      kept = left;
      read = in.readNBytes(part, kept, AT_ONCE);
    }
    return found;
  }

  private static long at(byte[] bytes, int i) {
    if (is(bytes, i, 'S', 'N', 'O', 'D', 1, 0)) {
      return bytes[i + 6] & 0xff | (bytes[i + 7] & 0xff) << 8;
    }
    return is(bytes, i, 'O', 'H', 'D', 'R', 2) ? 1 : 0;
  }

  private static boolean is(byte[] bytes, int from, int... mark) {
    for (int k = 0; k < mark.length; k++) {
      if (bytes[from + k] != mark[k]) {
        return false;
      }
    }
    return true;
  }
}
