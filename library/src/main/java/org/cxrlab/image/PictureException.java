package org.cxrlab.image;

import org.cxrlab.CxrlabException;

/**
 * A picture that can't be read, since it is missing, cut short, damaged, of another kind or larger
 * than there is memory for, or that holds nothing to learn from. Whoever has many films may leave
 * this one out.
 */
public final class PictureException extends CxrlabException {
  private static final long serialVersionUID = 1;

  /**
   * What is wrong with the picture.
   *
   * @param sentence which names its file
   */
  public PictureException(String sentence) {
    super(sentence);
  }

  /** The same with what led to it. */
  public PictureException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
