package org.cxrlab.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.cxrlab.Fault;
import org.cxrlab.plan.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command says that it can't do what was asked: in a sentence, without a stack trace. */
final class Complaints {
  private Complaints() {}

  /** Lets a command end by an error of Java's, such as want of memory, as by any exception. */
  static int run(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error problem) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), "It ended early.", problem);
    }
  }

  /**
   * A sentence where there is one to say what is wrong. What ended a command on purpose is told as
   * its result; an error that was not foreseen keeps its trace.
   */
  static int failed(Exception problem, CommandLine command, ParseResult parsed) {
    Throwable thrown = problem instanceof ExecutionException ended ? ended.getCause() : problem;
    Fault fault = Fault.of(thrown);
    PrintWriter err = command.getErr();
    switch (fault.whose()) {
      case ASKER, MEMORY -> {
        if (fault.thrown() instanceof CancellationException) {
          command.getOut().println(fault.sentence());
          return ExitCode.INTERRUPTED;
        }
        err.println("cxrlab: " + fault.sentence());
        err.flush();
        return ExitCode.FAILED;
      }
      default -> {
        err.println(
            "cxrlab: An error that should not be, in cxrlab itself. Please report it with:");
        thrown.printStackTrace(err);
        err.flush();
        return ExitCode.BROKEN;
      }
    }
  }

  /** What is wrong with the command line, and where its help is. */
  static int misused(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    // First, as a word that was misspelt is often also what is then said to be missing.
    err.println("cxrlab: " + unknownOption(command, arguments).orElseGet(() -> words(problem)));
    String name = command.getCommandSpec().qualifiedName();
    err.println("  See ./" + (name.equals("cxrlab") ? "cxrlab help" : name + " --help") + ".");
    err.flush();
    return ExitCode.MISUSED;
  }

  private static Optional<String> unknownOption(CommandLine command, String... arguments) {
    Set<String> known = command.getCommandSpec().optionsMap().keySet();
    String name = command.getCommandSpec().qualifiedName().replaceFirst("^cxrlab ", "");
    return Arrays.stream(arguments)
        .takeWhile(word -> !word.equals("--"))
        .filter(word -> word.matches("-[^\\d.].*"))
        .map(word -> word.startsWith("--") ? word.split("=", 2)[0] : word.substring(0, 2))
        .filter(option -> !known.contains(option))
        .findFirst()
        .map(
            option ->
                name
                    + " has no option "
                    + option
                    + nearest(option, known).map(o -> "; did you mean " + o + "?").orElse("."));
  }

  /** Hyphens, which all have, make no two of them alike. */
  private static Optional<String> nearest(String option, Set<String> known) {
    Map<String, String> byName =
        known.stream().collect(Collectors.toMap(o -> o.replaceFirst("^-+", ""), o -> o));
    return Nearest.to(option.replaceFirst("^-+", ""), byName.keySet()).map(byName::get);
  }

  private static String words(ParameterException problem) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      CommandLine command = problem.getCommandLine();
      Set<String> commands = command.getSubcommands().keySet();
      return commands.isEmpty()
          ? "There is no use for " + first + " here."
          : "There is no command "
              + first
              + Nearest.to(first, commands).map(c -> "; did you mean " + c + "?").orElse(".");
    }
    String said = problem.getMessage();
    return said.endsWith(".") ? said : said + ".";
  }
}
