package org.cxrlab.notebook;

import java.nio.charset.Charset;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/** What the running cell shows and asks. What it prints is gathered by a {@link CellPrinter}. */
final class CellIO extends JupyterIO {
  CellIO(Charset encoding) {
    super(encoding);
  }

  /** What is shown and asked from now on belongs to this cell, until it has ended. */
  void attach(ShellReplyEnvironment cell, boolean mayAsk, CellPrinter printer) {
    setEnv(cell);
    cell.defer(() -> retractEnv(cell));
    setJupyterInEnabled(mayAsk);
    if (cell instanceof CellConnection.Environment ours) {
      ours.settleBefore(printer::settle);
    }
  }
}
