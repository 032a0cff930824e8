package org.cxrlab.cli;

import java.nio.file.Path;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Features;
import org.cxrlab.run.Run;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.ExperimentFile;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.ConsoleProgress;
import org.cxrlab.train.UnreadableFilms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
final class TrainCommand extends ExperimentCommand {
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

  @Override
  public Integer call() {
    return call(plan, example, false);
  }

  @Override
  int run(ExperimentFile experiment, Split split, Runs runs) {
    TrainingPlan read = experiment.plan(split.train());
    try (ChestModel model = experiment.network().create(split.train().labels(), read.seed())) {
      Run run = train(experiment, runs, model, split, read);
      say(run.summary().text());
      say(Text.format("It is run %d in %s.", run.id(), runs.file()));
      if (run.status() == Run.Status.STOPPED) {
        say(
            experiment.learnsHead()
                ? "It was stopped; what it had learnt is kept."
                : "It was stopped; what it had learnt is kept, and the same command goes on from"
                    + " there.");
      }
      if (experiment.learnsHead()) {
        model.setHead(runs.head(run.id()));
      }
      if (out != null) {
        say("Wrote the model to " + model.save(out) + ".");
      }
      if (test && run.status() == Run.Status.DONE) {
        say(runs.test(run.id(), model, split).table().text());
      }
      return run.status() == Run.Status.STOPPED ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }
  }

  private Run train(
      ExperimentFile experiment, Runs runs, ChestModel model, Split split, TrainingPlan read) {
    UnreadableFilms unreadable =
        leaveOut == null ? UnreadableFilms.leaveOutFew() : UnreadableFilms.leaveOut(leaveOut);
    try (ConsoleBar bar = bar()) {
      if (experiment.learnsHead()) {
        Features features = features(model, split, read, unreadable, bar);
        return runs.train(experiment.name(), features, read);
      }
      String network = experiment.network().fingerprint(split.train().labels());
      Checkpoints checkpoints = runs.checkpoints(network, split, read).unreadable(unreadable);
      if (anew) {
        checkpoints.clear();
      }
      return runs.train(
          experiment.name(), model, split, read, checkpoints, new ConsoleProgress(bar));
    }
  }
}
