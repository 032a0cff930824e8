package org.cxrlab.image;

import static org.cxrlab.image.DicomElements.RED_DATA;
import static org.cxrlab.image.DicomElements.RED_DESCRIPTOR;
import static org.cxrlab.image.DicomElements.RED_SEGMENTS;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The grey of a DICOM file's colours (PS3.3, C.7.6.3.1.2 and C.7.9). */
final class DicomColours {
  private DicomColours() {}

  /**
   * The grey of three numbers a pixel.
   *
   * @param colours the photometric interpretation
   * @param bits of each number
   */
  static SampleRows.Greys ofThree(Samples samples, String colours, int bits) throws IOException {
    boolean apart = colours.equals("YBR_FULL") || colours.equals("YBR_FULL_422");
    if (!apart && !colours.equals(DicomPixels.RGB)) {
      throw new IOException("is a " + colours + " picture, which can't be read.");
    }
    short[] values = samples.values();
    float white = (1 << bits) - 1;
    int mask = (1 << bits) - 1;
    return (from, into) -> {
      for (int i = 0, at = 3 * from; i < into.length; i++, at += 3) {
        int first = values[at] & mask;
        int second = values[at + 1] & mask;
        int third = values[at + 2] & mask;
        into[i] =
            (apart ? ofBrightness(first, second, third, bits) : Luma.luma(first, second, third))
                / white;
      }
    };
  }

  /** Of colours that a screen can't show, what it shows. */
  private static float ofBrightness(int brightness, int blue, int red, int bits) {
    int middle = 1 << bits - 1;
    return Luma.luma(
        screen(brightness + 1.402 * (red - middle), bits),
        screen(
            brightness
                - 0.114 * 1.772 / 0.587 * (blue - middle)
                - 0.299 * 1.402 / 0.587 * (red - middle),
            bits),
        screen(brightness + 1.772 * (blue - middle), bits));
  }

  private static long screen(double value, int bits) {
    return Math.max(0, Math.min((1L << bits) - 1, Math.round(value)));
  }

  /** The grey of one number a pixel by the palette of the file. */
  static SampleRows.Greys byPalette(
      DicomElements elements, Samples samples, int bits, boolean signed) throws IOException {
    DicomTable[] tables = new DicomTable[3];
    double white = 0;
    int largest = 0;
    for (int i = 0; i < tables.length; i++) {
      tables[i] = table(elements, i, signed);
      white = Math.max(white, tables[i].white());
      largest = Math.max(largest, Arrays.stream(tables[i].entries()).max().orElse(0));
    }
    // Palettes of eight bits that say they have sixteen are met now and then.
    white = largest < 256 ? 255 : white;
    int unused = Integer.SIZE - bits;
    float[] greys = new float[1 << 16];
    for (int raw = 0; raw < greys.length; raw++) {
      int value = signed ? raw << unused >> unused : raw << unused >>> unused;
      greys[raw] =
          (float)
              (Luma.luma(tables[0].get(value), tables[1].get(value), tables[2].get(value)) / white);
    }
    return byTable(samples, greys);
  }

  /** The greys that a table has for all numbers of 16 bits. */
  static SampleRows.Greys byTable(Samples samples, float[] greys) {
    short[] values = samples.values();
    return (from, into) -> {
      for (int i = 0; i < into.length; i++) {
        into[i] = greys[values[from + i] & 0xFFFF];
      }
    };
  }

  private static DicomTable table(DicomElements elements, int colour, boolean signed)
      throws IOException {
    ByteBuffer descriptor = elements.bytes(RED_DESCRIPTOR + colour);
    ByteBuffer data = elements.bytes(RED_DATA + colour);
    ByteBuffer segments = elements.bytes(RED_SEGMENTS + colour);
    if (data.hasRemaining() || !segments.hasRemaining()) {
      return DicomTable.of(descriptor, data, signed);
    }
    int[] form = DicomTable.form(descriptor, signed);
    int[] entries = new int[form[0]];
    try {
      if (expand(segments, form[2] > Byte.SIZE, entries, 0) == entries.length) {
        return new DicomTable(form[1], form[2], entries);
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
      // The last is what a buffer says of a place behind its end.
      throw new IOException("has a broken palette. Fetch it again.", e);
    }
    throw new IOException("has a broken palette. Fetch it again.");
  }

  /** Unfolds a palette of segments (C.7.9.2); returns how many entries there are then. */
  private static int expand(ByteBuffer in, boolean wide, int[] entries, int filled)
      throws IOException {
    int to = filled;
    while (in.remaining() >= (wide ? 4 : 2) && to < entries.length) {
      int kind = next(in, wide);
      int count = next(in, wide);
      switch (kind) {
        case 0 -> {
          for (int i = 0; i < count; i++) {
            entries[to++] = next(in, wide);
          }
        }
        case 1 -> {
          int from = entries[to - 1];
          int end = next(in, wide);
          for (int i = 1; i <= count; i++) {
            entries[to++] = from + (int) Math.round((end - from) * (double) i / count);
          }
        }
        case 2 -> {
          int offset = next(in, wide) | next(in, wide) << (wide ? 16 : 8);
          if (!wide) {
            offset |= next(in, false) << 16 | next(in, false) << 24;
          }
          ByteBuffer again = in.duplicate().order(in.order()).position(offset);
          to = repeat(again, wide, count, entries, to);
        }
        default -> throw new IOException("has a palette of an unknown form.");
      }
    }
    return to;
  }

  private static int repeat(ByteBuffer again, boolean wide, int count, int[] entries, int filled)
      throws IOException {
    int to = filled;
    for (int i = 0; i < count; i++) {
      ByteBuffer one = again.duplicate().order(again.order());
      int kind = next(one, wide);
      int length = next(one, wide);
      if (kind > 1) {
        throw new IOException("has a palette that repeats itself without end.");
      }
      int bytes = (2 + (kind == 0 ? length : 1)) * (wide ? 2 : 1);
      one.position(again.position()).limit(again.position() + bytes);
      to = expand(one, wide, entries, to);
      again.position(again.position() + bytes);
    }
    return to;
  }

  private static int next(ByteBuffer in, boolean wide) {
    return wide ? Short.toUnsignedInt(in.getShort()) : Byte.toUnsignedInt(in.get());
  }
}
