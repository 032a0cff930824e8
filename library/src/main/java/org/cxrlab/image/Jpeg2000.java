package org.cxrlab.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import jj2000.j2k.codestream.HeaderInfo;
import jj2000.j2k.codestream.reader.BitstreamReaderAgent;
import jj2000.j2k.codestream.reader.HeaderDecoder;
import jj2000.j2k.decoder.Decoder;
import jj2000.j2k.decoder.DecoderSpecs;
import jj2000.j2k.image.Coord;
import jj2000.j2k.image.DataBlkInt;
import jj2000.j2k.image.ImgDataConverter;
import jj2000.j2k.image.invcomptransf.InvCompTransf;
import jj2000.j2k.util.FacilityManager;
import jj2000.j2k.util.ISRandomAccessIO;
import jj2000.j2k.util.MsgLogger;
import jj2000.j2k.util.ParameterList;
import jj2000.j2k.wavelet.synthesis.InverseWT;
import org.cxrlab.figure.Text;

/** Decodes JPEG 2000 by JJ2000, called directly, as it is no plug-in of ImageIO. */
final class Jpeg2000 {
  private static final int SIZE_MARKER = 0xFF4FFF51;
  private static final int STREAM_BOX = 0x6A703263; // "jp2c"
  private static final int TILE = 0xFF90;
  private static final int END = 0xFFD9;
  private static final int MOST_TILES = 65_535;
  private static final int HIGH_THROUGHPUT = 0x4000;

  /** What the file says of its numbers; {@code bits} of its first band. */
  record Decoded(Samples samples, int bits, boolean signed) {
    int value(int at) {
      int value = samples.values()[at];
      return signed ? value : value & 0xFFFF;
    }
  }

  private Jpeg2000() {}

  /** The grey picture of a file. */
  static GrayImage read(String name, byte[] file) throws IOException {
    Decoded decoded = decode(file);
    Samples samples = decoded.samples();
    int bits = decoded.bits();
    float[] greys = new float[samples.width() * samples.height()];
    for (int i = 0; i < greys.length; i++) {
      int at = i * samples.bands();
      greys[i] =
          samples.bands() < 3
              ? decoded.value(at)
              : Luma.luma(decoded.value(at), decoded.value(at + 1), decoded.value(at + 2));
    }
    double least = decoded.signed() ? -Math.scalb(1.0, bits - 1) : 0;
    OwnRange.spread(greys, least, least + Math.scalb(1.0, bits) - 1, bits);
    return new GrayImage(name, samples.width(), samples.height(), greys);
  }

  static Decoded decode(byte[] file) throws IOException {
    var complaints = new Complaints();
    FacilityManager.registerMsgLogger(Thread.currentThread(), complaints);
    try {
      Decoded decoded = decodeTold(file);
      if (complaints.warned) {
        throw JpegBits.damaged();
      }
      return decoded;
    } catch (ImageFiles.Unreadable e) {
      throw e;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      // The library meets broken bytes with all kinds of exceptions, and with plain errors, too.
      throw new IOException(JpegBits.damaged().getMessage(), e);
    }
  }

  private static Decoded decodeTold(byte[] file) throws IOException {
    int start = streamOf(ByteBuffer.wrap(file));
    String boxes = new String(file, 0, start, StandardCharsets.ISO_8859_1);
    requirePlainColours(boxes);
    requireSize(ByteBuffer.wrap(file).position(start).slice());
    int end = endOf(ByteBuffer.wrap(file), start);
    var in = new ISRandomAccessIO(new ByteArrayInputStream(file, start, end - start));
    ParameterList parameters = parameters();
    var info = new HeaderInfo();
    var header = new HeaderDecoder(in, parameters, info);
    DecoderSpecs specs = header.getDecoderSpecs();
    int[] depths = new int[header.getNumComps()];
    for (int i = 0; i < depths.length; i++) {
      depths[i] = header.getOriginalBitDepth(i);
    }
    BitstreamReaderAgent reader =
        BitstreamReaderAgent.createInstance(in, header, parameters, specs, false, info);
    var coefficients =
        header.createDequantizer(
            header.createROIDeScaler(
                header.createEntropyDecoder(reader, parameters), parameters, specs),
            depths,
            specs);
    InverseWT wavelets = InverseWT.createInstance(coefficients, specs);
    wavelets.setImgResLevel(reader.getImgRes());
    var bands = new InvCompTransf(new ImgDataConverter(wavelets, 0), specs, depths, parameters);
    return new Decoded(
        samples(bands, header, depths, places(boxes, depths.length)),
        depths[0],
        header.isOriginalSigned(0));
  }

  /**
   * Where the codestream begins: at once, or in its box. Lengths of boxes are believed only as far
   * as they lead there.
   */
  private static int streamOf(ByteBuffer file) throws IOException {
    if (file.getInt(0) == SIZE_MARKER) {
      return 0;
    }
    long at = 0;
    while (at + 16 <= file.limit()) {
      int box = (int) at;
      long length = unsigned(file, box);
      int header = length == 1 ? 16 : 8;
      if (file.getInt(box + 4) == STREAM_BOX) {
        return box + header;
      }
      length = length == 1 ? file.getLong(box + 8) : length;
      if (length < header || length > file.limit()) {
        break;
      }
      at += length;
    }
    throw JpegBits.damaged();
  }

  /** Checks that the numbers are greys or red, green and blue, by the boxes before the stream. */
  private static void requirePlainColours(String boxes) throws IOException {
    if (boxes.contains("pclr") || boxes.contains("colr\1\0\0\0\0\0\22")) {
      throw new ImageFiles.Unreadable(
          "is a JPEG 2000 picture with a palette or YCC colours, which can't be read. Store it as"
              + " PNG.");
    }
  }

  /** Checks what the header says before the library sets memory aside for it. */
  private static void requireSize(ByteBuffer stream) throws IOException {
    if (stream.getInt(0) != SIZE_MARKER) {
      throw JpegBits.damaged();
    }
    if ((stream.getShort(6) & HIGH_THROUGHPUT) != 0) {
      throw new ImageFiles.Unreadable(
          "is compressed by high-throughput JPEG 2000, which can't be read. Store it otherwise.");
    }
    long left = unsigned(stream, 16);
    long top = unsigned(stream, 20);
    long width = unsigned(stream, 8) - left;
    long height = unsigned(stream, 12) - top;
    ImageFiles.requireSize(width, height);
    long across = (unsigned(stream, 8) - unsigned(stream, 32)) / Math.max(1, unsigned(stream, 24));
    long down = (unsigned(stream, 12) - unsigned(stream, 36)) / Math.max(1, unsigned(stream, 28));
    int bands = Short.toUnsignedInt(stream.getShort(40));
    if ((across + 1) * (down + 1) > MOST_TILES || bands < 1 || bands > 4) {
      throw JpegBits.damaged();
    }
  }

  /**
   * Where the codestream ends, which the lengths of its tiles tell. What lies after its last marker
   * would have the library take it for broken.
   */
  private static int endOf(ByteBuffer file, int start) throws IOException {
    int at = start + 2;
    while (Short.toUnsignedInt(file.getShort(at)) != TILE) {
      at += 2 + Short.toUnsignedInt(file.getShort(at + 2));
    }
    while (Short.toUnsignedInt(file.getShort(at)) == TILE) {
      long length = unsigned(file, at + 6);
      if (length == 0) {
        // The last of the tiles goes on to the end, and one byte of filling may come after it.
        int end = file.limit();
        boolean whole = isEnd(file, end - 2) || isEnd(file, end - 3);
        if (!whole) {
          throw JpegBits.damaged();
        }
        return end;
      }
      if (length < 12 || length > file.limit() - at - 2) {
        throw JpegBits.damaged();
      }
      at += (int) length;
    }
    return at + 2;
  }

  private static boolean isEnd(ByteBuffer file, int at) {
    return Short.toUnsignedInt(file.getShort(at)) == END;
  }

  private static long unsigned(ByteBuffer stream, int at) {
    return Integer.toUnsignedLong(stream.getInt(at));
  }

  private static ParameterList parameters() {
    var defaults = new ParameterList();
    for (String[] parameter : Decoder.getAllParameters()) {
      if (parameter[3] != null) {
        defaults.setProperty(parameter[0], parameter[3]);
      }
    }
    return new ParameterList(defaults);
  }

  /** For each number of a pixel in the stream its place among red, green, blue and the rest. */
  private static int[] places(String boxes, int bands) throws IOException {
    int[] places = IntStream.range(0, bands).toArray();
    int at = boxes.indexOf("cdef") + 6;
    for (int i = 0; at >= 6 && i < bands && at + 6 * (i + 1) <= boxes.length(); i++) {
      int band = boxes.charAt(at + 6 * i + 1);
      boolean colour = boxes.charAt(at + 6 * i + 3) == 0;
      int place = boxes.charAt(at + 6 * i + 5);
      if (colour && place > 0) {
        if (band >= bands || place > bands) {
          throw JpegBits.damaged();
        }
        places[band] = place - 1;
      }
    }
    return places;
  }

  private static Samples samples(
      InvCompTransf from, HeaderDecoder header, int[] depths, int[] places) throws IOException {
    int width = from.getImgWidth();
    int height = from.getImgHeight();
    var samples = new Samples(width, height, depths.length == 2 ? 1 : depths.length);
    Coord tiles = from.getNumTiles(null);
    for (int tileY = 0; tileY < tiles.y; tileY++) {
      for (int tileX = 0; tileX < tiles.x; tileX++) {
        from.setTile(tileX, tileY);
        for (int band = 0; band < samples.bands(); band++) {
          if (from.getCompSubsX(band) != 1 || from.getCompSubsY(band) != 1 || depths[band] > 16) {
            throw new ImageFiles.Unreadable(
                Text.format(
                    "is a JPEG 2000 picture of %d bits or colours of several sizes, which can't be read.",
                    depths[band]));
          }
          copy(from, band, places[band], header.isOriginalSigned(band), samples);
        }
      }
    }
    return samples;
  }

  private static void copy(
      InvCompTransf from, int band, int place, boolean signed, Samples samples) {
    int tile = from.getTileIdx();
    int width = from.getTileCompWidth(tile, band);
    int height = from.getTileCompHeight(tile, band);
    int left = from.getCompULX(band) - from.getImgULX();
    int top = from.getCompULY(band) - from.getImgULY();
    var block = new DataBlkInt(0, 0, width, height);
    block = (DataBlkInt) from.getInternCompData(block, band);
    int[] values = block.getDataInt();
    int fraction = from.getFixedPoint(band);
    int middle = 1 << from.getNomRangeBits(band) - 1;
    for (int y = 0; y < height; y++) {
      int to = ((top + y) * samples.width() + left) * samples.bands() + place;
      for (int x = 0; x < width; x++, to += samples.bands()) {
        // All values lie around zero here, as the wavelets want it.
        int value = values[block.offset + y * block.scanw + x] >> fraction;
        value = Math.max(-middle, Math.min(middle - 1, value));
        samples.values()[to] = (short) (signed ? value : value + middle);
      }
    }
  }

  /** Hears what the library would print. */
  private static final class Complaints implements MsgLogger {
    private boolean warned;

    @Override
    public void printmsg(int severity, String message) {
      // Whether the stream is whole was asked before: of this it is wrong where tiles are empty.
      warned |= severity >= WARNING && !message.startsWith("EOC marker not found");
    }

    @Override
    public void println(String message, int first, int next) {
      // Is told nothing of use.
    }

    @Override
    public void flush() {
      // Holds nothing.
    }
  }
}
