package org.cxrlab.notebook.panel;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cxrlab.figure.Html;
import org.cxrlab.notebook.control.Button;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Words;
import org.cxrlab.train.RunningTraining;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;

/** What trains elsewhere in this process, which has to be seen somewhere, and stopped. */
final class OtherTrainings {
  private final Supplier<PanelTraining> own;
  private final PanelTraining.Watcher watcher;
  private final Control<String> words = Controls.html("");
  private final Button stop = Controls.button("Stop it", "stop");

  /**
   * @param own gives the training that is none of the others, or null
   * @param watcher told when there may be something else to {@link #draw}
   */
  OtherTrainings(Supplier<PanelTraining> own, PanelTraining.Watcher watcher) {
    this.own = own;
    this.watcher = watcher;
    stop.show(false);
    stop.tooltip("Ends that training after its step; its model keeps the best weights so far.");
    stop.onClickAtOnce(() -> running().forEach(RunningTraining::stop));
  }

  /** Which they are and how far. */
  Control<String> words() {
    return words;
  }

  /** Ends them. */
  Button stop() {
    return stop;
  }

  /** Tells the watcher of each step of those that run now, and of their end. */
  void follow() {
    running().forEach(this::follow);
  }

  /** Shows how far they are. */
  void draw() {
    List<RunningTraining> running = running();
    stop.show(!running.isEmpty());
    words.set(
        running.isEmpty()
            ? ""
            : Words.status(
                running.stream()
                    .map(t -> Html.escape("Under way elsewhere: " + t + "."))
                    .collect(Collectors.joining("<br>"))));
  }

  private List<RunningTraining> running() {
    return PanelTraining.othersThan(own.get());
  }

  private void follow(RunningTraining other) {
    other.follow(
        new TrainingListener() {
          @Override
          public void onStep(TrainingProgress progress) {
            watcher.changed(true);
          }
        });
    var thread =
        new Thread(
            () -> {
              try {
                other.await();
              } catch (RuntimeException | InterruptedException ended) {
                // Whoever began that training is told how it ended.
              }
              watcher.changed(false);
            },
            "panel beside a training");
    thread.setDaemon(true);
    thread.start();
  }
}
