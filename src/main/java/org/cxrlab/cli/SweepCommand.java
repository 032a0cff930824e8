package org.cxrlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cxrlab.figure.Fonts;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Features;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.ExperimentFile;
import org.cxrlab.sweep.Sweep;
import org.cxrlab.sweep.SweepResult;
import org.cxrlab.sweep.Trial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class SweepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

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

  @Mixin private RunsOption file;

  @Override
  public Integer call() {
    PrintWriter stdout = spec.commandLine().getOut();
    if (example) {
      stdout.print(ExperimentFile.example(true));
      return ExitCode.DONE;
    }
    if (sweep == null) {
      throw new ParameterException(spec.commandLine(), "Name a sweep, such as sweep.json.");
    }
    if (atOnce != null && atOnce < 1) {
      throw new ParameterException(
          spec.commandLine(), "At least 1 trial runs at a time; give --at-once a higher number.");
    }
    ExperimentFile told = ExperimentFile.sweep(sweep);
    Fonts.load();
    Split split = told.films();
    try (Runs runs = file.open()) {
      SweepResult result = run(told, runs, split);
      stdout.println((sort == null ? result.table() : result.table(sort)).text());
      stdout.println(result.summary());
      if (out != null && result.hasScore()) {
        stdout.println("Wrote " + result.save(OutputFiles.folder(out)) + ".");
      }
      if (!result.isComplete()) {
        stdout.println("It was stopped; the same command goes on from there.");
        return ExitCode.INTERRUPTED;
      }
      long failed = result.trials().stream().filter(t -> t.status() == Trial.Status.FAILED).count();
      return failed == 0 ? ExitCode.DONE : ExitCode.IN_PART;
    }
  }

  private SweepResult run(ExperimentFile told, Runs runs, Split split) {
    Sweep read = told.sweep(split.train());
    TrainingPlan plan = read.plan();
    try (ConsoleBar bar = ConsoleBar.on(spec.commandLine().getErr())) {
      if (!told.learnsHead()) {
        return read.run(runs, split, told, atOnce == null ? 1 : atOnce, Progress.sweep(bar));
      }
      try (ChestModel model = told.model(split.train().labels(), plan.seed())) {
        model.setImageSize(plan.imageSize()).setPrecision(plan.precision());
        Features features = Features.of(model, split, Progress.features(bar));
        return atOnce == null
            ? read.run(runs, features, Progress.sweep(bar))
            : read.run(runs, features, atOnce, Progress.sweep(bar));
      }
    }
  }
}
