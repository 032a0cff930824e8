package org.cxrlab.notebook.control;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;

/**
 * Makes controls. A cell shows one as it shows any value:
 *
 * <pre>{@code
 * var film = Controls.slider("Film", 0, films.size() - 1, 0);
 * var out = Controls.output(films.get(0));
 * film.onChange(i -> out.set(films.get(i)));
 * Controls.column(film, out)
 * }</pre>
 */
public final class Controls {
  private Controls() {}

  /** A slider of whole numbers from {@code min} to {@code max}. */
  public static Control<Integer> slider(String label, int min, int max, int value) {
    return of(Description.slider(label, min, max), value);
  }

  /** A slider of numbers from {@code min} to {@code max} in steps. */
  public static Control<Double> slider(
      String label, double min, double max, double step, double value) {
    return of(Description.slider(label, min, max, step), value);
  }

  /** A field for a whole number from {@code min} to {@code max}. */
  public static Control<Integer> number(String label, int min, int max, int value) {
    return of(Description.number(label, min, max), value);
  }

  /** A slider of numbers above 0 on a logarithmic scale. */
  public static Control<Double> logSlider(String label, double min, double max, double value) {
    return of(Description.logSlider(label, min, max), value);
  }

  /** A list of which one is chosen. */
  public static <T> Control<T> dropdown(String label, List<T> options, T value) {
    return of(Description.dropdown(label, options), value);
  }

  /** A list of which one is chosen, with a name for each. */
  public static <T> Control<T> dropdown(
      String label, List<T> options, Function<? super T, String> name, T value) {
    return of(Description.dropdown(label, options, name), value);
  }

  /** A box to tick. */
  public static Control<Boolean> checkbox(String label, boolean value) {
    return of(Description.checkbox(label), value);
  }

  /** A button. */
  public static Button button(String label) {
    return new Button(label, "");
  }

  /**
   * A button with a sign.
   *
   * @param icon a name of Font Awesome 4, such as "play", "pause", "stop"
   */
  public static Button button(String label, String icon) {
    return new Button(label, icon);
  }

  /** A bar that shows a share, from 0 to 1. */
  public static Control<Double> progress(String label) {
    return of(
        Description.of(
            "FloatProgress",
            "ProgressStyle",
            label,
            Trait.shown("value", share -> share, share -> Text.format("%.0f %%", 100 * share)),
            "min",
            0.0,
            "max",
            1.0),
        0.0);
  }

  /** A picture, in its own width or that of the page where that is smaller. */
  public static Control<Picture> image(Picture picture) {
    return image(picture, picture.image().getWidth());
  }

  /**
   * A picture that is sent without loss.
   *
   * @param width in CSS pixels, at most
   */
  public static Control<Picture> image(Picture picture, int width) {
    return image(picture, width, "png", p -> Encoded.png(p.image()), p -> p);
  }

  /**
   * A chart. One over a photograph, such as a heat map, is sent with a little loss, and so much
   * faster.
   */
  public static Control<Chart> chart(Chart chart) {
    if (chart.drawing().isPhotographic()) {
      return image(chart, chart.width(), "jpeg", c -> c.picture().jpeg(), c -> c);
    }
    return image(chart, chart.width(), "png", c -> Encoded.png(c.image()), c -> c);
  }

  private static <T> Control<T> image(
      T value, int width, String format, Function<T, Object> encode, Function<T, Figure> figure) {
    return of(
        Description.<T>of(
                "Image",
                "",
                "", // empty, not missing: else the widget can't show its tooltip
                Trait.shown("value", encode, v -> figure.apply(v).text()),
                "format",
                format,
                "width",
                "",
                "height",
                "")
            .layout(Map.of("width", width + "px", "max_width", "100%", "height", "auto")),
        value);
  }

  /** Plain text. */
  public static Control<String> text(String text) {
    return of(
        Description.<String>of("HTML", "HTMLStyle", "", Trait.shown("value", Html::escape, t -> t)),
        text);
  }

  /** A piece of HTML, shown as it is. */
  public static Control<String> html(String html) {
    return of(
        Description.<String>of("HTML", "HTMLStyle", "", Trait.shown("value", h -> h, h -> h)),
        html);
  }

  /** Any value with a figure: a table, a chart, a film. */
  public static Control<Showable> output(Showable value) {
    return of(
        Description.of(
            "HTML",
            "HTMLStyle",
            "",
            Trait.shown("value", v -> v.figure().html(), v -> v.figure().text())),
        value);
  }

  /** Controls beside each other, wrapping to the next line where the page is narrow. */
  public static ControlBox row(Interactive... parts) {
    return new ControlBox(
        true,
        List.of(parts),
        Map.of(
            "flex_flow",
            "row wrap",
            "align_items",
            "flex-start",
            "grid_gap",
            "4px 18px",
            "overflow",
            "visible"));
  }

  /** Controls below each other. */
  public static ControlBox column(Interactive... parts) {
    return new ControlBox(false, List.of(parts), Map.of("overflow", "visible"));
  }

  /**
   * Controls below each other, so wide at most.
   *
   * @param width in CSS pixels
   */
  public static ControlBox column(int width, Interactive... parts) {
    return new ControlBox(
        false,
        List.of(parts),
        Map.of(
            "flex",
            "1 1 " + Math.min(width, 260) + "px",
            "min_width",
            "0",
            "max_width",
            width + "px",
            "overflow",
            "visible"));
  }

  private static <T> Control<T> of(Description<T> description, T value) {
    return new Control<>(description, value);
  }
}
