package org.cxrlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.figure.Text;
import org.cxrlab.run.Run;
import org.cxrlab.run.Runs;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
final class RunsCommand extends LookAtRuns {
  @Override
  void show(Runs runs, PrintWriter stdout) {
    stdout.println(runs.figure().text());
  }

  /** All runs, or those that a question finds. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the newest runs, or what a question in SQL finds, as CSV.")
  static final class ListThem extends LookAtRuns {
    @Option(
        names = "--sql",
        paramLabel = "QUESTION",
        description =
            "Such as \"SELECT id, name, seed FROM runs\"; it can't change anything. The tables are"
                + " runs, steps, epochs, metrics, predictions, figures, sweeps and trials.")
    private String question;

    @Override
    void show(Runs runs, PrintWriter stdout) {
      stdout.println(
          question == null
              ? runs.figure().text()
              : runs.query(question).write().toString("csv").strip());
    }
  }

  /** One run. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows what a run came to, and its plan.")
  static final class Show extends LookAtRuns {
    @Parameters(paramLabel = "RUN", description = "Its number.")
    private int run;

    @Override
    void show(Runs runs, PrintWriter stdout) {
      Run shown = runs.run(run);
      stdout.println(shown.summary().text());
      stdout.println();
      stdout.println(shown.plan().figure().text());
    }
  }

  /** Two runs side by side. */
  @Command(
      name = "compare",
      mixinStandardHelpOptions = true,
      description =
          "Shows what differs between two runs in plan and outcome, with a paired bootstrap of"
              + " patients where both predicted the same films.")
  static final class Compare extends LookAtRuns {
    @Parameters(index = "0", paramLabel = "RUN", description = "The number of the one.")
    private int first;

    @Parameters(index = "1", paramLabel = "OTHER", description = "The number of the other.")
    private int second;

    @Override
    void show(Runs runs, PrintWriter stdout) {
      stdout.println(runs.compare(first, second).figure().text());
    }
  }

  /** Runs for other programs. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes runs as CSV or as event files that TensorBoard reads.")
  static final class Export extends LookAtRuns {
    @ArgGroup(multiplicity = "1..2", exclusive = false)
    private Targets targets;

    @Parameters(
        arity = "0..*",
        paramLabel = "RUN",
        description = "Numbers of runs; all of them unless named.")
    private List<Integer> numbers;

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
    void show(Runs runs, PrintWriter stdout) {
      List<Integer> ids = numbers == null ? runs.ids() : numbers;
      String count = Text.count(ids.size(), "run");
      if (targets.csv != null) {
        stdout.println("Wrote " + count + " to " + runs.exportCsv(targets.csv, ids) + ".");
      }
      if (targets.tensorBoard != null) {
        stdout.println(
            "Wrote " + count + " to " + runs.exportTensorBoard(targets.tensorBoard, ids) + ".");
      }
    }
  }
}
