package org.cxrlab.image;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.cxrlab.figure.Text;

/**
 * PNG, JPEG, GIF, BMP and TIFF by the decoders of the Java runtime, and by these alone: others that
 * happen to be on the class path may give other pixels.
 */
final class RuntimeDecoder {
  private static final Module OF_THE_RUNTIME = ImageIO.class.getModule();

  /** Pixels of one bit, by the packing of PNG; the other forms hold fewer. */
  private static final long MOST_A_BYTE = Byte.SIZE * ZlibStream.MOST_A_BYTE;

  /** Bytes a pixel; to ask the decoder takes a while. */
  private static final long MOST_OF_JPEG = 4;

  private static final int STRIP = 256;

  private RuntimeDecoder() {}

  /** What is done with a decoder that is at the beginning of a file. */
  private interface Reading<T> {
    T of(ImageReader reader) throws IOException;
  }

  /** Width and height as they are stored, by the head of the file. */
  static int[] size(PictureForm form, byte[] file) throws IOException {
    return read(form, file, reader -> new int[] {reader.getWidth(0), reader.getHeight(0)});
  }

  /** The grey picture of a file, as it is stored, not turned. */
  static GrayImage decode(PictureForm form, String name, byte[] file) throws IOException {
    return decode(form, name, file, FilmSize.OWN);
  }

  /** The same in a size. */
  static GrayImage decode(PictureForm form, String name, byte[] file, FilmSize size)
      throws IOException {
    return read(
        form,
        form == PictureForm.GIF ? new GifHeader(file).withAllColours() : file,
        reader -> {
          if (form == PictureForm.TIFF) {
            TiffTags tags = new TiffTags(ByteBuffer.wrap(file));
            tags.requireFewDirectories();
            tags.requirePlainNumbers();
          }
          requireOne(form, reader);
          int width = reader.getWidth(0);
          int height = reader.getHeight(0);
          boolean byRows = size.isByRows(width, height);
          if (byRows && form == PictureForm.PNG && PngRows.canRead(file)) {
            DecodingMemory.require(width, height, size.bytes(width, height));
            return size.of(name, new PngRows(file));
          }
          boolean inStrips = byRows && form == PictureForm.TIFF;
          int strip = inStrips ? strip(reader, height) : height;
          // A strip is unpacked before its numbers are taken from it.
          long each = form == PictureForm.JPEG ? MOST_OF_JPEG : bytesEach(reader);
          long numbers = each * width * strip * (inStrips ? 2 : 1);
          DecodingMemory.require(width, height, numbers + size.bytes(width, height));
          OptionalInt colours = colours(form, file);
          PictureRows.Strips strips = (top, rows) -> read(reader, top, rows, colours);
          return byRows
              ? size.of(name, new PictureRows(width, height, strip, strips))
              : size.of(new GrayImage(name, width, height, Luma.of(strips.read(0, height))));
        });
  }

  /** How many rows of a TIFF are read at once: its own strips, some together where they are low. */
  private static int strip(ImageReader reader, int height) throws IOException {
    int own = reader.getTileHeight(0);
    return Math.min(height, own * Math.max(1, STRIP / own));
  }

  private static BufferedImage read(ImageReader reader, int top, int rows, OptionalInt colours)
      throws IOException {
    ImageReadParam part = null;
    if (rows < reader.getHeight(0)) {
      part = reader.getDefaultReadParam();
      part.setSourceRegion(new Rectangle(0, top, reader.getWidth(0), rows));
    }
    BufferedImage image = reader.read(0, part);
    int space = image.getColorModel().getColorSpace().getType();
    if (space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB) {
      throw new ImageFiles.Unreadable("has colours meant for printing (CMYK). Store it as grey.");
    }
    return image.getColorModel() instanceof IndexColorModel palette
            && colours.orElse(palette.getMapSize()) < palette.getMapSize()
        ? new BufferedImage(cut(palette, colours.getAsInt()), image.getRaster(), false, null)
        : image;
  }

  private static IndexColorModel cut(IndexColorModel palette, int colours) {
    byte[] reds = new byte[palette.getMapSize()];
    byte[] greens = new byte[palette.getMapSize()];
    byte[] blues = new byte[palette.getMapSize()];
    palette.getReds(reds);
    palette.getGreens(greens);
    palette.getBlues(blues);
    return new IndexColorModel(palette.getPixelSize(), colours, reds, greens, blues);
  }

  /** How many bytes the decoder needs for a pixel. */
  private static long bytesEach(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      return Integer.BYTES;
    }
    SampleModel numbers = types.next().getSampleModel();
    return numbers.getNumDataElements()
        * (long) DataBuffer.getDataTypeSize(numbers.getDataType())
        / Byte.SIZE;
  }

  /** How many colours the file's palette has, where the decoder may add others. */
  private static OptionalInt colours(PictureForm form, byte[] file) throws IOException {
    return switch (form) {
      case PNG ->
          new PngChunks(file)
              .palette()
              .map(palette -> OptionalInt.of(palette.remaining() / 3))
              .orElse(OptionalInt.empty());
      case GIF -> new GifHeader(file).colours();
      default -> OptionalInt.empty();
    };
  }

  /** The numbers of a JPEG, its colours as they are stored. */
  static Raster raster(byte[] jpeg) throws IOException {
    return read(PictureForm.JPEG, jpeg, reader -> reader.readRaster(0, null));
  }

  private static <T> T read(PictureForm form, byte[] file, Reading<T> reading) throws IOException {
    ImageReader reader = reader(form);
    List<String> warnings = new ArrayList<>();
    // A profile of colours, which some warn of, is not used.
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (!warning.contains("color profile")) {
            warnings.add(warning);
          }
        });
    T found;
    // In memory, as ImageIO's own cache is a temporary file for each picture.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, false, true);
      ImageFiles.requireSize(reader.getWidth(0), reader.getHeight(0));
      requireHeld(form, file, (long) reader.getWidth(0) * reader.getHeight(0));
      found = reading.of(reader);
    } catch (ImageFiles.Unreadable | CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      requireMemory(e);
      if (e.getCause() instanceof ImageFiles.Unreadable unreadable) {
        throw unreadable;
      }
      // These decoders meet broken bytes with all kinds of exceptions.
      throw new IOException("is cut short or damaged. Fetch it again.", e);
    } finally {
      reader.dispose();
    }
    // A JPEG that is not whole decodes to a film with a grey foot and no more than a warning.
    if (!warnings.isEmpty()) {
      boolean cut =
          warnings.stream().anyMatch(w -> w.contains("Premature end") || w.contains("Truncated"));
      throw new IOException(
          cut
              ? "is cut short. Fetch it again."
              : "is damaged (" + warnings.get(0) + "). Fetch it again.");
    }
    return found;
  }

  /** Lets an error through that a decoder has taken for one of the file's. */
  private static void requireMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError error) {
        throw error;
      }
    }
  }

  /** Turns a header away that promises more pixels than its file, packed as well as can be, has. */
  private static void requireHeld(PictureForm form, byte[] file, long pixels) throws IOException {
    boolean held =
        switch (form) {
          case PNG, JPEG, GIF -> pixels <= MOST_A_BYTE * file.length;
          case TIFF -> new TiffTags(ByteBuffer.wrap(file)).mayHold(pixels);
          default -> true;
        };
    if (!held) {
      throw new ImageFiles.Unreadable(
          Text.format(
              "is damaged: it says it has %,d pixels, which its %,d bytes can't hold. Fetch it"
                  + " again.",
              pixels, file.length));
    }
  }

  private static ImageReader reader(PictureForm form) throws IOException {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(form.name().toLowerCase(Locale.ROOT));
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == OF_THE_RUNTIME) {
        return reader;
      }
    }
    throw new ImageFiles.Unreadable(
        "is a " + form + " picture, which this Java can't read. Store it as PNG.");
  }

  /** A film is one picture; a TIFF may have a smaller one of the same beside it. */
  private static void requireOne(PictureForm form, ImageReader reader) throws IOException {
    boolean mayHaveMore = form == PictureForm.TIFF || form == PictureForm.GIF;
    int pictures = mayHaveMore ? reader.getNumImages(true) : 1;
    for (int i = 1; i < pictures; i++) {
      if (form == PictureForm.GIF || reader.getWidth(i) >= reader.getWidth(0)) {
        throw new ImageFiles.Unreadable("holds several pictures. A film is one.");
      }
    }
  }
}
