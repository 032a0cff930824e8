package org.cxrlab.image;

import static org.cxrlab.image.DicomElements.BITS_ALLOCATED;
import static org.cxrlab.image.DicomElements.BITS_STORED;
import static org.cxrlab.image.DicomElements.COLUMNS;
import static org.cxrlab.image.DicomElements.FRAMES;
import static org.cxrlab.image.DicomElements.HIGH_BIT;
import static org.cxrlab.image.DicomElements.ROWS;
import static org.cxrlab.image.DicomElements.SAMPLES_PER_PIXEL;
import static org.cxrlab.image.DicomElements.SIGNED;

import java.io.IOException;
import org.cxrlab.figure.Text;

/**
 * A film of a DICOM file: one picture of 8 or 16 bits, shown as a viewer shows it, its colours as
 * grey. ImageJ, the usual Java reader, turns every compressed file away and keeps the patient's
 * data, so the elements are read here.
 */
final class DicomFilm {
  private DicomFilm() {}

  /** A film in a size. */
  static GrayImage read(String name, byte[] file, FilmSize size) throws IOException {
    return read(name, new DicomElements(file), false, size);
  }

  /**
   * The same without a window or table of values of interest: of grey pictures all values that the
   * bits in use can have, or the modality's table, become 0 to 1.
   */
  static GrayImage readWhole(String name, DicomElements elements) throws IOException {
    return read(name, elements, true, FilmSize.OWN);
  }

  private static GrayImage read(String name, DicomElements elements, boolean whole, FilmSize size)
      throws IOException {
    int allocated = elements.number(BITS_ALLOCATED, 0);
    int bits = elements.number(BITS_STORED, allocated);
    boolean signed = elements.number(SIGNED, 0) == 1;
    if (allocated != 8 && allocated != 16 || bits < 1 || bits > allocated) {
      throw new IOException(
          Text.format(
              "stores %d of %d bits a pixel, which can't be read: 8 or 16 can.", bits, allocated));
    }
    if (elements.decimal(FRAMES, 1) > 1) {
      throw new IOException("holds several frames. A film is one.");
    }
    int bands = elements.number(SAMPLES_PER_PIXEL, 1);
    if (bands != 1 && bands != 3) {
      throw new IOException(Text.format("has %d numbers a pixel, which can't be read.", bands));
    }
    long width = elements.number(COLUMNS, 0);
    long height = elements.number(ROWS, 0);
    ImageFiles.requireSize(width, height);
    int each = elements.encapsulated() ? 2 * Short.BYTES : Short.BYTES;
    DecodingMemory.require(
        width, height, each * bands * width * height + size.bytes(width, height));
    DicomPixels pixels = DicomPixels.of(elements);
    Samples samples = pixels.samples();
    if (bands == 3) {
      var greys = DicomColours.ofThree(samples, pixels.colours(), bits);
      return new SampleRows(samples, greys).image(name, size);
    }
    return switch (pixels.colours()) {
      case "MONOCHROME1", "MONOCHROME2" -> {
        // A decoder gives the bits in use as a number of their own.
        int shift =
            pixels.bits() > 0 ? 0 : Math.max(0, elements.number(HIGH_BIT, bits - 1) + 1 - bits);
        boolean lowIsWhite = pixels.colours().equals("MONOCHROME1");
        if (shift + bits > allocated) {
          throw new IOException(
              Text.format(
                  "has %d bits a pixel below bit %d of %d, which can't be.",
                  bits, shift + bits, allocated));
        }
        yield new DicomShades(elements, bits, shift, signed, lowIsWhite, whole)
            .image(name, samples, size);
      }
      case "PALETTE COLOR" -> {
        var greys = DicomColours.byPalette(elements, samples, bits, signed);
        yield new SampleRows(samples, greys).image(name, size);
      }
      default ->
          throw new IOException("is a " + pixels.colours() + " picture, which can't be read.");
    };
  }
}
