package org.cxrlab.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cxrlab.figure.Text;

/**
 * What the segments of a JPEG say (ITU-T T.81, Annex B), read one after another up to a scan. The
 * lengths in them are believed only as far as the file goes.
 */
final class JpegHeader {
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int HUFFMAN_TABLES = 0xC4;
  private static final int QUANTISATION = 0xDB;
  private static final int RESTART = 0xDD;
  private static final int SCAN = 0xDA;
  private static final int LINES = 0xDC;

  /** The segments that begin a frame, by the way of coding. */
  static final int BASELINE = 0xC0;

  static final int EXTENDED = 0xC1;
  static final int PROGRESSIVE = 0xC2;
  static final int LOSSLESS = 0xC3;
  static final int JPEG_LS = 0xF7;
  private static final int JPEG_LS_PRESET = 0xF8;

  final byte[] data;
  int process;
  int precision;
  int width;
  int height;
  int bands;
  final int[] ids = new int[4];
  final int[] sampling = new int[4];
  final int[] quantisation = new int[4];
  final int[][] quantisers = new int[4][];
  final JpegHuffman[] direct = new JpegHuffman[4];
  final JpegHuffman[] alternating = new JpegHuffman[4];
  int restartInterval;

  /** Of JPEG-LS: the largest value, three thresholds, and how often counts are halved; or null. */
  int[] preset;

  /** A JFIF header, with which three bands are YCbCr. */
  boolean jfif;

  /** What Adobe's segment says of the colours: 0 as they are, 1 YCbCr; -1 without it. */
  int adobe = -1;

  private String remark = "";
  private int at;
  private boolean complete;

  // Of the scan that was found last.
  int[] scanBands;
  final int[] scanDirect = new int[4];
  final int[] scanAlternating = new int[4];

  /** The predictor, or the error that JPEG-LS allows. */
  int scanFirst;

  /** The way JPEG-LS interleaves bands. */
  int scanLast;

  /** The bits that lossless coding left out. */
  int scanShift;

  /** At the beginning of a file. */
  JpegHeader(byte[] data) throws IOException {
    this.data = data;
    if (data.length < 4 || (data[0] & 0xFF) != 0xFF || (data[1] & 0xFF) != START) {
      throw JpegBits.damaged();
    }
    at = 2;
  }

  /** Reads up to the frame. */
  static JpegHeader ofFrame(byte[] data) throws IOException {
    var header = new JpegHeader(data);
    while (header.process == 0) {
      if (header.segment() == SCAN) {
        throw JpegBits.damaged();
      }
    }
    return header;
  }

  /** What a segment of an application says of how to decode that this project does not know. */
  String remark() {
    return remark;
  }

  /**
   * Goes on to the next scan.
   *
   * @return where its bits begin; -1 at the end of the file
   */
  int nextScan() throws IOException {
    int marker = 0;
    while (marker != SCAN && !complete) {
      marker = segment();
    }
    return complete ? -1 : at;
  }

  /** Goes on from the end of a scan. */
  void goOnFrom(int place) {
    at = place;
  }

  private int segment() throws IOException {
    try {
      return readSegment();
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("is cut short. Fetch it again.", e);
    }
  }

  private int readSegment() throws IOException {
    while ((data[at] & 0xFF) != 0xFF || data[at + 1] == 0) {
      at++;
    }
    while ((data[at] & 0xFF) == 0xFF) {
      at++;
    }
    int marker = data[at++] & 0xFF;
    if (marker == END) {
      complete = true;
      return marker;
    }
    if (marker == START || marker >= 0xD0 && marker < START || marker == 1) {
      return marker;
    }
    int end = at + number(at);
    int from = at + 2;
    if (end < from || end > data.length) {
      throw new IndexOutOfBoundsException();
    }
    switch (marker) {
      case HUFFMAN_TABLES -> huffman(from, end);
      case QUANTISATION -> quantisation(from, end);
      case RESTART -> restartInterval = number(from);
      case SCAN -> scan(from);
      case LINES -> throw new IOException("tells its height only at its end, which can't be read.");
      case JPEG_LS_PRESET -> preset(from);
      default -> {
        if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC
            || marker == JPEG_LS) {
          frame(marker, from);
        } else if (marker >= 0xE0 && marker <= 0xEF) {
          application(marker, from, end);
        }
      }
    }
    at = end;
    return marker;
  }

  private int number(int from) {
    return (data[from] & 0xFF) << Byte.SIZE | data[from + 1] & 0xFF;
  }

  private void frame(int marker, int from) throws IOException {
    process = marker;
    precision = data[from];
    height = number(from + 1);
    width = number(from + 3);
    bands = data[from + 5];
    ImageFiles.requireSize(width, height);
    if (bands != 1 && bands != 3 && bands != 4) {
      throw new IOException(
          Text.format("has %d numbers a pixel, which no picture of a film has.", bands));
    }
    for (int i = 0; i < bands; i++) {
      ids[i] = data[from + 6 + 3 * i] & 0xFF;
      sampling[i] = data[from + 7 + 3 * i];
      quantisation[i] = data[from + 8 + 3 * i] & 3;
    }
  }

  private void huffman(int from, int end) throws IOException {
    for (int i = from; i < end; i += 17 + JpegHuffman.symbols(data, i + 1)) {
      var table = new JpegHuffman(data, i + 1);
      (data[i] >> 4 == 0 ? direct : alternating)[data[i] & 3] = table;
    }
  }

  private void quantisation(int from, int end) {
    int i = from;
    while (i < end) {
      int form = data[i++];
      int[] table = new int[64];
      for (int k = 0; k < table.length; k++) {
        table[k] = form >> 4 == 0 ? data[i] & 0xFF : number(i);
        i += form >> 4 == 0 ? 1 : 2;
      }
      quantisers[form & 3] = table;
    }
  }

  private void preset(int from) throws IOException {
    if (data[from] != 1) {
      throw new IOException("is a JPEG-LS picture with tables of values, which can't be read.");
    }
    preset = new int[5];
    for (int i = 0; i < preset.length; i++) {
      preset[i] = number(from + 1 + 2 * i);
    }
  }

  private void scan(int from) throws IOException {
    int count = data[from];
    if (process == 0 || count < 1 || count > bands) {
      throw JpegBits.damaged();
    }
    scanBands = new int[count];
    for (int i = 0; i < count; i++) {
      int id = data[from + 1 + 2 * i] & 0xFF;
      int band = 0;
      while (ids[band] != id) {
        if (++band == bands) {
          throw JpegBits.damaged();
        }
      }
      scanBands[i] = band;
      int tables = data[from + 2 + 2 * i];
      scanDirect[i] = tables >> 4 & 3;
      scanAlternating[i] = tables & 3;
    }
    int after = from + 1 + 2 * count;
    scanFirst = data[after] & 0xFF;
    scanLast = data[after + 1] & 0xFF;
    scanShift = data[after + 2] & 0xF;
  }

  private void application(int marker, int from, int end) {
    String name = new String(data, from, Math.min(6, end - from), StandardCharsets.ISO_8859_1);
    if (marker == 0xE0 && name.startsWith("JFIF")) {
      jfif = true;
    } else if (marker == 0xEE && name.startsWith("Adobe") && end - from >= 12) {
      adobe = data[from + 11];
    } else if (marker == 0xE8
        && name.startsWith("mrfx")
        && end - from >= 5
        && data[from + 4] != 0) {
      remark = "colours that JPEG-LS has changed";
    }
  }
}
