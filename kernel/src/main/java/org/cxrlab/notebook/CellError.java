package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.jshell.EvalException;
import org.cxrlab.Fault;
import org.cxrlab.JavaMemory;
import org.dflib.jjava.jupyter.kernel.util.TextColor;

/**
 * How an exception is shown under the cell that it ended: first what is wrong, then the user's own
 * line, then the shortest trace that helps.
 *
 * @param name the exception's class, without its package
 * @param message the exception's own words; empty where it has none
 * @param lines the text under the cell. What stands out is bold, in the page's own colour: the page
 *     colours the ground of an error, and a colour of ours is legible in one theme at most
 */
record CellError(String name, String message, List<String> lines) {
  private static final int USER_LINES = 3;
  private static final int FRAMES = 6;

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
          "REPL.");

  /** Hidden too, but where it is itself to blame. */
  private static final String KERNEL = "org.cxrlab.notebook.";

  private static final String REPORT =
      "  An error that should not be, in cxrlab itself. Please report it with all that stands here.";

  /**
   * @param thrown what ended the cell: an {@link EvalException} if its code threw it, or anything
   *     else if it happened when its value was to be shown
   * @param places where in which cell a stack frame is; empty for frames of libraries
   */
  static CellError of(Throwable thrown, Function<StackTraceElement, Optional<CellLine>> places) {
    return of(thrown, places, thrown instanceof EvalException);
  }

  /** The same error below sentences that say more of its cause, or what to do. */
  CellError headed(List<String> sentences) {
    var all = new ArrayList<String>();
    sentences.forEach(s -> all.add(TextColor.BOLD_RESET_FG + s + TextColor.RESET_ALL));
    all.addAll(lines);
    return new CellError(name, message, all);
  }

  /** The same of what a listener of a control has thrown. */
  static CellError ofCallback(
      Throwable thrown, Function<StackTraceElement, Optional<CellLine>> places) {
    return of(thrown, places, true);
  }

  private static CellError of(
      Throwable thrown, Function<StackTraceElement, Optional<CellLine>> places, boolean ofUser) {
    Fault fault = Fault.of(thrown, CellError::className);
    Throwable shown = fault.thrown();
    boolean sentence = fault.whose() == Fault.Whose.ASKER;
    var lines = new ArrayList<String>();
    String message = message(shown);
    lines.add(
        TextColor.BOLD_RESET_FG + (sentence ? message : headline(shown)) + TextColor.RESET_ALL);
    lines.addAll(hints(fault));
    if (ofUser) {
      lines.addAll(userLines(thrown, shown, places));
    } else {
      lines.add("  while the cell's value was being shown");
    }
    if (!sentence) {
      lines.addAll(trace(shown, fault.whose(), places));
    }
    for (Throwable cause = shown.getCause(); cause != null; cause = cause.getCause()) {
      lines.add("Caused by " + headline(cause));
      trace(cause, fault.whose(), places).stream().limit(1).forEach(lines::add);
    }
    return new CellError(simpleName(shown), message, lines);
  }

  /** Those of the exception itself, then those that led to what carried it here. */
  private static List<String> userLines(
      Throwable thrown, Throwable shown, Function<StackTraceElement, Optional<CellLine>> places) {
    return Stream.of(shown, thrown)
        .distinct()
        .flatMap(t -> Stream.of(t.getStackTrace()))
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

  private static List<String> trace(
      Throwable thrown, Fault.Whose whose, Function<StackTraceElement, Optional<CellLine>> places) {
    List<StackTraceElement> library =
        Stream.of(thrown.getStackTrace())
            .takeWhile(f -> places.apply(f).isEmpty())
            .filter(f -> HIDDEN.stream().noneMatch(f.getClassName()::startsWith))
            .filter(f -> whose == Fault.Whose.CXRLAB || !f.getClassName().startsWith(KERNEL))
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

  private static List<String> hints(Fault fault) {
    return switch (fault.whose()) {
      case CXRLAB -> List.of(REPORT);
      case MEMORY ->
          List.of(
              "  The kernel may use "
                  + (JavaMemory.most() >> 20)
                  + " MB and lives on. Set variables that hold much to null, or start Jupyter with "
                  + JavaMemory.setting()
                  + ".");
      case ASKER, CALLER -> List.of();
    };
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
