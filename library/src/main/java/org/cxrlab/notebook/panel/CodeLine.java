package org.cxrlab.notebook.panel;

import org.cxrlab.figure.Html;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.plan.Literals;

/** The line of Java that does what a panel shows, to be copied into a cell. */
final class CodeLine {
  private final Control<String> shown;

  CodeLine(String java) {
    shown = Controls.html(html(java));
  }

  /** What is shown. */
  Control<String> control() {
    return shown;
  }

  /** Shows another line. */
  void set(String java) {
    shown.set(html(java));
  }

  private static String html(String java) {
    return "<pre class=\"cxr-code\" style=\"margin:.3em 0;padding:.45em .7em;white-space:pre-wrap;"
        + "overflow-wrap:anywhere;word-break:normal;background:rgba(128,128,128,.12);"
        + "border-radius:4px;"
        + "color:inherit;font-size:.88em;line-height:1.45\">"
        + Html.escape(java)
        + "</pre>";
  }

  /** A text as a literal. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** A learning rate or another number of any size as a short literal: 0.001, 3.2e-4, 1e-8. */
  static String rate(double value) {
    return Literals.rate(value);
  }

  /** This very number as a literal, without zeros that say nothing: 0.25, 1.0. */
  static String number(double value) {
    return Literals.number(value);
  }
}
