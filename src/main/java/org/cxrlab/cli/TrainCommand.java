package org.cxrlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Features;
import org.cxrlab.run.Run;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.ExperimentFile;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.UnreadableFilms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains as a plan says. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model as a file says: which films, how they are divided, which network, and the plan."
          + " It is kept among the runs with its history, its predictions for the validation films"
          + " and its model.",
      "Ctrl-C ends it after its step and keeps the best model so far. The same command then goes on"
          + " where it was, also after a power cut, and ends as if it had never been stopped.",
      "docs/plans.md tells all fields; --example shows a plan to begin with."
    },
    footer = {"  ./cxrlab train --example >plan.json", "  ./cxrlab train plan.json"})
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PLAN",
      description = "The plan, a file in JSON.")
  private Path plan;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "A folder to save the model to as well.")
  private Path out;

  @Option(
      names = "--anew",
      description = "Begins with the first step, even where this training was stopped.")
  private boolean anew;

  @Option(
      names = "--test",
      description = "Looks at the test films in the end, once, and shows how well it does.")
  private boolean test;

  @Option(
      names = "--leave-out",
      paramLabel = "N",
      description =
          "So many films that can't be read may be left out; 0 stops at the first. Unless named:"
              + " one in a hundred, or 3.")
  private Integer leaveOut;

  @Option(names = "--example", description = "Shows a plan to begin with, and does nothing else.")
  private boolean example;

  @Mixin private RunsOption file;

  @Override
  public Integer call() {
    PrintWriter stdout = spec.commandLine().getOut();
    if (example) {
      stdout.print(ExperimentFile.example(false));
      return ExitCode.DONE;
    }
    if (plan == null) {
      throw new ParameterException(spec.commandLine(), "Name a plan, such as plan.json.");
    }
    ExperimentFile told = ExperimentFile.plan(plan);
    Split split = told.films();
    TrainingPlan read = told.plan(split.train());
    try (Runs runs = file.open();
        ChestModel model = told.model(split.train().labels(), read.seed())) {
      Run run = train(told, runs, model, split, read);
      stdout.println(run.summary().text());
      stdout.println(Text.format("It is run %d in %s.", run.id(), runs.file()));
      if (run.status() == Run.Status.STOPPED) {
        stdout.println(
            told.learnsHead()
                ? "It was stopped; what it had learnt is kept."
                : "It was stopped; what it had learnt is kept, and the same command goes on from"
                    + " there.");
      }
      save(told, runs, run, model);
      if (test && run.status() == Run.Status.DONE) {
        Evaluation evaluation = runs.test(run.id(), model, split);
        stdout.println(evaluation.table().text());
      }
      return run.status() == Run.Status.STOPPED ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }
  }

  private Run train(
      ExperimentFile told, Runs runs, ChestModel model, Split split, TrainingPlan read) {
    try (ConsoleBar bar = ConsoleBar.on(spec.commandLine().getErr())) {
      if (!told.learnsHead()) {
        Checkpoints checkpoints =
            runs.checkpoints(told.network(split.train().labels()), split, read)
                .unreadable(unreadable());
        if (anew) {
          checkpoints.clear();
        }
        return runs.train(told.name(), model, split, read, checkpoints, Progress.training(bar));
      }
      model.setImageSize(read.imageSize()).setPrecision(read.precision());
      Features features = Features.of(model, split, unreadable(), Progress.features(bar));
      return runs.train(told.name(), features, read);
    }
  }

  private UnreadableFilms unreadable() {
    return leaveOut == null ? UnreadableFilms.leaveOutFew() : UnreadableFilms.leaveOut(leaveOut);
  }

  private void save(ExperimentFile told, Runs runs, Run run, ChestModel model) {
    if (told.learnsHead()) {
      model.setHead(runs.head(run.id()));
    }
    if (out != null) {
      spec.commandLine().getOut().println("Wrote the model to " + model.save(out) + ".");
    }
  }
}
