package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cxrlab.data.Films;
import org.cxrlab.data.TableForm;
import org.cxrlab.data.TableLeaks;
import org.cxrlab.data.TableSummary;
import org.cxrlab.split.Leakage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what is counted in a table of films. */
@Command(
    name = "counts",
    mixinStandardHelpOptions = true,
    description =
        "Prints what is in a table of films: columns and missing values, unique IDs, films per"
            + " patient, labels and their pairs, what was left out and why; and what it shares with"
            + " another table. No picture is opened. A table that does not fit into memory is"
            + " counted with --spark.",
    footer = "  ./cxrlab counts Data_Entry_2017_v2020.csv.gz --spark local[2] -o counts.json")
final class CountsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description =
          "A table (.csv, .csv.gz, .tsv) with a column that names pictures; with --spark also"
              + " Parquet, a file or a folder of files.")
  private Path table;

  @Option(
      names = "--against",
      paramLabel = "TABLE",
      description = "Another table: tells which patients and pictures are in both.")
  private Path against;

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Counts on Apache Spark: local[2] (in this process, on two cores), spark://host:7077, or"
              + " what else spark-submit takes; see docs/cluster.md.")
  private String spark;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Writes the counts as JSON, too, which TableSummary.read reads in a notebook.")
  private Path out;

  @Override
  public Integer call() {
    if (out != null) {
      OutputFiles.ready(out);
    }
    TableSummary summary =
        spark == null ? here() : CountingCluster.find().count(spark, table, against);
    spec.commandLine().getOut().println(summary.figure().text());
    if (out != null) {
      summary.write(out);
    }
    return ExitCode.DONE;
  }

  private TableSummary here() {
    Films films = read(table);
    var summary = TableSummary.of(films);
    if (against == null) {
      return summary;
    }
    Films other = read(against);
    Leakage leaks = Leakage.between(films, other);
    return summary.with(
        new TableLeaks(
            films.name(),
            other.name(),
            leaks.patients().size(),
            first(leaks.patients()),
            leaks.images().size(),
            first(leaks.images()),
            other.source()));
  }

  private static List<String> first(List<String> names) {
    return names.subList(0, Math.min(TableLeaks.NAMED, names.size()));
  }

  private static Films read(Path file) {
    if (TableForm.isParquet(file)) {
      throw new IllegalArgumentException(
          file + " is Parquet, which Spark reads; add --spark local[2].");
    }
    return Films.table(file).withoutPictures();
  }
}
