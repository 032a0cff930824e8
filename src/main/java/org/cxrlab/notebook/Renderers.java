package org.cxrlab.notebook;

import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_SVG;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Collection;
import java.util.function.Function;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Showable;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.notebook.control.View;
import org.cxrlab.notebook.control.Wire;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import tech.tablesaw.api.Table;

/**
 * How values look in a notebook. Each is shown as a {@link Figure}: as HTML, as a PNG where it is a
 * single picture, as SVG or PNG where it is a chart and one of them is asked for, and always as
 * plain text.
 */
final class Renderers {
  private static Wire wire;

  private Renderers() {}

  /** The kernel picks the most specific class, so these go before its own. */
  static void register(Renderer renderer) {
    register(renderer, Showable.class, Showable::figure);
    renderer
        .createRegistration(Interactive.class)
        .preferring(TEXT_HTML)
        .register(Renderers::interactive);
    register(renderer, BufferedImage.class, Views::picture);
    register(renderer, Table.class, Views::table);
    register(renderer, org.knowm.xchart.internal.chartpart.Chart.class, Views::chart);
    register(renderer, Record.class, Views::fields);
    renderer
        .createRegistration(Collection.class)
        .preferring(TEXT_HTML)
        .register((values, context) -> Views.collection(values).ifPresent(f -> put(f, context)));
    renderer.createRegistration(Object.class).preferring(TEXT_PLAIN).register(Renderers::array);
  }

  /**
   * Two outputs: the still, which a front end that shows controls hides, and the controls, of which
   * any other shows nothing. Were they one, each change of the still would build the controls anew
   * and take the slider from under the reader's hand.
   */
  private static void interactive(Interactive value, RenderContext context) {
    String id = View.show(wire(), value);
    context.getOutputContainer().putData(KernelWire.WIDGET, KernelWire.reference(id));
    context.getOutputContainer().putHTML("");
    context.getOutputContainer().putText("");
  }

  private static synchronized Wire wire() {
    BaseKernel kernel = BaseKernel.notebookKernel();
    if (wire == null) {
      wire = new KernelWire(kernel);
    }
    return wire;
  }

  /** Arrays have no class in common; other values are left to their toString. */
  private static void array(Object value, RenderContext context) {
    if (value.getClass().isArray()) {
      context.getOutputContainer().putText(Views.text(value));
    }
  }

  private static <T> void register(
      Renderer renderer, Class<T> type, Function<? super T, Figure> view) {
    renderer
        .createRegistration(type)
        .preferring(TEXT_HTML, IMAGE_PNG)
        .supporting(IMAGE_SVG)
        .register((value, context) -> put(view.apply(value), context));
  }

  private static void put(Figure figure, RenderContext context) {
    context.renderIfRequested(TEXT_HTML, figure::html);
    if (figure instanceof Picture picture) {
      context.renderIfRequested(IMAGE_PNG, () -> base64(picture));
    } else if (figure instanceof Chart chart) {
      context.renderIfRequested(IMAGE_PNG, () -> base64(new Picture(chart.image(), chart.alt())));
      context.renderIfRequested(IMAGE_SVG, chart::svg);
    }
    context.getOutputContainer().putText(figure.text());
  }

  private static String base64(Picture picture) {
    return Base64.getEncoder().encodeToString(picture.png());
  }
}
