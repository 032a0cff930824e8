package org.cxrlab.notebook;

import org.cxrlab.figure.Showable;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.kernel.JavaKernel;

/**
 * Makes a Java kernel know this library: its values show themselves, a training shows its curves
 * under the cell that runs it, and the library's names are imported before the first cell. The
 * kernel finds this class by itself, in the library's own kernel and in a plain JJava kernel that
 * has the library on its class path.
 */
public final class NotebookExtension implements Extension {
  @Override
  public void install(BaseKernel kernel) {
    Renderers.register(kernel.getRenderer());
    Renderers.wire(kernel);
    new JJava(kernel).install();
    if (kernel instanceof JavaKernel java) {
      Imports.run(java.getJShell());
    }
  }

  private static final class JJava extends Host {
    private final BaseKernel kernel;

    JJava(BaseKernel kernel) {
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
      return kernel.getRenderer().renderAs(value, Displays.HTML).setDisplayId(id);
    }

    @Override
    Progress progress() {
      return Progress.live();
    }

    @Override
    String sourceOfCell() {
      return NotebookKernel.sourceOfCell();
    }
  }
}
