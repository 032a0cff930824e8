package org.cxrlab.notebook;

import java.io.PrintStream;
import java.util.function.Supplier;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.notebook.control.Throttle;

/** What goes on under a running cell that takes its time, and at the end what came of it. */
abstract class Progress {
  private final Throttle throttle;

  Progress(Throttle throttle) {
    this.throttle = throttle;
  }

  /**
   * How far the work is.
   *
   * @param share that is done, 0 to 1
   * @param words one line
   * @param figures what there is to see so far
   */
  record State(double share, String words, Figure... figures) {}

  /** Shows a state that the reader should not miss. */
  abstract void show(State state);

  /** Shows this state, or leaves it out where the last one was a moment ago. */
  final void pass(Supplier<State> state) {
    throttle.run(() -> show(state.get()));
  }

  /** Shows what came of it. */
  abstract void end(Showable result);

  /** A figure that is drawn anew a few times a second: a bar, a line and what there is to see. */
  static Progress live() {
    return new Progress(Throttle.ofPictures()) {
      private LiveFigure figure;

      @Override
      void show(State state) {
        draw(picture(state));
      }

      @Override
      void end(Showable result) {
        draw(result);
      }

      private void draw(Showable value) {
        if (figure == null) {
          figure = LiveFigure.show(value);
        } else {
          figure.update(value);
        }
      }
    };
  }

  private static Figure picture(State state) {
    var note = new Note(TextBar.of(state.share()) + "  " + state.words());
    var parts = new Showable[state.figures().length + 1];
    parts[0] = note;
    System.arraycopy(state.figures(), 0, parts, 1, parts.length - 1);
    return parts.length == 1 ? note : Panel.of(parts);
  }

  /**
   * Lines of text, two a minute and one for each state that the reader should not miss; the result
   * is shown by the kernel.
   */
  static Progress printed(Supplier<PrintStream> out, Host host) {
    return new Progress(Throttle.ofLines()) {
      @Override
      void show(State state) {
        out.get().println(state.words());
      }

      @Override
      void end(Showable result) {
        host.show(result);
      }
    };
  }
}
