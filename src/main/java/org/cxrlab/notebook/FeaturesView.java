package org.cxrlab.notebook;

import org.cxrlab.experiment.Features;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Numbers;

/** Films on their way through a backbone, under the running cell. */
final class FeaturesView implements Features.Progress {
  private final Pace pace = new Pace();
  private LiveFigure live;

  @Override
  public void at(int films, int all) {
    if (live == null) {
      live = LiveFigure.show(view(films, all));
    } else if (films == all) {
      live.update(view(films, all));
    } else {
      pace.run(() -> live.update(view(films, all)));
    }
  }

  private static Note view(int films, int all) {
    String count = "%s of %s films".formatted(Numbers.show(films), Numbers.show(all));
    return new Note(
        films == all
            ? Numbers.show(all) + " films went through the backbone."
            : Bars.of((double) films / all) + "  " + count);
  }
}
