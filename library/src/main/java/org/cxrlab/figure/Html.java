package org.cxrlab.figure;

/** Escaping for HTML text and attributes. */
public final class Html {
  private Html() {}

  /** The text with the five characters that mean something to HTML replaced. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
