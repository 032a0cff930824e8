package org.cxrlab.notebook;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line above the compiler's words, for what a cell wrote. See {@link CompileHint}.
 *
 * @param known the names that cells can use
 * @param places where in which cell a stack frame is
 */
record CompileHelp(
    JShell shell, CompileHint.Known known, Function<StackTraceElement, Optional<CellLine>> places) {
  private static final Logger LOG = LoggerFactory.getLogger(CompileHelp.class);

  /** Help for a statement that does not compile. */
  Optional<String> with(Snippet snippet) {
    try {
      int line =
          places
              .apply(new StackTraceElement("", "", "#" + snippet.id(), 1))
              .map(CellLine::number)
              .orElse(1);
      // The place of a statement is that of its first character which is no white space.
      int blank = snippet.source().length() - snippet.source().stripLeading().length();
      int first = line - Brackets.line(snippet.source(), 0, blank);
      List<CompileHint.Problem> problems =
          shell
              .diagnostics(snippet)
              .filter(d -> d.isError())
              .map(
                  d ->
                      new CompileHint.Problem(
                          d.getCode(),
                          d.getMessage(Locale.ROOT),
                          (int) d.getPosition(),
                          (int) d.getStartPosition(),
                          (int) d.getEndPosition()))
              .toList();
      return CompileHint.of(snippet.source(), first, problems, known);
    } catch (RuntimeException e) {
      // The compiler's own words are there without it, and the log says why.
      LOG.warn("No help for {}: {}", snippet.source(), e.toString());
      return Optional.empty();
    }
  }

  /**
   * Help for a cell that goes on beyond its end.
   *
   * @param rest the statement that has no end
   */
  Optional<String> withIncomplete(String rest, String cell) {
    return CompileHint.ofIncomplete(rest, Brackets.line(cell, 1, cell.lastIndexOf(rest)));
  }
}
