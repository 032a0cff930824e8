package org.cxrlab.notebook;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import jdk.jshell.EvalException;
import org.cxrlab.train.TrainingFailure;
import org.dflib.jjava.jupyter.kernel.util.TextColor;

/**
 * How an exception is shown under the cell that it ended: first what is wrong, then the user's own
 * line, then the shortest trace that helps.
 *
 * @param name the exception's class, without its package
 * @param message the exception's own words; empty where it has none
 * @param lines the text under the cell, coloured as on a terminal
 */
record CellError(String name, String message, List<String> lines) {
  private static final int USER_LINES = 3;
  private static final int FRAMES = 6;

  /** What the library throws at bad input: its sentence says all. */
  private static final Set<String> SENTENCES =
      Set.of(
          IllegalArgumentException.class.getName(),
          IllegalStateException.class.getName(),
          UncheckedIOException.class.getName(),
          TrainingFailure.class.getName(),
          SecurityException.class.getName());

  private static final String LIBRARY = "org.cxrlab.";

  /** Frames of machinery, which tell nobody anything. */
  private static final List<String> HIDDEN =
      List.of(
          "java.lang.reflect.",
          "java.lang.invoke.",
          "java.util.stream.",
          "java.util.Optional",
          "java.util.concurrent.",
          "java.lang.Thread",
          "jdk.",
          "sun.",
          "org.dflib.jjava.",
          "org.cxrlab.notebook.",
          "REPL.");

  /**
   * @param thrown what ended the cell: an {@link EvalException} if its code threw it, or anything
   *     else if it happened when its value was to be shown
   * @param places where in which cell a stack frame is; empty for frames of libraries
   */
  static CellError of(Throwable thrown, Function<StackTraceElement, Optional<CellLine>> places) {
    return of(thrown, places, thrown instanceof EvalException);
  }

  /** The same of what a listener of a control has thrown. */
  static CellError ofCallback(
      Throwable thrown, Function<StackTraceElement, Optional<CellLine>> places) {
    return of(thrown, places, true);
  }

  private static CellError of(
      Throwable thrown, Function<StackTraceElement, Optional<CellLine>> places, boolean ofUser) {
    var lines = new ArrayList<String>();
    List<StackTraceElement> frames = List.of(thrown.getStackTrace());
    String name = simpleName(thrown);
    String message = message(thrown);
    boolean sentence = isSentence(thrown, frames);
    lines.add(
        TextColor.BOLD_RED_FG + (sentence ? message : headline(thrown)) + TextColor.RESET_ALL);
    hint(thrown).ifPresent(lines::add);
    if (ofUser) {
      lines.addAll(userLines(frames, places));
    } else {
      lines.add("  while the cell's value was being shown");
    }
    if (!sentence) {
      lines.addAll(trace(frames, places));
    }
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      lines.add("Caused by " + headline(cause));
      trace(List.of(cause.getStackTrace()), places).stream().limit(1).forEach(lines::add);
    }
    return new CellError(name, message, lines);
  }

  private static List<String> userLines(
      List<StackTraceElement> frames, Function<StackTraceElement, Optional<CellLine>> places) {
    return frames.stream()
        .flatMap(f -> places.apply(f).stream())
        .distinct()
        .limit(USER_LINES)
        .map(CellError::show)
        .toList();
  }

  private static String show(CellLine line) {
    return "  cell ["
        + line.cell()
        + "], line "
        + line.number()
        + ":  "
        + TextColor.BOLD_RESET_FG
        + line.text()
        + TextColor.RESET_ALL;
  }

  private static boolean isSentence(Throwable thrown, List<StackTraceElement> frames) {
    return SENTENCES.contains(className(thrown))
        && !message(thrown).isEmpty()
        && !frames.isEmpty()
        && frames.get(0).getClassName().startsWith(LIBRARY);
  }

  private static List<String> trace(
      List<StackTraceElement> frames, Function<StackTraceElement, Optional<CellLine>> places) {
    List<StackTraceElement> library =
        frames.stream()
            .takeWhile(f -> places.apply(f).isEmpty())
            .filter(f -> HIDDEN.stream().noneMatch(f.getClassName()::startsWith))
            .toList();
    var lines = new ArrayList<String>();
    library.stream().limit(FRAMES).forEach(f -> lines.add("    at " + show(f)));
    if (library.size() > FRAMES) {
      lines.add("    … and " + (library.size() - FRAMES) + " more");
    }
    return lines;
  }

  private static String show(StackTraceElement frame) {
    String place =
        frame.getFileName() == null
            ? "unknown source"
            : frame.getFileName() + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
    return frame.getClassName() + "." + frame.getMethodName() + " (" + place + ")";
  }

  private static Optional<String> hint(Throwable thrown) {
    if (!className(thrown).equals(OutOfMemoryError.class.getName())) {
      return Optional.empty();
    }
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return Optional.of(
        "  The kernel may use "
            + megabytes
            + " MB and lives on. Set variables that hold much to null, or start Jupyter with"
            + " JDK_JAVA_OPTIONS=-Xmx"
            + 2 * megabytes
            + "m.");
  }

  private static String headline(Throwable thrown) {
    String message = message(thrown);
    return simpleName(thrown) + (message.isEmpty() ? "" : ": " + message);
  }

  /** The kernel writes a missing message as the word null. */
  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.equals("null") ? "" : message;
  }

  private static String simpleName(Throwable thrown) {
    return Arrays.stream(className(thrown).split("[.$]")).reduce((a, b) -> b).orElseThrow();
  }

  /** An exception of a cell comes as a stand-in that carries the name of its class. */
  private static String className(Throwable thrown) {
    return thrown instanceof EvalException stand
        ? stand.getExceptionClassName()
        : thrown.getClass().getName();
  }
}
