package org.cxrlab.notebook.control;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * The Java side of one widget in the front end. What has not changed is not sent again.
 *
 * @see <a
 *     href="https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md">the
 *     messages</a>
 */
final class WidgetModel {
  /** The look of the text in front of a control. */
  static final Map<String, String> STYLES = Map.of("description_width", "9em");

  private static final String BASE = "@jupyter-widgets/base";
  private static final String CONTROLS = "@jupyter-widgets/controls";
  private static final String VERSION = "2.0.0";

  /** Layouts and styles look alike for many controls, which share one. */
  private static final Map<Wire, Map<String, String>> SHARED = new WeakHashMap<>();

  private final Wire.Line line;
  private final Map<String, Object> state;
  private final Map<String, byte[]> bytes;

  private WidgetModel(Wire.Line line, Map<String, Object> state, Map<String, byte[]> bytes) {
    this.line = line;
    this.state = state;
    this.bytes = bytes;
  }

  static String reference(String id) {
    return "IPY_MODEL_" + id;
  }

  /** Opens the model of a control. */
  static WidgetModel open(
      Wire wire,
      String name,
      String widget,
      Map<String, Object> traits,
      Consumer<Map<String, ?>> onState,
      Consumer<Map<String, ?>> onEvent) {
    Map<String, Object> state = named(CONTROLS, widget + "Model", CONTROLS, view(widget));
    Map<String, byte[]> bytes = new HashMap<>();
    traits.forEach((trait, value) -> put(trait, value, state, bytes));
    Wire.Line line =
        wire.open(
            name,
            state,
            bytes,
            data -> {
              if ("update".equals(data.get("method"))) {
                onState.accept(part(data, "state"));
              } else if ("custom".equals(data.get("method"))) {
                onEvent.accept(part(data, "content"));
              }
            });
    return new WidgetModel(line, state, bytes);
  }

  /** A reference to a layout or style with these properties. */
  static String shared(Wire wire, String kind, Map<String, String> properties) {
    synchronized (SHARED) {
      Map<String, String> known = SHARED.computeIfAbsent(wire, w -> new HashMap<>());
      return known.computeIfAbsent(
          kind + new TreeMap<>(properties),
          key -> {
            boolean layout = kind.equals("Layout");
            Map<String, Object> state =
                named(
                    layout ? BASE : CONTROLS,
                    kind + "Model",
                    BASE,
                    layout ? "LayoutView" : "StyleView");
            if (layout || !kind.equals("ButtonStyle")) {
              state.putAll(properties);
            }
            return reference(
                wire.open(UUID.randomUUID().toString(), state, Map.of(), data -> {}).id());
          });
    }
  }

  /** The view of a bar is the one that is not called as its model is. */
  private static String view(String widget) {
    return widget.equals("FloatProgress") ? "ProgressView" : widget + "View";
  }

  private static Map<String, Object> named(
      String module, String model, String viewModule, String view) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("_model_module", module);
    state.put("_model_module_version", VERSION);
    state.put("_model_name", model);
    state.put("_view_module", viewModule);
    state.put("_view_module_version", VERSION);
    state.put("_view_name", view);
    return state;
  }

  String id() {
    return line.id();
  }

  /** Has the front end forget the model. */
  void close() {
    line.close();
  }

  /** Sends those of the traits that are new. */
  void update(Map<String, Object> traits) {
    Map<String, Object> news = new LinkedHashMap<>();
    Map<String, byte[]> newBytes = new LinkedHashMap<>();
    traits.forEach(
        (name, value) -> {
          if (value instanceof byte[] b) {
            if (!Arrays.equals(b, bytes.get(name))) {
              put(name, b, news, newBytes);
            }
          } else {
            if (!isSame(value, state.get(name)) || !state.containsKey(name)) {
              put(name, value, news, newBytes);
            }
          }
        });
    if (news.isEmpty() && newBytes.isEmpty()) {
      return;
    }
    synchronized (state) {
      state.putAll(news);
      bytes.putAll(newBytes);
    }
    line.update(news, newBytes);
  }

  /** What the front end has said: it is remembered, and told to other pages. */
  void echo(String name, Object value) {
    synchronized (state) {
      state.put(name, value);
    }
    line.echo(Collections.singletonMap(name, value));
  }

  /** A number that the front end said may come back as one of another type. */
  private static boolean isSame(Object value, Object before) {
    return value instanceof Number a && before instanceof Number b
        ? a.doubleValue() == b.doubleValue()
        : Objects.equals(value, before);
  }

  private static Map<String, ?> part(Map<String, Object> data, String name) {
    Map<String, Object> part = new LinkedHashMap<>();
    ((Map<?, ?>) data.get(name)).forEach((key, value) -> part.put((String) key, value));
    return part;
  }

  private static void put(
      String name, Object value, Map<String, Object> state, Map<String, byte[]> bytes) {
    if (value instanceof byte[] b) {
      bytes.put(name, b);
    } else {
      state.put(name, value);
    }
  }
}
