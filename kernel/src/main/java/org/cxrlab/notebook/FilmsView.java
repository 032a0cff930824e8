package org.cxrlab.notebook;

import java.util.function.LongSupplier;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Text;
import org.cxrlab.model.FilmsListener;

/** Films on their way through a network, under the running cell, where there is time to read it. */
final class FilmsView implements FilmsListener {
  /** After so many seconds the pace says how long it will take. */
  private static final double PACE_IS_KNOWN = 2;

  /** What takes so many seconds more is worth a view. */
  private static final double LONG = 5;

  private final Progress view;
  private final LongSupplier nanoTime;
  private final long start;
  private boolean shown;

  FilmsView(Progress view, LongSupplier nanoTime) {
    this.view = view;
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
  }

  @Override
  public void onFilms(int films, int all) {
    double seconds = (nanoTime.getAsLong() - start) / 1e9;
    double left = films == 0 ? 0 : seconds * (all - films) / films;
    shown |= seconds >= PACE_IS_KNOWN && left >= LONG;
    if (!shown) {
      return;
    }
    if (films == all) {
      view.end(new Note(Text.count(all, "film") + " in " + Text.clock(seconds) + "."));
    } else {
      view.pass(() -> new Progress.State((double) films / all, line(films, all, seconds, left)));
    }
  }

  private static String line(int films, int all, double seconds, double left) {
    return Text.format(
        "%,d of %,d films, %.1f films/s, %s left", films, all, films / seconds, Text.clock(left));
  }
}
