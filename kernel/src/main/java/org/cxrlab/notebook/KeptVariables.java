package org.cxrlab.notebook;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.cxrlab.notebook.VariableHomes.Variable;

/**
 * Keeps what cells have made. A variable has its value until its own cell is run again or its name
 * is declared anew, whatever is changed in other cells; where a declaration fails, the one before
 * holds. Only an object whose class is replaced can't be kept, and then that is said at once.
 */
final class KeptVariables {
  /** The class of a snippet, and a class that is declared in it. */
  private static final Pattern OF_CELL = Pattern.compile("(REPL\\.\\$JShell\\$\\w+)[.$]");

  /** Of a collection, so many elements are asked for their class. */
  private static final int LOOKED_AT = 1_000;

  private final VariableHomes homes;
  private final GuardedControl control;
  private final ClassLoader loader;
  private final Map<String, Kept> variables = new LinkedHashMap<>();
  private final Map<String, String> lost = new LinkedHashMap<>();
  private final Set<String> classes = new HashSet<>();
  private final Set<String> toldOld = new HashSet<>();

  /**
   * A variable that has been declared.
   *
   * @param snippet its declaration
   * @param variable as class files know it
   * @param type its type as it can be written in a cell, with the names of packages
   * @param cell the execution count of the cell that declared it
   */
  private record Kept(VarSnippet snippet, Variable variable, String type, int cell) {
    String name() {
      return variable.name();
    }
  }

  /**
   * @param loader loads the classes of cells
   */
  KeptVariables(VariableHomes homes, GuardedControl control, ClassLoader loader) {
    this.homes = homes;
    this.control = control;
    this.loader = loader;
  }

  /** The value of a variable of this name, or null where there is none. */
  Object value(String name) {
    Kept kept = variables.get(name);
    return kept == null ? null : value(kept.variable);
  }

  /** Why a variable that was there is not there any more. */
  Optional<String> whyLost(String name) {
    return Optional.ofNullable(lost.get(name));
  }

  /**
   * Puts right what the evaluation of one snippet did to variables.
   *
   * @param events what JShell told of it, in order
   * @param cell the execution count of the cell in which the snippet is
   * @return what the reader has to know, a sentence each
   */
  List<String> settle(JShell shell, List<SnippetEvent> events, int cell) {
    for (SnippetEvent event : events) {
      if (event.causeSnippet() == null && event.status() != Status.DROPPED) {
        settleOwn(shell, event, events, cell);
      }
    }
    boolean alone = events.stream().allMatch(e -> e.causeSnippet() == null);
    return alone ? List.of() : lookAfterAll(shell);
  }

  private void settleOwn(JShell shell, SnippetEvent own, List<SnippetEvent> events, int cell) {
    Snippet snippet = own.snippet();
    if (snippet instanceof VarSnippet variable) {
      declared(shell, variable, own, cell);
    } else if (snippet instanceof DeclarationSnippet) {
      if (own.status() == Status.REJECTED) {
        events.stream()
            .filter(e -> e.status() == Status.OVERWRITTEN && e.causeSnippet() == snippet)
            .findFirst()
            .ifPresent(before -> shell.eval(before.snippet().source()));
      }
      if (snippet.kind() == Kind.TYPE_DECL) {
        classes.add(ShellInternals.className(snippet));
      }
    }
  }

  private void declared(JShell shell, VarSnippet snippet, SnippetEvent event, int cell) {
    Optional<Variable> now = event.status().isDefined() ? variable(snippet) : Optional.empty();
    if (snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
      now.ifPresent(this::clear);
      shell.drop(snippet); // $1 and its like, names that a notebook never shows
      return;
    }
    Kept before = variables.get(snippet.name());
    boolean another = before != null && !now.equals(Optional.of(before.variable));
    if (another && (now.isEmpty() || event.exception() != null)) {
      now.ifPresent(this::clear);
      declareAgain(shell, before);
    } else if (now.isPresent()) {
      if (another) {
        clear(before.variable);
      }
      remember(shell, snippet, now.get(), cell);
    }
  }

  private void remember(JShell shell, VarSnippet snippet, Variable variable, int cell) {
    variables.put(snippet.name(), new Kept(snippet, variable, type(snippet), cell));
    lost.remove(snippet.name());
    toldOld.remove(snippet.name());
    // What it was made from is the past; what its type is made of is not.
    ShellInternals.dependsOn(shell, snippet, CellNames.in(snippet.typeName()));
  }

  /** Looks at every variable, after declarations other than the cell's own have changed. */
  private List<String> lookAfterAll(JShell shell) {
    Set<String> present =
        shell
            .snippets()
            .filter(s -> s.kind() == Kind.TYPE_DECL && shell.status(s).isActive())
            .map(ShellInternals::className)
            .collect(Collectors.toSet());
    classes.addAll(present);
    var gone = new ArrayList<Kept>();
    var old = new ArrayList<Kept>();
    for (Kept kept : List.copyOf(variables.values())) {
      if (!keep(shell, kept)) {
        gone.add(kept);
      } else if (holdsOld(value(kept.variable), present) && toldOld.add(kept.name())) {
        old.add(kept);
      }
    }
    gone.forEach(kept -> drop(shell, kept));
    var said = new ArrayList<String>();
    if (!gone.isEmpty()) {
      said.add(gone(gone));
    }
    if (!old.isEmpty()) {
      said.add(old(old));
    }
    return said;
  }

  /** Whether the variable is there, with its value. */
  private boolean keep(JShell shell, Kept kept) {
    Optional<Variable> now =
        shell.status(kept.snippet).isDefined() ? variable(kept.snippet) : Optional.empty();
    if (now.isEmpty()) {
      return declareAgain(shell, kept);
    }
    if (now.get().equals(kept.variable)) {
      return true;
    }
    Object value = value(kept.variable);
    if (value != null && !put(now.get(), value)) {
      return false;
    }
    clear(kept.variable);
    variables.put(kept.name(), new Kept(kept.snippet, now.get(), type(kept.snippet), kept.cell));
    return true;
  }

  /** Declares a variable as it was, its value in its home; by its type, or else by its source. */
  private boolean declareAgain(JShell shell, Kept kept) {
    for (String text : List.of(kept.type + " " + kept.name() + ";", kept.snippet.source())) {
      List<SnippetEvent> events = control.withoutRunning(() -> shell.eval(text));
      for (SnippetEvent event : events) {
        if (event.causeSnippet() == null
            && event.status().isDefined()
            && event.snippet() instanceof VarSnippet again
            && variable(again).equals(Optional.of(kept.variable))) {
          remember(shell, again, kept.variable, kept.cell);
          return true;
        }
      }
    }
    return false;
  }

  private void drop(JShell shell, Kept kept) {
    shell.variables().filter(v -> v.name().equals(kept.name())).toList().forEach(shell::drop);
    clear(kept.variable);
    variables.remove(kept.name());
    lost.put(kept.name(), gone(List.of(kept)));
  }

  private static String gone(List<Kept> kept) {
    return are(kept, "is gone", "are gone")
        + ": this cell changes a class, and Java can't keep an object whose class changes. "
        + again(kept);
  }

  private static String old(List<Kept> kept) {
    return are(kept, "still holds", "still hold")
        + " objects of a class as it was before this cell changed it. "
        + again(kept);
  }

  private static String are(List<Kept> kept, String one, String several) {
    String names =
        list(kept.stream().map(k -> k.name() + " (" + k.snippet.typeName() + ")").toList());
    return names + " " + (kept.size() == 1 ? one : several);
  }

  private static String again(List<Kept> kept) {
    List<String> cells = kept.stream().map(k -> k.cell).distinct().map(String::valueOf).toList();
    return "Run cell" + (cells.size() == 1 ? " " : "s ") + list(cells) + " again.";
  }

  private static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** Whether a value is, or is a collection of, objects whose class has been replaced. */
  private boolean holdsOld(Object value, Set<String> present) {
    Stream<?> held = Stream.of();
    if (value instanceof Map<?, ?> map) {
      held = Stream.concat(map.keySet().stream(), map.values().stream());
    } else if (value instanceof List<?> || value instanceof Set<?>) {
      held = ((Collection<?>) value).stream();
    } else if (value instanceof Object[] array) {
      held = Arrays.stream(array);
    } else if (value != null) {
      held = Stream.of(value);
    }
    return held.limit(LOOKED_AT)
        .filter(Objects::nonNull)
        .map(o -> OF_CELL.matcher(o.getClass().getName()))
        .anyMatch(
            m -> m.lookingAt() && classes.contains(m.group(1)) && !present.contains(m.group(1)));
  }

  private Optional<Variable> variable(VarSnippet snippet) {
    return homes.declaredIn(ShellInternals.className(snippet)).stream()
        .filter(v -> v.name().equals(snippet.name()))
        .findFirst();
  }

  /** The type as its class has it, with type arguments. */
  private String type(VarSnippet snippet) {
    try {
      String name = control.newest(ShellInternals.className(snippet));
      Field field = Class.forName(name, false, loader).getDeclaredField(snippet.name());
      return OF_CELL.matcher(field.getGenericType().getTypeName()).replaceAll("").replace('$', '.');
    } catch (ReflectiveOperationException | LinkageError | TypeNotPresentException e) {
      return snippet.typeName();
    }
  }

  private Object value(Variable variable) {
    try {
      return home(variable).get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(variable + " has no home.", e);
    }
  }

  /** Whether the variable can hold the value; then it does. */
  private boolean put(Variable variable, Object value) {
    try {
      home(variable).set(null, value);
      return true;
    } catch (IllegalArgumentException anotherType) {
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(variable + " has no home.", e);
    }
  }

  /** Lets go of a value that nobody can reach by its name any more. */
  private void clear(Variable variable) {
    if (variable.descriptor().length() > 1) {
      put(variable, null);
    }
  }

  private Field home(Variable variable) throws ReflectiveOperationException {
    return Class.forName(homes.homeOf(variable), true, loader).getField(VariableHomes.field());
  }
}
