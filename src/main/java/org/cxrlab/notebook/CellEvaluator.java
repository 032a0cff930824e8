package org.cxrlab.notebook;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControlProvider;
import org.dflib.jjava.kernel.execution.CodeEvaluator;
import org.dflib.jjava.kernel.execution.IncompleteSourceException;

/** Evaluates cells statement by statement, and remembers from which line of which cell each is. */
final class CellEvaluator extends CodeEvaluator {
  private final Map<String, CellLine> starts = new ConcurrentHashMap<>();
  private volatile int cell;
  private volatile CellLine start;
  private volatile SnippetFrames frames;

  CellEvaluator(String name, long timeout, TimeUnit unit) {
    super(name, timeout, unit);
  }

  /** What is evaluated from now on belongs to the cell with this execution count. */
  void enter(int executionCount) {
    cell = executionCount;
  }

  /** Listens to the snippets of this shell, which is the one that is evaluated in. */
  void observe(JShell shell) {
    frames = new SnippetFrames(shell);
    shell.onSnippetEvent(this::remember);
  }

  /** Where in which cell a stack frame is, for frames of cells. */
  Optional<CellLine> find(StackTraceElement frame) {
    String file = frame.getFileName();
    if (file == null || !file.startsWith("#")) {
      return frames.translate(frame).flatMap(this::find);
    }
    return Optional.ofNullable(starts.get(file.substring(1)))
        .map(s -> s.plus(frame.getLineNumber() - 1));
  }

  @Override
  public ExecutionControlProvider getExecControlProvider() {
    return new GuardedControl.Provider(super.getExecControlProvider());
  }

  @Override
  public Object eval(JShell shell, String code) {
    CellLine outer = start; // a cell can evaluate text of its own
    try {
      return evaluate(shell, code);
    } finally {
      start = outer;
    }
  }

  private Object evaluate(JShell shell, String code) {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    Object value = null;
    String rest = code;
    CompletionInfo info = analysis.analyzeCompletion(rest);
    while (info.completeness().isComplete()) {
      start = CellLine.at(cell, code, code.length() - rest.stripLeading().length());
      value = evalSingle(shell, info.source());
      rest = info.remaining();
      info = analysis.analyzeCompletion(rest);
    }
    if (info.completeness() != Completeness.EMPTY) {
      throw new IncompleteSourceException(rest.strip());
    }
    return value;
  }

  private void remember(SnippetEvent event) {
    Snippet snippet = event.snippet();
    if (event.causeSnippet() == null && start != null) {
      starts.put(snippet.id(), start);
    }
  }
}
