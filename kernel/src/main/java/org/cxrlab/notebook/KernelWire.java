package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cxrlab.figure.Html;
import org.cxrlab.notebook.control.Wire;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommFactory;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.shaded.com.google.gson.Gson;
import org.dflib.jjava.shaded.com.google.gson.GsonBuilder;
import org.dflib.jjava.shaded.com.google.gson.JsonArray;
import org.dflib.jjava.shaded.com.google.gson.JsonObject;
import org.dflib.jjava.shaded.com.google.gson.ToNumberPolicy;
import org.dflib.jjava.shaded.com.google.gson.reflect.TypeToken;

/** Models of widgets over the kernel's comm channel, by the messages of ipywidgets 2.1. */
final class KernelWire implements Wire {
  /** What a front end that shows controls reads. */
  static final String WIDGET = "application/vnd.jupyter.widget-view+json";

  private static final String TARGET = "jupyter.widget";
  private static final String CONTROL_TARGET = "jupyter.widget.control";
  private static final Map<String, Object> VERSION = Map.of("version", "2.1.0");
  private static final Map<String, Object> CONTROL_VERSION = Map.of("version", "1.0.0");

  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();
  private static final TypeToken<Map<String, Object>> DATA = new TypeToken<>() {};

  private final BaseKernel kernel;

  /** The cell whose panels were named last, and how many they are. */
  private Message<?> named;

  private int panels;

  KernelWire(BaseKernel kernel) {
    this.kernel = kernel;
    // A page that is loaded again asks for all there is.
    kernel.getCommManager().registerTarget(CONTROL_TARGET, (m, id, t, open) -> new All(m, id, t));
  }

  /** A reference to an opened control, as the front end reads it. */
  static Map<String, Object> reference(String id) {
    return Map.of("version_major", 2, "version_minor", 0, "model_id", id);
  }

  @Override
  public synchronized String panelName() {
    Message<?> cell = kernel instanceof NotebookKernel ours ? ours.cell() : null;
    if (cell != named) {
      named = cell;
      panels = 0;
    }
    Object id = cell == null || !cell.hasMetadata() ? null : cell.getMetadata().get("cellId");
    return id == null ? UUID.randomUUID().toString() : id + "-panel-" + ++panels;
  }

  @Override
  public Line open(
      String name,
      Map<String, Object> state,
      Map<String, byte[]> bytes,
      Consumer<Map<String, Object>> received) {
    CommFactory<Widget> factory =
        (manager, id, target, message) -> {
          message.getNonNullMetadata().putAll(VERSION);
          JsonObject data = message.getContent().getData();
          data.add("state", GSON.toJsonTree(state));
          data.add("buffer_paths", new JsonArray());
          return new Widget(manager, id, target, state, bytes, received);
        };
    Widget widget =
        kernel.getCommManager() instanceof Comms ours
            ? ours.open(name, TARGET, factory)
            : kernel.getCommManager().openComm(TARGET, factory);
    // The message that opens a comm has no room for bytes.
    if (!bytes.isEmpty()) {
      widget.tell("update", Map.of(), bytes);
    }
    return widget;
  }

  @Override
  public void showStill(String id, String html, String text) {
    kernel.display(still(id, html, text));
  }

  @Override
  public void updateStill(String id, String html, String text) {
    DisplayData data = still(id, html, text);
    if (kernel instanceof NotebookKernel ours) {
      ours.publish(new PublishUpdateDisplayData(data));
    } else {
      kernel.getIO().display.updateDisplay(data);
    }
  }

  private static DisplayData still(String id, String html, String text) {
    var data = new DisplayData();
    data.putHTML(html);
    data.putText(text);
    return data.setDisplayId(id);
  }

  @Override
  public String words(Throwable error) {
    return kernel instanceof NotebookKernel ours
        ? ours.describe(error).stream()
            .map(line -> Html.escape(line.replaceAll("\u001b\\[[0-9;]*m", "")))
            .collect(Collectors.joining("\n"))
        : Wire.super.words(error);
  }

  private static JsonArray path(String... names) {
    var path = new JsonArray();
    List.of(names).forEach(path::add);
    return path;
  }

  /** One model. */
  private static final class Widget extends Comm implements Line {
    private final CommManager manager;
    private final Map<String, Object> state;
    private final Map<String, byte[]> bytes;
    private final Consumer<Map<String, Object>> received;

    Widget(
        CommManager manager,
        String id,
        String target,
        Map<String, Object> state,
        Map<String, byte[]> bytes,
        Consumer<Map<String, Object>> received) {
      super(manager, id, target);
      this.manager = manager;
      this.state = new LinkedHashMap<>(state);
      this.bytes = new HashMap<>(bytes);
      this.received = received;
    }

    @Override
    public String id() {
      return getID();
    }

    @Override
    public synchronized void update(Map<String, Object> news, Map<String, byte[]> newBytes) {
      state.putAll(news);
      bytes.putAll(newBytes);
      tell("update", news, newBytes);
    }

    @Override
    public synchronized void echo(Map<String, Object> said) {
      state.putAll(said);
      tell("echo_update", said, Map.of());
    }

    private void tell(String method, Map<String, Object> traits, Map<String, byte[]> binary) {
      var data = new JsonObject();
      data.addProperty("method", method);
      data.add("state", GSON.toJsonTree(traits));
      var paths = new JsonArray();
      var blobs = new ArrayList<byte[]>();
      binary.forEach(
          (name, value) -> {
            paths.add(path(name));
            blobs.add(value);
          });
      data.add("buffer_paths", paths);
      // An empty list of blobs would leave the message without its end.
      send(data, new HashMap<>(VERSION), blobs.isEmpty() ? null : blobs);
    }

    @Override
    protected void onMessage(Message<CommMsgCommand> message) {
      manager.setMessageContext(message);
      JsonObject data = message.getContent().getData();
      if (data.has("method") && data.get("method").getAsString().equals("request_state")) {
        synchronized (this) {
          tell("update", state, bytes);
        }
      } else {
        received.accept(GSON.fromJson(data, DATA));
      }
    }

    @Override
    protected void onClose(Message<CommCloseCommand> message, boolean sending) {}

    /** Adds this model to the answer to a page that was loaded again. */
    synchronized void addTo(JsonObject states, JsonArray paths, List<byte[]> blobs) {
      var own = new JsonObject();
      own.add("model_name", GSON.toJsonTree(state.get("_model_name")));
      own.add("model_module", GSON.toJsonTree(state.get("_model_module")));
      own.add("model_module_version", GSON.toJsonTree(state.get("_model_module_version")));
      own.add("state", GSON.toJsonTree(state));
      states.add(getID(), own);
      bytes.forEach(
          (name, value) -> {
            paths.add(path(getID(), "state", name));
            blobs.add(value);
          });
    }
  }

  /** Answers a page that asks for all models at once. */
  private static final class All extends Comm {
    private final CommManager manager;

    All(CommManager manager, String id, String target) {
      super(manager, id, target);
      this.manager = manager;
    }

    @Override
    protected void onMessage(Message<CommMsgCommand> message) {
      // The page waits for an answer to this very message.
      manager.setMessageContext(message);
      JsonObject data = message.getContent().getData();
      if (!data.has("method") || !data.get("method").getAsString().equals("request_states")) {
        return;
      }
      var states = new JsonObject();
      var paths = new JsonArray();
      var blobs = new ArrayList<byte[]>();
      // Again, for the sake of those that were opened meanwhile and are referred to.
      int known;
      do {
        known = states.size();
        for (Comm comm : manager) {
          if (comm instanceof Widget widget && !states.has(comm.getID())) {
            widget.addTo(states, paths, blobs);
          }
        }
      } while (states.size() > known);
      var answer = new JsonObject();
      answer.addProperty("method", "update_states");
      answer.add("states", states);
      answer.add("buffer_paths", paths);
      send(answer, new HashMap<>(CONTROL_VERSION), blobs.isEmpty() ? null : blobs);
    }

    @Override
    protected void onClose(Message<CommCloseCommand> message, boolean sending) {}
  }
}
