package org.cxrlab.notebook.control;

import java.util.Map;
import java.util.function.Consumer;
import org.cxrlab.figure.Html;

/** The way to the front end. */
public interface Wire {
  /**
   * A name for the next panel that is shown: the same one each time that its cell is run. A page
   * that is loaded again knows panels by what was saved with the notebook, which may be the names
   * of an earlier run.
   */
  String panelName();

  /**
   * Makes a model known to the front end.
   *
   * @param name of one's choice; an earlier model of that name is forgotten
   * @param state its traits, each a text, a number, a boolean, null, or a list or a map of these,
   *     to which {@code bytes} are added on the way
   * @param bytes traits that are binary
   * @param received takes each message's data
   */
  Line open(
      String name,
      Map<String, Object> state,
      Map<String, byte[]> bytes,
      Consumer<Map<String, Object>> received);

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
    void update(Map<String, Object> state, Map<String, byte[]> bytes);

    /** Ends the line; the front end forgets the model. */
    void close();

    /** Tells every page what one of them said. */
    void echo(Map<String, Object> state);
  }
}
