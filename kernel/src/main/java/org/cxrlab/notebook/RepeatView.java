package org.cxrlab.notebook;

import org.cxrlab.figure.Note;
import org.cxrlab.train.RepeatListener;
import org.cxrlab.train.RepeatProgress;

/** A repeated experiment under the running cell: one line, however many trainings there are. */
final class RepeatView implements RepeatListener {
  private final Progress view;

  RepeatView(Progress view) {
    this.view = view;
  }

  @Override
  public void onProgress(RepeatProgress progress) {
    if (progress.ended()) {
      view.end(new Note(progress + "."));
    } else {
      view.pass(() -> new Progress.State(progress.share(), progress.toString()));
    }
  }
}
