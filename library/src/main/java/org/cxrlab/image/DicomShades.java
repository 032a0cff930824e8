package org.cxrlab.image;

import static org.cxrlab.image.DicomElements.INTERCEPT;
import static org.cxrlab.image.DicomElements.MODALITY_LUT;
import static org.cxrlab.image.DicomElements.PADDING;
import static org.cxrlab.image.DicomElements.PADDING_LIMIT;
import static org.cxrlab.image.DicomElements.PRESENTATION_SHAPE;
import static org.cxrlab.image.DicomElements.SLOPE;
import static org.cxrlab.image.DicomElements.VOI_LUT;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.cxrlab.figure.Text;

/**
 * From stored values to what a viewer shows, 0 black to 1 white (DICOM PS3.3, C.11): the modality's
 * table or its slope and intercept; then the first table of values of interest, or else the first
 * window, or else the range of the values; then turned about where low values mean white. Padding
 * beyond the edge of the film is black and has no say in the range.
 */
final class DicomShades {
  private static final int VALUES = 1 << 16;

  private final DicomElements elements;
  private final int bits;
  private final int shift;
  private final boolean signed;
  private final boolean lowIsWhite;
  private final boolean whole;

  /**
   * The shades of a grey picture.
   *
   * @param bits of a value that are in use
   * @param shift how many bits lie below them
   * @param whole whether all values that there may be are shown, whatever is of interest
   */
  DicomShades(
      DicomElements elements,
      int bits,
      int shift,
      boolean signed,
      boolean lowIsWhite,
      boolean whole) {
    this.elements = elements;
    this.bits = bits;
    this.shift = shift;
    this.signed = signed;
    this.whole = whole;
    this.lowIsWhite = lowIsWhite || elements.text(PRESENTATION_SHAPE, "").equals("INVERSE");
  }

  /** What a stored number means: above the bits in use may lie an overlay, or the sign again. */
  private int stored(int raw) {
    int unused = Integer.SIZE - bits;
    int raised = raw >>> shift << unused;
    return signed ? raised >> unused : raised >>> unused;
  }

  GrayImage image(String name, Samples samples, FilmSize size) throws IOException {
    short[] values = samples.values();
    boolean[] met = new boolean[VALUES];
    if (asksWhatIsMet()) {
      for (short value : values) {
        met[value & 0xFFFF] = true;
      }
    } else {
      Arrays.fill(met, 0, VALUES, true);
    }
    boolean[] padding = padding(met);
    var rows = new SampleRows(samples, DicomColours.byTable(samples, shades(met, padding)));
    if (padding == null) {
      return rows.image(name, size);
    }
    if (size.isByRows(samples.width(), samples.height())) {
      return rows.image(name, size).padded(paddingByRows(samples, padding, size));
    }
    GrayImage film = rows.image(name, FilmSize.OWN).padded(mask(values, padding));
    return size.of(film);
  }

  private static boolean[] paddingByRows(Samples samples, boolean[] padding, FilmSize size)
      throws IOException {
    if (size.framing() != Framing.WHOLE) {
      return null;
    }
    float[] ones = new float[VALUES];
    for (int raw = 0; raw < VALUES; raw++) {
      ones[raw] = padding[raw] ? 1 : 0;
    }
    var rows = new SampleRows(samples, DicomColours.byTable(samples, ones));
    return GrayImage.moreThanHalf(rows.image("", size).raw());
  }

  /** Whether it matters which numbers there are, and not only which there could be. */
  private boolean asksWhatIsMet() throws IOException {
    boolean windowed = elements.item(VOI_LUT).isEmpty() && DicomWindow.of(elements).isPresent();
    return elements.has(PADDING)
        || elements.item(MODALITY_LUT).isPresent()
        || bits > Byte.SIZE && !windowed;
  }

  /** Which of the values met are padding (PS3.3, C.7.5.1.1.2); null if none or all of them are. */
  private boolean[] padding(boolean[] met) {
    if (!elements.has(PADDING)) {
      return null;
    }
    int one = padding(PADDING);
    int other = elements.has(PADDING_LIMIT) ? padding(PADDING_LIMIT) : one;
    boolean[] padding = new boolean[VALUES];
    boolean some = false;
    boolean all = true;
    for (int raw = 0; raw < VALUES; raw++) {
      if (met[raw]) {
        // Some write it with the bits that are not in use, too.
        padding[raw] =
            isBetween(one, stored(raw), other) || isBetween(one, signed ? (short) raw : raw, other);
        some |= padding[raw];
        all &= padding[raw];
      }
    }
    return some && !all ? padding : null;
  }

  private int padding(int tag) {
    int value = elements.number(tag, 0);
    return signed ? (short) value : value;
  }

  private static boolean isBetween(int one, int value, int other) {
    return Math.min(one, other) <= value && value <= Math.max(one, other);
  }

  private static boolean[] mask(short[] values, boolean[] padding) {
    boolean[] mask = new boolean[values.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = padding[values[i] & 0xFFFF];
    }
    return mask;
  }

  /** The grey of each value that was met. */
  private float[] shades(boolean[] met, boolean[] padding) throws IOException {
    Optional<DicomElements> item = elements.item(MODALITY_LUT);
    DicomTable table = item.isPresent() ? DicomTable.of(item.get(), signed) : null;
    double slope = elements.decimal(SLOPE, 1);
    double intercept = elements.decimal(INTERCEPT, 0);
    if (slope == 0) {
      throw new IOException("has a rescale slope of 0, with which all its pixels are equal.");
    }
    double lowest = lowest() * slope + intercept;
    double range = (lowest() + Math.scalb(1.0, bits) - 1) * slope + intercept - lowest;
    if (table == null && (range == 0 || !Double.isFinite(range))) {
      throw new IOException(
          Text.format(
              "has a rescale slope of %s and an intercept of %s, with which its pixels can't be"
                  + " told apart.",
              slope, intercept));
    }
    DoubleUnaryOperator modality = table == null ? v -> v * slope + intercept : v -> table.get(v);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int raw = 0; raw < VALUES; raw++) {
      if (met[raw] && (padding == null || !padding[raw])) {
        double value = modality.applyAsDouble(stored(raw));
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    DoubleUnaryOperator interest = interest(modality, table, least, most);
    float[] shades = new float[VALUES];
    for (int raw = 0; raw < VALUES; raw++) {
      if (met[raw] && (padding == null || !padding[raw])) {
        double v = interest.applyAsDouble(modality.applyAsDouble(stored(raw)));
        v = Math.max(0, Math.min(1, v));
        shades[raw] = (float) (lowIsWhite ? 1 - v : v);
      }
    }
    return shades;
  }

  /** The least number that can be stored. */
  private double lowest() {
    return signed ? -Math.scalb(1.0, bits - 1) : 0;
  }

  /** From the modality's values to greys. */
  private DoubleUnaryOperator interest(
      DoubleUnaryOperator modality, DicomTable before, double least, double most)
      throws IOException {
    if (!whole) {
      Optional<DicomElements> item = elements.item(VOI_LUT);
      if (item.isPresent()) {
        DicomTable table = DicomTable.of(item.get(), least < 0);
        double white = table.white();
        return v -> table.get(v) / white;
      }
      Optional<DoubleUnaryOperator> window = DicomWindow.of(elements);
      if (window.isPresent()) {
        return window.get();
      }
    }
    double one = before == null ? modality.applyAsDouble(lowest()) : 0;
    double other =
        before == null
            ? modality.applyAsDouble(lowest() + Math.scalb(1.0, bits) - 1)
            : before.white();
    double lower = Math.min(one, other);
    double upper = Math.max(one, other);
    Window range = whole ? new Window(lower, upper) : OwnRange.of(lower, upper, bits, least, most);
    return v -> (v - range.black()) / (range.white() - range.black());
  }
}
