package org.cxrlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command says that it can't do what was asked: in a sentence, without a stack trace. */
final class Complaints {
  private Complaints() {}

  /** What the library refused; an error that it did not foresee keeps its trace. */
  static int failed(Exception problem, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (problem instanceof IllegalArgumentException || problem instanceof UncheckedIOException) {
      err.println("cxrlab: " + sentence(problem));
      err.flush();
      return ExitCode.FAILED;
    }
    err.println("cxrlab: An error that should not be, in cxrlab itself. Please report it with:");
    problem.printStackTrace(err);
    err.flush();
    return ExitCode.BROKEN;
  }

  /** What is wrong with the command line, and where its help is. */
  static int misused(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("cxrlab: " + problem.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(problem, err)) {
      String name = command.getCommandSpec().qualifiedName();
      err.println("  See ./" + (name.equals("cxrlab") ? "cxrlab help" : name + " --help") + ".");
    }
    err.flush();
    return ExitCode.MISUSED;
  }

  /** The message, with the system's reason where it does not give it itself. */
  static String sentence(Exception problem) {
    String said = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    if (problem.getCause() instanceof IOException cause) {
      String reason = reason(cause);
      return said.contains(reason) ? said : said + " " + reason;
    }
    return said;
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "There is no such file.";
    }
    if (cause instanceof AccessDeniedException) {
      return "Its permissions do not allow it.";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "There is a file of that name.";
    }
    String text =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return text == null ? cause.toString() : text;
  }
}
