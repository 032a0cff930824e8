package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cxrlab.figure.Text;
import org.cxrlab.run.Runs;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists, shows, compares and exports runs. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]",
    description = "Looks at the runs of train and sweep; without a command it lists them.",
    footer = "  ./cxrlab runs compare 1 2",
    subcommands = {
      RunsCommand.ListThem.class,
      RunsCommand.Show.class,
      RunsCommand.Compare.class,
      RunsCommand.Export.class,
    })
final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunsOption file;

  @Override
  public Integer call() {
    try (Runs runs = file.open()) {
      spec.commandLine().getOut().println(runs.figure().text());
    }
    return ExitCode.DONE;
  }

  /** All runs, or those that a question finds. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the newest runs, or what a question in SQL finds, as CSV.")
  static final class ListThem implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private RunsOption file;

    @Option(
        names = "--sql",
        paramLabel = "QUESTION",
        description =
            "Such as \"SELECT id, name, seed FROM runs\"; it can't change anything. The tables are"
                + " runs, steps, epochs, metrics, predictions, figures, sweeps and trials.")
    private String question;

    @Override
    public Integer call() {
      try (Runs runs = file.open()) {
        spec.commandLine()
            .getOut()
            .println(
                question == null
                    ? runs.figure().text()
                    : runs.query(question).write().toString("csv").strip());
      }
      return ExitCode.DONE;
    }
  }

  /** One run. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows what a run came to, and its plan.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "Its number.")
    private int run;

    @Mixin private RunsOption file;

    @Override
    public Integer call() {
      try (Runs runs = file.open()) {
        var shown = runs.run(run);
        var stdout = spec.commandLine().getOut();
        stdout.println(shown.summary().text());
        stdout.println();
        stdout.println(shown.plan().figure().text());
      }
      return ExitCode.DONE;
    }
  }

  /** Two runs side by side. */
  @Command(
      name = "compare",
      mixinStandardHelpOptions = true,
      description =
          "Shows what differs between two runs in plan and outcome, with a paired bootstrap of"
              + " patients where both predicted the same films.")
  static final class Compare implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "The number of the one.")
    private int first;

    @Parameters(index = "1", paramLabel = "OTHER", description = "The number of the other.")
    private int second;

    @Mixin private RunsOption file;

    @Override
    public Integer call() {
      try (Runs runs = file.open()) {
        spec.commandLine().getOut().println(runs.compare(first, second).figure().text());
      }
      return ExitCode.DONE;
    }
  }

  /** Runs for other programs. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes runs as CSV or as event files that TensorBoard reads.")
  static final class Export implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1..2", exclusive = false)
    private Targets targets;

    @Parameters(
        arity = "0..*",
        paramLabel = "RUN",
        description = "Numbers of runs; all of them unless named.")
    private List<Integer> numbers;

    @Mixin private RunsOption file;

    /** Where to. */
    static final class Targets {
      @Option(
          names = "--csv",
          paramLabel = "DIR",
          description =
              "A folder for runs.csv, steps.csv, epochs.csv, metrics.csv and predictions.csv.")
      private Path csv;

      @Option(
          names = "--tensorboard",
          paramLabel = "DIR",
          description = "A folder for tensorboard --logdir DIR.")
      private Path tensorBoard;
    }

    @Override
    public Integer call() {
      try (Runs runs = file.open()) {
        List<Integer> ids = numbers == null ? runs.ids() : numbers;
        var stdout = spec.commandLine().getOut();
        if (targets.csv != null) {
          stdout.println(
              Text.format(
                  "Wrote %s to %s.",
                  Text.count(ids.size(), "run"), runs.exportCsv(targets.csv, ids)));
        }
        if (targets.tensorBoard != null) {
          stdout.println(
              Text.format(
                  "Wrote %s to %s.",
                  Text.count(ids.size(), "run"), runs.exportTensorBoard(targets.tensorBoard, ids)));
        }
      }
      return ExitCode.DONE;
    }
  }
}
