package org.cxrlab.notebook;

import org.cxrlab.figure.Note;
import org.cxrlab.train.RepeatListener;
import org.cxrlab.train.RepeatProgress;

/** A repeated experiment under the running cell: one line, however many trainings there are. */
final class RepeatView implements RepeatListener {
  private final Pace pace = new Pace();
  private LiveFigure live;

  @Override
  public void onProgress(RepeatProgress progress) {
    if (live == null) {
      live = LiveFigure.show(view(progress));
    } else if (progress.ended()) {
      live.update(view(progress));
    } else {
      pace.run(() -> live.update(view(progress)));
    }
  }

  private static Note view(RepeatProgress progress) {
    return new Note(
        progress.ended() ? progress + "." : Bars.of(progress.share()) + "  " + progress);
  }
}
