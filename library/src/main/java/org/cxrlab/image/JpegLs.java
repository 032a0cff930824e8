package org.cxrlab.image;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes JPEG-LS, lossless and near-lossless (ITU-T T.87, Annex A, with the names that it gives to
 * its variables): each sample is predicted from three neighbours, and the error is written by a
 * Golomb code whose parameter follows the errors met so far in like surroundings.
 */
final class JpegLs {
  private static final int CONTEXTS = 365;
  private static final int[] J = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };

  private final JpegLsBits bits;
  private final int near;
  private final int maximum;
  private final int range;
  private final int qbpp;
  private final int limit;
  private final int[] thresholds;
  private final int reset;

  // Of each of the surroundings, and of the two of interrupted runs after them.
  private final int[] a = new int[CONTEXTS + 2];
  private final int[] b = new int[CONTEXTS];
  private final int[] c = new int[CONTEXTS];
  private final int[] n = new int[CONTEXTS + 2];
  private final int[] negatives = new int[2];

  private JpegLs(JpegHeader header, int at) throws IOException {
    bits = new JpegLsBits(header.data, at);
    near = header.scanFirst;
    int[] preset = header.preset == null ? new int[5] : header.preset;
    maximum = preset[0] == 0 ? (1 << header.precision) - 1 : preset[0];
    if (near > Math.min(255, maximum / 2) || maximum >= 1 << header.precision) {
      throw JpegBits.damaged();
    }
    range = near == 0 ? maximum + 1 : (maximum + 2 * near) / (2 * near + 1) + 1;
    qbpp = bitsOf(range);
    int bpp = Math.max(2, bitsOf(maximum + 1));
    limit = 2 * (bpp + Math.max(8, bpp));
    thresholds = thresholds(preset);
    reset = preset[4] == 0 ? 64 : preset[4];
    Arrays.fill(a, Math.max(2, (range + 32) / 64));
    Arrays.fill(n, 1);
  }

  /** The least number of bits that tell so many values apart. */
  private static int bitsOf(int values) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(values - 1);
  }

  /** C.2.4.1.1. */
  private int[] thresholds(int[] preset) {
    int first;
    int second;
    int third;
    if (maximum >= 128) {
      int factor = (Math.min(maximum, 4095) + 128) / 256;
      first = factor + 2 + 3 * near;
      second = factor * 4 + 3 + 5 * near;
      third = factor * 17 + 4 + 7 * near;
    } else {
      int factor = 256 / (maximum + 1);
      first = Math.max(2, 3 / factor + 3 * near);
      second = Math.max(3, 7 / factor + 5 * near);
      third = Math.max(4, 21 / factor + 7 * near);
    }
    int t1 = preset[1] == 0 ? clamped(first, near + 1) : preset[1];
    int t2 = preset[2] == 0 ? clamped(second, t1) : preset[2];
    int t3 = preset[3] == 0 ? clamped(third, t2) : preset[3];
    return new int[] {t1, t2, t3};
  }

  private int clamped(int value, int least) {
    return value > maximum || value < least ? least : value;
  }

  static Samples decode(byte[] file) throws IOException {
    JpegHeader header = JpegHeader.ofFrame(file);
    if (header.precision < 2 || header.precision > 16) {
      throw JpegBits.damaged();
    }
    var samples = new Samples(header.width, header.height, header.bands);
    int bands = 0;
    for (int at = header.nextScan(); at >= 0; at = header.nextScan()) {
      if (!header.remark().isEmpty() || header.restartInterval > 0 || header.scanShift > 0) {
        throw new IOException("is coded in a form of JPEG-LS that is rare and can't be read.");
      }
      var decoder = new JpegLs(header, at);
      decoder.scan(samples, header.scanBands, header.scanLast);
      header.goOnFrom(decoder.bits.end());
      bands += header.scanBands.length;
    }
    if (bands < header.bands) {
      throw JpegBits.damaged();
    }
    return samples;
  }

  /**
   * All lines of the bands of a scan.
   *
   * @param interleaving 0 for one band alone, 1 by lines, 2 by pixels
   */
  private void scan(Samples samples, int[] bands, int interleaving) throws IOException {
    if (interleaving > 2 || bands.length > 1 && interleaving == 0) {
      throw JpegBits.damaged();
    }
    int width = samples.width();
    // One more at each end: what is taken for a neighbour at the edge.
    int[][] before = new int[bands.length][width + 2];
    int[][] now = new int[bands.length][width + 2];
    int[] runIndices = new int[bands.length];
    for (int y = 0; y < samples.height(); y++) {
      for (int i = 0; i < bands.length; i++) {
        before[i][width + 1] = before[i][width];
        now[i][0] = before[i][1];
      }
      if (interleaving == 2 && bands.length > 1) {
        new Line(now, before, runIndices, 0).read();
      } else {
        for (int i = 0; i < bands.length; i++) {
          new Line(new int[][] {now[i]}, new int[][] {before[i]}, runIndices, i).read();
        }
      }
      for (int i = 0; i < bands.length; i++) {
        int to = y * width * samples.bands() + bands[i];
        for (int x = 1; x <= width; x++, to += samples.bands()) {
          samples.values()[to] = (short) now[i][x];
        }
      }
      int[][] swap = before;
      before = now;
      now = swap;
    }
  }

  /** A line of one band, or of all bands pixel by pixel. */
  private final class Line {
    private final int[][] now;
    private final int[][] before;
    private final int[] runIndices;
    private final int own;

    Line(int[][] now, int[][] before, int[] runIndices, int own) {
      this.now = now;
      this.before = before;
      this.runIndices = runIndices;
      this.own = own;
    }

    void read() throws IOException {
      int width = now[0].length - 2;
      int x = 1;
      while (x <= width) {
        if (isFlat(x)) {
          x = run(x, width);
        } else {
          for (int i = 0; i < now.length; i++) {
            now[i][x] = regular(now[i][x - 1], before[i], x);
          }
          x++;
        }
      }
    }

    private boolean isFlat(int x) {
      for (int i = 0; i < now.length; i++) {
        int rb = before[i][x];
        int rc = before[i][x - 1];
        if (Math.abs(before[i][x + 1] - rb) > near
            || Math.abs(rb - rc) > near
            || Math.abs(rc - now[i][x - 1]) > near) {
          return false;
        }
      }
      return true;
    }

    /** A.7: equal samples, and the one that ends them; returns the place after it. */
    private int run(int from, int width) throws IOException {
      int x = from;
      while (bits.bits(1) == 1) {
        int most = 1 << J[runIndices[own]];
        int length = Math.min(most, width + 1 - x);
        x += length;
        if (length == most && runIndices[own] < J.length - 1) {
          runIndices[own]++;
        }
        if (x > width) {
          break;
        }
      }
      boolean interrupted = x <= width;
      if (interrupted) {
        x += bits.bits(J[runIndices[own]]);
        if (x > width) {
          throw JpegBits.damaged();
        }
      }
      for (int i = 0; i < now.length; i++) {
        Arrays.fill(now[i], from, x, now[i][from - 1]);
      }
      if (!interrupted) {
        return x;
      }
      for (int i = 0; i < now.length; i++) {
        int ra = now[i][x - 1];
        int rb = before[i][x];
        // Bands that lie beside each other share one kind of interruption.
        int type = now.length == 1 && Math.abs(ra - rb) <= near ? 1 : 0;
        int sign = type == 0 && ra > rb ? -1 : 1;
        int error = interruption(type, J[runIndices[own]]);
        now[i][x] = value(type == 1 ? ra : rb, sign * error);
      }
      if (runIndices[own] > 0) {
        runIndices[own]--;
      }
      return x + 1;
    }
  }

  /** A.4 to A.6: a sample by its surroundings. */
  private int regular(int ra, int[] before, int x) throws IOException {
    int rb = before[x];
    int rc = before[x - 1];
    int q = 81 * quantised(before[x + 1] - rb) + 9 * quantised(rb - rc) + quantised(rc - ra);
    int sign = q < 0 ? -1 : 1;
    q *= sign;
    int px;
    if (rc >= Math.max(ra, rb)) {
      px = Math.min(ra, rb);
    } else if (rc <= Math.min(ra, rb)) {
      px = Math.max(ra, rb);
    } else {
      px = ra + rb - rc;
    }
    px = Math.max(0, Math.min(maximum, px + sign * c[q]));
    int k = golomb(a[q], n[q]);
    int mapped = number(k, limit);
    int error = mapped % 2 == 0 ? mapped / 2 : -(mapped + 1) / 2;
    if (near == 0 && k == 0 && 2 * b[q] <= -n[q]) {
      error = -error - 1;
    }
    update(q, error);
    return value(px, sign * error);
  }

  private int quantised(int difference) {
    int d = Math.abs(difference);
    int level;
    if (d <= near) {
      level = 0;
    } else if (d < thresholds[0]) {
      level = 1;
    } else if (d < thresholds[1]) {
      level = 2;
    } else {
      level = d < thresholds[2] ? 3 : 4;
    }
    return difference < 0 ? -level : level;
  }

  private static int golomb(int a, int n) {
    int k = 0;
    while ((long) n << k < a) {
      k++;
    }
    return k;
  }

  /** A.5.3: a number by the Golomb code of limited length. */
  private int number(int k, int limit) throws IOException {
    int longest = limit - qbpp - 1;
    int zeros = bits.zeros(longest);
    return zeros < longest ? (zeros << k) + bits.bits(k) : bits.bits(qbpp) + 1;
  }

  /** A.6. */
  private void update(int q, int error) {
    b[q] += error * (2 * near + 1);
    a[q] += Math.abs(error);
    if (n[q] == reset) {
      a[q] >>= 1;
      b[q] >>= 1;
      n[q] >>= 1;
    }
    n[q]++;
    if (b[q] <= -n[q]) {
      b[q] = Math.max(b[q] + n[q], 1 - n[q]);
      c[q] = Math.max(-128, c[q] - 1);
    } else if (b[q] > 0) {
      b[q] = Math.min(b[q] - n[q], 0);
      c[q] = Math.min(127, c[q] + 1);
    }
  }

  /** A.7.2: the error of the sample that ends a run. */
  private int interruption(int type, int shortened) throws IOException {
    int q = CONTEXTS + type;
    int k = golomb(type == 0 ? a[q] : a[q] + (n[q] >> 1), n[q]);
    int mapped = number(k, limit - shortened - 1);
    int size = mapped + type + 1 >> 1;
    boolean odd = (mapped + type & 1) == 1;
    boolean negative = (k != 0 || 2 * negatives[type] >= n[q]) == odd;
    if (negative && size > 0) {
      negatives[type]++;
    }
    a[q] += mapped + 1 - type >> 1;
    if (n[q] == reset) {
      a[q] >>= 1;
      n[q] >>= 1;
      negatives[type] >>= 1;
    }
    n[q]++;
    return negative ? -size : size;
  }

  /** A.4.5: a prediction and its error, put together. */
  private int value(int px, int error) {
    int step = 2 * near + 1;
    int value = px + error * step;
    if (value < -near) {
      value += range * step;
    } else if (value > maximum + near) {
      value -= range * step;
    }
    return Math.max(0, Math.min(maximum, value));
  }
}
