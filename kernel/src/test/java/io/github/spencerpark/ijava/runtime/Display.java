package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.UUID;

/** What IJava's cells can call by name to show values. */
public final class Display {
  private Display() {}

  /** What a value is shown as. */
  public static DisplayData render(Object value, String... types) {
    var renderer = Kernel.getKernelInstance().getRenderer();
    return types.length == 0 ? renderer.render(value) : renderer.renderAs(value, types);
  }

  /** Shows a value and gives the name under which it can be replaced. */
  public static String display(Object value, String... types) {
    DisplayData data = render(value, types);
    String id = UUID.randomUUID().toString();
    data.setDisplayId(id);
    Kernel.getKernelInstance().display(data);
    return id;
  }

  /** Puts a value in the place of another. */
  public static void updateDisplay(String id, Object value, String... types) {
    Kernel.getKernelInstance().getIO().display.updateDisplay(id, render(value, types));
  }
}
