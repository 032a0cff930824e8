package org.cxrlab.notebook.panel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Interactive;

/** What the controls of a panel say. */
final class PanelText {
  private PanelText() {}

  /** All controls in words, a line each. */
  static String of(Interactive panel) {
    return text((ControlBox) panel.control());
  }

  private static String text(ControlBox box) {
    var text = new StringBuilder();
    for (Control<?> child : box.children()) {
      text.append(child instanceof ControlBox inner ? text(inner) : child + "\n");
    }
    return text.toString();
  }

  /** Waits until a panel says these words, as it does once its callbacks have run. */
  static void await(Interactive panel, String words) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!of(panel).contains(words)) {
      assertTrue(System.nanoTime() < end, of(panel));
      Thread.sleep(5);
    }
  }
}
