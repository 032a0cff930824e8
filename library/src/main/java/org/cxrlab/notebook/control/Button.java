package org.cxrlab.notebook.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A button. Its value is whether it can be pressed. */
public final class Button extends Control<Boolean> {
  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private final List<Runnable> immediate = new CopyOnWriteArrayList<>();

  Button(String label, String icon) {
    super(Description.button(label, icon), true);
  }

  /**
   * Calls the action each time that the button is pressed, after the callbacks that are under way.
   *
   * @return this button
   */
  public Button onClick(Runnable action) {
    actions.add(action);
    return this;
  }

  /**
   * Calls the action at once, on the thread that brings the message, even while another callback
   * runs: for a button that stops something. The action must return at once.
   *
   * @return this button
   */
  public Button onClickAtOnce(Runnable action) {
    immediate.add(action);
    return this;
  }

  @Override
  public void enable(boolean on) {
    set(on);
  }

  /** Presses the button. */
  public void click() {
    immediate.forEach(Runnable::run);
    // Each click counts, so that none takes the place of another.
    actions.forEach(a -> Callbacks.shared().submit(new Object(), a, this::failed));
  }

  @Override
  void onEvent(Map<String, ?> content) {
    if ("click".equals(content.get("event"))) {
      click();
    }
  }
}
