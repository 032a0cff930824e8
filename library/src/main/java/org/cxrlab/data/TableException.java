package org.cxrlab.data;

import org.cxrlab.CxrlabException;

/**
 * A table or a list of films, or of predictions for them, that can't be read: it is missing, no
 * text, empty, lacks a column, or has a row or a cell that is not what belongs there, which the
 * sentence names. Rows are counted from the header, which is row 1.
 */
public final class TableException extends CxrlabException {
  private static final long serialVersionUID = 1;

  /**
   * What is wrong with the table.
   *
   * @param sentence which names the file
   */
  public TableException(String sentence) {
    super(sentence);
  }

  /** The same of a file that the system does not give. */
  TableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
