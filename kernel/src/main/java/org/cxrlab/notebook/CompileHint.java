package org.cxrlab.notebook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;

/**
 * One line of help for code that does not compile, for those who are new to Java. A pure function
 * of the code, of what the compiler says and of what there is; what is only a guess is put as a
 * question.
 */
final class CompileHint {
  private static final Pattern EXPECTED = Pattern.compile("'?([^' ]+)'? expected");
  private static final Pattern FOR_IN = Pattern.compile("\\bfor\\s+(\\w+)\\s+in\\s+([^:{]+?)\\s*:");
  private static final Pattern IMPORT_AS =
      Pattern.compile("\\b(import|from)\\s+\\w+(\\s+(as|import)\\b.*)?;?\\s*$");
  private static final Pattern DEF = Pattern.compile("\\bdef\\s+(\\w+)\\s*\\(");
  private static final Pattern F_STRING = Pattern.compile("(?<![\\w\"])f\"");
  private static final Pattern WORD_OPERATOR = Pattern.compile("\\s(and|or)\\s|\\bnot\\s");
  private static final Pattern LOSSY =
      Pattern.compile("possible lossy conversion from (\\w+) to (\\w+)");
  private static final Pattern NOT_ARRAY = Pattern.compile("array required, but (\\S+) found");
  private static final Pattern NOT_APPLICABLE =
      Pattern.compile(
          "(?:method|constructor) (\\w+) in (?:class|interface|record|enum) ([\\w.$]+)[^\\n]* cannot be applied");
  private static final Pattern NO_SUITABLE =
      Pattern.compile(
          "no suitable (?:method|constructor) found for (\\w+)\\([\\s\\S]*?(?:method|constructor) ([\\w.$]+)\\.(?:<[^>]*>)?(\\w+)\\(");

  private CompileHint() {}

  /**
   * What the compiler says.
   *
   * @param code the compiler's name for this kind of mistake
   * @param message its words in English
   * @param position where in the source, from 0
   * @param start where what it is about begins
   * @param end where that ends
   */
  record Problem(String code, String message, int position, int start, int end) {}

  /** What is known of the names that code can use. */
  interface Known {
    /** Names of variables, classes and methods without a dot that begin with the same letter. */
    List<String> like(String name);

    /** What may be written after a dot, on a value of the type or on the type itself. */
    List<String> members(String type);

    /** The ways to call a method. */
    List<String> signatures(String type, String method);

    /** The type of an expression; empty where it is not known. */
    Optional<String> typeOf(String before, String expression);
  }

  /**
   * The help, if there is any.
   *
   * @param line of the cell in which the source begins, from 1
   */
  static Optional<String> of(String source, int line, List<Problem> problems, Known known) {
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    return Stream.<Stream<Optional<String>>>of(
            Stream.of(foreign(source)), problems.stream().map(p -> one(source, line, p, known)))
        .flatMap(s -> s)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Of code that goes on beyond its end: what is open. */
  static Optional<String> ofIncomplete(String source, int line) {
    if (FOR_IN.matcher(source).find() || DEF.matcher(source).find()) {
      return foreign(source);
    }
    return Brackets.open(source, line);
  }

  /** Whole statements of another language. */
  private static Optional<String> foreign(String source) {
    String code = new CodeScan(source).code();
    Matcher forIn = FOR_IN.matcher(code);
    if (forIn.find()) {
      return Optional.of(
          Text.format(
              "A loop over values is written: for (var %s : %s) { … }",
              forIn.group(1), forIn.group(2)));
    }
    for (String statement : code.split("\n")) {
      if (IMPORT_AS.matcher(statement.strip()).matches()) {
        return Optional.of(
            "An import names a Java class or package in full, as in: import java.util.List;"
                + " the library is imported already.");
      }
    }
    Matcher def = DEF.matcher(code);
    if (def.find()) {
      return Optional.of(
          Text.format(
              "A method is written with types and braces, as in: int %s(int x) { return x; }",
              def.group(1)));
    }
    return Optional.empty();
  }

  private static Optional<String> one(String source, int line, Problem problem, Known known) {
    String code = problem.code().replaceFirst("compiler\\.err\\.", "");
    return switch (code) {
      case "cant.resolve",
          "cant.resolve.args",
          "cant.resolve.location",
          "cant.resolve.location.args" ->
          SymbolHint.of(source, problem, known);
      case "array.req.but.found" -> notAnArray(source, problem, known);
      case "unclosed.char.lit", "empty.char.lit" ->
          Optional.of("A text stands in double quotes: \"…\"; single quotes hold one character.");
      case "unclosed.str.lit" ->
          Optional.of(
              Text.format(
                  "The text that begins in line %d has no closing double quote on its line.",
                  Brackets.line(source, line, problem.position())));
      case "illegal.char" -> illegalCharacter(source, problem);
      case "illegal.esc.char" ->
          Optional.of(
              "In a text a backslash is written twice: \"\\\\\"; in paths / works on every system.");
      case "expected", "expected2", "expected3" -> expected(source, line, problem);
      case "premature.eof" -> Brackets.open(source, line);
      case "illegal.start.of.expr" -> illegalStart(source, problem);
      case "prob.found.req" -> wrongType(source, problem, known);
      case "cant.apply.symbol", "cant.apply.symbols" -> notApplicable(problem, known);
      default -> Optional.empty();
    };
  }

  private static Optional<String> notAnArray(String source, Problem problem, Known known) {
    Matcher type = NOT_ARRAY.matcher(problem.message());
    Matcher expression =
        Pattern.compile("(?s)(.+)\\[(.*)\\]").matcher(part(source, problem.start(), problem.end()));
    if (!type.find() || !expression.matches()) {
      return Optional.empty();
    }
    String of = expression.group(1);
    String index = expression.group(2);
    List<String> members = known.members(type.group(1));
    boolean set = source.substring(problem.end()).stripLeading().matches("(?s)=[^=].*");
    if (set && members.contains("set")) {
      return Optional.of(
          Text.format("%s is no array; an element is set with %s.set(%s, …)", of, of, index));
    }
    return Stream.of("get", "charAt", "row")
        .filter(members::contains)
        .findFirst()
        .map(m -> Text.format("%s is no array; take an element with %s.%s(%s)", of, of, m, index));
  }

  private static Optional<String> illegalCharacter(String source, Problem problem) {
    char c = problem.position() < source.length() ? source.charAt(problem.position()) : ' ';
    return switch (c) {
      case '#' -> Optional.of("A comment begins with //");
      case '“', '”', '„', '‘', '’' ->
          Optional.of("A text stands in straight double quotes, \"…\", and not in " + c);
      default -> Optional.empty();
    };
  }

  private static Optional<String> expected(String source, int line, Problem problem) {
    Optional<String> mismatch = Brackets.mismatch(source, line);
    if (mismatch.isPresent()) {
      return mismatch;
    }
    var scan = new CodeScan(source);
    if (F_STRING.matcher(source).find()) {
      return Optional.of(
          "Values are put into a text by + or by \"…%s…\".formatted(value); there is no f\"…\"");
    }
    String ofLine = lineOf(scan.code(), problem.position());
    Matcher operator = WORD_OPERATOR.matcher(ofLine);
    if (operator.find()) {
      return Optional.of("Did you mean &&, || or !? That is how Java writes and, or, not.");
    }
    Matcher expected = EXPECTED.matcher(problem.message());
    if (!expected.lookingAt()) {
      return Optional.empty();
    }
    String before = source.substring(0, problem.position()).stripTrailing();
    String after = source.substring(Math.min(problem.position(), source.length()));
    if (expected.group(1).equals("(") && before.matches("(?s).*\\b(if|while|for|switch)")) {
      String word = before.replaceFirst("(?s).*\\b(?=(if|while|for|switch)$)", "");
      return Optional.of(
          Text.format("What follows %s stands in parentheses: %s (…) { … }", word, word));
    }
    boolean ends = after.isBlank() || after.matches("(?s)[ \t]*(//[^\n]*)?(\n|\\}).*");
    if (expected.group(1).equals(";") && ends) {
      return Optional.of(
          Text.format(
              "A semicolon is missing at the end of line %d, after: %s",
              Brackets.line(source, line, before.length()), lastLine(before)));
    }
    return Optional.empty();
  }

  private static Optional<String> illegalStart(String source, Problem problem) {
    String before = source.substring(0, Math.min(problem.position(), source.length()));
    String after = source.substring(before.length());
    if (after.startsWith("*") && before.endsWith("*")) {
      return Optional.of("A power is written Math.pow(x, 2)");
    }
    if (after.startsWith(">") && before.endsWith("=")) {
      return Optional.of("The arrow of a function is written ->");
    }
    if (after.startsWith("const ")) {
      return Optional.of("A variable that stays as it is is declared with final var");
    }
    return Optional.empty();
  }

  private static Optional<String> wrongType(String source, Problem problem, Known known) {
    String text = part(source, problem.start(), problem.end());
    Matcher lossy = LOSSY.matcher(problem.message());
    if (lossy.find()) {
      boolean number = text.matches("[\\d_.]+(e-?\\d+)?");
      return switch (lossy.group(1) + " " + lossy.group(2)) {
        case "double float" ->
            Optional.of(
                number
                    ? Text.format("A float is written with an f: %sf", text)
                    : "A double becomes a float by (float) (…)");
        case "double int", "float int", "double long", "float long" ->
            Optional.of(
                "A number with a fraction becomes a whole one by Math.round(…), or cut off by (int) (…)");
        default -> Optional.empty();
      };
    }
    if (problem.message().contains("cannot be converted to boolean")
        && isAssignment(source, problem)) {
      return Optional.of("= sets a variable; values are compared with ==");
    }
    return ofCall(source, problem, known);
  }

  /** Whether what should be a condition is {@code a = b}, or the b of one. */
  private static boolean isAssignment(String source, Problem problem) {
    String all = part(source, problem.start(), problem.end());
    String before = source.substring(0, Math.max(0, problem.start())).stripTrailing();
    return all.matches("(?s)[\\w.]+\\s*=[^=].*")
        || before.matches("(?s).*\\b(if|while)\\s*\\([^()=]*[^=!<>]=");
  }

  /** Of an argument of the wrong type: how the method wants to be called. */
  private static Optional<String> ofCall(String source, Problem problem, Known known) {
    List<Integer> open = CodePlaces.unclosed(source, problem.start());
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Matcher made =
        Pattern.compile("(?s).*\\bnew\\s+([\\w.]+)\\s*").matcher(source.substring(0, open.get(0)));
    if (made.matches()) {
      String type = made.group(1);
      return ways(type, type.replaceAll(".*\\.", ""), known);
    }
    Matcher call =
        Pattern.compile("(?s)(.*)\\.\\s*(\\w+)\\s*").matcher(source.substring(0, open.get(0)));
    if (!call.matches()) {
      return Optional.empty();
    }
    int dot = call.end(1);
    int from = CodePlaces.receiver(source, dot);
    return known
        .typeOf(source.substring(0, from), source.substring(from, dot))
        .flatMap(type -> ways(type, call.group(2), known));
  }

  private static Optional<String> notApplicable(Problem problem, Known known) {
    Matcher one = NOT_APPLICABLE.matcher(problem.message());
    if (one.find()) {
      return ways(one.group(2), one.group(1), known);
    }
    Matcher several = NO_SUITABLE.matcher(problem.message());
    return several.find() ? ways(several.group(2), several.group(1), known) : Optional.empty();
  }

  private static Optional<String> ways(String type, String method, Known known) {
    List<String> signatures = known.signatures(type, method);
    if (signatures.isEmpty()) {
      return Optional.empty();
    }
    String name = type.replaceAll(".*[.$]", "");
    String more = signatures.size() > 3 ? Text.format(" … and %d more", signatures.size() - 3) : "";
    return Optional.of(
        Text.format("%s takes: ", name.equals(method) ? "new " + name : name + "." + method)
            + String.join("; ", signatures.stream().limit(3).toList())
            + more);
  }

  static String part(String source, int start, int end) {
    return start < 0 || end > source.length() || start > end ? "" : source.substring(start, end);
  }

  private static String lineOf(String source, int position) {
    int at = Math.min(position, source.length());
    int end = source.indexOf('\n', at);
    return source.substring(source.lastIndexOf('\n', at - 1) + 1, end < 0 ? source.length() : end);
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1).strip();
  }
}
