package org.cxrlab.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.notebook.control.View;

/**
 * Makes the original IJava kernel know this library: its values show themselves, a training prints
 * where it stands and shows its curves at the end, panels show how they stand. IJava looks for no
 * extensions, so the start-up script {@code kernel/ijava/cxrlab.jshell} calls this.
 */
public final class IJavaExtension {
  private static final Note NO_CONTROLS =
      new Note(
          "This is how the panel stands. Its controls need the kernel Java (cxrlab), which"
              + " ./cxrlab lab offers.");

  private IJavaExtension() {}

  /**
   * Takes the library into the running kernel, and has it do the library's imports.
   *
   * @throws IllegalStateException if the kernel can't do one of them
   */
  public static void install(BaseKernel kernel) {
    register(kernel.getRenderer());
    new IJava(kernel).install();
    for (String statement : Imports.statements()) {
      try {
        kernel.eval(statement);
      } catch (Exception e) { // what the kernel's own method declares
        throw new IllegalStateException("The kernel refused: " + statement, e);
      }
    }
  }

  /** The displays of this library's values, in IJava's terms. */
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
        IJavaExtension::panel);
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

  private static void panel(Interactive value, Displays.Output out) {
    out.put(Displays.HTML, View.stillHtml(value) + NO_CONTROLS.html());
    out.put(Displays.TEXT, View.stillText(value) + "\n" + NO_CONTROLS.text());
  }

  private static final class IJava extends Host {
    private final BaseKernel kernel;

    IJava(BaseKernel kernel) {
      this.kernel = kernel;
    }

    @Override
    void show(Object value) {
      kernel.display(kernel.getRenderer().render(value));
    }

    @Override
    void show(String id, Showable value) {
      kernel.display(data(id, value));
    }

    @Override
    void update(String id, Showable value) {
      kernel.getIO().display.updateDisplay(data(id, value));
    }

    private DisplayData data(String id, Showable value) {
      DisplayData data = kernel.getRenderer().renderAs(value, Displays.HTML);
      data.setDisplayId(id);
      return data;
    }

    @Override
    Progress progress() {
      return Progress.printed(() -> System.out, this);
    }
  }
}
