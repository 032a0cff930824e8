package org.cxrlab.notebook;

import java.nio.charset.Charset;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/** The streams of the running cell. */
final class CellIO extends JupyterIO {
  CellIO(Charset encoding) {
    super(encoding);
  }

  /** What is printed, shown and asked from now on belongs to this cell, until it has ended. */
  void attach(ShellReplyEnvironment cell, boolean mayAsk) {
    setEnv(cell);
    cell.defer(() -> retractEnv(cell));
    setJupyterInEnabled(mayAsk);
  }
}
