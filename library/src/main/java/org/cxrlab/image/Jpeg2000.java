package org.cxrlab.image;

import java.io.IOException;
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
import jj2000.j2k.util.MsgLogger;
import jj2000.j2k.util.ParameterList;
import jj2000.j2k.wavelet.synthesis.InverseWT;
import org.cxrlab.figure.Text;

/**
 * Decodes JPEG 2000 by JJ2000, called directly, as it is no plug-in of ImageIO. A film of more than
 * 32 million pixels that is asked for in a small size is decoded in the least resolution of its
 * file that is still twice as large: its mean over each block of pixels is then the wavelets'.
 */
final class Jpeg2000 {
  /** What the file says of its numbers; {@code bits} of its first band. */
  record Decoded(Samples samples, int bits, boolean signed) {
    int value(int at) {
      int value = samples.values()[at];
      return signed ? value : value & 0xFFFF;
    }
  }

  /** About how many bytes the library needs for a number, with what it is copied to. */
  private static final int BYTES_EACH = 12;

  private Jpeg2000() {}

  /** The grey picture of a file in a size. */
  static GrayImage read(String name, byte[] file, FilmSize size) throws IOException {
    Decoded decoded = decode(file, size);
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
    return size.of(new GrayImage(name, samples.width(), samples.height(), greys));
  }

  /** The numbers of a picture in its own size. */
  static Decoded decode(byte[] file) throws IOException {
    return decode(file, FilmSize.OWN);
  }

  private static Decoded decode(byte[] file, FilmSize size) throws IOException {
    var complaints = new Complaints();
    FacilityManager.registerMsgLogger(Thread.currentThread(), complaints);
    try {
      Decoded decoded = decodeTold(file, size);
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

  private static Decoded decodeTold(byte[] file, FilmSize size) throws IOException {
    var stream = Jpeg2000Stream.of(file);
    byte[] bytes = stream.bytes();
    var in = new PacketBytes(bytes);
    ParameterList parameters = parameters();
    var info = new HeaderInfo();
    var header = new HeaderDecoder(in, parameters, info);
    DecoderSpecs specs = header.getDecoderSpecs();
    int levels = specs.dls.getMin();
    int halvings = Math.min(levels, size.halvings(stream.width(), stream.height()));
    parameters.setProperty("res", String.valueOf(levels - halvings));
    long pixels = (stream.width() >> halvings) * (stream.height() >> halvings);
    DecodingMemory.require(
        stream.width(),
        stream.height(),
        pixels * (header.getNumComps() * BYTES_EACH + Float.BYTES));
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
        samples(bands, halvings, header, depths, stream.places(depths.length)),
        depths[0],
        header.isOriginalSigned(0));
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

  private static Samples samples(
      InvCompTransf from, int halvings, HeaderDecoder header, int[] depths, int[] places)
      throws IOException {
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
                    "is a JPEG 2000 picture of %d bits or with colours of several sizes, which"
                        + " can't be read.",
                    depths[band]));
          }
          copy(from, halvings, band, places[band], header.isOriginalSigned(band), samples);
        }
      }
    }
    return samples;
  }

  /** A place in the picture whose sides were halved so often. */
  private static int reduced(int place, int halvings) {
    return place + (1 << halvings) - 1 >> halvings;
  }

  private static void copy(
      InvCompTransf from, int halvings, int band, int place, boolean signed, Samples samples) {
    int tile = from.getTileIdx();
    // Of a tile the library tells the place in the whole picture, whatever is decoded of it.
    int first = from.getCompULX(band);
    int right = reduced(first + from.getTileCompWidth(tile, band), halvings);
    int above = from.getCompULY(band);
    int bottom = reduced(above + from.getTileCompHeight(tile, band), halvings);
    int width = right - reduced(first, halvings);
    int height = bottom - reduced(above, halvings);
    int left = reduced(first, halvings) - from.getImgULX();
    int top = reduced(above, halvings) - from.getImgULY();
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
      warned |= severity >= WARNING;
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
