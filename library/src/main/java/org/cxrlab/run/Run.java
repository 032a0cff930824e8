package org.cxrlab.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.train.History;

/**
 * A run as it is kept.
 *
 * @param id its number in the file
 * @param name what it was called
 * @param kind what learnt
 * @param status where it stands
 * @param message what went wrong; empty where nothing did
 * @param started in ISO form, in UTC
 * @param seconds from start to end; NaN while it runs
 * @param codeVersion of the library that ran it
 * @param plan what was decided beforehand
 * @param labels in the order of the logits
 * @param data fingerprint of all films of the split, in whichever part
 * @param train fingerprint of the training films
 * @param split fingerprint of all three parts
 * @param openLabels what was made of labels that the films' table calls uncertain or leaves blank,
 *     in a sentence; empty where there are none
 * @param bestEpoch whose weights were kept, counted from 1; 0 if no epoch was completed
 * @param model the folder of the model, where one was saved
 * @param modelHash the SHA-256 of its files
 * @param history step by step and epoch by epoch
 * @param metrics what was measured
 * @param evaluations of the parts whose predictions were kept, by part
 */
public record Run(
    int id,
    String name,
    Kind kind,
    Status status,
    String message,
    String started,
    double seconds,
    String codeVersion,
    TrainingPlan plan,
    Labels labels,
    String data,
    String train,
    String split,
    String openLabels,
    int bestEpoch,
    Optional<Path> model,
    Optional<String> modelHash,
    History history,
    List<Metric> metrics,
    List<Kept> evaluations)
    implements Showable {
  /** What learnt. */
  public enum Kind {
    /** The network, or the part of it that the plan says. */
    TRAINING,
    /** A head on features of a frozen backbone. */
    HEAD
  }

  /** Where a run stands. */
  public enum Status {
    /** A process is at it. */
    RUNNING,
    /** It ended by its plan. */
    DONE,
    /** Somebody asked it to stop; what it had learnt was kept. */
    STOPPED,
    /** The loss was no longer a number, or there was an error. */
    FAILED,
    /** Its process is gone without a word; what it had written is there. */
    INTERRUPTED
  }

  /**
   * A number that was measured.
   *
   * @param part of the split: "validation", "test"
   * @param name "loss", "AUROC", "average precision"
   * @param label the label, or empty for all together
   * @param value NaN where it is not defined
   */
  public record Metric(String part, String name, String label, double value) {}

  /** Predictions that were kept, held against the truth. */
  public record Kept(String part, String films, Evaluation evaluation) {}

  /** Copies the lists. */
  public Run {
    metrics = List.copyOf(metrics);
    evaluations = List.copyOf(evaluations);
  }

  /** A number that was measured over all labels; NaN where there is none. */
  public double metric(String part, String metric) {
    return metrics.stream()
        .filter(m -> m.part().equals(part) && m.name().equals(metric) && m.label().isEmpty())
        .mapToDouble(Metric::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /**
   * The predictions that were kept of a part, held against the truth.
   *
   * @param part "validation" or "test"
   * @throws IllegalArgumentException if there are none
   */
  public Evaluation evaluation(String part) {
    return kept(part)
        .map(Kept::evaluation)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "Run %d keeps no predictions of the %s part; there are those of %s.",
                        id, part, evaluations.stream().map(Kept::part).toList())));
  }

  Optional<Kept> kept(String part) {
    return evaluations.stream().filter(k -> k.part().equals(part)).findFirst();
  }

  /** What it came to, line by line. */
  public TableFigure summary() {
    var table =
        TableFigure.columns("Run " + id, name)
            .row("Status", status.name().toLowerCase(Locale.ROOT) + reason())
            .row("Started", started)
            .row("Seconds", Double.isNaN(seconds) ? Double.NaN : Math.round(seconds))
            .row("Epochs", Integer.toString(history.epochs().size()))
            .row("Best epoch", bestEpoch == 0 ? "none" : Integer.toString(bestEpoch));
    for (Metric m : metrics) {
      if (m.label().isEmpty()) {
        table.row(m.name() + ", " + m.part(), m.value());
      }
    }
    if (!openLabels.isEmpty()) {
      table.row("Open labels", openLabels);
    }
    return table
        .row("Training films", train)
        .row("Split", split)
        .row("Code", codeVersion)
        .row("Model", model.map(Path::toString).orElse("not saved"))
        .build();
  }

  private String reason() {
    return message.isEmpty() ? "" : ": " + message;
  }

  /** What it came to, its plan, and its curves. */
  @Override
  public Figure figure() {
    return history.steps().isEmpty()
        ? Panel.of(summary(), plan)
        : Panel.of(summary(), plan, history.curves());
  }
}
