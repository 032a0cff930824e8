package org.cxrlab.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.Json;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What happened in a training, step by step and epoch by epoch.
 *
 * @param labels in the order of the AUROCs
 * @param steps in order
 * @param epochs in order; the last one may have been cut short and be missing
 * @param rateChanges what was done to the learning rate by hand, in order
 * @param leftOut films that could not be read and took no part from then on, in order
 */
public record History(
    Labels labels,
    List<StepRecord> steps,
    List<EpochRecord> epochs,
    List<LearningRateChange> rateChanges,
    List<LeftOutFilm> leftOut)
    implements Showable {
  /** Copies the lists. */
  public History {
    Objects.requireNonNull(labels);
    steps = AppendOnlyList.unchanging(steps);
    epochs = AppendOnlyList.unchanging(epochs);
    // Histories that were saved before there were changes by hand don't speak of them.
    rateChanges = rateChanges == null ? List.of() : AppendOnlyList.unchanging(rateChanges);
    // Nor of films, when none could be left out.
    leftOut = leftOut == null ? List.of() : AppendOnlyList.unchanging(leftOut);
  }

  /** A history in which nobody changed the learning rate by hand and every film was read. */
  public History(Labels labels, List<StepRecord> steps, List<EpochRecord> epochs) {
    this(labels, steps, epochs, List.of(), List.of());
  }

  /** The history as JSON. */
  public String toJson() {
    return Json.write(this);
  }

  /** A history from JSON. */
  public static History fromJson(String json) {
    return Json.read(json, History.class, "history").requireWhole();
  }

  /**
   * Checks what is read from elsewhere.
   *
   * @throws IllegalArgumentException if an epoch has not an AUROC for each label
   */
  public History requireWhole() {
    for (EpochRecord epoch : epochs) {
      if (epoch.auroc().size() != labels.size()) {
        throw new IllegalArgumentException(
            Text.format(
                "The history has %s and, after epoch %d, %s.",
                Text.count(labels.size(), "label"),
                epoch.epoch(),
                Text.count(epoch.auroc().size(), "AUROC")));
      }
    }
    return this;
  }

  /** The epochs as a table to calculate with. */
  public Table table() {
    Table table =
        Table.create(
            "history",
            IntColumn.create("epoch", epochs.stream().mapToInt(EpochRecord::epoch).toArray()),
            IntColumn.create("step", epochs.stream().mapToInt(EpochRecord::step).toArray()),
            column("training loss", EpochRecord::trainingLoss),
            column("validation loss", EpochRecord::validationLoss),
            column("mean AUROC", EpochRecord::meanAuroc),
            column("seconds", EpochRecord::seconds));
    for (int i = 0; i < labels.size(); i++) {
      int label = i;
      table.addColumns(column("AUROC " + labels.get(i), epoch -> epoch.auroc().get(label)));
    }
    return table;
  }

  private DoubleColumn column(String name, ToDoubleFunction<EpochRecord> value) {
    return DoubleColumn.create(name, epochs.stream().mapToDouble(value).toArray());
  }

  /** The epochs, and which films were left out. */
  @Override
  public TableFigure figure() {
    var table =
        TableFigure.columns(
            "Epoch", "Steps", "Training loss", "Validation loss", "Mean AUROC", "Seconds");
    for (EpochRecord epoch : epochs) {
      table.row(
          epoch.epoch(),
          epoch.step(),
          epoch.trainingLoss(),
          epoch.validationLoss(),
          epoch.meanAuroc(),
          Math.round(epoch.seconds()));
    }
    return table.note(LeftOutFilm.sentence(leftOut)).build();
  }

  /** The curves of the loss and, once an epoch is over, of the mean AUROC. */
  public Panel curves() {
    List<Showable> charts = new ArrayList<>();
    if (!steps.isEmpty()) {
      charts.add(lossChart());
    }
    if (epochs.stream().anyMatch(e -> !Double.isNaN(e.meanAuroc()))) {
      charts.add(aurocChart());
    }
    return Panel.of(charts.toArray(Showable[]::new));
  }

  private Chart lossChart() {
    LineChart chart =
        Charts.lines("Loss", "step", "loss")
            .line("training", steps.stream().mapToDouble(StepRecord::step).toArray(), smoothed())
            .size(480, 320)
            .alt("The loss on the training films by step, and on the validation films by epoch.");
    if (!epochs.isEmpty()) {
      chart =
          chart.line(
              "validation", epochEnds(), column("", EpochRecord::validationLoss).asDoubleArray());
    }
    return withRateChanges(chart).build();
  }

  /** A line for each change; of those close together only the last has its name above it. */
  private LineChart withRateChanges(LineChart chart) {
    LineChart marked = chart;
    double named = Double.POSITIVE_INFINITY;
    for (int i = rateChanges.size() - 1; i >= 0; i--) {
      LearningRateChange change = rateChanges.get(i);
      if (named - change.step() < steps.size() / 5.0) {
        marked = marked.event("", change.step());
      } else {
        marked = marked.event("rate " + change.shownRate(), change.step());
        named = change.step();
      }
    }
    return marked;
  }

  private Chart aurocChart() {
    double[] ends = epochEnds();
    return Charts.lines("Mean AUROC on the validation films", "step", "mean AUROC")
        .line("validation", ends, column("", EpochRecord::meanAuroc).asDoubleArray())
        .dashed("guessing", new double[] {0, ends[ends.length - 1]}, new double[] {0.5, 0.5})
        .size(480, 320)
        .alt("The mean AUROC on the validation films after each epoch, beside 0.5 for guessing.")
        .build();
  }

  private double[] epochEnds() {
    return epochs.stream().mapToDouble(EpochRecord::step).toArray();
  }

  /** The mean of each step's loss and those shortly before it, as batches differ a lot. */
  private double[] smoothed() {
    int window = Math.max(1, steps.size() / 20);
    double[] means = new double[steps.size()];
    double sum = 0;
    for (int i = 0; i < means.length; i++) {
      sum += steps.get(i).loss() - (i >= window ? steps.get(i - window).loss() : 0);
      means[i] = sum / Math.min(i + 1, window);
    }
    return means;
  }
}
