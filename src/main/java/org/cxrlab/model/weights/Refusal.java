package org.cxrlab.model.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/** A weights file that is damaged or holds what it should not. */
final class Refusal extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private static final double MOST_NUMBERS = 50e6;

  private Refusal(String message) {
    super(message);
  }

  /** Says so in a sentence: the file "has only 3 bytes". */
  static Refusal of(Path file, String what) {
    return new Refusal("The weights file " + file + " " + what + ". Nothing was loaded.");
  }

  /**
   * Refuses what claims more numbers than a network has, before room is made for them: some may be
   * told of the same bytes again and again.
   *
   * @param numbers of all tensors together
   */
  static void ifTooMany(Path file, double numbers) {
    if (numbers > MOST_NUMBERS) {
      throw of(
          file,
          String.format(
              Locale.ROOT, "claims %.0f numbers, and a DenseNet121 has 8 million", numbers));
    }
  }

  /** For a file that the system does not give. */
  static UncheckedIOException unreadable(Path file, IOException cause) {
    return new UncheckedIOException("The weights can't be read from " + file + ".", cause);
  }
}
