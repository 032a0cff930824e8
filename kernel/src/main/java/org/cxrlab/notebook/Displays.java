package org.cxrlab.notebook;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Showable;
import org.cxrlab.notebook.control.Interactive;
import tech.tablesaw.api.Table;

/**
 * How values look in a notebook, whichever kernel shows them. Each is shown as a {@link Figure}: as
 * HTML, as a PNG where it is a single picture, as SVG or PNG where it is a chart and one of them is
 * asked for, and always as plain text.
 */
final class Displays {
  static final String HTML = "text/html";
  static final String TEXT = "text/plain";
  static final String PNG = "image/png";
  static final String SVG = "image/svg+xml";

  private Displays() {}

  /** A kernel that is told how values look; of several classes it picks the most specific. */
  interface Registry {
    /**
     * Takes the look of a class of values.
     *
     * @param preferred MIME types that are made where nothing is asked for
     * @param others that can be made too
     */
    <T> void add(
        Class<T> type,
        List<String> preferred,
        List<String> others,
        BiConsumer<? super T, Output> display);
  }

  /** What a value is shown as, by MIME type. */
  interface Output {
    /** Adds data, whether it is asked for or not. */
    void put(String type, Object data);

    /** Adds data where it is asked for. */
    void offer(String type, Supplier<Object> data);
  }

  /**
   * Tells a kernel the look of every value.
   *
   * @param panel shows controls
   */
  static void register(Registry kernel, BiConsumer<Interactive, Output> panel) {
    figure(kernel, Showable.class, Showable::figure);
    kernel.add(Interactive.class, List.of(HTML), List.of(), panel);
    figure(kernel, BufferedImage.class, Views::picture);
    figure(kernel, Table.class, Views::table);
    figure(kernel, org.knowm.xchart.internal.chartpart.Chart.class, Views::chart);
    figure(kernel, Record.class, Views::fields);
    kernel.add(
        Collection.class,
        List.of(HTML),
        List.of(),
        (values, out) ->
            Views.collection(values)
                .ifPresentOrElse(figure -> put(figure, out), () -> elements(values, out)));
    kernel.add(Object.class, List.of(TEXT), List.of(), Displays::elements);
  }

  private static <T> void figure(
      Registry kernel, Class<T> type, Function<? super T, Figure> figure) {
    kernel.add(
        type, List.of(HTML, PNG), List.of(SVG), (value, out) -> put(figure.apply(value), out));
  }

  private static void put(Figure figure, Output out) {
    out.offer(HTML, figure::html);
    if (figure instanceof Picture picture) {
      out.offer(PNG, () -> base64(picture));
    } else if (figure instanceof Chart chart) {
      out.offer(PNG, () -> base64(new Picture(chart.image(), chart.alt())));
      out.offer(SVG, chart::svg);
    }
    out.put(TEXT, figure.text());
  }

  /** Arrays, and what holds some; other values are left to their toString. */
  private static void elements(Object value, Output out) {
    if (Views.tellsNoElements(value)) {
      out.put(TEXT, Views.text(value));
    }
  }

  private static String base64(Picture picture) {
    return Base64.getEncoder().encodeToString(picture.png());
  }
}
