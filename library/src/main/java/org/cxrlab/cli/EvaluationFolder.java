package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.data.SheetText;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.eval.Confusion;
import org.cxrlab.eval.Estimate;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.eval.Scores;
import org.cxrlab.eval.Unmatched;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;

/**
 * An evaluation as files: numbers as a table, curves as pictures, all of it as a page.
 *
 * @param predictions where the probabilities came from
 * @param labels where the labels came from
 */
record EvaluationFolder(Evaluation evaluation, Path predictions, Path labels) {
  static final String PAGE = "index.html";

  private static final String STYLE =
      "body{font-family:system-ui,sans-serif;max-width:72em;margin:2em auto;padding:0 1em;"
          + "color:#222;line-height:1.5}h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}"
          + "@media(min-width:60em){.cxr-panel>div{flex:0 1 calc(50% - 8px)}}";

  /** Writes all files; those of the same name are replaced. */
  void write(Path folder) {
    WholeFile.write(folder.resolve("evaluation.csv"), numbers());
    WholeFile.write(folder.resolve("unmatched.csv"), unmatched());
    if (hasCurves()) {
      evaluation.rocChart().save(folder.resolve("roc.png"));
      evaluation.prChart().save(folder.resolve("precision-recall.png"));
    }
    WholeFile.write(folder.resolve(PAGE), page());
  }

  /** Whether any label has films with it and films without it. */
  private boolean hasCurves() {
    return evaluation.scores().stream().anyMatch(s -> s.positives() > 0 && s.negatives() > 0);
  }

  /** Per label, then for the means; what is not defined is an empty cell. */
  private String numbers() {
    var text = new StringBuilder();
    List<String> header = new ArrayList<>(List.of("Label", "Positives", "Negatives"));
    for (String figure : List.of("AUROC", "AveragePrecision", "Brier")) {
      header.addAll(List.of(figure, figure + "Low", figure + "High"));
    }
    header.addAll(List.of("CutOff", "Sensitivity", "Specificity", "PPV", "NPV", "F1"));
    text.append(CsvText.row(header));
    for (Scores s : evaluation.scores()) {
      double cutOff = evaluation.cutOffs().of(s.name());
      Confusion at = evaluation.confusion(s.name(), cutOff);
      List<String> row = row(s);
      for (double v :
          new double[] {cutOff, at.sensitivity(), at.specificity(), at.ppv(), at.npv(), at.f1()}) {
        row.add(number(v));
      }
      text.append(CsvText.row(row));
    }
    for (Scores s : List.of(evaluation.macro(), evaluation.micro())) {
      List<String> row = row(s);
      while (row.size() < header.size()) {
        row.add(null);
      }
      text.append(CsvText.row(row));
    }
    return text.toString();
  }

  private static List<String> row(Scores s) {
    List<String> row = new ArrayList<>();
    row.add(SheetText.written(s.name()));
    row.add(Integer.toString(s.positives()));
    row.add(Integer.toString(s.negatives()));
    for (Estimate e : List.of(s.auroc(), s.averagePrecision(), s.brier())) {
      row.add(number(e.value()));
      row.add(number(e.interval().low()));
      row.add(number(e.interval().high()));
    }
    return row;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? null : Double.toString(value);
  }

  /** Every row that had no counterpart. */
  private String unmatched() {
    Unmatched left = evaluation.unmatched();
    var text = new StringBuilder(CsvText.row(List.of("Image", "Lacks")));
    left.predicted()
        .forEach(i -> text.append(CsvText.row(List.of(SheetText.written(i), "labels"))));
    left.labelled()
        .forEach(i -> text.append(CsvText.row(List.of(SheetText.written(i), "prediction"))));
    return text.toString();
  }

  private String page() {
    var html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width\">");
    html.append("<title>Evaluation of " + name(predictions) + "</title>");
    html.append("<style>" + STYLE + "</style></head><body>");
    html.append("<h1>Evaluation of " + name(predictions) + " on " + name(labels) + "</h1>");
    section(html, "Per label", evaluation.table());
    if (!evaluation.unmatched().isEmpty()) {
      html.append(evaluation.unmatched().figure().html());
    }
    section(html, "At the cut-offs", evaluation.measures());
    if (hasCurves()) {
      section(html, "Curves", Panel.of(evaluation.rocChart(), evaluation.prChart()));
    }
    List<Showable> calibrations = new ArrayList<>();
    for (Scores s : evaluation.scores()) {
      if (s.positives() + s.negatives() > 0) {
        calibrations.add(evaluation.calibration(s.name()));
      }
    }
    section(html, "Do the probabilities hold?", Panel.of(calibrations.toArray(Showable[]::new)));
    html.append("<p>For teaching and research, not for clinical use.</p></body></html>\n");
    return html.toString();
  }

  private static void section(StringBuilder html, String title, Showable shown) {
    html.append("<h2>" + Html.escape(title) + "</h2>" + shown.figure().html() + "\n");
  }

  private static String name(Path file) {
    return Html.escape(file.getFileName().toString());
  }
}
