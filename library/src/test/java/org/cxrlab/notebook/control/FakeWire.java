package org.cxrlab.notebook.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** A front end that remembers what it is told. */
final class FakeWire implements Wire {
  final List<Opened> opened = new ArrayList<>();
  final Map<String, String> stills = new HashMap<>();
  final Map<String, String> texts = new HashMap<>();

  /** The name of every panel; where it is empty, each has one of its own. */
  String panel = "";

  /** A model as the front end knows it. */
  final class Opened implements Line {
    final Map<String, Object> state;
    final Map<String, byte[]> bytes = new HashMap<>();
    final List<Map<String, Object>> echoes = new ArrayList<>();
    private final Consumer<Map<String, Object>> received;
    private final int number;
    boolean closed;

    Opened(Map<String, Object> state, Consumer<Map<String, Object>> received, int number) {
      this.state = new HashMap<>(state);
      this.received = received;
      this.number = number;
    }

    @Override
    public String id() {
      return "model" + number;
    }

    @Override
    public synchronized void update(Map<String, Object> news, Map<String, byte[]> newBytes) {
      state.putAll(news);
      bytes.putAll(newBytes);
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public void echo(Map<String, Object> said) {
      echoes.add(said);
    }

    /** The reader has set a trait. */
    void say(String trait, Object value) {
      received.accept(Map.of("method", "update", "state", Collections.singletonMap(trait, value)));
    }

    /** The reader has pressed the button. */
    void click() {
      received.accept(Map.of("method", "custom", "content", Map.of("event", "click")));
    }

    synchronized String text(String trait) {
      return String.valueOf(state.get(trait));
    }
  }

  @Override
  public String panelName() {
    return panel.isEmpty() ? UUID.randomUUID().toString() : panel;
  }

  @Override
  public Line open(
      String name,
      Map<String, Object> state,
      Map<String, byte[]> bytes,
      Consumer<Map<String, Object>> received) {
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
