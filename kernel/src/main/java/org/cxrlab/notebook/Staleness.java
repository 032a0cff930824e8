package org.cxrlab.notebook;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Knows which variables were made from something that has changed since: a variable that was given
 * another value, or a method or class that was declared anew. What a cell made stays as it is; this
 * is only to be said. Names are found in the text of cells ({@link CellNames}), so a name that
 * means something else in a place is taken for the variable.
 */
final class Staleness {
  private final Map<String, Made> made = new HashMap<>();

  /**
   * What a name stands for.
   *
   * @param version counts how often it has changed
   * @param pieces the text that made it, without blanks and remarks
   * @param from the versions of all that it was made from
   * @param isCode a method or class, which is made anew each time it is used
   */
  private record Made(
      int version, List<String> pieces, Map<String, Integer> from, boolean isCode) {}

  /**
   * Why a variable is stale.
   *
   * @param name what is shown
   * @param through what it was made from, if that itself is only stale; else the same name
   * @param changed what has changed
   */
  record Reason(String name, String through, String changed) {
    String sentence() {
      String shown =
          through.equals(name)
              ? name + " was made with an older " + changed
              : name + " was made from " + through + ", and that with an older " + changed;
      return shown
          + (through.equals(name)
              ? "; run its cell again to see the change."
              : "; run their cells again to see the change.");
    }
  }

  /**
   * A variable has been given a value by its declaration.
   *
   * @param source the declaration
   * @param before its value until then, or null
   * @param now its value
   */
  void variable(String name, String source, Object before, Object now) {
    Made old = made.get(name);
    List<String> pieces = CellNames.pieces(source);
    Map<String, Integer> from = from(name, source);
    boolean sameText = old != null && old.pieces.equals(pieces) && old.from.equals(from);
    boolean same = old != null && (same(before, now) || (sameText && !isPlain(now)));
    made.put(name, new Made(version(old, same), pieces, from, false));
  }

  /** A variable may have been given a value by a statement. */
  void assigned(String name, String source, Object before, Object now) {
    Made old = made.get(name);
    if (old != null && before != now) {
      var from = new HashMap<>(old.from);
      from.putAll(from(name, source));
      made.put(name, new Made(version(old, same(before, now)), old.pieces, from, false));
    }
  }

  /** A method or class has been declared. */
  void code(String name, String source) {
    Made old = made.get(name);
    List<String> pieces = CellNames.pieces(source);
    boolean same = old != null && old.pieces.equals(pieces);
    made.put(name, new Made(version(old, same), pieces, from(name, source), true));
  }

  /** A variable that is there no more counts as changed. */
  void gone(String name) {
    made.computeIfPresent(
        name, (n, old) -> new Made(old.version + 1, List.of(), Map.of(), old.isCode));
  }

  /** The first variable in this text that is stale. */
  Optional<Reason> in(String source) {
    return CellNames.in(source).stream()
        .filter(name -> made.containsKey(name) && !made.get(name).isCode)
        .flatMap(name -> stale(name, name, new HashSet<>()).stream())
        .findFirst();
  }

  private Optional<Reason> stale(String shown, String name, Set<String> seen) {
    if (!seen.add(name)) {
      return Optional.empty();
    }
    Map<String, Integer> from = made.get(name).from;
    for (var used : from.entrySet()) {
      if (!used.getValue().equals(made.get(used.getKey()).version)) {
        return Optional.of(new Reason(shown, name, used.getKey()));
      }
    }
    return from.keySet().stream()
        .filter(used -> !made.get(used).isCode)
        .flatMap(used -> stale(shown, used, seen).stream())
        .findFirst();
  }

  /** Versions of what a text uses, and of what the methods and classes in it use. */
  private Map<String, Integer> from(String name, String source) {
    var used = new LinkedHashSet<String>();
    use(CellNames.in(source), used);
    used.remove(name);
    var versions = new HashMap<String, Integer>();
    used.forEach(u -> versions.put(u, made.get(u).version));
    return versions;
  }

  private void use(Set<String> names, Set<String> used) {
    for (String name : names) {
      Made one = made.get(name);
      if (one != null && used.add(name) && one.isCode) {
        use(CellNames.in(String.join(" ", one.pieces)), used);
      }
    }
  }

  private static int version(Made old, boolean same) {
    return old == null ? 1 : old.version + (same ? 0 : 1);
  }

  private static boolean same(Object before, Object now) {
    return Objects.deepEquals(before, now);
  }

  /** Whether two of these that are not equal are certainly not the same thing. */
  private static boolean isPlain(Object value) {
    return value instanceof Number
        || value instanceof CharSequence
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Record
        || value instanceof Enum<?>;
  }
}
