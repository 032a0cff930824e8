package org.cxrlab.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Predictions;

/**
 * Predictions held against what is known, label by label. Films whose label is unknown take no part
 * in that label's figures. A figure that is not defined is a dash, with the reason, and never 0.5.
 *
 * <p>Intervals are percentiles of a bootstrap that draws patients, 1000 times with seed 1 unless
 * {@link #bootstrap(int, long)} says otherwise. Immutable; what changes a setting returns a new
 * evaluation.
 */
public final class Evaluation implements Showable {
  private static final int RESAMPLES = 1000;
  private static final long SEED = 1;
  private static final double USUAL_CUT_OFF = 0.5;

  private final Scoring scoring;
  private final CutOffs cutOffs;
  private final Unmatched unmatched;

  /** How the probabilities were corrected, for headings; empty where they were not. */
  private final String corrections;

  private Evaluation(Scoring scoring, CutOffs cutOffs, Unmatched unmatched, String corrections) {
    this.scoring = scoring;
    this.cutOffs = cutOffs;
    this.unmatched = unmatched;
    this.corrections = corrections;
  }

  /**
   * Evaluates the predictions on the labels of their films. A label that was smoothed to a value
   * between absent and present takes no part, as one that is unknown.
   *
   * @throws IllegalArgumentException if there are no films, the films lack one of the labels, or a
   *     probability lies outside [0, 1]
   */
  public static Evaluation of(Predictions predictions) {
    Labels labels = predictions.labels();
    List<Film> films = predictions.films().list();
    double[][] probabilities = new double[labels.size()][films.size()];
    float[][] truth = new float[labels.size()][films.size()];
    for (int l = 0; l < labels.size(); l++) {
      int column = predictions.films().labels().indexOf(labels.get(l));
      for (int i = 0; i < films.size(); i++) {
        probabilities[l][i] = predictions.probabilities().get(i)[l];
        truth[l][i] = films.get(i).settled(column);
      }
    }
    return of(
        new Cases(
            labels,
            films.stream().map(Film::image).toList(),
            films.stream().map(Film::patient).toList(),
            probabilities,
            truth));
  }

  /**
   * Evaluates a model on films with known labels.
   *
   * @throws IllegalArgumentException if there are no films or they lack one of the model's labels
   */
  public static Evaluation of(ChestModel model, Films films) {
    for (String label : model.labels()) {
      films.labels().indexOf(label);
    }
    return of(model.predict(films));
  }

  /**
   * Evaluates the predictions of any model. Rows are matched by their image, whose name may have
   * more folders, other capitals or another ending in one table; what does not match, or could
   * match several, is left out. {@link #unmatched} tells all of it.
   *
   * @param predictions a table with the column Image and a column of probabilities for each label;
   *     other columns are passed over, which {@link #unmatched} tells
   * @param labels a table of films with their labels and patients, in any format that the library
   *     reads, of which no picture is looked for; or a folder that {@link Films#open(Path)} reads
   * @throws IllegalArgumentException naming file, row and column, if a value is no probability, an
   *     image of the predictions stands twice, or nothing matches
   */
  public static Evaluation ofCsv(Path predictions, Path labels) {
    return PredictionTable.evaluate(predictions, labels);
  }

  static Evaluation of(Cases cases) {
    return of(cases, Unmatched.none());
  }

  static Evaluation of(Cases cases, Unmatched unmatched) {
    return new Evaluation(
        new Scoring(cases, new PatientBootstrap(cases.patientCount(), RESAMPLES, SEED)),
        CutOffs.fixed(cases.labels(), USUAL_CUT_OFF),
        unmatched,
        "");
  }

  /** What was left out because two tables did not have it in common. */
  public Unmatched unmatched() {
    return unmatched;
  }

  /**
   * The same with another number of resamples and another seed.
   *
   * @param resamples at least 1; with fewer than some hundreds the intervals are rough
   */
  public Evaluation bootstrap(int resamples, long seed) {
    return new Evaluation(
        new Scoring(cases(), new PatientBootstrap(cases().patientCount(), resamples, seed)),
        cutOffs,
        unmatched,
        corrections);
  }

  /**
   * The same, resampled elsewhere at once: the scores, and the measures at the cut-offs in use.
   * Intervals are the same to the last bit. Measures at other cut-offs, and all of it after {@link
   * #bootstrap(int, long)} or {@link #recalibrated}, are resampled in this process again.
   */
  public Evaluation bootstrap(Resampler elsewhere) {
    return new Evaluation(scoring.resampled(elsewhere, cutOffs), cutOffs, unmatched, corrections);
  }

  /** The same with these cut-offs, which are best chosen on other films. */
  public Evaluation at(CutOffs chosen) {
    if (!chosen.labels().equals(labels())) {
      throw new IllegalArgumentException(
          "The cut-offs are for the labels "
              + chosen.labels().names()
              + ", the evaluation is of "
              + labels().names()
              + "; choose them on an evaluation of the same model.");
    }
    return new Evaluation(scoring, chosen, unmatched, corrections);
  }

  /** The same with one cut-off for every label. */
  public Evaluation at(double cutOff) {
    return at(CutOffs.fixed(labels(), cutOff));
  }

  /** The labels, in the model's order. */
  public Labels labels() {
    return cases().labels();
  }

  /** How many films were evaluated. */
  public int films() {
    return cases().size();
  }

  /** The AUROC of a label; NaN where it is not defined. */
  public double auroc(String label) {
    return ranking(label).auroc(null);
  }

  /** The mean AUROC of the labels for which it is defined; NaN if there are none. */
  public double meanAuroc() {
    return IntStream.range(0, labels().size())
        .mapToDouble(l -> cases().ranking(l).auroc(null))
        .filter(a -> !Double.isNaN(a))
        .average()
        .orElse(Double.NaN);
  }

  /** The figures of one label with their intervals. */
  public Scores scores(String label) {
    return scoring.labels().get(labels().indexOf(label));
  }

  /** The figures of each label with their intervals. */
  public List<Scores> scores() {
    return scoring.labels();
  }

  /** The mean over the labels for which a figure is defined; each label counts alike. */
  public Scores macro() {
    return scoring.macro();
  }

  /** The figures of all pairs of film and label put in one list; frequent labels count more. */
  public Scores micro() {
    return scoring.micro();
  }

  /** The ROC curve of a label. */
  public RocCurve roc(String label) {
    return RocCurve.of(ranking(label));
  }

  /** The precision-recall curve of a label. */
  public PrCurve pr(String label) {
    return PrCurve.of(ranking(label));
  }

  /**
   * What comes of a label at the evaluation's own cut-off. Where none could be chosen no film is
   * called, and the table says so.
   */
  public Confusion confusion(String label) {
    double cutOff = cutOffs.of(label);
    return Double.isNaN(cutOff) ? Confusion.uncalled(label) : confusion(label, cutOff);
  }

  /** What comes of a label at this cut-off. */
  public Confusion confusion(String label, double cutOff) {
    if (Double.isNaN(cutOff)) {
      throw new IllegalArgumentException(
          "There is no cut-off for "
              + label
              + ", since none could be chosen; give one: confusion(\""
              + label
              + "\", 0.5).");
    }
    return Confusion.of(label, ranking(label), cutOff);
  }

  /**
   * The model's calls of a label at the evaluation's own cut-off, as a reader's votes.
   *
   * @return film by film 1 or 0; NaN for all of them where no cut-off could be chosen
   */
  public float[] calls(String label) {
    double cutOff = cutOffs.of(label);
    double[] probabilities = cases().probabilities(labels().indexOf(label));
    float[] calls = new float[films()];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = Double.isNaN(cutOff) ? Float.NaN : probabilities[i] >= cutOff ? 1 : 0;
    }
    return calls;
  }

  /** A cut-off for each label, chosen by the rule on these films; NaN where none can be. */
  public CutOffs cutOffs(CutOffRule rule) {
    return new CutOffs(
        rule.name(),
        labels(),
        IntStream.range(0, labels().size())
            .mapToObj(l -> rule.choose(labels().get(l), cases().ranking(l)))
            .toList());
  }

  /** The cut-offs in use: 0.5 unless set with {@link #at}. */
  public CutOffs cutOffs() {
    return cutOffs;
  }

  /**
   * Per label: how many positives, their share, AUROC and average precision with 95 % intervals,
   * and sensitivity and specificity at the cut-off. Below them the means over labels.
   */
  public TableFigure table() {
    boolean remarks = scores().stream().anyMatch(s -> !s.remark().isEmpty());
    List<String> columns =
        new ArrayList<>(
            List.of(
                "Label",
                "Positives",
                "Prevalence",
                "AUROC (95 % interval)",
                "Average precision",
                "Cut-off",
                "Sensitivity",
                "Specificity"));
    if (remarks) {
      columns.add("Remark");
    }
    var table =
        TableFigure.columns(columns.toArray(String[]::new))
            .caption(
                Numbers.show(films())
                    + " films of "
                    + Numbers.show(cases().patientCount())
                    + " patients; intervals from "
                    + Numbers.show(scoring.bootstrap().resamples())
                    + " resamples of patients; cut-off: "
                    + cutOffs.rule());
    for (Scores s : scores()) {
      double cutOff = cutOffs.of(s.name());
      boolean called = !Double.isNaN(cutOff);
      Confusion at = called ? confusion(s.name(), cutOff) : null;
      List<Object> row = row(s, cutOff);
      row.add(called ? at.sensitivity() : Double.NaN);
      row.add(called ? at.specificity() : Double.NaN);
      if (remarks) {
        row.add(s.remark());
      }
      table.row(row.toArray());
    }
    for (Scores s : List.of(macro(), micro())) {
      List<Object> row = row(s, null);
      while (row.size() < columns.size()) {
        row.add(null);
      }
      table.row(row.toArray());
    }
    boolean doubted = scores().stream().anyMatch(s -> !s.remark().equals(s.undefined()));
    return table.note(doubted ? Scores.REMARKS : "").build();
  }

  private static List<Object> row(Scores s, Double cutOff) {
    List<Object> row = new ArrayList<>();
    row.add(s.name());
    row.add(s.positives());
    row.add(Numbers.percent(s.prevalence()));
    row.add(s.auroc());
    row.add(s.averagePrecision());
    row.add(cutOff);
    return row;
  }

  /** The ROC curves of all labels for which there is one, each named with its AUROC. */
  public Chart rocChart() {
    return rocChart(labels().names().toArray(String[]::new));
  }

  /** The ROC curves of these labels. */
  public Chart rocChart(String... names) {
    if (withBoth(names).isEmpty()) {
      return noCurve("ROC curves", names);
    }
    LineChart chart = RocCurve.axes("ROC curves");
    for (String label : withBoth(names)) {
      RocCurve curve = roc(label);
      chart =
          chart.line(
              label + " " + Numbers.show(auroc(label)),
              curve.falsePositiveRate(),
              curve.truePositiveRate());
    }
    return chart
        .size(640, 520)
        .alt("ROC curves with their AUROC: " + summary(names, Measure.AUROC))
        .build();
  }

  /** The precision-recall curves of all labels for which there is one. */
  public Chart prChart() {
    return prChart(labels().names().toArray(String[]::new));
  }

  /** The precision-recall curves of these labels, each named with its average precision. */
  public Chart prChart(String... names) {
    if (withBoth(names).isEmpty()) {
      return noCurve("Precision-recall curves", names);
    }
    LineChart chart = PrCurve.axes("Precision-recall curves");
    for (String label : withBoth(names)) {
      PrCurve curve = pr(label);
      chart =
          chart.line(
              label + " " + Numbers.show(ranking(label).averagePrecision(null)),
              curve.recall(),
              curve.precision());
    }
    return chart
        .size(640, 520)
        .alt("Precision-recall curves with their average precision: " + summary(names, Measure.AP))
        .build();
  }

  private enum Measure {
    AUROC,
    AP
  }

  private String summary(String[] names, Measure measure) {
    return String.join(
        ", ",
        withBoth(names).stream()
            .map(
                n ->
                    Text.format(
                        "%s %.3f",
                        n, measure == Measure.AUROC ? auroc(n) : ranking(n).averagePrecision(null)))
            .toList());
  }

  private List<String> withBoth(String[] names) {
    return Arrays.stream(names)
        .filter(n -> ranking(n).positives() > 0 && ranking(n).negatives() > 0)
        .toList();
  }

  private Chart noCurve(String title, String... names) {
    return Charts.nothing(
        title,
        Arrays.stream(names)
            .map(name -> name + " (" + scores(name).undefined() + ")")
            .collect(
                Collectors.joining(
                    ", ",
                    "There is no curve to draw, which takes films with a finding and films without"
                        + " it: ",
                    ".")));
  }

  /** The table, and what was left out if anything was. */
  @Override
  public Figure figure() {
    return unmatched.isEmpty() ? table() : Panel.of(table(), unmatched);
  }

  /**
   * Sensitivity, specificity, predictive values and F1 of each label at its cut-off, with 95 %
   * intervals from resampled patients.
   */
  public TableFigure measures() {
    return scoring.measures(cutOffs);
  }

  /**
   * The predictive values among people of whom another share has the finding, by Bayes: in
   * screening, findings are rarer than in a hospital and most alarms are false.
   *
   * @param prevalences shares from 0 to 1, such as 0.1, 0.01
   */
  public TableFigure predictiveValues(double... prevalences) {
    List<String> columns = new ArrayList<>(List.of("Label"));
    for (double prevalence : prevalences) {
      String share = Numbers.percent(prevalence).replace(".0 %", " %");
      columns.add("PPV at " + share);
      columns.add("NPV at " + share);
    }
    var table =
        TableFigure.columns(columns.toArray(String[]::new))
            .caption("Predictive values at another prevalence; cut-off: " + cutOffs.rule());
    for (String label : labels()) {
      List<Object> row = new ArrayList<>(List.of(label));
      boolean called = !Double.isNaN(cutOffs.of(label));
      for (double prevalence : prevalences) {
        row.add(called ? confusion(label).ppvAt(prevalence) : Double.NaN);
        row.add(called ? confusion(label).npvAt(prevalence) : Double.NaN);
      }
      table.row(row.toArray());
    }
    return table.build();
  }

  /** Whether the probabilities of a label are honest, in ten bins of equal width. */
  public Calibration calibration(String label) {
    return calibration(label, 10);
  }

  /** The same in another number of bins. */
  public Calibration calibration(String label, int bins) {
    int l = labels().indexOf(label);
    return Calibration.of(label + corrections, cases().probabilities(l), cases().truth(l), bins);
  }

  /**
   * The same films with corrected probabilities. AUROC stays as it is; Brier score and calibration
   * change, and so does what a cut-off means: cut-offs are 0.5 again.
   */
  public Evaluation recalibrated(Recalibration correction) {
    double[][] corrected = new double[labels().size()][films()];
    for (int l = 0; l < corrected.length; l++) {
      for (int i = 0; i < films(); i++) {
        corrected[l][i] = correction.apply(labels().get(l), cases().probabilities(l)[i]);
      }
    }
    return new Evaluation(
        new Scoring(cases().withProbabilities(corrected), scoring.bootstrap()),
        CutOffs.fixed(labels(), USUAL_CUT_OFF),
        unmatched,
        corrections + ", " + correction.name());
  }

  /**
   * This model against another on the same films, by a paired bootstrap of patients.
   *
   * @throws IllegalArgumentException if the films or their known values differ, or no label is
   *     shared
   */
  public Comparison compare(Evaluation other) {
    return Comparison.of(this, other);
  }

  /** The same, resampled elsewhere; intervals are the same to the last bit. */
  public Comparison compare(Evaluation other, Resampler elsewhere) {
    return Comparison.of(this, other, elsewhere);
  }

  Cases cases() {
    return scoring.cases();
  }

  Scoring scoring() {
    return scoring;
  }

  private Ranking ranking(String label) {
    return cases().ranking(labels().indexOf(label));
  }
}
