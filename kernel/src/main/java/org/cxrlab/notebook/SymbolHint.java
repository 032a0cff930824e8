package org.cxrlab.notebook;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;

/** Help for a name that the compiler does not know. */
final class SymbolHint {
  private static final Pattern SYMBOL =
      Pattern.compile("symbol:\\s+(method|variable|class)\\s+(\\w+)");
  private static final Pattern TYPE =
      Pattern.compile("location:\\s+(?:.* of type|class|interface|enum|record) ([\\w.$]+)");

  /** What other languages call it. */
  private static final Map<String, String> METHODS =
      Map.ofEntries(
          Map.entry("print", "A line is printed with System.out.println(…)"),
          Map.entry("println", "A line is printed with System.out.println(…)"),
          Map.entry("printf", "Printing is System.out.printf(…)"),
          Map.entry("echo", "A line is printed with System.out.println(…)"),
          Map.entry(
              "len", "The length is list.size(), text.length() or, of an array, array.length"),
          Map.entry("str", "A text is made of a value with String.valueOf(…)"),
          Map.entry("range", "Counting is written: for (int i = 0; i < n; i++) { … }"),
          Map.entry("abs", "Math.abs(…)"),
          Map.entry("max", "Math.max(…, …)"),
          Map.entry("min", "Math.min(…, …)"),
          Map.entry("round", "Math.round(…)"),
          Map.entry("sqrt", "Math.sqrt(…)"),
          Map.entry("pow", "Math.pow(…, …)"),
          Map.entry("type", "The class of a value is value.getClass()"),
          Map.entry("display", "A value is shown in the middle of a cell with show(…)"));

  private static final Map<String, String> VARIABLES =
      Map.of(
          "True", "true is written small",
          "False", "false is written small",
          "None", "No value is written null",
          "NULL", "No value is written null",
          "nil", "No value is written null",
          "undefined", "No value is written null",
          "self", "An object calls itself this");

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("string", "The type of a text is String, with a capital S"),
          Map.entry("str", "The type of a text is String"),
          Map.entry("bool", "The type of true and false is boolean"),
          Map.entry("integer", "The type of a whole number is int"),
          Map.entry("Int", "The type of a whole number is int"),
          Map.entry("let", "A variable is declared with var, or with its type"),
          Map.entry("list", "The type of a list is List<…>"),
          Map.entry("dict", "The type of a dictionary is Map<…, …>"));

  private static final List<String> HOW_MANY = List.of("size", "length", "count", "len");
  private static final List<String> TO_ADD = List.of("append", "push", "add", "put");

  private SymbolHint() {}

  static Optional<String> of(String source, CompileHint.Problem problem, CompileHint.Known known) {
    Matcher symbol = SYMBOL.matcher(problem.message());
    if (!symbol.find()) {
      return Optional.empty();
    }
    String kind = symbol.group(1);
    String name = symbol.group(2);
    Matcher type = TYPE.matcher(problem.message());
    boolean afterDot =
        source.substring(0, Math.min(source.length(), problem.position() + 1)).endsWith(".");
    if (afterDot) {
      return type.find()
          ? ofMember(source, problem, name, kind, type.group(1), known)
          : Optional.empty();
    }
    if (name.equals("f") && source.startsWith("\"", problem.end())) {
      return Optional.of(
          "Values are put into a text by + or by \"…%s…\".formatted(value); there is no f\"…\"");
    }
    Map<String, String> words =
        switch (kind) {
          case "method" -> METHODS;
          case "variable" -> VARIABLES;
          default -> CLASSES;
        };
    if (words.containsKey(name)) {
      return Optional.of(words.get(name) + ".");
    }
    if (kind.equals("variable")
        && source.substring(problem.end()).matches("(?s)\\s*=[^=].*")
        && source.substring(0, problem.start()).isBlank()) {
      return Optional.of(
          similar(name, like(name, kind, known))
              .map(
                  s ->
                      Text.format(
                          "There is no variable %s; did you mean %s? A new one is declared with var %s = …",
                          name, s, name))
              .orElse(
                  Text.format("There is no variable %s yet: var %s = … declares it.", name, name)));
    }
    return similar(name, like(name, kind, known))
        .map(s -> Text.format("There is no %s %s; did you mean %s?", kind, name, s));
  }

  private static Optional<String> ofMember(
      String source,
      CompileHint.Problem problem,
      String name,
      String kind,
      String type,
      CompileHint.Known known) {
    List<String> members = known.members(type);
    String simple = type.replaceAll(".*[.$]", "");
    if (kind.equals("variable") && members.contains(name)) {
      return Optional.of(
          Text.format(
              "%s is a method: %s()",
              name, CompileHint.part(source, problem.start(), problem.end())));
    }
    for (List<String> synonyms : List.of(HOW_MANY, TO_ADD)) {
      if (synonyms.contains(name)) {
        Optional<String> other = synonyms.stream().filter(members::contains).findFirst();
        if (other.isPresent()) {
          return Optional.of(
              Text.format(
                  "%s has no %s; did you mean %s%s?",
                  simple, name, other.get(), synonyms == HOW_MANY ? "()" : "(…)"));
        }
      }
    }
    return similar(name, members)
        .map(s -> Text.format("%s has no %s %s; did you mean %s?", simple, kind, name, s));
  }

  /** Names of the same kind, as far as that can be seen: classes alone begin with a capital. */
  private static List<String> like(String name, String kind, CompileHint.Known known) {
    return known.like(name).stream()
        .filter(n -> !n.isEmpty() && Character.isUpperCase(n.charAt(0)) == kind.equals("class"))
        .toList();
  }

  /** The names that are hardly different, at most three, first those of the same length. */
  static Optional<String> similar(String name, Collection<String> names) {
    int most = name.length() < 3 ? 0 : name.length() < 6 ? 1 : name.length() < 10 ? 2 : 3;
    List<String> others = names.stream().distinct().filter(n -> !n.equals(name)).toList();
    Optional<String> sameLetters =
        others.stream().filter(n -> n.equalsIgnoreCase(name)).findFirst();
    if (sameLetters.isPresent()) {
      return sameLetters;
    }
    for (int distance = 1; distance <= most; distance++) {
      int exactly = distance;
      List<String> near =
          others.stream()
              .filter(n -> Math.abs(n.length() - name.length()) <= exactly)
              .filter(n -> distance(n, name) == exactly)
              .sorted(
                  Comparator.comparingInt((String n) -> Math.abs(n.length() - name.length()))
                      .thenComparing(Comparator.naturalOrder()))
              .limit(3)
              .toList();
      if (!near.isEmpty()) {
        return Optional.of(String.join(" or ", near));
      }
    }
    return Optional.empty();
  }

  /** How many letters are to be put in, left out, replaced or swapped with their neighbour. */
  static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    var cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] =
            Stream.of(cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced)
                .mapToInt(c -> c)
                .min()
                .orElseThrow();
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
