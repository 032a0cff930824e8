package org.cxrlab.model.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Text;

/**
 * A file of weights, or a model's folder, that is damaged, holds what it should not, or does not
 * fit the network. Nothing of it was loaded.
 */
public final class WeightsException extends CxrlabException {
  private static final long serialVersionUID = 1;
  private static final double MOST_NUMBERS = 50e6;

  /**
   * What is wrong.
   *
   * @param sentence which names the file
   */
  public WeightsException(String sentence) {
    super(sentence);
  }

  /** The same with what led to it. */
  public WeightsException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** Says so in a sentence: the file "has only 3 bytes". */
  static WeightsException of(Path file, String what) {
    return new WeightsException("The weights file " + file + " " + what + ". Nothing was loaded.");
  }

  /**
   * Refuses what claims more numbers than a network has, before room is made for them: some may be
   * told of the same bytes again and again.
   *
   * @param numbers of all tensors together
   */
  static void ifTooMany(Path file, double numbers) {
    if (numbers > MOST_NUMBERS) {
      throw of(file, Text.format("claims %.0f numbers, and a DenseNet121 has 8 million", numbers));
    }
  }

  /** For a file that the system does not give. */
  static UncheckedIOException unreadable(Path file, IOException cause) {
    return new UncheckedIOException("The weights can't be read from " + file + ".", cause);
  }
}
