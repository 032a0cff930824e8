package org.cxrlab.figure;

/**
 * A sentence or two, shown as a paragraph.
 *
 * @param text plain text; it is escaped when it is shown as HTML
 */
public record Note(String text) implements Figure {
  @Override
  public String html() {
    return "<p class=\"cxr-note\">" + Html.escape(text) + "</p>";
  }
}
