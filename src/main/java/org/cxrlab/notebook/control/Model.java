package org.cxrlab.notebook.control;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.dflib.jjava.shaded.com.google.gson.Gson;
import org.dflib.jjava.shaded.com.google.gson.JsonElement;
import org.dflib.jjava.shaded.com.google.gson.JsonNull;
import org.dflib.jjava.shaded.com.google.gson.JsonObject;

/**
 * The Java side of one widget in the front end. What has not changed is not sent again.
 *
 * @see <a
 *     href="https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md">the
 *     messages</a>
 */
final class Model {
  /** The look of the text in front of a control. */
  static final Map<String, String> STYLES = Map.of("description_width", "9em");

  private static final String BASE = "@jupyter-widgets/base";
  private static final String CONTROLS = "@jupyter-widgets/controls";
  private static final String VERSION = "2.0.0";
  private static final Gson GSON = new Gson();

  /** Layouts and styles look alike for many controls, which share one. */
  private static final Map<Wire, Map<String, String>> SHARED = new WeakHashMap<>();

  private final Wire.Line line;
  private final JsonObject state;
  private final Map<String, byte[]> bytes;

  private Model(Wire.Line line, JsonObject state, Map<String, byte[]> bytes) {
    this.line = line;
    this.state = state;
    this.bytes = bytes;
  }

  static String reference(String id) {
    return "IPY_MODEL_" + id;
  }

  /** Opens the model of a control. */
  static Model open(
      Wire wire,
      String widget,
      Map<String, Object> traits,
      Consumer<JsonObject> onState,
      Consumer<JsonObject> onEvent) {
    JsonObject state = named(CONTROLS, widget + "Model", CONTROLS, view(widget));
    Map<String, byte[]> bytes = new HashMap<>();
    traits.forEach((name, value) -> put(name, value, state, bytes));
    Wire.Line line =
        wire.open(
            state,
            bytes,
            data -> {
              String method = data.has("method") ? data.get("method").getAsString() : "";
              if (method.equals("update")) {
                onState.accept(data.getAsJsonObject("state"));
              } else if (method.equals("custom")) {
                onEvent.accept(data.getAsJsonObject("content"));
              }
            });
    return new Model(line, state, bytes);
  }

  /** A reference to a layout or style with these properties. */
  static String shared(Wire wire, String kind, Map<String, String> properties) {
    synchronized (SHARED) {
      Map<String, String> known = SHARED.computeIfAbsent(wire, w -> new HashMap<>());
      return known.computeIfAbsent(
          kind + new java.util.TreeMap<>(properties),
          key -> {
            boolean layout = kind.equals("Layout");
            JsonObject state =
                named(
                    layout ? BASE : CONTROLS,
                    kind + "Model",
                    BASE,
                    layout ? "LayoutView" : "StyleView");
            if (layout || !kind.equals("ButtonStyle")) {
              properties.forEach(state::addProperty);
            }
            return reference(wire.open(state, Map.of(), data -> {}).id());
          });
    }
  }

  /** The view of a bar is the one that is not called as its model is. */
  private static String view(String widget) {
    return widget.equals("FloatProgress") ? "ProgressView" : widget + "View";
  }

  private static JsonObject named(String module, String model, String viewModule, String view) {
    JsonObject state = new JsonObject();
    state.addProperty("_model_module", module);
    state.addProperty("_model_module_version", VERSION);
    state.addProperty("_model_name", model);
    state.addProperty("_view_module", viewModule);
    state.addProperty("_view_module_version", VERSION);
    state.addProperty("_view_name", view);
    return state;
  }

  String id() {
    return line.id();
  }

  /** Sends those of the traits that are new. */
  void update(Map<String, Object> traits) {
    JsonObject news = new JsonObject();
    Map<String, byte[]> newBytes = new LinkedHashMap<>();
    traits.forEach(
        (name, value) -> {
          if (value instanceof byte[] b) {
            if (!Arrays.equals(b, bytes.get(name))) {
              put(name, b, news, newBytes);
            }
          } else {
            JsonElement json = GSON.toJsonTree(value);
            if (!json.equals(state.get(name))) {
              put(name, value, news, newBytes);
            }
          }
        });
    if (news.size() == 0 && newBytes.isEmpty()) {
      return;
    }
    synchronized (state) {
      news.entrySet().forEach(e -> state.add(e.getKey(), e.getValue()));
      bytes.putAll(newBytes);
    }
    line.update(news, newBytes);
  }

  /** What the front end has said: it is remembered, and told to other pages. */
  void echo(String name, JsonElement value) {
    synchronized (state) {
      state.add(name, value);
    }
    JsonObject echo = new JsonObject();
    echo.add(name, value);
    line.echo(echo);
  }

  private static void put(String name, Object value, JsonObject state, Map<String, byte[]> bytes) {
    if (value instanceof byte[] b) {
      bytes.put(name, b);
    } else {
      state.add(name, value == null ? JsonNull.INSTANCE : GSON.toJsonTree(value));
    }
  }
}
