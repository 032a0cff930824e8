package org.cxrlab.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.figure.ValueAxis;
import org.cxrlab.plan.Nearest;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The trials of a sweep, as far as they have come. The score is the mean AUROC on the validation
 * films: it means the same however the loss is weighted.
 *
 * @param sweep what was to be tried
 * @param trials by epochs and number
 */
public record SweepResult(Sweep sweep, List<Trial> trials) implements Showable {
  private static final String SCORE = "mean AUROC";
  private static final int SHOWN = 12;

  /** Copies the list. */
  public SweepResult {
    trials = List.copyOf(trials);
  }

  /**
   * How many trials there will be. By halving there can be some more: what was among the best of a
   * round when it went on may not be in the end.
   */
  public int planned() {
    int count = sweep.combinations().size();
    int all = count;
    for (int round = 1; round < sweep.rounds().size(); round++) {
      count /= sweep.factor();
      all += count;
    }
    return Math.max(all, trials.size());
  }

  /** Whether nothing is left to do. */
  public boolean isComplete() {
    long begun = trials.stream().mapToInt(Trial::number).distinct().count();
    return begun == sweep.combinations().size()
        && trials.stream().allMatch(Trial::isOver)
        && new Halving(sweep.rounds(), sweep.factor()).next(trials).isEmpty();
  }

  /**
   * The trials that are over, the best first; by halving those that learnt longest come before
   * others.
   */
  public List<Trial> ranked() {
    // Where epochs themselves are turned, more of them are not a later round.
    Comparator<Trial> longestFirst =
        Comparator.comparing((Trial t) -> t.status() == Trial.Status.FAILED)
            .thenComparing(Comparator.comparingInt(Trial::epochs).reversed());
    Comparator<Trial> order =
        sweep.method() == Sweep.Method.HALVING
            ? longestFirst.thenComparing(Halving.BEST_FIRST)
            : Halving.BEST_FIRST;
    return trials.stream().filter(Trial::isOver).sorted(order).toList();
  }

  /**
   * The trial with the highest score, of those that learnt longest.
   *
   * @throws CxrlabException if none was completed
   */
  public Trial best() {
    return ranked().stream()
        .filter(t -> t.status() == Trial.Status.DONE)
        .findFirst()
        .orElseThrow(
            () ->
                new CxrlabException(
                    "No trial was completed, so there is no best one; run the sweep again, or try"
                        + " lower learning rates."));
  }

  /** All trials that are over, with their settings, the best first. */
  public TableFigure table() {
    return table(ranked());
  }

  /**
   * The same sorted by a column, the largest first; words are sorted by the alphabet, from its end.
   *
   * @param column one of {@link #data()}
   * @throws IllegalArgumentException if there is no such column
   */
  public TableFigure table(String column) {
    return table(sorted(column, true));
  }

  /** The same the other way round, the smallest first. */
  public TableFigure tableAscending(String column) {
    return table(sorted(column, false));
  }

  /** Trials that have no number there come last either way; those that are alike, by rank. */
  private List<Trial> sorted(String column, boolean descending) {
    Table data = data();
    if (!data.columnNames().contains(column)) {
      throw new IllegalArgumentException(
          Text.format(
              "The trials have no column \"%s\"; %s",
              column, Nearest.hint(column, data.columnNames())));
    }
    Column<?> values = data.column(column);
    Comparator<Integer> order =
        values instanceof NumericColumn<?> numbers
            ? Comparator.comparingDouble(numbers::getDouble)
            : Comparator.comparing(values::getString);
    List<Trial> ranked = ranked();
    return IntStream.range(0, ranked.size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer row) -> values.isMissing(row))
                .thenComparing(descending ? order.reversed() : order))
        .map(ranked::get)
        .toList();
  }

  private TableFigure table(List<Trial> over) {
    boolean rounds = sweep.rounds().size() > 1;
    List<String> columns = new ArrayList<>(List.of("Trial"));
    if (rounds) {
      columns.add("Epochs");
    }
    sweep.space().parameters().forEach(p -> columns.add(p.name()));
    columns.addAll(List.of("Mean AUROC", "Validation loss", "Seconds", "Run"));
    boolean remarks = trials.stream().anyMatch(t -> !t.message().isEmpty());
    if (remarks) {
      columns.add("Remark");
    }
    var table = TableFigure.columns(columns.toArray(String[]::new));
    for (Trial t : over) {
      List<Object> row = new ArrayList<>();
      row.add(Integer.toString(t.number()));
      if (rounds) {
        row.add(Integer.toString(t.epochs()));
      }
      row.addAll(t.values());
      row.add(t.score());
      row.add(t.loss());
      row.add(Text.format("%.1f", t.seconds()).replace("NaN", "–"));
      row.add(t.run() == 0 ? "" : Integer.toString(t.run()));
      if (remarks) {
        row.add(t.message());
      }
      table.row(row.toArray());
    }
    return table.build();
  }

  /** The same to sort and to calculate with: {@code data().sortDescendingOn("mean AUROC")}. */
  public Table data() {
    List<Trial> over = ranked();
    Table table =
        Table.create(
            sweep.name(),
            IntColumn.create("trial", over.stream().mapToInt(Trial::number).toArray()),
            IntColumn.create("epochs in trial", over.stream().mapToInt(Trial::epochs).toArray()));
    for (int p = 0; p < sweep.space().parameters().size(); p++) {
      int at = p;
      Parameter parameter = sweep.space().parameters().get(p);
      List<String> values = over.stream().map(t -> t.values().get(at)).toList();
      table.addColumns(
          parameter.setting().isNumber()
              ? DoubleColumn.create(
                  parameter.name(), values.stream().mapToDouble(Double::parseDouble).toArray())
              : StringColumn.create(parameter.name(), values));
    }
    table.addColumns(
        DoubleColumn.create(SCORE, over.stream().mapToDouble(Trial::score).toArray()),
        DoubleColumn.create("validation loss", over.stream().mapToDouble(Trial::loss).toArray()),
        DoubleColumn.create("seconds", over.stream().mapToDouble(Trial::seconds).toArray()),
        IntColumn.create("run", over.stream().mapToInt(Trial::run).toArray()));
    return table;
  }

  /** A line for each trial through its settings and its score; the best stands out. */
  public Chart parallel() {
    List<Trial> scored = scored();
    List<ValueAxis> axes = new ArrayList<>();
    for (int p = 0; p < sweep.space().parameters().size(); p++) {
      axes.add(axis(p, scored));
    }
    if (sweep.rounds().size() > 1) {
      axes.add(
          ValueAxis.names(
              "epochs",
              scored.stream().map(trial -> Integer.toString(trial.epochs())).toList(),
              sweep.rounds().stream().map(epochs -> Integer.toString(epochs)).toList()));
    }
    axes.add(score(scored));
    return Charts.parallel("Trials through their settings", axes);
  }

  /** The score against each setting. */
  public Panel slices() {
    List<Trial> scored = scored();
    List<Showable> charts = new ArrayList<>();
    for (int p = 0; p < sweep.space().parameters().size(); p++) {
      charts.add(slice(p, scored));
    }
    return Panel.of(charts.toArray(Showable[]::new));
  }

  /**
   * The score against a setting of the space.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Chart slice(String setting) {
    List<String> names = sweep.space().parameters().stream().map(Parameter::name).toList();
    if (!names.contains(setting)) {
      throw new IllegalArgumentException(
          Text.format("The sweep does not turn \"%s\"; %s", setting, Nearest.hint(setting, names)));
    }
    return slice(names.indexOf(setting), scored());
  }

  private Chart slice(int p, List<Trial> scored) {
    String setting = sweep.space().parameters().get(p).name();
    return Charts.slice("Score by " + setting, axis(p, scored), score(scored));
  }

  private List<Trial> scored() {
    List<Trial> scored = trials.stream().filter(t -> !Double.isNaN(t.score())).toList();
    if (scored.isEmpty()) {
      throw new CxrlabException("No trial was completed, so there is nothing to draw.");
    }
    return scored;
  }

  private ValueAxis axis(int p, List<Trial> scored) {
    Parameter parameter = sweep.space().parameters().get(p);
    List<String> values = scored.stream().map(t -> t.values().get(p)).toList();
    if (!parameter.isRange()) {
      // In the order of the space, and not in that of the trials.
      List<String> names = parameter.choices();
      return ValueAxis.names(parameter.name(), values, names);
    }
    double[] numbers = values.stream().mapToDouble(Double::parseDouble).toArray();
    return parameter.log()
        ? ValueAxis.log(parameter.name(), numbers)
        : ValueAxis.numbers(parameter.name(), numbers);
  }

  private static ValueAxis score(List<Trial> scored) {
    return ValueAxis.numbers(SCORE, scored.stream().mapToDouble(Trial::score).toArray());
  }

  /** How much of the differences between the trials of the first round each setting explains. */
  public Importance importance() {
    int first = sweep.rounds().get(0);
    boolean halving = sweep.method() == Sweep.Method.HALVING;
    return Importance.of(
        sweep.space(), trials.stream().filter(t -> !halving || t.epochs() == first).toList());
  }

  /** In a sentence, how it stands. */
  public String summary() {
    long over = trials.stream().filter(Trial::isOver).count();
    long failed = trials.stream().filter(t -> t.status() == Trial.Status.FAILED).count();
    String done =
        Text.format(
            "%d of %d trials are over%s.",
            over, planned(), failed == 0 ? "" : ", " + failed + " of them failed");
    if (over == failed) {
      return done;
    }
    if (!hasScore()) {
      return done + " None has a mean AUROC: no label has films of both kinds to validate on.";
    }
    Trial best = best();
    return done
        + Text.format(
            " The best is trial %d with a mean AUROC of %.3f: %s.",
            best.number(), best.score(), settings(best));
  }

  /** A trial that is over, in a line. */
  public String line(Trial trial) {
    return Text.format(
        "trial %d, %s: %s",
        trial.number(),
        settings(trial)
            + (sweep.rounds().size() > 1 ? ", " + Text.count(trial.epochs(), "epoch") : ""),
        trial.status() == Trial.Status.DONE
            ? Double.isNaN(trial.score())
                ? "no AUROC"
                : Text.format("mean AUROC %.4f", trial.score())
            : trial.message());
  }

  private String settings(Trial trial) {
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < trial.values().size(); i++) {
      settings.add(sweep.space().parameters().get(i).name() + " " + trial.values().get(i));
    }
    return String.join(", ", settings);
  }

  /** Whether there is a score to draw. */
  public boolean hasScore() {
    return trials.stream().anyMatch(t -> !Double.isNaN(t.score()));
  }

  /**
   * Writes all trials as {@code trials.csv}, and the charts as SVG where there is a score to draw.
   *
   * @param folder that is there
   * @return the folder
   */
  public Path save(Path folder) {
    Table trials = data();
    WholeFile.write(folder.resolve("trials.csv"), out -> trials.write().csv(out));
    if (!hasScore()) {
      return folder;
    }
    parallel().save(folder.resolve("parallel.svg"));
    List<Trial> scored = scored();
    for (int p = 0; p < sweep.space().parameters().size(); p++) {
      String setting = sweep.space().parameters().get(p).name();
      slice(p, scored).save(folder.resolve("score-by-" + setting + ".svg"));
    }
    importance().chart().save(folder.resolve("importance.svg"));
    return folder;
  }

  /** How it stands, and its best trials. */
  @Override
  public Figure figure() {
    return Panel.of(new Note(summary()), table().first(SHOWN));
  }
}
