package org.cxrlab.notebook.panel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cxrlab.eval.Confusion;
import org.cxrlab.eval.CutOffRule;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.eval.PrCurve;
import org.cxrlab.eval.RocCurve;
import org.cxrlab.eval.Scores;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.notebook.control.Button;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.notebook.control.Words;

/**
 * A cut-off under a slider: its point on the ROC curve and on the precision-recall curve, and the
 * table of right and wrong calls. See {@link Explore#cutOff}.
 */
public final class CutOffPanel implements Interactive {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 320;
  private static final double STEP = 0.001;

  private final Evaluation evaluation;
  private final String variable;
  private final Control<String> label;
  private final Control<Double> cutOff;
  private final Control<Chart> roc;
  private final Control<Chart> pr;
  private final Control<Showable> table;
  private final CodeLine code;
  private final ControlBox all;

  CutOffPanel(Evaluation evaluation, String variable) {
    this.evaluation = evaluation;
    this.variable = variable;
    List<String> labels = labels(evaluation);
    label =
        Controls.dropdown("Label", labels, labels.get(0))
            .tooltip("The finding whose cut-off is tried.");
    cutOff =
        Controls.slider("Cut-off", 0, 1, STEP, start(labels.get(0)))
            .tooltip(
                "A film whose probability is this one or above it is called positive; 0 to 1.");
    Button youden = Controls.button("Youden").onClick(() -> choose(CutOffRule.youden()));
    youden.tooltip(
        "The cut-off at which sensitivity + specificity is largest (Youden's index): a missed"
            + " finding counts as much as a false alarm.");
    Button f1 = Controls.button("best F1").onClick(() -> choose(CutOffRule.f1()));
    f1.tooltip(
        "The cut-off at which F1 is largest: the balance of how many findings are found and how"
            + " many calls are right.");
    Button sensitive =
        Controls.button("sensitivity ≥ 0.9").onClick(() -> choose(CutOffRule.sensitivity(0.9)));
    sensitive.tooltip("The highest cut-off that still finds nine of ten films with the finding.");
    roc = Controls.chart(rocChart());
    pr = Controls.chart(prChart());
    table = Controls.output(calls());
    code = new CodeLine(line());
    Control<String> left = Controls.html(leftOut(evaluation));
    left.show(!left.value().isEmpty());
    all =
        Controls.column(
            Controls.row(Controls.column(420, label, cutOff), Controls.row(youden, f1, sensitive)),
            left,
            Controls.row(roc, pr),
            table,
            code.control());
    label.onChange(
        l -> {
          cutOff.set(start(l));
          show();
        });
    cutOff.onChange(c -> show());
  }

  /**
   * Those with films of both kinds; where there is none, all, whose charts say why they are empty.
   */
  private static List<String> labels(Evaluation evaluation) {
    List<String> all = evaluation.labels().names();
    List<String> both = all.stream().filter(l -> !Double.isNaN(evaluation.auroc(l))).toList();
    return both.isEmpty() ? all : both;
  }

  /** Labels that can't be chosen, and why; empty where there is none. */
  private static String leftOut(Evaluation evaluation) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    List<String> listed = labels(evaluation);
    for (Scores scores : evaluation.scores()) {
      if (!listed.contains(scores.name())) {
        byReason.computeIfAbsent(scores.undefined(), r -> new ArrayList<>()).add(scores.name());
      }
    }
    return byReason.isEmpty()
        ? ""
        : Words.caption(
            Html.escape(
                byReason.entrySet().stream()
                    .map(e -> String.join(", ", e.getValue()) + " (" + e.getKey() + ")")
                    .collect(Collectors.joining("; ", "Not in the list: ", "."))));
  }

  private double start(String of) {
    double given = evaluation.cutOffs().of(of);
    return Double.isNaN(given) ? 0.5 : rounded(given);
  }

  private static double rounded(double cutOff) {
    return Math.floor(cutOff * 1000) / 1000;
  }

  /** The label whose cut-off is tried. */
  public Control<String> label() {
    return label;
  }

  /** A probability at or above it is called positive; 0 to 1. */
  public Control<Double> cutOff() {
    return cutOff;
  }

  /** What comes of the cut-off that is shown. */
  public Confusion confusion() {
    return evaluation.confusion(label.value(), cutOff.value());
  }

  @Override
  public ControlBox control() {
    return all;
  }

  /** With the very cut-off that the slider shows, whatever its number of digits. */
  private TableFigure calls() {
    TableFigure rounded = confusion().figure();
    return new TableFigure(
        label.value() + " at a cut-off of " + CodeLine.number(cutOff.value()),
        rounded.columns(),
        rounded.rows(),
        rounded.note());
  }

  /** Rounded down, so that the film whose probability is the cut-off is still called positive. */
  private void choose(CutOffRule rule) {
    double chosen = evaluation.cutOffs(rule).of(label.value());
    if (!Double.isNaN(chosen)) {
      cutOff.set(rounded(chosen));
    }
  }

  private void show() {
    roc.set(rocChart());
    pr.set(prChart());
    table.set(calls());
    code.set(line());
  }

  /** Whether the label has films of both kinds, without which it has no curve. */
  private boolean hasCurves() {
    return !Double.isNaN(evaluation.auroc(label.value()));
  }

  private Chart noCurve(String title) {
    return Charts.nothing(
        title,
        Text.format(
            "There is no curve to draw: of %s there are %s among the %s.",
            label.value(),
            evaluation.scores(label.value()).undefined(),
            Text.count(evaluation.films(), "film")));
  }

  private Chart rocChart() {
    if (!hasCurves()) {
      return noCurve("ROC curve");
    }
    RocCurve curve = evaluation.roc(label.value());
    Confusion at = confusion();
    return RocCurve.axes("ROC curve")
        .line(
            "AUROC " + Numbers.show(evaluation.auroc(label.value())),
            curve.falsePositiveRate(),
            curve.truePositiveRate())
        .points(at(), new double[] {1 - at.specificity()}, new double[] {at.sensitivity()})
        .size(WIDTH, HEIGHT)
        .alt(
            Text.format(
                "The ROC curve of %s; the cut-off %s lies at sensitivity %.3f, specificity %.3f.",
                label.value(), cutOff.value(), at.sensitivity(), at.specificity()))
        .build();
  }

  private Chart prChart() {
    if (!hasCurves()) {
      return noCurve("Precision-recall curve");
    }
    PrCurve curve = evaluation.pr(label.value());
    Confusion at = confusion();
    double share = at.prevalence();
    return PrCurve.axes("Precision-recall curve")
        .line("AP " + Numbers.show(curve.averagePrecision()), curve.recall(), curve.precision())
        // Without a call there is no precision, and so no point.
        .points(at(), new double[] {at.sensitivity()}, new double[] {at.ppv()})
        .dashed("prevalence", new double[] {0, 1}, new double[] {share, share})
        .size(WIDTH, HEIGHT)
        .alt(
            Text.format(
                "The precision-recall curve of %s; the cut-off %s lies at recall %.3f,"
                    + " precision %.3f.",
                label.value(), cutOff.value(), at.sensitivity(), at.ppv()))
        .build();
  }

  private String at() {
    return "cut-off " + CodeLine.number(cutOff.value());
  }

  private String line() {
    return variable
        + ".confusion("
        + CodeLine.quoted(label.value())
        + ", "
        + CodeLine.number(cutOff.value())
        + ")";
  }
}
