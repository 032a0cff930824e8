package org.cxrlab.notebook.control;

import java.util.Map;
import java.util.function.Consumer;
import org.cxrlab.figure.Html;
import org.dflib.jjava.shaded.com.google.gson.JsonObject;

/** The way to the front end. */
public interface Wire {
  /**
   * Makes a model known to the front end.
   *
   * @param state its traits, to which {@code bytes} are added on the way
   * @param bytes traits that are binary
   * @param received takes each message's data
   */
  Line open(JsonObject state, Map<String, byte[]> bytes, Consumer<JsonObject> received);

  /**
   * Shows a still picture that the front end hides where it shows controls.
   *
   * @param id under which it can be replaced
   */
  void showStill(String id, String html, String text);

  /** Puts another still picture in the place of one that was shown. */
  void updateStill(String id, String html, String text);

  /** What is wrong, in HTML, for the reader. */
  default String words(Throwable error) {
    String message = error.getMessage();
    return Html.escape(error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
  }

  /** The line to one model. */
  interface Line {
    /** The model's name in the front end. */
    String id();

    /** Tells the front end new values of traits. */
    void update(JsonObject state, Map<String, byte[]> bytes);

    /** Tells every page what one of them said. */
    void echo(JsonObject state);
  }
}
