package org.cxrlab.notebook.panel;

import java.util.List;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.StepRecord;
import org.cxrlab.train.TrainingProgress;

/** The figures of a training under way, as a table. */
final class TrainingFigures {
  /** Steps over whose mean the time of a step is told. */
  private static final int RECENT = 20;

  private TrainingFigures() {}

  /** How far it is, how well and how fast. */
  static TableFigure table(TrainingPlan plan, TrainingProgress p, boolean running) {
    List<StepRecord> steps = p.history().steps();
    List<EpochRecord> epochs = p.history().epochs();
    double seconds =
        steps.subList(Math.max(0, steps.size() - RECENT), steps.size()).stream()
            .mapToDouble(StepRecord::seconds)
            .average()
            .orElse(Double.NaN);
    String best =
        epochs.stream()
            .map(EpochRecord::meanAuroc)
            .filter(a -> !a.isNaN())
            .max(Double::compare)
            .map(Numbers::show)
            .orElse("not known yet");
    var table =
        TableFigure.columns("Training", "")
            .row(
                "Epoch and step",
                Text.format(
                    "%d of %d, %s of %s",
                    Math.min(p.epoch(), p.epochs()),
                    p.epochs(),
                    Numbers.show(p.step()),
                    Numbers.show(p.steps())))
            .row("Loss", known(p.loss(), Text.format("%.4f", p.loss())))
            .row("Best mean AUROC so far", best)
            .row("Learning rate", known(p.learningRate(), Text.format("%.2e", p.learningRate())))
            .row("Time of a step", known(seconds, Text.format("%.3f s", seconds)))
            .row(
                "Images per second",
                known(seconds, Text.format("%.1f", plan.batchSize() / seconds)))
            .row("Memory of the kernel", ProcessMemory.words())
            .note(LeftOutFilm.sentence(p.history().leftOut()));
    double left = p.secondsLeft();
    return (running ? table.row("Time left", known(left, Text.clock(left))) : table).build();
  }

  /** The text, unless the value it was made from is not known yet. */
  private static String known(double value, String text) {
    return Double.isNaN(value) ? "–" : text;
  }
}
