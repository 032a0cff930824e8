package org.cxrlab.notebook.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * What controls say, as a picture and a table. It stands before its controls on the page, with the
 * rules by which JupyterLab hides it as long as they live.
 */
final class Still {
  /**
   * Seconds for which a still waits for its controls, so that it does not flash before they come.
   */
  private static final String PATIENCE = "1s";

  /**
   * JupyterLab puts each output into a child of the cell's output area. There a box of widgets is
   * alive unless it is marked as disconnected, which it is after a restart of the kernel; widgets
   * whose kernel is gone leave a message and no box. Pages without widgets have no such children,
   * and show the still.
   */
  private static final String STYLE =
      ("<style>@keyframes cxr-late{from{max-height:0;overflow:hidden;visibility:hidden}}"
              + "OUT:has(.cxr-still){animation:cxr-late PATIENCE step-end}"
              + "OUT:has(.cxr-still):has(~ OUT>.jp-OutputArea-output>.widget-box"
              + ":not(.jupyter-widgets-disconnected)),"
              + "OUT:has(.cxr-still)~OUT:has(>.jp-OutputArea-output.lm-Panel)"
              + ":not(:has(>.jp-OutputArea-output>*)),"
              + "OUT:has(.cxr-still)~OUT:has(>.jp-OutputArea-output"
              + ">.jupyter-widgets-disconnected)"
              + "{display:none}</style>")
          .replace("OUT", ".jp-OutputArea-child")
          .replace("PATIENCE", PATIENCE);

  private Still() {}

  /**
   * The controls as HTML.
   *
   * @param below HTML after them, such as an error
   */
  static String html(Control<?> control, String below) {
    return STYLE + "<div class=\"cxr-still\">" + html(control) + below + "</div>";
  }

  private static String html(Control<?> control) {
    if (!control.isVisible()) {
      return "";
    }
    if (control instanceof ControlBox box) {
      return box.isRow() ? row(box) : column(box);
    }
    Object value = control.value();
    if (control instanceof Button) {
      return "";
    }
    if (value instanceof Showable shown) {
      return shown.figure().html();
    }
    return isText(control) ? (String) value : table(List.of(control));
  }

  private static String row(ControlBox box) {
    List<Control<?>> settings = box.children().stream().filter(Still::isSetting).toList();
    String table = table(settings);
    String others =
        box.children().stream()
            .filter(c -> !isSetting(c))
            .map(Still::cell)
            .collect(Collectors.joining());
    return "<div class=\"cxr-panel\""
        + " style=\"display:flex;flex-wrap:wrap;gap:4px 20px;align-items:flex-start\">"
        + (table.isEmpty() ? "" : "<div>" + table + "</div>")
        + others
        + "</div>";
  }

  /** As wide as it is where controls are shown. */
  private static String cell(Control<?> control) {
    String html = html(control);
    Map<String, String> layout = control.description().layout;
    String width =
        layout.containsKey("max_width") && layout.containsKey("flex")
            ? Text.format(
                "flex:%s;max-width:min(100%%,%s)", layout.get("flex"), layout.get("max_width"))
            : "max-width:100%";
    return html.isBlank() ? "" : "<div style=\"min-width:0;" + width + "\">" + html + "</div>";
  }

  /** Settings that follow one another are one table. */
  private static String column(ControlBox box) {
    var html = new StringBuilder();
    List<Control<?>> settings = new ArrayList<>();
    for (Control<?> child : box.children()) {
      if (isSetting(child)) {
        settings.add(child);
      } else if (!(child instanceof Button)) {
        html.append(table(settings));
        settings.clear();
        html.append(html(child));
      }
    }
    return html.append(table(settings)).toString();
  }

  /** The rows are given as text, so that no number is shown other than the control shows it. */
  private static String table(List<Control<?>> settings) {
    return settings.isEmpty() ? "" : figure(settings).html();
  }

  private static TableFigure figure(List<Control<?>> settings) {
    var table = TableFigure.columns("Setting", "Value");
    settings.forEach(s -> table.row(s.description().label(), words(s)));
    return table.build();
  }

  private static <T> String words(Control<T> control) {
    return control.description().words(control.value());
  }

  private static boolean isText(Control<?> control) {
    return control.description().widget.equals("HTML") && control.value() instanceof String;
  }

  private static boolean isSetting(Control<?> control) {
    return !(!control.isVisible()
        || control instanceof ControlBox
        || control instanceof Button
        || control.value() instanceof Showable
        || isText(control));
  }

  /** The controls as plain text, a line for each. */
  static String text(Control<?> control) {
    return control.all().stream()
        .filter(c -> c.isVisible() && !(c instanceof ControlBox || c instanceof Button))
        .map(Still::line)
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining("\n"));
  }

  private static String line(Control<?> control) {
    if (control.value() instanceof Showable shown) {
      return shown.figure().text();
    }
    return isText(control)
        ? ((String) control.value())
            .replaceAll("<[^>]*>", "")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
        : control.toString();
  }
}
