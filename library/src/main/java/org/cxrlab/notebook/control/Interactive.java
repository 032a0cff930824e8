package org.cxrlab.notebook.control;

/**
 * A value that is shown in a notebook as controls. Where nothing shows controls, as in a report, it
 * is shown as a still picture and table of what the controls said last.
 */
public interface Interactive {
  /** The control, or the box of controls, that is shown. The same one each time. */
  Control<?> control();
}
