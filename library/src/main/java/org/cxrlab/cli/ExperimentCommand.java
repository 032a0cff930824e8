package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Features;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.ExperimentFile;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.UnreadableFilms;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does what a file in JSON says, and keeps it among the runs. */
abstract class ExperimentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunsOption runsOption;

  /**
   * Reads the file and does what it says, or shows an example.
   *
   * @param file null where none was named
   * @param sweep whether it is a sweep, else a plan
   */
  final int call(Path file, boolean example, boolean sweep) {
    if (example) {
      spec.commandLine().getOut().print(ExperimentFile.example(sweep));
      return ExitCode.DONE;
    }
    if (file == null) {
      String kind = sweep ? "sweep" : "plan";
      throw misuse("Name a " + kind + ", such as " + kind + ".json.");
    }
    ExperimentFile experiment = sweep ? ExperimentFile.sweep(file) : ExperimentFile.plan(file);
    Split split = experiment.films();
    String leftOut = split.train().source().summary();
    if (!leftOut.isEmpty()) {
      spec.commandLine().getErr().println("cxrlab: Left out: " + leftOut + ".");
    }
    try (Runs runs = runsOption.open()) {
      return run(experiment, split, runs);
    }
  }

  /** Does what the file says; the exit status. */
  abstract int run(ExperimentFile experiment, Split split, Runs runs);

  /** What the network that the file begins with makes of the films, as the plan has them. */
  final Features features(
      ChestModel model, Split split, TrainingPlan plan, UnreadableFilms few, ConsoleBar bar) {
    model.setImageSize(plan.imageSize()).setPrecision(plan.precision());
    return Features.of(
        model, split, few, (films, all) -> bar.count("films through the backbone", films, 0, all));
  }

  final ParameterException misuse(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  final ConsoleBar bar() {
    return ConsoleBar.on(spec.commandLine().getErr());
  }

  /** A line of the results. */
  final void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
