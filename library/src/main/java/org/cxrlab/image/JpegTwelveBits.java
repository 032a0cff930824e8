package org.cxrlab.image;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes the extended sequential JPEG of 12 bits (ITU-T T.81, Annex F, with a Huffman code), which
 * the decoder of the Java runtime, made for 8 bits, does not.
 */
final class JpegTwelveBits {
  private static final int SIDE = 8;

  /** Where each coefficient of a block lies, in the order of the file (Figure A.6). */
  private static final int[] ZIGZAG = zigzag();

  /** The cosines of A.3.3, with their factors. */
  private static final double[] BASIS = basis();

  private final JpegHeader header;
  private final short[] out;
  private final int[] last = new int[4];

  private JpegTwelveBits(JpegHeader header, short[] out) {
    this.header = header;
    this.out = out;
  }

  private static int[] zigzag() {
    int[] order = new int[SIDE * SIDE];
    int k = 0;
    for (int diagonal = 0; diagonal < 2 * SIDE - 1; diagonal++) {
      for (int i = 0; i <= diagonal; i++) {
        // Diagonals go upwards and downwards in turn.
        int y = diagonal % 2 == 0 ? diagonal - i : i;
        int x = diagonal - y;
        if (x < SIDE && y < SIDE) {
          order[k++] = y * SIDE + x;
        }
      }
    }
    return order;
  }

  private static double[] basis() {
    double[] basis = new double[SIDE * SIDE];
    for (int u = 0; u < SIDE; u++) {
      for (int x = 0; x < SIDE; x++) {
        double factor = u == 0 ? Math.sqrt(0.125) : 0.5;
        basis[u * SIDE + x] = factor * Math.cos((2 * x + 1) * u * Math.PI / (2 * SIDE));
      }
    }
    return basis;
  }

  static Samples decode(byte[] file) throws IOException {
    JpegHeader header = JpegHeader.ofFrame(file);
    for (int i = 0; i < header.bands; i++) {
      if (header.sampling[i] != header.sampling[0]) {
        throw new IOException("has colours of several sizes in 12 bits, which can't be read.");
      }
    }
    // Each block takes two bits at the least: a header that promises more is not believed.
    if (256L * file.length < (long) header.width * header.height * header.bands) {
      throw JpegBits.damaged();
    }
    var samples = new Samples(header.width, header.height, header.bands);
    int bands = 0;
    for (int at = header.nextScan(); at >= 0; at = header.nextScan()) {
      header.goOnFrom(new JpegTwelveBits(header, samples.values()).scan(at));
      bands += header.scanBands.length;
    }
    if (bands < header.bands) {
      throw JpegBits.damaged();
    }
    return samples;
  }

  private int scan(int at) throws IOException {
    var bits = new JpegBits(header.data, at);
    int across = (header.width + SIDE - 1) / SIDE;
    int down = (header.height + SIDE - 1) / SIDE;
    int[] block = new int[SIDE * SIDE];
    for (int i = 0; i < across * down; i++) {
      if (header.restartInterval > 0 && i > 0 && i % header.restartInterval == 0) {
        bits.restart();
        Arrays.fill(last, 0);
      }
      for (int band = 0; band < header.scanBands.length; band++) {
        readBlock(bits, band, block);
        writeBlock(block, i % across * SIDE, i / across * SIDE, header.scanBands[band]);
      }
    }
    return bits.end();
  }

  private void readBlock(JpegBits bits, int band, int[] block) throws IOException {
    JpegHuffman direct = header.direct[header.scanDirect[band]];
    JpegHuffman alternating = header.alternating[header.scanAlternating[band]];
    int[] quantiser = header.quantisers[header.quantisation[header.scanBands[band]]];
    if (direct == null || alternating == null || quantiser == null) {
      throw JpegBits.damaged();
    }
    Arrays.fill(block, 0);
    last[band] += bits.difference(magnitude(bits.symbol(direct)));
    block[0] = last[band] * quantiser[0];
    for (int k = 1; k < block.length; k++) {
      int symbol = bits.symbol(alternating);
      int zeros = symbol >> 4;
      int magnitude = symbol & 0xF;
      if (magnitude == 0 && zeros < 15) {
        return;
      }
      k += zeros;
      if (k >= block.length) {
        throw JpegBits.damaged();
      }
      block[ZIGZAG[k]] = bits.difference(magnitude) * quantiser[k];
    }
  }

  private static int magnitude(int symbol) throws IOException {
    if (symbol > 15) {
      throw JpegBits.damaged();
    }
    return symbol;
  }

  private void writeBlock(int[] block, int left, int top, int band) {
    double[] rows = new double[SIDE * SIDE];
    for (int v = 0; v < SIDE; v++) {
      for (int x = 0; x < SIDE; x++) {
        double sum = 0;
        for (int u = 0; u < SIDE; u++) {
          sum += block[v * SIDE + u] * BASIS[u * SIDE + x];
        }
        rows[v * SIDE + x] = sum;
      }
    }
    int middle = 1 << header.precision - 1;
    for (int y = 0; y < SIDE && top + y < header.height; y++) {
      for (int x = 0; x < SIDE && left + x < header.width; x++) {
        double sum = 0;
        for (int v = 0; v < SIDE; v++) {
          sum += rows[v * SIDE + x] * BASIS[v * SIDE + y];
        }
        long value = Math.max(0, Math.min(2L * middle - 1, Math.round(sum) + middle));
        out[((top + y) * header.width + left + x) * header.bands + band] = (short) value;
      }
    }
  }
}
