package org.cxrlab.image;

import static org.cxrlab.image.DicomElements.BITS_ALLOCATED;
import static org.cxrlab.image.DicomElements.BITS_STORED;
import static org.cxrlab.image.DicomElements.INTERCEPT;
import static org.cxrlab.image.DicomElements.MODALITY_LUT;
import static org.cxrlab.image.DicomElements.PHOTOMETRIC;
import static org.cxrlab.image.DicomElements.PRESENTATION_SHAPE;
import static org.cxrlab.image.DicomElements.SIGNED;
import static org.cxrlab.image.DicomElements.SLOPE;
import static org.cxrlab.image.DicomElements.TRANSFER_SYNTAX;
import static org.cxrlab.image.DicomElements.VOI_LUT;
import static org.cxrlab.image.DicomElements.WINDOW_CENTRE;
import static org.cxrlab.image.DicomElements.WINDOW_FUNCTION;
import static org.cxrlab.image.DicomElements.WINDOW_WIDTH;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A film's file, to be written anew without what tells who the patient is. This alone reads whose a
 * DICOM file is, to make a pseudonym of it; a {@link GrayImage} never holds that. Whatever else is
 * handed out is a number, or one of the words that are listed here, so that nothing that somebody
 * typed gets out.
 */
public final class OriginalFilm {
  private static final int CLASS_MODALITY = 0x00080060;
  private static final int INSTANCE = 0x00080018;
  private static final int PATIENT = 0x00100020;
  private static final int ISSUER = 0x00100021;
  private static final int SEX = 0x00100040;
  private static final int AGE = 0x00101010;
  private static final int IMAGER_SPACING = 0x00181164;
  private static final int VIEW = 0x00185101;
  private static final int STUDY = 0x0020000D;
  private static final int SERIES = 0x0020000E;
  private static final int SPACING = 0x00280030;
  private static final int BURNT_IN = 0x00280301;
  private static final int LOSSY = 0x00282110;

  private static final Set<Integer> MORE =
      Set.of(
          CLASS_MODALITY,
          INSTANCE,
          PATIENT,
          ISSUER,
          SEX,
          AGE,
          IMAGER_SPACING,
          VIEW,
          STUDY,
          SERIES,
          SPACING,
          BURNT_IN,
          LOSSY);

  /** Kinds of apparatus that make films; any other is written as OT, other. */
  private static final Set<String> MODALITIES = Set.of("CR", "DX", "RG", "RF", "XA", "MG", "SC");

  /** Of DICOM's view positions those of chest films, and how tables call them. */
  private static final Set<String> VIEWS =
      Set.of(
          "PA",
          "AP",
          "LL",
          "RL",
          "LLD",
          "RLD",
          "LLO",
          "RLO",
          "LATERAL",
          "LAT",
          "L",
          "FRONTAL",
          "AP SUPINE",
          "AP ERECT",
          "AP_HORIZONTAL");

  private static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";
  private static final Set<String> LOSSY_SYNTAXES =
      Set.of(JPEG_BASELINE, "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81");

  private final String name;
  private final byte[] bytes;
  private final DicomElements elements;

  private OriginalFilm(String name, byte[] bytes, DicomElements elements) {
    this.name = name;
    this.bytes = bytes;
    this.elements = elements;
  }

  /**
   * Whose a film is, as its file says; nothing where it does not.
   *
   * @param patient the patient's ID
   * @param issuer who gave it
   * @param study the UID of the examination
   * @param series the UID of the series
   * @param instance the UID of the film
   */
  public record Identity(
      String patient, String issuer, String study, String series, String instance) {
    static final Identity UNKNOWN = new Identity("", "", "", "", "");

    /** Never shown. */
    @Override
    public String toString() {
      return "a film's identity";
    }
  }

  /**
   * A film with its header read, its pixels not yet.
   *
   * @param contents the bytes of the file
   * @throws PictureException naming the file, if its header can't be read
   */
  public static OriginalFilm of(Path file, byte[] contents) {
    try {
      return new OriginalFilm(
          file.getFileName().toString(),
          contents,
          PictureForm.of(contents).equals(Optional.of(PictureForm.DICOM))
              ? new DicomElements(contents, MORE)
              : null);
    } catch (IOException e) {
      throw new PictureException("The picture " + file + " " + e.getMessage(), e);
    }
  }

  /**
   * The bytes of a film's file.
   *
   * @throws PictureException naming the file, if it is missing, empty or may not be read
   */
  public static byte[] contents(Path file) {
    try {
      return ImageFiles.bytes(file);
    } catch (IOException e) {
      throw new PictureException("The picture " + file + " " + e.getMessage(), e);
    }
  }

  /** Whose it is; unknown unless it is DICOM. */
  public Identity identity() {
    return elements == null
        ? Identity.UNKNOWN
        : new Identity(
            elements.text(PATIENT, ""),
            elements.text(ISSUER, ""),
            elements.text(STUDY, ""),
            elements.text(SERIES, ""),
            elements.text(INSTANCE, ""));
  }

  /**
   * The picture as it is stored: the range of its bits becomes 0 to 1, low is dark, and no window
   * is applied.
   *
   * @throws PictureException naming the film, if it can't be read
   */
  public GrayImage whole() {
    return decode(false);
  }

  /**
   * The picture as a viewer shows it, through the window that its file gives.
   *
   * @throws PictureException naming the film, if it can't be read
   */
  public GrayImage shown() {
    return decode(true);
  }

  private GrayImage decode(boolean throughWindow) {
    try {
      return DecodingMemory.reading(bytes.length, () -> decodeInTurn(throughWindow));
    } catch (IOException e) {
      throw new PictureException("The picture " + name + " " + e.getMessage(), e);
    }
  }

  private GrayImage decodeInTurn(boolean throughWindow) throws IOException {
    return elements == null || throughWindow
        ? ImageFiles.decode(name, bytes)
        : DicomFilm.readWhole(name, elements);
  }

  /** How many bits a pixel of this picture, which is {@link #whole()}, needs: 8 to 16. */
  public int bits(GrayImage picture) {
    boolean greys = elements != null && elements.text(PHOTOMETRIC, "").startsWith("MONOCHROME");
    if (greys && elements.item(MODALITY_LUT).isEmpty()) {
      return Math.max(8, Math.min(16, storedBits()));
    }
    for (float v : picture.raw()) {
      double level = v * 255.0;
      if (Math.abs(level - Math.rint(level)) > 1e-3) {
        return 16;
      }
    }
    return 8;
  }

  /**
   * The first window of the file in units of {@link #whole()}: which of its values are black and
   * white. Empty where the file has none, or one that is no straight line.
   */
  public Optional<Window> window() {
    if (elements == null
        || elements.item(MODALITY_LUT).isPresent()
        || elements.item(VOI_LUT).isPresent()
        || !elements.text(WINDOW_FUNCTION, "LINEAR").startsWith("LINEAR")) {
      return Optional.empty();
    }
    try {
      double width = elements.decimal(WINDOW_WIDTH, 0);
      double centre = elements.decimal(WINDOW_CENTRE, 0);
      if (!(width >= 1)) {
        return Optional.empty();
      }
      if (elements.text(WINDOW_FUNCTION, "LINEAR").equals("LINEAR")) {
        // DICOM PS3.3, C.11.2.1.2.1: this one lies half a step lower, and is a step narrower.
        centre -= 0.5;
        width = Math.max(width - 1, 1e-6);
      }
      double low = toWhole(centre - width / 2);
      double high = toWhole(centre + width / 2);
      return Optional.of(new Window(Math.min(low, high), Math.max(low, high)));
    } catch (IOException e) {
      // Reading the picture says so.
      return Optional.empty();
    }
  }

  /**
   * The picture as a viewer shows it, where its file has another curve for that than the straight
   * line of {@link #window()}, such as a table of values of interest.
   *
   * @throws PictureException naming the film, if it can't be read
   */
  public Optional<GrayImage> shownByCurve() {
    if (elements == null) {
      return Optional.empty();
    }
    boolean hasWindow = !elements.text(WINDOW_WIDTH, "").isEmpty();
    boolean curved =
        elements.item(VOI_LUT).isPresent()
            || hasWindow
                && (elements.text(WINDOW_FUNCTION, "").equals("SIGMOID")
                    || elements.item(MODALITY_LUT).isPresent());
    return curved ? Optional.of(shown()) : Optional.empty();
  }

  private int storedBits() {
    return elements.number(BITS_STORED, elements.number(BITS_ALLOCATED, 16));
  }

  /** From rescaled values, which a window is in, to those of the whole picture. */
  private double toWhole(double rescaled) throws IOException {
    double slope = elements.decimal(SLOPE, 1);
    double intercept = elements.decimal(INTERCEPT, 0);
    double lowest = elements.number(SIGNED, 0) == 1 ? -Math.scalb(1.0, storedBits() - 1) : 0;
    double one = lowest * slope + intercept;
    double other = (lowest + Math.scalb(1.0, storedBits()) - 1) * slope + intercept;
    double whole = (rescaled - Math.min(one, other)) / Math.abs(other - one);
    boolean turned =
        elements.text(PHOTOMETRIC, "").equals("MONOCHROME1")
            || elements.text(PRESENTATION_SHAPE, "").equals("INVERSE");
    return turned ? 1 - whole : whole;
  }

  /** The view position, such as "PA"; empty where it is not known or no usual word. */
  public String view() {
    return elements == null ? "" : usualView(elements.text(VIEW, ""));
  }

  /** A view position if it is one of the usual words, in capitals; else nothing. */
  public static String usualView(String word) {
    String view = word.strip().toUpperCase(Locale.ROOT);
    return VIEWS.contains(view) ? view : "";
  }

  /** The kind of apparatus, such as "DX"; "OT" where it is not known or none for films. */
  public String modality() {
    String word = elements == null ? "" : elements.text(CLASS_MODALITY, "");
    return MODALITIES.contains(word) ? word : "OT";
  }

  /** The patient's age as DICOM writes it, such as "057Y", or another text; may be empty. */
  public String age() {
    return elements == null ? "" : elements.text(AGE, "");
  }

  /** The patient's sex as the file has it; may be empty. */
  public String sex() {
    return elements == null ? "" : elements.text(SEX, "");
  }

  /** Whether the file itself says that text is burnt into its pixels. */
  public boolean saysBurntIn() {
    return elements != null && elements.text(BURNT_IN, "").equals("YES");
  }

  /** Whether the picture has been compressed with a loss at some time, as far as is told. */
  public boolean lossy() {
    if (elements == null) {
      return bytes.length > 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8;
    }
    return elements.text(LOSSY, "").equals("01")
        || LOSSY_SYNTAXES.contains(elements.text(TRANSFER_SYNTAX, ""));
  }

  /** Millimetres from row to row and from column to column; empty where not known. */
  public Optional<Spacing> spacing() {
    return spacing(SPACING);
  }

  /** The same at the detector. */
  public Optional<Spacing> imagerSpacing() {
    return spacing(IMAGER_SPACING);
  }

  private Optional<Spacing> spacing(int tag) {
    double[] both = elements == null ? new double[0] : elements.decimals(tag);
    return both.length == 2 && both[0] > 0 && both[1] > 0
        ? Optional.of(new Spacing(both[0], both[1]))
        : Optional.empty();
  }

  /**
   * Distances between pixels in millimetres.
   *
   * @param rows from row to row
   * @param columns from column to column
   */
  public record Spacing(double rows, double columns) {}
}
