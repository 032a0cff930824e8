package org.cxrlab.notebook;

import java.util.UUID;
import org.cxrlab.figure.Showable;

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
   * @throws org.cxrlab.CxrlabException outside of a notebook
   */
  public static LiveFigure show(Showable first) {
    var live = new LiveFigure();
    Host.current().show(live.id, first);
    return live;
  }

  /** Puts the next state in the place of the one before; without effect when the cell has ended. */
  public void update(Showable next) {
    Host.current().update(id, next);
  }
}
