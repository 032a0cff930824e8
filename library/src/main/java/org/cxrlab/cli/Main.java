package org.cxrlab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.CodeVersion;
import org.cxrlab.model.FastPaths;
import org.cxrlab.train.CtrlC;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What {@code ./cxrlab} does without a notebook. Results go to standard output; progress and
 * complaints, each a sentence, to standard error. {@link ExitCode} tells what the exit status
 * means.
 *
 * <p>A further command is one class with {@code @Command} that implements {@code
 * Callable<Integer>}, and one line in the list below.
 */
@Command(
    name = "cxrlab",
    description = "Chest X-ray diagnosis from the shell, without a notebook.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ScoreCommand.class,
      EvaluateCommand.class,
      ExplainCommand.class,
      CleanCommand.class,
      TrainCommand.class,
      SweepCommand.class,
      RunsCommand.class,
      PretrainCommand.class,
      ClusterJarCommand.class,
      HelpCommand.class,
    })
public final class Main implements Runnable {
  private static final int WIDTH = 80;

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs one command and ends with its exit status. */
  public static void main(String[] arguments) {
    // Of the libraries, too, every message is English, and every number has Latin digits.
    Locale.setDefault(Locale.ENGLISH);
    // As ./cxrlab says; spark-submit does not.
    for (String property : List.of("java.awt.headless", "ai.djl.offline", "OPT_OUT_TRACKING")) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, "true");
      }
    }
    int status;
    try (var ctrlC = CtrlC.watch(System.err)) {
      CommandLine line =
          commandLine().setOut(utf8(FileDescriptor.out)).setErr(utf8(FileDescriptor.err));
      status = line.execute(arguments);
      line.getOut().flush();
      line.getErr().flush();
    }
    System.exit(status);
  }

  /** All commands. Those that need much to be loaded load it when they run. */
  static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    line.getSubcommands().values().forEach(Main::describeAll);
    return line.setUsageHelpWidth(WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Complaints::run)
        .setExecutionExceptionHandler(Complaints::failed)
        .setParameterExceptionHandler(Complaints::misused);
  }

  private static void describeAll(CommandLine command) {
    describe(command.getCommandSpec());
    command.getSubcommands().values().forEach(Main::describeAll);
  }

  /** Adds the exit statuses that all commands share to those that the command names itself. */
  private static void describe(CommandSpec command) {
    UsageMessageSpec usage = command.usageMessage();
    Map<String, String> codes =
        new TreeMap<>(Comparator.comparingInt(code -> Integer.parseInt(code.strip())));
    codes.putAll(ExitCode.MEANINGS);
    codes.putAll(usage.exitCodeList());
    usage.exitCodeListHeading("%nExit status:%n").exitCodeList(codes);
    command.versionProvider(() -> new String[] {"cxrlab " + CodeVersion.ofLibrary()});
    if (usage.footer().length > 0) {
      usage.footerHeading("%nExample:%n");
    }
    usage.parameterListHeading("%n").optionListHeading("%n");
  }

  /** A terminal's letters are UTF-8, whatever Java makes of a locale that is not set. */
  private static PrintWriter utf8(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }

  /**
   * For {@code ./cxrlab doctor}: a line for each fast path, its name, state and words parted by
   * tabs; or a single one with what the system says of why no network can be computed.
   */
  @Command(name = "fast-paths", hidden = true, mixinStandardHelpOptions = true)
  void fastPaths() {
    try {
      NativeMemory.newManager().close();
      FastPaths.onThisMachine().forEach((name, words) -> printRow(name, "ok", words));
    } catch (CxrlabException e) {
      printRow("PyTorch", "can't load", String.valueOf(e.getCause().getMessage()));
    }
  }

  private void printRow(String name, String state, String words) {
    spec.commandLine()
        .getOut()
        .print(name + "\t" + state + "\t" + words.replaceAll("\\s+", " ") + "\n");
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
