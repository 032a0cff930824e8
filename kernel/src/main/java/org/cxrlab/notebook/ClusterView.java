package org.cxrlab.notebook;

import org.cxrlab.figure.Note;
import org.cxrlab.remote.ClusterListener;

/** A cluster at work, under the running cell. */
final class ClusterView implements ClusterListener {
  private final Progress view;
  private State shown;

  ClusterView(Progress view) {
    this.view = view;
  }

  @Override
  public void said(String line) {
    view.show(new Progress.State(0, line));
  }

  @Override
  public void at(State state) {
    if (!state.equals(shown)) {
      view.pass(() -> show(state));
    }
  }

  private Progress.State show(State state) {
    shown = state;
    return new Progress.State(state.share(), state.toString());
  }

  @Override
  public void ended(String sentence) {
    view.end(new Note(sentence));
  }
}
