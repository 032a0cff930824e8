package org.cxrlab.notebook;

import java.util.UUID;
import org.cxrlab.figure.Showable;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * A figure under the running cell that changes while the cell goes on. The last one stays, in the
 * saved notebook and in the report too.
 */
public final class LiveFigure {
  private final String id = UUID.randomUUID().toString();

  private LiveFigure() {}

  /**
   * Shows the first state.
   *
   * @throws NullPointerException outside of a notebook
   */
  public static LiveFigure show(Showable first) {
    var live = new LiveFigure();
    BaseKernel.notebookKernel().display(live.data(first));
    return live;
  }

  /** Puts the next state in the place of the one before; without effect when the cell has ended. */
  public void update(Showable next) {
    BaseKernel.notebookKernel().getIO().display.updateDisplay(data(next));
  }

  private DisplayData data(Showable value) {
    return BaseKernel.notebookKernel().getRenderer().renderAs(value, "text/html").setDisplayId(id);
  }
}
