package org.cxrlab.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG, JPEG, GIF, BMP and TIFF by the decoders of the Java runtime, and by these alone: others that
 * happen to be on the class path may give other pixels.
 */
final class RuntimeDecoder {
  private static final Module OF_THE_RUNTIME = ImageIO.class.getModule();

  private RuntimeDecoder() {}

  /** What is done with a decoder that is at the beginning of a file. */
  private interface Reading<T> {
    T of(ImageReader reader) throws IOException;
  }

  /** The grey picture of a file, as it is stored, not turned. */
  static GrayImage decode(PictureForm form, String name, byte[] file) throws IOException {
    return read(
        form,
        file,
        reader -> {
          requireOne(form, reader);
          BufferedImage image = reader.read(0);
          int colours = image.getColorModel().getColorSpace().getType();
          if (colours != ColorSpace.TYPE_GRAY && colours != ColorSpace.TYPE_RGB) {
            throw new ImageFiles.Unreadable(
                "has colours meant for printing (CMYK). Store it as grey.");
          }
          requirePalette(form, file, image);
          return new GrayImage(name, image.getWidth(), image.getHeight(), Luma.of(image));
        });
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
      found = reading.of(reader);
    } catch (ImageFiles.Unreadable e) {
      throw e;
    } catch (IOException | RuntimeException e) {
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

  /** In the place of colours that a palette lacks, the decoder of PNG gives its last. */
  private static void requirePalette(PictureForm form, byte[] file, BufferedImage image)
      throws IOException {
    Optional<Integer> colours =
        form == PictureForm.PNG && image.getColorModel() instanceof IndexColorModel
            ? new PngChunks(file).palette()
            : Optional.empty();
    if (colours.isPresent()) {
      Raster raster = image.getRaster();
      int[] row = new int[raster.getWidth()];
      for (int y = 0; y < raster.getHeight(); y++) {
        for (int index : raster.getSamples(0, y, row.length, 1, 0, row)) {
          if (index >= colours.get()) {
            throw new ImageFiles.Unreadable(
                "uses colours that its palette does not have. Fetch it again or leave it out.");
          }
        }
      }
    }
  }
}
