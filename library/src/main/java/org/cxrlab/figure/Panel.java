package org.cxrlab.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several figures side by side, wrapping to the next line where the page is narrow.
 *
 * @param figures in reading order
 */
public record Panel(List<Figure> figures) implements Figure {
  /** Copies the list. */
  public Panel {
    figures = List.copyOf(figures);
  }

  /** A panel of the figures of these values, in order. */
  public static Panel of(Showable... parts) {
    return new Panel(Arrays.stream(parts).map(Showable::figure).toList());
  }

  @Override
  public String html() {
    return figures.stream()
        .map(f -> "<div style=\"min-width:0;max-width:100%\">" + f.html() + "</div>")
        .collect(
            Collectors.joining(
                "",
                "<div class=\"cxr-panel\""
                    + " style=\"display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start\">",
                "</div>"));
  }

  @Override
  public String text() {
    return figures.stream().map(Figure::text).collect(Collectors.joining("\n\n"));
  }
}
