package org.cxrlab.notebook;

import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** What a cell can call by its bare name. */
public final class Notebook {
  private Notebook() {}

  /**
   * Shows a value under the running cell, as the cell's last value would be shown. For the middle
   * of a cell, or for several values of one.
   *
   * @throws NullPointerException outside of a notebook
   */
  public static void show(Object value) {
    BaseKernel kernel = BaseKernel.notebookKernel();
    kernel.display(kernel.getRenderer().render(value));
  }
}
