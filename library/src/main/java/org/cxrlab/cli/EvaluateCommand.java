package org.cxrlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.figure.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds predictions of any model against what is known of the films. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description =
        "Holds a table of probabilities, of any model, against a table of labels: per label AUROC,"
            + " average precision and what comes of the cut-off, with 95 %% intervals that resample"
            + " patients. Rows are matched by their image, also where one table writes more folders,"
            + " other capitals or no ending; those that do not match are named.",
    footer = "  ./cxrlab evaluate predictions.csv labels.csv -o evaluation",
    exitCodeList =
        " 3:Done, but for rows or columns of the predictions of which the table of labels knows"
            + " nothing; they are named.")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "PREDICTIONS",
      description =
          "A table (.csv) with the column Image and a column of probabilities for each label.")
  private Path predictions;

  @Parameters(
      index = "1",
      paramLabel = "LABELS",
      description =
          "A table (.csv, .csv.gz): Image, PatientId and a column of 0 and 1 for each label; or"
              + " NIH's Data_Entry_2017; or its adjudicated labels; or a folder of films with"
              + " such a table, or of a public data set.")
  private Path labels;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description =
          "A folder for the figures as a table (evaluation.csv), the charts (roc.png,"
              + " precision-recall.png), all of it as one page (index.html), and the names of rows"
              + " that do not match (unmatched.csv).")
  private Path out;

  @Option(
      names = "--cut-off",
      paramLabel = "P",
      defaultValue = "0.5",
      description = "The probability from which a film counts as positive. Default: 0.5.")
  private double cutOff;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many times the patients are resampled. Default: 1000.")
  private int resamples;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The seed of the resampling. Default: 1.")
  private long seed;

  @Override
  public Integer call() {
    Evaluation evaluation =
        Evaluation.ofCsv(predictions, labels).bootstrap(resamples, seed).at(cutOff);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(evaluation.table().text());
    if (!evaluation.unmatched().isEmpty()) {
      stdout.println();
      stdout.println(evaluation.unmatched().figure().text());
    }
    if (out != null) {
      new EvaluationFolder(evaluation, predictions, labels).write(WholeFolder.make(out));
      stdout.println();
      stdout.println("Wrote " + out.resolve(EvaluationFolder.PAGE) + " and what it shows.");
    }
    List<String> columns = evaluation.unmatched().columns();
    if (!columns.isEmpty()) {
      spec.commandLine().getErr().println("cxrlab: " + notLabels(columns));
    }
    return columns.isEmpty() && evaluation.unmatched().predicted().isEmpty()
        ? ExitCode.DONE
        : ExitCode.IN_PART;
  }

  /** A misspelt name would drop a label from the results, so it is said by itself. */
  private String notLabels(List<String> columns) {
    String names = columns.stream().map(c -> "\"" + c + "\"").collect(Collectors.joining(", "));
    return columns.size() == 1
        ? Text.format(
            "%s has the column %s, which is no label of %s and was left out; name it as the label, or delete it.",
            predictions, names, labels)
        : Text.format(
            "%s has the columns %s, which are no labels of %s and were left out; name them as the labels, or delete them.",
            predictions, names, labels);
  }
}
