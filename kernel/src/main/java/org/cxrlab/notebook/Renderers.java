package org.cxrlab.notebook;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.notebook.control.View;
import org.cxrlab.notebook.control.Wire;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** The displays of this library's values, in JJava's terms. */
final class Renderers {
  private static Wire wire;

  private Renderers() {}

  /** The kernel picks the most specific class, so these go before its own. */
  static void register(Renderer renderer) {
    Displays.register(
        new Displays.Registry() {
          @Override
          public <T> void add(
              Class<T> type,
              List<String> preferred,
              List<String> others,
              BiConsumer<? super T, Displays.Output> display) {
            renderer
                .createRegistration(type)
                .preferring(preferred.toArray(String[]::new))
                .supporting(others.toArray(String[]::new))
                .register((value, context) -> display.accept(value, output(context)));
          }
        },
        Renderers::panel);
  }

  private static Displays.Output output(RenderContext context) {
    return new Displays.Output() {
      @Override
      public void put(String type, Object data) {
        context.getOutputContainer().putData(type, data);
      }

      @Override
      public void offer(String type, Supplier<Object> data) {
        context.renderIfRequested(MIMEType.parse(type), data);
      }
    };
  }

  /**
   * Two outputs: the still, which a front end that shows controls hides, and the controls, of which
   * any other shows nothing. Were they one, each change of the still would build the controls anew
   * and take the slider from under the reader's hand.
   */
  private static void panel(Interactive value, Displays.Output out) {
    String id = View.show(wire(BaseKernel.notebookKernel()), value);
    out.put(KernelWire.WIDGET, KernelWire.reference(id));
    out.put(Displays.HTML, "");
    out.put(Displays.TEXT, "");
  }

  /**
   * The kernel's way to the front end. From when it is first asked for, a page that is loaded is
   * answered what panels there are.
   */
  static synchronized Wire wire(BaseKernel kernel) {
    if (wire == null) {
      wire = new KernelWire(kernel);
    }
    return wire;
  }
}
