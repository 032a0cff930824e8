package org.cxrlab.cluster;

import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;

/**
 * That an executor can't do its work for a reason of its own, such as a full disk: another can, so
 * it is no fault of what it was given.
 */
final class UnfitException extends CxrlabException {
  private static final long serialVersionUID = 1;

  /**
   * For what was thrown there.
   *
   * @param why says by {@link Fault#sentence} what is to be done
   */
  UnfitException(Throwable why) {
    super(Fault.of(why).sentence(), why);
  }
}
