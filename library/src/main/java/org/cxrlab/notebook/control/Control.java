package org.cxrlab.notebook.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.cxrlab.figure.Html;

/**
 * A control and what it says now. Its value can be read, set and listened to, whether or not it is
 * shown anywhere; {@link Controls} makes them. Safe to use from several threads.
 *
 * @param <T> the type of the value
 */
public class Control<T> implements Interactive {
  private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
  private final List<View> views = new CopyOnWriteArrayList<>();
  private Description<T> description;
  private final Object soon = new Object();
  private T value;
  private boolean enabled = true;
  private boolean visible = true;
  private Wire wire;
  private WidgetModel model;

  /**
   * A control that says this at first.
   *
   * @throws IllegalArgumentException if the description does not allow the value
   */
  Control(Description<T> description, T value) {
    this.value = description.trait.check().apply(value);
    this.description = description.fitting(this.value);
  }

  /** What the control is. */
  public final synchronized Description<T> description() {
    return description;
  }

  /** What the control says now. */
  public final synchronized T value() {
    return value;
  }

  /**
   * Sets the value, as if the reader had.
   *
   * @throws IllegalArgumentException if the description does not allow it
   */
  public final void set(T next) {
    synchronized (this) {
      T checked = description.trait.check().apply(next);
      if (Objects.equals(checked, value)) {
        return;
      }
      Map<String, Object> update = new LinkedHashMap<>();
      Description<T> fitting = description.fitting(checked);
      if (fitting != description) {
        description = fitting;
        update.putAll(fitting.traits);
      }
      value = checked;
      update.putAll(description.encode(checked));
      send(update);
    }
    changed();
  }

  /**
   * Makes it another control of the same kind, such as a slider with another range, with a value.
   * It keeps its tooltip unless the new description has one.
   *
   * @throws IllegalArgumentException if the new description does not allow the value
   */
  public final void describe(Description<T> next, T nextValue) {
    boolean same;
    synchronized (this) {
      T checked = next.trait.check().apply(nextValue);
      same = Objects.equals(checked, value);
      Description<T> fitting =
          (next.tooltip.isEmpty() ? next.tooltip(description.tooltip) : next).fitting(checked);
      Map<String, Object> update = new LinkedHashMap<>(fitting.traits);
      update.putAll(fitting.encode(checked));
      description = fitting;
      value = checked;
      send(update);
    }
    if (same) {
      views.forEach(View::changed);
    } else {
      changed();
    }
  }

  /**
   * Calls the listener whenever the value has changed, with the newest value: of several changes in
   * quick succession it may see only the last. Listeners of all controls are called one after the
   * other, on a thread of their own. An exception is shown below the controls.
   *
   * @return this control
   */
  public final Control<T> onChange(Consumer<? super T> listener) {
    listeners.add(Objects.requireNonNull(listener));
    return this;
  }

  /**
   * Tells what the control is for, in a sentence that is shown where the pointer rests on its
   * label.
   *
   * @return this control
   */
  public final synchronized Control<T> tooltip(String sentence) {
    description = description.tooltip(sentence);
    send(description.traits);
    return this;
  }

  /** Lets the reader change the value, or not; code can always set it. */
  public void enable(boolean on) {
    synchronized (this) {
      enabled = on;
      send(Map.of("disabled", !on));
    }
  }

  /** Shows the control where it stands, or leaves it out. */
  public final void show(boolean on) {
    synchronized (this) {
      if (visible == on) {
        return;
      }
      visible = on;
      if (model != null) {
        send(Map.of("layout", layout()));
      }
    }
    views.forEach(View::changed);
  }

  /** Whether the control is shown where it stands. */
  final synchronized boolean isVisible() {
    return visible;
  }

  private String layout() {
    Map<String, String> properties = new LinkedHashMap<>(description.layout);
    if (!visible) {
      properties.put("display", "none");
    }
    return WidgetModel.shared(wire, "Layout", properties);
  }

  /**
   * Has something done as a listener would do it: after the callbacks that are under way, and never
   * at the same time as another. Asked for again while it waits, only the last is done. An
   * exception is shown below the control. For work of another thread that sets controls.
   */
  public final void soon(Runnable work) {
    Callbacks.shared()
        .submit(
            soon,
            work,
            error -> {
              if (error != null) {
                failed(error);
              }
            });
  }

  @Override
  public final Control<?> control() {
    return this;
  }

  /** The controls inside of this one. */
  List<Control<?>> children() {
    return List.of();
  }

  /** Called with a click and the like, on the thread that brought it. */
  void onEvent(Map<String, ?> content) {}

  /** What more the widget is told when it is opened. */
  Map<String, Object> extraTraits(Wire wire, View view) {
    return Map.of();
  }

  /** Makes the control known to the front end, where it is not yet; gives its name there. */
  final String open(Wire wire, View view) {
    return open(wire, view, UUID.randomUUID().toString());
  }

  /** The same under a name, which is of no effect where the control is known already. */
  final String open(Wire wire, View view, String name) {
    views.add(view);
    // Children first, and not under this control's lock: theirs may be held by one who wants this.
    Map<String, Object> inside = extraTraits(wire, view);
    synchronized (this) {
      if (model == null) {
        this.wire = wire;
        Map<String, Object> state = new LinkedHashMap<>(description.traits);
        state.putAll(inside);
        if (inside.isEmpty() || !inside.containsKey(description.trait.name())) {
          state.putAll(description.encode(value));
        }
        state.put("layout", layout());
        // That of the time when it is shown: nothing new is opened while a page restores its
        // panels.
        WidgetModel.shared(wire, "Layout", description.layout);
        if (!enabled) {
          state.put("disabled", true);
        }
        if (!description.style.isEmpty()) {
          state.put("style", WidgetModel.shared(wire, description.style, WidgetModel.STYLES));
        }
        model =
            WidgetModel.open(wire, name, description.widget, state, this::receive, this::onEvent);
      }
      return model.id();
    }
  }

  /** The view is gone; what no other view shows is no longer known to the front end. */
  final synchronized void leave(View view) {
    views.remove(view);
    if (views.isEmpty() && model != null) {
      model.close();
      model = null;
    }
  }

  private void send(Map<String, Object> traits) {
    if (model != null) {
      model.update(traits);
    }
  }

  /** What the front end says; on the thread that brought it, which must not wait. */
  private void receive(Map<String, ?> state) {
    synchronized (this) {
      String name = description.trait.name();
      if (!state.containsKey(name)) {
        return;
      }
      model.echo(name, state.get(name));
      T next;
      try {
        next = description.trait.decode().apply(state.get(name));
      } catch (IllegalArgumentException refused) {
        send(description.encode(value));
        views.forEach(view -> view.complain(Html.escape(refused.getMessage())));
        return;
      }
      if (Objects.equals(next, value)) {
        return;
      }
      value = next;
    }
    changed();
  }

  private void changed() {
    views.forEach(View::changed);
    if (!listeners.isEmpty()) {
      Callbacks.shared().submit(this, this::tell, this::failed);
    }
  }

  private void tell() {
    T now = value();
    listeners.forEach(listener -> listener.accept(now));
  }

  /** Shows an error of a callback where this control is shown; null takes it away again. */
  final void failed(Throwable error) {
    views.forEach(view -> view.error(error));
  }

  /** This control and all inside of it, in order. */
  final List<Control<?>> all() {
    List<Control<?>> all = new ArrayList<>();
    all.add(this);
    children().forEach(child -> all.addAll(child.all()));
    return all;
  }

  @Override
  public final String toString() {
    Description<T> now = description();
    String words = now.words(value());
    return now.label().isEmpty() ? words : now.label() + ": " + words;
  }
}
