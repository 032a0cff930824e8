package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Writes a model's probabilities for films to a table.
 *
 * <p>Films go through the network in groups that are fixed by their order. A group of which a row
 * is missing is computed again as a whole, so a table that was made in several goes is the same,
 * digit for digit, as one that was made at once.
 */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description =
        "Writes a table with one row for each film: its name under Image, and the probability of"
            + " each label. Each row is kept as soon as it is there. Where the table was begun"
            + " already, by the same model, only what is missing is added.",
    footer = "  ./cxrlab score densenet121-phantoms films/ -o predictions.csv",
    exitCodeList = " 3:Done, but for pictures that are missing or can't be read; they are named.")
final class ScoreCommand implements Callable<Integer> {
  /** How far a model's result may lie from a row of its own; another batch moves it by 1e-6. */
  private static final double SAME = 1e-4;

  private static final String PARQUET = ".parquet";

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Parameters(
      index = "1",
      paramLabel = "IMAGES",
      description =
          "A folder of pictures (PNG, JPEG, DICOM) or of a data set, an archive of pictures (.zip,"
              + " .tar, .tar.gz) or a folder of such, a table (.csv, .csv.gz) with the column Image"
              + " or NIH's, or one picture. With --spark also an address that Hadoop opens, such as"
              + " hdfs://host/films.")
  private String images;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description =
          "The table to write or to go on with, such as predictions.csv. With --spark also a"
              + " .parquet, which is written at the end, of a .csv beside it.")
  private Path out;

  @Option(
      names = "--precision",
      paramLabel = "P",
      converter = PrecisionName.class,
      description =
          "What the network calculates in: fp32, bf16 or int8, which is about twice as fast and moves"
              + " probabilities a little; for int8 the model must have been saved after"
              + " quantise(films). Default: fp32.")
  private Precision precision = Precision.FP32;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "Where a table's pictures lie, if not beside it.")
  private Path pictures;

  @Option(
      names = "--problems",
      description =
          "Gives each film without probabilities a row too, with the reason in a last column,"
              + " Problem; the next call tries them again. A new table of --spark has it anyway.")
  private boolean problems;

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Scores on Apache Spark: local[2] (in this process, two films at a time),"
              + " spark://host:7077, or what else spark-submit takes; see docs/cluster.md.")
  private String spark;

  @Override
  public Integer call() {
    FilmsToScore list = FilmsToScore.of(images, pictures, spark != null);
    try (ChestModel opened = model.open().setPrecision(precision);
        StopSignal.Armed armed = StopSignal.arm();
        var file = PredictionFile.open(table(), opened.labels(), list.films(), reasons());
        var bar = ConsoleBar.on(spec.commandLine().getErr())) {
      tellLeftOut(list.films(), bar);
      requireSameModel(opened, list.stored(), file.kept());
      var table = new Table(file, bar, list.films().size());
      StoredFilms rest = list.stored().only(incomplete(list.films(), file));
      if (spark == null) {
        StoredScorer.score(opened, rest, table::take);
      } else if (rest.films().size() > 0) {
        ScoringCluster.find()
            .score(spark, opened, rest, table::take, sentence -> bar.say("cxrlab: " + sentence));
      }
      bar.close();
      if (table.left() == 0) {
        table.end(list.absent());
        if (isParquet()) {
          ScoringCluster.find().parquet(table(), out);
        }
      }
      return outcome(table, list);
    }
  }

  private boolean isParquet() {
    return out.toString().endsWith(PARQUET);
  }

  /** The table that grows, which Parquet does not. */
  private Path table() {
    if (!isParquet()) {
      return out;
    }
    if (spark == null) {
      throw new IllegalArgumentException(
          "Only --spark writes Parquet; name a .csv with -o, or add --spark local[2].");
    }
    OutputFiles.ready(out);
    return out.resolveSibling(out.getFileName() + ".csv");
  }

  private PredictionFile.Reasons reasons() {
    if (problems) {
      return PredictionFile.Reasons.YES;
    }
    return spark == null ? PredictionFile.Reasons.NO : PredictionFile.Reasons.IF_NEW;
  }

  /** Reads the name of a precision. */
  private static final class PrecisionName extends NameConverter<Precision> {
    PrecisionName() {
      super(Precision.values(), Precision::name);
    }
  }

  /** The table as it grows, and how far it is. */
  private static final class Table {
    private final PredictionFile file;
    private final ConsoleBar bar;
    private final int films;
    private final Map<String, String> problems = new LinkedHashMap<>();
    private int added;
    private int bad;

    Table(PredictionFile file, ConsoleBar bar, int films) {
      this.file = file;
      this.bar = bar;
      this.films = films;
      bad = file.settled().size();
    }

    void take(List<Scorer.Result> results) {
      for (Scorer.Result result : results) {
        if (file.has(result.film())) {
          continue;
        }
        if (result.isBad()) {
          bad++;
          problems.put(result.film().image(), result.complaint());
          bar.say("cxrlab: " + result.complaint());
        } else {
          file.add(result.film(), result.probabilities());
          added++;
        }
      }
      bar.count("films", before() + added + bad, before(), films);
    }

    /** Puts films without probabilities at the table's end, in the order of the films. */
    void end(List<String> absent) {
      absent.stream()
          .filter(image -> !file.settled().contains(image))
          .forEach(
              image -> problems.put(image, "There is no picture of it where the table's lie."));
      file.addReasons(problems);
    }

    int before() {
      return file.kept().size();
    }

    int left() {
      return films - before() - added - bad;
    }
  }

  private static void tellLeftOut(Films films, ConsoleBar bar) {
    String leftOut = films.source().summary();
    if (!leftOut.isEmpty()) {
      bar.say("cxrlab: Left out: " + leftOut + ".");
    }
  }

  /** Computes the first row again that is there already and whose picture can be read. */
  private void requireSameModel(ChestModel opened, StoredFilms films, Map<String, float[]> kept) {
    for (Film film : films.films()) {
      if (kept.containsKey(film.image())) {
        List<Scorer.Result> now = new ArrayList<>();
        Films one = new Films(film.image(), film.labels(), List.of(film));
        StoredScorer.score(opened, films.only(one), now::addAll);
        if (!now.isEmpty() && !now.get(0).isBad()) {
          requireSame(opened, now.get(0), kept.get(film.image()));
          return;
        }
      }
    }
  }

  private void requireSame(ChestModel opened, Scorer.Result now, float[] before) {
    for (int i = 0; i < before.length; i++) {
      if (!(Math.abs(now.probabilities()[i] - before[i]) <= SAME)) {
        throw new IllegalArgumentException(
            Text.format(
                "%s was begun with another model, size, input or precision: for %s of %s it has %s, and now it would be %s; name another file with -o.",
                out,
                opened.labels().get(i),
                now.film().image(),
                before[i],
                now.probabilities()[i]));
      }
    }
  }

  /** The films of all groups that lack a row. */
  private static Films incomplete(Films films, PredictionFile file) {
    List<Film> rest = new ArrayList<>();
    for (int start = 0; start < films.size(); start += Scorer.GROUP) {
      List<Film> group = films.list().subList(start, Math.min(start + Scorer.GROUP, films.size()));
      if (!group.stream().allMatch(file::has)) {
        rest.addAll(group);
      }
    }
    return new Films(films.name(), films.labels(), rest);
  }

  private int outcome(Table table, FilmsToScore list) {
    int missing = list.missing();
    long bad = table.bad + list.unreadable();
    var stdout = spec.commandLine().getOut();
    int rows = table.before() + table.added;
    stdout.println(
        Text.format(
            "%s has %s of %s films%s%s%s.",
            out,
            Numbers.show(rows),
            Numbers.show(table.films + missing + list.unreadable()),
            table.before() == 0 ? "" : Text.format(", %,d of them from before", table.before()),
            missing == 0 ? "" : Text.format("; of %,d there is no picture", missing),
            bad == 0 ? "" : Text.format("; %,d can't be read", bad)));
    if (table.left() > 0) {
      stdout.println("It was stopped; the same command goes on from there.");
      return ExitCode.INTERRUPTED;
    }
    if (rows == 0) {
      return ExitCode.FAILED;
    }
    return bad + missing > 0 ? ExitCode.IN_PART : ExitCode.DONE;
  }
}
