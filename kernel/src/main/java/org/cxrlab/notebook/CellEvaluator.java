package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControlProvider;
import org.dflib.jjava.kernel.execution.CodeEvaluator;
import org.dflib.jjava.kernel.execution.IncompleteSourceException;

/**
 * Evaluates cells statement by statement, remembers from which line of which cell each is, and
 * looks after what cells have made.
 */
final class CellEvaluator extends CodeEvaluator {
  private final Map<String, CellLine> starts = new ConcurrentHashMap<>();
  private final VariableHomes homes = new VariableHomes();
  private final Staleness staleness = new Staleness();
  private volatile KeptVariables kept;
  private volatile int cell;
  private volatile CellLine start;
  private volatile String last = "";
  private volatile SnippetFrames frames;
  private volatile Consumer<String> teller = sentence -> {};

  /** What JShell tells of the snippet that is evaluated; null while nobody listens. */
  private volatile List<SnippetEvent> events;

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

  /** Who shows the reader a sentence about what became of a variable. */
  void tell(Consumer<String> teller) {
    this.teller = teller;
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

  /** Why variables that this snippet uses, and that cells once made, are not there any more. */
  List<String> whyLost(Snippet snippet) {
    return CellNames.in(snippet.source()).stream()
        .flatMap(name -> kept.whyLost(name).stream())
        .toList();
  }

  /** What the last statement uses that was made from something that has changed since. */
  Optional<Staleness.Reason> stale() {
    return staleness.in(last);
  }

  @Override
  public ExecutionControlProvider getExecControlProvider() {
    return new GuardedControl.Provider(
        super.getExecControlProvider(),
        control -> {
          var guarded = new GuardedControl(control, homes);
          kept = new KeptVariables(homes, guarded, getClassLoader());
          return guarded;
        });
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
      value = evaluateOne(shell, info.source());
      rest = info.remaining();
      info = analysis.analyzeCompletion(rest);
    }
    if (info.completeness() != Completeness.EMPTY) {
      throw new IncompleteSourceException(rest.strip());
    }
    return value;
  }

  private Object evaluateOne(JShell shell, String source) {
    List<SnippetEvent> outer = events;
    var own = new ArrayList<SnippetEvent>();
    Map<String, Object> before = new HashMap<>();
    CellNames.in(source).forEach(name -> before.put(name, kept.value(name)));
    last = source;
    events = own;
    try {
      return evalSingle(shell, source);
    } finally {
      events = null;
      kept.settle(shell, own, cell).forEach(teller);
      compare(own, source, before);
      events = outer;
    }
  }

  /** Notes what has been made of what. */
  private void compare(List<SnippetEvent> events, String source, Map<String, Object> before) {
    for (SnippetEvent event : events) {
      Snippet snippet = event.snippet();
      if (event.causeSnippet() != null
          || !event.status().isDefined()
          || snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
        continue;
      }
      if (snippet instanceof VarSnippet variable) {
        String name = variable.name();
        staleness.variable(name, snippet.source(), before.get(name), kept.value(name));
      } else if (snippet instanceof DeclarationSnippet code
          && !(snippet instanceof ImportSnippet)) {
        staleness.code(code.name(), snippet.source());
      }
    }
    for (String name : CellNames.assignedIn(source)) {
      staleness.assigned(name, source, before.get(name), kept.value(name));
    }
  }

  private void remember(SnippetEvent event) {
    Snippet snippet = event.snippet();
    if (events == null) {
      return;
    }
    events.add(event);
    if (event.causeSnippet() == null && start != null && event.status().isDefined()) {
      starts.put(snippet.id(), start);
    }
  }
}
