package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cxrlab.figure.Html;
import org.cxrlab.notebook.control.Wire;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.shaded.com.google.gson.JsonArray;
import org.dflib.jjava.shaded.com.google.gson.JsonObject;

/** Models of widgets over the kernel's comm channel, by the messages of ipywidgets 2.1. */
final class KernelWire implements Wire {
  /** What a front end that shows controls reads. */
  static final String WIDGET = "application/vnd.jupyter.widget-view+json";

  private static final String TARGET = "jupyter.widget";
  private static final String CONTROL_TARGET = "jupyter.widget.control";
  private static final Map<String, Object> VERSION = Map.of("version", "2.1.0");
  private static final Map<String, Object> CONTROL_VERSION = Map.of("version", "1.0.0");

  private final BaseKernel kernel;

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
  public Line open(JsonObject state, Map<String, byte[]> bytes, Consumer<JsonObject> received) {
    Widget widget =
        kernel
            .getCommManager()
            .openComm(
                TARGET,
                (manager, id, target, message) -> {
                  message.getNonNullMetadata().putAll(VERSION);
                  JsonObject data = message.getContent().getData();
                  data.add("state", state);
                  data.add("buffer_paths", new JsonArray());
                  return new Widget(manager, id, target, state.deepCopy(), bytes, received);
                });
    // The message that opens a comm has no room for bytes.
    if (!bytes.isEmpty()) {
      widget.tell("update", new JsonObject(), bytes);
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

  /** A front end that shows controls shows nothing where the control has no name. */
  private static DisplayData still(String id, String html, String text) {
    var data = new DisplayData();
    data.putData(WIDGET, reference(""));
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
    private final JsonObject state;
    private final Map<String, byte[]> bytes;
    private final Consumer<JsonObject> received;

    Widget(
        CommManager manager,
        String id,
        String target,
        JsonObject state,
        Map<String, byte[]> bytes,
        Consumer<JsonObject> received) {
      super(manager, id, target);
      this.manager = manager;
      this.state = state;
      this.bytes = new HashMap<>(bytes);
      this.received = received;
    }

    @Override
    public String id() {
      return getID();
    }

    @Override
    public synchronized void update(JsonObject news, Map<String, byte[]> newBytes) {
      news.entrySet().forEach(e -> state.add(e.getKey(), e.getValue()));
      bytes.putAll(newBytes);
      tell("update", news, newBytes);
    }

    @Override
    public synchronized void echo(JsonObject said) {
      said.entrySet().forEach(e -> state.add(e.getKey(), e.getValue()));
      tell("echo_update", said, Map.of());
    }

    private void tell(String method, JsonObject traits, Map<String, byte[]> binary) {
      var data = new JsonObject();
      data.addProperty("method", method);
      data.add("state", traits);
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
        received.accept(data);
      }
    }

    @Override
    protected void onClose(Message<CommCloseCommand> message, boolean sending) {}

    /** Adds this model to the answer to a page that was loaded again. */
    synchronized void addTo(JsonObject states, JsonArray paths, List<byte[]> blobs) {
      var own = new JsonObject();
      own.add("model_name", state.get("_model_name"));
      own.add("model_module", state.get("_model_module"));
      own.add("model_module_version", state.get("_model_module_version"));
      own.add("state", state.deepCopy());
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
      for (Comm comm : manager) {
        if (comm instanceof Widget widget) {
          widget.addTo(states, paths, blobs);
        }
      }
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
