package org.cxrlab.notebook.control;

/** Words of a panel to its reader. Their colours come from the page, a dark one too. */
public final class Words {
  private Words() {}

  /**
   * What is wrong.
   *
   * @param html shown as it is, line breaks included
   */
  public static String error(String html) {
    return "<div class=\"cxr-error\" role=\"alert\" style=\"border-left:3px solid #d13438;"
        + "padding:.3em .8em;margin:.4em 0;white-space:pre-wrap;overflow-wrap:break-word;"
        + "line-height:1.4\">"
        + html
        + "</div>";
  }

  /**
   * How something stands.
   *
   * @param html shown as it is
   */
  public static String status(String html) {
    return "<div class=\"cxr-status\" role=\"status\" style=\"line-height:1.4;margin:.3em 0;"
        + "white-space:normal;overflow-wrap:break-word\">"
        + html
        + "</div>";
  }

  /** What is seen, below a picture or a control. */
  public static String caption(String html) {
    return "<div class=\"cxr-caption\" style=\"line-height:1.4;margin:.3em 0;white-space:normal;"
        + "overflow-wrap:break-word\">"
        + html
        + "</div>";
  }
}
