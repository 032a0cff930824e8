package org.cxrlab.cli;

import java.nio.file.Path;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.figure.Fonts;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Features;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.ExperimentFile;
import org.cxrlab.sweep.Sweep;
import org.cxrlab.sweep.SweepConsole;
import org.cxrlab.sweep.SweepListener;
import org.cxrlab.sweep.SweepResult;
import org.cxrlab.sweep.Trial;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.UnreadableFilms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries settings out as a sweep says. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Tries settings of a plan out as a file says: by a grid, by chance or by successive halving,"
          + " with networks or with heads on a frozen backbone. Each trial is kept among the runs.",
      "Ctrl-C loses nothing: the same command goes on where it was, also after a power cut, and"
          + " several at once share the trials. Trials that are done are never run again, and a"
          + " network that was being trained goes on at its last checkpoint.",
      "docs/plans.md tells all fields; --example shows a sweep to begin with."
    },
    footer = {"  ./cxrlab sweep --example >sweep.json", "  ./cxrlab sweep sweep.json"},
    exitCodeList = " 3:Done, but some trials failed; the table tells why.")
final class SweepCommand extends ExperimentCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "The sweep, a file in JSON.")
  private Path sweep;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = {
        "So many trials at once. Unless named: networks one at a time, heads one for each processor.",
        "Networks have a process each, which shares the processors and needs the memory of a"
            + " training by itself."
      })
  private Integer atOnce;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "Sorts the table by a setting or by \"validation loss\", the largest first.")
  private String sort;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "A folder for trials.csv, parallel.svg, slices and importance as pictures.")
  private Path out;

  @Option(names = "--example", description = "Shows a sweep to begin with, and does nothing else.")
  private boolean example;

  @Override
  public Integer call() {
    if (atOnce != null && atOnce < 1) {
      throw misuse("At least 1 trial runs at a time; give --at-once a higher number.");
    }
    return call(sweep, example, true);
  }

  @Override
  int run(ExperimentFile experiment, Split split, Runs runs) {
    Fonts.load();
    SweepResult result = run(experiment, experiment.sweep(split.train()), split, runs);
    say((sort == null ? result.table() : result.table(sort)).text());
    say(result.summary());
    if (out != null && !result.ranked().isEmpty()) {
      say("Wrote " + result.save(WholeFolder.make(out)) + ".");
    }
    if (!result.isComplete()) {
      say("It was stopped; the same command goes on from there.");
      return ExitCode.INTERRUPTED;
    }
    long failed = result.trials().stream().filter(t -> t.status() == Trial.Status.FAILED).count();
    return failed == 0 ? ExitCode.DONE : ExitCode.IN_PART;
  }

  private SweepResult run(ExperimentFile experiment, Sweep read, Split split, Runs runs) {
    TrainingPlan plan = read.plan();
    try (ConsoleBar bar = bar()) {
      SweepListener listener = new SweepConsole(bar);
      if (!experiment.learnsHead()) {
        return read.run(runs, split, experiment.network(), atOnce == null ? 1 : atOnce, listener);
      }
      try (ChestModel model = experiment.network().create(split.train().labels(), plan.seed())) {
        Features features = features(model, split, plan, UnreadableFilms.leaveOutFew(), bar);
        return atOnce == null
            ? read.run(runs, features, listener)
            : read.run(runs, features, atOnce, listener);
      }
    }
  }
}
