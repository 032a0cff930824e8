package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of mistakes of beginners, with the words of the real compiler. */
class CompileHintTest {
  private static JShell shell;
  private static CompileHint.Known known;

  @BeforeAll
  static void start() {
    shell = JShell.builder().executionEngine("local").build();
    Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .forEach(shell::addToClasspath);
    Imports.run(shell);
    shell.eval("Films films = null;");
    shell.eval("ChestModel model = null;");
    shell.eval("List<String> names = new ArrayList<>();");
    shell.eval("int count = 3;");
    shell.eval("boolean on = true;");
    known = new ShellNames(shell, new Types(shell, CompileHintTest.class::getClassLoader));
  }

  @AfterAll
  static void stop() {
    shell.close();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "films.wihLabel(\"Mass\")", "Films has no method wihLabel; did you mean withLabel?"),
        mistake(
            "films.withlabel(\"Mass\")", "Films has no method withlabel; did you mean withLabel?"),
        mistake("Filmz few = null;", "There is no class Filmz; did you mean Films or Film?"),
        mistake("new Filmz()", "There is no class Filmz; did you mean Films or Film?"),
        mistake("var n = flims.size();", "There is no variable flims; did you mean films?"),
        mistake("print(\"hi\")", "A line is printed with System.out.println(…)."),
        mistake(
            "System.out.printn(\"a\")",
            "PrintStream has no method printn; did you mean printf or print or println?"),
        mistake("names[0]", "names is no array; take an element with names.get(0)"),
        mistake("films[0]", "films is no array; take an element with films.get(0)"),
        mistake("names[0] = \"a\";", "names is no array; an element is set with names.set(0, …)"),
        mistake(
            "films.withLabel('Mass')",
            "A text stands in double quotes: \"…\"; single quotes hold one character."),
        mistake(
            "films.withLabel(\"Mass)",
            "The text that begins in line 1 has no closing double quote on its line."),
        mistake("films\n  .withLabel(\"Mass\"", "The ( of line 2 is never closed: a ) is missing."),
        mistake(
            "for (int i = 0; i < 3; i++) {\n  films.size();",
            "The { of line 1 is never closed: a } is missing."),
        mistake("var a = new int[] {1, 2;", "The { of line 1 is never closed: a } is missing."),
        mistake(
            "films.withLabel(\"a\"]);",
            "The ( of line 1 is still open where a ] follows in line 1."),
        mistake("/* films\nfilms", "The comment that begins with /* in line 1 has no */"),
        mistake(
            "int q = 3\nint r = 4;",
            "A semicolon is missing at the end of line 1, after: int q = 3"),
        mistake(
            "films.size()\nfilms.size()",
            "A semicolon is missing at the end of line 1, after: films.size()"),
        mistake(
            "int twice(int x) { return 2 * x }",
            "A semicolon is missing at the end of line 1, after: int twice(int x) { return 2 * x"),
        mistake("if (count = 3) { count++; }", "= sets a variable; values are compared with =="),
        mistake("if (on = 3) { count++; }", "= sets a variable; values are compared with =="),
        mistake(
            "import pandas as pd",
            "An import names a Java class or package in full, as in: import java.util.List; the library is imported already."),
        mistake(
            "from sklearn import svm",
            "An import names a Java class or package in full, as in: import java.util.List; the library is imported already."),
        mistake("boolean b = True;", "true is written small."),
        mistake("Object o = None;", "No value is written null."),
        mistake(
            "for x in names:\n    print(x)",
            "A loop over values is written: for (var x : names) { … }"),
        mistake(
            "def half(x):\n    return x / 2",
            "A method is written with types and braces, as in: int half(int x) { return x; }"),
        mistake(
            "f\"a {count}\"",
            "Values are put into a text by + or by \"…%s…\".formatted(value); there is no f\"…\""),
        mistake(
            "len(names)",
            "The length is list.size(), text.length() or, of an array, array.length."),
        mistake("films.size", "size is a method: films.size()"),
        mistake("films.size + 1", "size is a method: films.size()"),
        mistake("films.length()", "Films has no length; did you mean size()?"),
        mistake("names.append(\"x\")", "List has no append; did you mean add(…)?"),
        mistake("films.withLabel(3)", "Films.withLabel takes: Films withLabel(String label)"),
        mistake("films.sample(\"a\")", "Films.sample takes: Films sample(int n, long seed)"),
        mistake("new Note(3)", "new Note takes: Note(String text)"),
        mistake("string t = \"a\";", "The type of a text is String, with a capital S."),
        mistake("let z = 3;", "A variable is declared with var, or with its type."),
        mistake("total = 3;", "There is no variable total yet: var total = … declares it."),
        mistake("# a comment\ncount", "A comment begins with //"),
        mistake("var t = “Mass”;", "A text stands in straight double quotes, \"…\", and not in “"),
        mistake(
            "var p = \"C:\\data\";",
            "In a text a backslash is written twice: \"\\\\\"; in paths / works on every system."),
        mistake(
            "if (on and count == 3) count++;",
            "Did you mean &&, || or !? That is how Java writes and, or, not."),
        mistake("if on { count++; }", "What follows if stands in parentheses: if (…) { … }"),
        mistake("float rate = 0.5;", "A float is written with an f: 0.5f"),
        mistake(
            "int k = 2.5;",
            "A number with a fraction becomes a whole one by Math.round(…), or cut off by (int) (…)"),
        mistake("count ** 2", "A power is written Math.pow(x, 2)"));
  }

  private static Arguments mistake(String code, String help) {
    return Arguments.of(code, help);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsHelped(String code, String help) {
    assertEquals(Optional.of(help), help(code));
  }

  @Test
  void wrongArgumentsOfAMethodWithManyWaysNameThreeOfThem() {
    String help = help("Training.run(films)").orElseThrow();
    assertTrue(
        help.startsWith(
            "Training.run takes: TrainingRun run(ChestModel model, Split split, TrainingPlan plan)"),
        help);
    assertTrue(help.matches(".* … and \\d+ more"), help);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xyzzy.size()",
        "films.somethingElse()",
        "new Quux()",
        "quux(3)",
        "x.y()",
        "var a = films.nulls().foo();",
        "int a = \"text\";",
        "String s = films;",
        "null.size()",
        "return 3 4;",
        "class { }",
        "films.withLabel(\"for x in names: print\").qqqqq()",
        "List<int> numbers = null;",
        "final int f = 1; f = 2;"
      })
  void whereNothingIsLikelyNothingIsSaid(String code) {
    assertEquals(Optional.empty(), help(code));
  }

  @Test
  void lineIsThatOfTheCell() {
    assertEquals(
        Optional.of("The ( of line 7 is never closed: a ) is missing."),
        CompileHint.ofIncomplete("films\n  .withLabel(\"Mass\"", 6));
  }

  @Test
  void distanceCountsSwappedNeighboursOnce() {
    assertEquals(1, SymbolHint.distance("flims", "films"));
    assertEquals(1, SymbolHint.distance("wihLabel", "withLabel"));
    assertEquals(0, SymbolHint.distance("Films", "films"));
    assertEquals(3, SymbolHint.distance("abc", ""));
  }

  private static Optional<String> help(String code) {
    String rest = code;
    CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
    while (info.completeness().isComplete()) {
      for (var event : shell.eval(info.source())) {
        if (event.status() == Snippet.Status.REJECTED) {
          var problems = new ArrayList<CompileHint.Problem>();
          shell
              .diagnostics(event.snippet())
              .forEach(
                  d ->
                      problems.add(
                          new CompileHint.Problem(
                              d.getCode(),
                              d.getMessage(Locale.ROOT),
                              (int) d.getPosition(),
                              (int) d.getStartPosition(),
                              (int) d.getEndPosition())));
          return CompileHint.of(event.snippet().source(), 1, List.copyOf(problems), known);
        }
      }
      rest = info.remaining();
      info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
    }
    return rest.isBlank() ? Optional.empty() : CompileHint.ofIncomplete(rest, 1);
  }
}
