package org.cxrlab.notebook.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dflib.jjava.shaded.com.google.gson.JsonObject;

/** A front end that remembers what it is told. */
final class FakeWire implements Wire {
  final List<Opened> opened = new ArrayList<>();
  final Map<String, String> stills = new HashMap<>();
  final Map<String, String> texts = new HashMap<>();

  /** A model as the front end knows it. */
  final class Opened implements Line {
    final JsonObject state;
    final Map<String, byte[]> bytes = new HashMap<>();
    final List<JsonObject> echoes = new ArrayList<>();
    private final Consumer<JsonObject> received;
    private final int number;

    Opened(JsonObject state, Consumer<JsonObject> received, int number) {
      this.state = state.deepCopy();
      this.received = received;
      this.number = number;
    }

    @Override
    public String id() {
      return "model" + number;
    }

    @Override
    public synchronized void update(JsonObject news, Map<String, byte[]> newBytes) {
      news.entrySet().forEach(e -> state.add(e.getKey(), e.getValue()));
      bytes.putAll(newBytes);
    }

    @Override
    public void echo(JsonObject said) {
      echoes.add(said);
    }

    /** The reader has set a trait. */
    void say(String trait, Object value) {
      var news = new JsonObject();
      if (value instanceof Number n) {
        news.addProperty(trait, n);
      } else if (value instanceof Boolean b) {
        news.addProperty(trait, b);
      } else {
        news.addProperty(trait, (String) value);
      }
      var data = new JsonObject();
      data.addProperty("method", "update");
      data.add("state", news);
      received.accept(data);
    }

    /** The reader has pressed the button. */
    void click() {
      var event = new JsonObject();
      event.addProperty("event", "click");
      var data = new JsonObject();
      data.addProperty("method", "custom");
      data.add("content", event);
      received.accept(data);
    }

    synchronized String text(String trait) {
      return state.get(trait).getAsString();
    }
  }

  @Override
  public Line open(JsonObject state, Map<String, byte[]> bytes, Consumer<JsonObject> received) {
    var model = new Opened(state, received, opened.size());
    model.bytes.putAll(bytes);
    opened.add(model);
    return model;
  }

  @Override
  public synchronized void showStill(String id, String html, String text) {
    stills.put(id, html);
    texts.put(id, text);
  }

  @Override
  public void updateStill(String id, String html, String text) {
    showStill(id, html, text);
  }

  /** The one model of this kind. */
  Opened only(String kind) {
    List<Opened> found = all(kind);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " models are a " + kind);
    }
    return found.get(0);
  }

  List<Opened> all(String kind) {
    return opened.stream().filter(m -> m.text("_model_name").equals(kind)).toList();
  }

  /** The one still that is shown. */
  synchronized String still() {
    if (stills.size() != 1) {
      throw new AssertionError(stills.size() + " stills");
    }
    return stills.values().iterator().next();
  }
}
