package org.cxrlab;

import java.util.Objects;

/**
 * A sentence for the person who asked: what was wrong, where (file, row, label), and what to do.
 * The command line prints it as it is and ends with status 1; a cell shows it above the line that
 * asked. It says all, so there is no trace.
 *
 * <p>When to throw which:
 *
 * <ul>
 *   <li>an argument that can't be, whatever the state of things: {@link IllegalArgumentException};
 *   <li>a file that the system does not give or take: {@link java.io.UncheckedIOException} with a
 *       sentence of ours and the system's exception as its cause;
 *   <li>something of the user's that was read and can't be used, or what can't be done as things
 *       stand: this one, or the child that says what it was where a caller can act on it (leave the
 *       film out, wait for the other training, try a lower learning rate);
 *   <li>what was broken off on purpose: {@link java.util.concurrent.CancellationException};
 *   <li>what can't be: {@link IllegalStateException} or {@link AssertionError}. Those are faults of
 *       cxrlab and are shown as such.
 * </ul>
 *
 * <p>{@link Fault} tells them apart again.
 */
public class CxrlabException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * What can't be done as things stand, where no caller can act on it.
   *
   * @param sentence whole, with its full stop
   */
  public CxrlabException(String sentence) {
    super(Objects.requireNonNull(sentence));
  }

  /**
   * The same with what led to it, which the sentence has to tell too.
   *
   * @param sentence whole, with its full stop
   */
  public CxrlabException(String sentence, Throwable cause) {
    super(Objects.requireNonNull(sentence), cause);
  }
}
