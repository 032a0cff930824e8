package org.cxrlab.notebook;

import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Fonts;
import org.cxrlab.figure.Showable;
import org.cxrlab.model.FilmsListener;
import org.cxrlab.notebook.panel.Arguments;
import org.cxrlab.remote.Cluster;
import org.cxrlab.sweep.Sweep;
import org.cxrlab.train.Repeat;
import org.cxrlab.train.Training;

/**
 * The kernel that runs the cells, as far as this library must know it: where a cell's values are
 * shown. There is one in a process, and outside of a notebook none.
 */
abstract class Host {
  private static volatile Host current;

  /**
   * The kernel that runs the cells.
   *
   * @throws CxrlabException outside of a notebook
   */
  static Host current() {
    Host host = current;
    if (host == null) {
      throw new CxrlabException(
          "Nothing can be shown here, as no notebook's kernel has taken this library in.");
    }
    return host;
  }

  /** From now on this kernel's cells show what goes on in the library. */
  final void install() {
    Fonts.install(); // before a cell draws text of its own
    current = this;
    Arguments.cell(this::sourceOfCell);
    Training.defaultListener(() -> new TrainingView(progress()));
    Repeat.defaultListener(() -> new RepeatView(progress()));
    Sweep.defaultListener(() -> new SweepView(progress()));
    FilmsListener.defaultListener(() -> new FilmsView(progress(), System::nanoTime));
    Cluster.defaultListener(() -> new ClusterView(progress()));
  }

  /** Shows a value under the running cell, as the cell's last value would be shown. */
  abstract void show(Object value);

  /** Shows a figure that another can take the place of. */
  abstract void show(String id, Showable value);

  /** Puts a figure in the place of the one that was shown under this name. */
  abstract void update(String id, Showable value);

  /** Tells what goes on under the running cell. */
  abstract Progress progress();

  /** The text of the running cell; empty where the kernel does not tell. */
  String sourceOfCell() {
    return "";
  }
}
