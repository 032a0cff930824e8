package org.cxrlab.notebook;

import org.cxrlab.figure.Note;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Text;
import org.cxrlab.run.Features;

/** Films on their way through a backbone, under the running cell. */
final class FeaturesView implements Features.Progress {
  private final Progress view;

  FeaturesView(Progress view) {
    this.view = view;
  }

  @Override
  public void at(int films, int all) {
    if (films == all) {
      view.end(new Note(Numbers.show(all) + " films went through the backbone."));
    } else {
      view.pass(() -> new Progress.State((double) films / all, count(films, all)));
    }
  }

  private static String count(int films, int all) {
    return Text.format("%s of %s films", Numbers.show(films), Numbers.show(all));
  }
}
