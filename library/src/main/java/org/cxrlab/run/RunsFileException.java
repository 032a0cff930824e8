package org.cxrlab.run;

import org.cxrlab.CxrlabException;

/** A file of runs, or of features, that can't be opened, read or written. */
public final class RunsFileException extends CxrlabException {
  private static final long serialVersionUID = 1;

  RunsFileException(String sentence) {
    super(sentence);
  }

  RunsFileException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
