package org.cxrlab.model.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A weights file that is damaged or holds what it should not. */
final class Refusal extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private Refusal(String message) {
    super(message);
  }

  /** Says so in a sentence: the file "has only 3 bytes". */
  static Refusal of(Path file, String what) {
    return new Refusal("The weights file " + file + " " + what + ". Nothing was loaded.");
  }

  /** For a file that the system does not give. */
  static UncheckedIOException unreadable(Path file, IOException cause) {
    return new UncheckedIOException("The weights can't be read from " + file + ".", cause);
  }
}
