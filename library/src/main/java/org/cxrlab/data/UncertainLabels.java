package org.cxrlab.data;

import org.cxrlab.figure.Text;

/**
 * What is made of labels that a table calls uncertain, as CheXpert and MIMIC-CXR do by -1, and of
 * those that it leaves blank. Both are unknown unless somebody decides otherwise: {@code
 * films.uncertain(UncertainLabels.positive())}, {@code
 * films.uncertain(UncertainLabels.unknown().blanksNegative())}.
 *
 * <p>Irvin et al. (CheXpert, AAAI 2019) compare for the uncertain ones to ignore them (U-Ignore,
 * {@link #unknown()}), zeros (U-Zeros, {@link #negative()}) and ones (U-Ones, {@link #positive()});
 * which is best differs from label to label. A blank means that the report does not mention the
 * finding. Many who train on these sets take it for absent ({@link #blanksNegative()}); strictly it
 * says nothing, so here that is a decision, too.
 */
public final class UncertainLabels {
  private static final UncertainLabels UNKNOWN =
      new UncertainLabels("unknown", Float.NaN, Float.NaN, Float.NaN);

  private final String words;
  private final float low;
  private final float high;
  private final float blank;

  private UncertainLabels(String words, float low, float high, float blank) {
    this.words = words;
    this.low = low;
    this.high = high;
    this.blank = blank;
  }

  /** Uncertain labels are unknown and take no part in loss or evaluation. */
  public static UncertainLabels unknown() {
    return UNKNOWN;
  }

  /** Uncertain labels are absent. */
  public static UncertainLabels negative() {
    return new UncertainLabels("negative", 0, 0, Float.NaN);
  }

  /** Uncertain labels are present. */
  public static UncertainLabels positive() {
    return new UncertainLabels("positive", 1, 1, Float.NaN);
  }

  /**
   * Uncertain labels become a value between absent and present, drawn uniformly: label smoothing as
   * in Pham et al., Interpreting chest X-rays via CNNs that exploit hierarchical disease
   * dependencies and uncertainty labels, Neurocomputing 437 (2021), who draw from 0.55 to 0.85
   * where uncertain is to lean to present, and from 0 to 0.3 where it is to lean to absent.
   *
   * <p>The value follows from the names of film and label alone, so the same films always have the
   * same values, whatever else is read with them. Losses take it as it is; counts, splits and
   * evaluations leave it out, as neither present nor absent.
   *
   * @param low from 0 to 1
   * @param high from {@code low} to 1
   * @throws IllegalArgumentException for any others
   */
  public static UncertainLabels smoothed(double low, double high) {
    if (!(low >= 0 && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          Text.format(
              "Uncertain labels can't be smoothed from %s to %s; give two numbers from 0 to 1, the smaller one first, such as smoothed(0.55, 0.85).",
              low, high));
    }
    return new UncertainLabels(
        Text.format("a value from %s to %s", low, high), (float) low, (float) high, Float.NaN);
  }

  /** The same with blanks taken for absent: what is not mentioned is not there. */
  public UncertainLabels blanksNegative() {
    return new UncertainLabels(words, low, high, 0);
  }

  /** The same with blanks unknown, as they are by default. */
  public UncertainLabels blanksUnknown() {
    return new UncertainLabels(words, low, high, Float.NaN);
  }

  /** The value of an uncertain label: 0 to 1, or NaN for unknown. */
  float uncertain(String image, String label) {
    if (low == high || Float.isNaN(low)) {
      return low;
    }
    return (float) Math.min(high, low + (double) (high - low) * uniform(image + '\n' + label));
  }

  /** The value of a blank: 0, or NaN for unknown. */
  float blank() {
    return blank;
  }

  /** From 0 to 1, by a text: FNV-1a, whose bits SplitMix64 then mixes. */
  private static double uniform(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    hash ^= hash >>> 31;
    return (hash >>> 11) * 0x1p-53;
  }

  /** What uncertain labels are taken as: "unknown", "a value from 0.55 to 0.85". */
  String uncertainWords() {
    return words;
  }

  /** What blanks are taken as. */
  String blankWords() {
    return Float.isNaN(blank) ? "unknown" : "negative";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UncertainLabels o
        && words.equals(o.words)
        && Float.compare(low, o.low) == 0
        && Float.compare(high, o.high) == 0
        && Float.compare(blank, o.blank) == 0;
  }

  @Override
  public int hashCode() {
    return words.hashCode() * 31 + Float.hashCode(blank);
  }

  @Override
  public String toString() {
    return Text.format("uncertain: %s; blank: %s", words, blankWords());
  }
}
