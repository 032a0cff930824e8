package org.cxrlab.image;

import java.io.IOException;

/** Decodes lossless JPEG by prediction and a Huffman code (ITU-T T.81, Annex H). */
final class JpegLossless {
  private final JpegHeader header;
  private final short[] out;

  private JpegLossless(JpegHeader header, short[] out) {
    this.header = header;
    this.out = out;
  }

  static Samples decode(byte[] file) throws IOException {
    JpegHeader header = JpegHeader.ofFrame(file);
    for (int i = 0; i < header.bands; i++) {
      if (header.sampling[i] != header.sampling[0]) {
        throw new IOException(
            "has colours of several sizes in lossless JPEG, which can't be read.");
      }
    }
    if (header.precision < 2 || header.precision > 16) {
      throw JpegBits.damaged();
    }
    // Each number takes a bit at the least: a header that promises more is not believed.
    if (8L * file.length < (long) header.width * header.height * header.bands) {
      throw JpegBits.damaged();
    }
    var samples = new Samples(header.width, header.height, header.bands);
    int bands = 0;
    for (int at = header.nextScan(); at >= 0; at = header.nextScan()) {
      header.goOnFrom(new JpegLossless(header, samples.values()).scan(at));
      bands += header.scanBands.length;
    }
    if (bands < header.bands) {
      throw JpegBits.damaged();
    }
    return samples;
  }

  private int scan(int at) throws IOException {
    if (header.scanFirst < 1 || header.scanFirst > 7 || header.scanShift >= header.precision) {
      throw JpegBits.damaged();
    }
    var bits = new JpegBits(header.data, at);
    int untilRestart = header.restartInterval;
    boolean anew = true;
    for (int y = 0; y < header.height; y++) {
      if (header.restartInterval > 0 && untilRestart == 0) {
        bits.restart();
        untilRestart = header.restartInterval;
        anew = true;
      }
      row(bits, y, anew);
      untilRestart -= header.width;
      if (header.restartInterval > 0 && untilRestart < 0) {
        throw JpegBits.damaged();
      }
      anew = false;
    }
    return bits.end();
  }

  private void row(JpegBits bits, int y, boolean anew) throws IOException {
    int bands = header.bands;
    int stride = header.width * bands;
    int shift = header.scanShift;
    int predictor = header.scanFirst;
    for (int x = 0; x < header.width; x++) {
      for (int i = 0; i < header.scanBands.length; i++) {
        int at = y * stride + x * bands + header.scanBands[i];
        int predicted;
        if (x == 0) {
          predicted = anew ? 1 << header.precision - shift - 1 : value(at - stride, shift);
        } else if (anew) {
          predicted = value(at - bands, shift);
        } else {
          predicted =
              predict(
                  predictor,
                  value(at - bands, shift),
                  value(at - stride, shift),
                  value(at - stride - bands, shift));
        }
        out[at] = (short) (predicted + difference(bits, header.scanDirect[i]) << shift);
      }
    }
  }

  private int difference(JpegBits bits, int table) throws IOException {
    JpegHuffman code = header.direct[table];
    if (code == null) {
      throw JpegBits.damaged();
    }
    int magnitude = bits.symbol(code);
    if (magnitude > 16) {
      throw JpegBits.damaged();
    }
    // Of 16 bits there is but one difference, which therefore needs none.
    return magnitude == 16 ? 1 << 15 : bits.difference(magnitude);
  }

  private int value(int at, int shift) {
    return (out[at] & 0xFFFF) >> shift;
  }

  /** Table H.1. */
  private static int predict(int predictor, int left, int above, int corner) {
    return switch (predictor) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> corner;
      case 4 -> left + above - corner;
      case 5 -> left + (above - corner >> 1);
      case 6 -> above + (left - corner >> 1);
      default -> left + above >> 1;
    };
  }
}
