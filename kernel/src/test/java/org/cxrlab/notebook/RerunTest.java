package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cell is changed and run again; what other cells have made stays. */
@Tag("kernel")
class RerunTest {
  private static KernelSession kernel;

  @BeforeAll
  static void start() {
    kernel = KernelSession.start("cxrlab", Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    if (kernel != null) {
      kernel.close();
    }
  }

  /** Runs cells that are to be fine. */
  private static void run(String... cells) {
    for (String cell : cells) {
      var ran = kernel.run(cell);
      assertEquals("ok", ran.status(), () -> cell + "\n" + ran.error());
    }
  }

  private static String value(String cell) {
    var ran = kernel.run(cell);
    assertEquals("ok", ran.status(), () -> cell + "\n" + ran.error());
    return ran.value("text/plain");
  }

  /** What a cell says beside its value and what it prints. */
  private static String notes(KernelSession.Cell cell) {
    return cell.outputs().stream()
        .filter(o -> o.get("type").getAsString().equals("display_data"))
        .map(o -> o.getAsJsonObject("data").get("text/plain").getAsString())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void valueChangedAboveLeavesWhatWasMadeOfIt() {
    run(
        "var a1 = new int[]{1};",
        "var b1 = new StringBuilder().append(a1.length);",
        "b1.append(\" trained\")",
        "var a1 = new int[]{2, 3};");
    assertEquals("1 trained", value("b1"));
    assertEquals("2", value("a1.length"));
  }

  @Test
  void methodBodyChangedAboveLeavesWhatItReturned() {
    run("int f2() { return 1; }", "var v2 = f2();", "int g2() { return v2 + f2(); }");
    run("int f2() { return 20; }");
    assertEquals("1", value("v2"));
    assertEquals("21", value("g2()"));
  }

  @Test
  void methodOfAnotherTypeLeavesWhatItReturned() {
    run("int f3() { return 1; }", "var v3 = f3();", "var w3 = List.of(v3);");
    run("String f3() { return \"x\"; }");
    assertEquals("1", value("v3"));
    assertEquals("[1]", value("w3"));
  }

  @Test
  void objectOfAClassThatIsDeclaredAnewIsSaidToBeGone() {
    run("class Net4 { int w = 0; void fit() { w++; } }");
    var made = kernel.run("var net4 = new Net4(); net4.fit();");
    run("var other4 = new StringBuilder(\"kept\");");
    var replaced = kernel.run("class Net4 { int w = 0; void fit() { w += 2; } }");
    assertEquals("ok", replaced.status());
    assertTrue(
        notes(replaced).matches("net4 \\(Net4\\) is gone: .*Run cell \\d+ again\\."),
        notes(replaced));
    assertEquals("kept", value("other4"));
    String error = kernel.run("net4.fit()").error().get(0);
    assertTrue(error.startsWith("net4 (Net4) is gone"), error);
    run("var net4 = new Net4();");
    assertEquals("0", value("net4.w"));
  }

  @Test
  void objectWithExplicitTypeIsSaidToBeGoneToo() {
    run("record Pair5(int a) {}", "Pair5 p5 = new Pair5(1);", "Pair5[] all5 = {p5};");
    var replaced = kernel.run("record Pair5(int a, int b) {}");
    assertTrue(notes(replaced).contains("p5 (Pair5) and all5 (Pair5[]) are gone"), notes(replaced));
  }

  @Test
  void collectionOfObjectsOfAnOldClassIsKeptAndSaidToHoldThem() {
    run("class Net6 { int w = 1; public String toString() { return \"net\"; } }");
    run(
        "var nets6 = new ArrayList<Net6>();",
        "nets6.add(new Net6())",
        "var names6 = Map.of(\"a\", 1);");
    var replaced = kernel.run("class Net6 { int w = 2; int v; }");
    assertTrue(notes(replaced).startsWith("nets6 (ArrayList<Net6>) still holds"), notes(replaced));
    assertEquals("1", value("nets6.size()"));
    assertEquals("{a=1}", value("names6"));
  }

  @Test
  void typeChangedAboveAndPutRightLeavesWhatWasMadeOfIt() {
    run(
        "var films7 = new ArrayList<String>(List.of(\"a\"));",
        "var split7 = films7.subList(0, 1);",
        "var model7 = new StringBuilder(split7.get(0));",
        "model7.append(\" trained\")");
    run("var films7 = 5;");
    assertEquals("a trained", value("model7"));
    assertEquals("[a]", value("split7"));
    run("var films7 = new ArrayList<String>(List.of(\"b\"));");
    assertEquals("a trained", value("model7"));
    run("var split7 = films7.subList(0, 1);");
    assertEquals("[b]", value("split7"));
  }

  @Test
  void primitivesArraysAndVariablesWithoutInitialiserKeepTheirValues() {
    run(
        "var base8 = 2;",
        "var twice8 = base8 * 2;",
        "double half8 = base8 / 4.0;",
        "var row8 = new double[]{base8};");
    run("int count8;", "long[] many8;", "count8 = 7; many8 = new long[]{1, 2, base8};");
    run("var base8 = 3;", "var base8 = \"three\";", "var base8 = 3.5;");
    assertEquals("4", value("twice8"));
    assertEquals("0.5", value("half8"));
    assertEquals("2.0", value("row8[0]"));
    assertEquals("7", value("count8"));
    assertEquals("2", value("many8[2]"));
  }

  @Test
  void finalStaticAndGenericVariablesKeepTheirValues() {
    run("var n9 = 1;", "final var f9 = List.of(n9);", "static var s9 = Map.of(\"n\", n9);");
    run("Map<String, List<? extends Number>> g9 = new HashMap<>(Map.of(\"n\", List.of(n9)));");
    run("<T> T same9(T t) { return t; }", "var t9 = same9(new int[][]{{n9}});");
    run("<T> T same9(T t) { return null; }", "var n9 = 2.0;");
    assertEquals("[1]", value("f9"));
    assertEquals("{n=1}", value("s9"));
    assertEquals("{n=[1]}", value("g9"));
    assertEquals("1", value("t9[0][0]"));
  }

  @Test
  void otherTypeArgumentsAreSeenByMethodsAndLeaveWhatWasMade() {
    run("var l24 = new ArrayList<>(List.of(\"a\"));", "String first24() { return l24.get(0); }");
    run("var made24 = first24();", "var l24 = new ArrayList<>(List.of(1));");
    assertEquals("a", value("made24"));
    assertEquals("error", kernel.run("first24()").status());
    run("var l24 = new ArrayList<>(List.of(\"b\"));");
    assertEquals("b", value("first24()"));
  }

  @Test
  void lambdaIsKeptAndSeesTheVariableAsItIsNow() {
    run("var rate10 = 1;", "java.util.function.IntSupplier next10 = () -> rate10 + 1;");
    run("var late10 = (java.util.function.IntSupplier) () -> rate10 * 10;");
    run("var rate10 = 5;");
    assertEquals("6", value("next10.getAsInt()"));
    assertEquals("50", value("late10.getAsInt()"));
  }

  @Test
  void anonymousClassAndItsOwnMembersAreKept() {
    run("var step11 = 2;");
    run("var counter11 = new Object() { int n = step11; int next() { return n += step11; } };");
    run("counter11.next()", "var step11 = 10;");
    assertEquals("14", value("counter11.next()"));
  }

  @Test
  void objectOfAClassThatUsesAChangedVariableIsKept() {
    run(
        "var lr12 = 0.1;",
        "class Rate12 { int asked = 0; double now() { asked++; return lr12; } }");
    run("var rate12 = new Rate12();", "rate12.now()", "var lr12 = 0.5;");
    assertEquals("0.5", value("rate12.now()"));
    assertEquals("2", value("rate12.asked"));
  }

  @Test
  void objectAndLambdaThatUseAChangedMethodAreKeptAndDoWhatItDoesNow() {
    run("double rate25(int epoch) { return 1.0 / epoch; }");
    run("class Listener25 { int heard = 0; double at(int e) { heard++; return rate25(e); } }");
    run(
        "var listener25 = new Listener25();",
        "var half25 = (java.util.function.IntToDoubleFunction) e -> rate25(e) / 2;");
    assertEquals("0.5", value("listener25.at(2)"));
    run(
        "double rate25(int epoch) {\n  var all = List.of(1, 2, 3).stream().mapToInt(i -> i * epoch).sum();\n  return all;\n}");
    assertEquals("12.0", value("listener25.at(2)"));
    assertEquals("2", value("listener25.heard"));
    assertEquals("3.0", value("half25.applyAsDouble(1)"));
    run("long rate25(int epoch) { return epoch; }");
    var gone = kernel.run("listener25.at(2)");
    assertEquals("error", gone.status());
    assertTrue(
        gone.error().get(0).startsWith("listener25 (Listener25) is gone"), gone.error().get(0));
  }

  @Test
  void errorInAChangedMethodIsShownWithItsLinesOfNow() {
    run("int third26(int n) { return n / 3; }", "int share26(int n) { return 100 / third26(n); }");
    run(
        "int third26(int n) {\n  // changed\n  if (n == 7) throw new IllegalStateException(\"seven\");\n  return n / 3;\n}");
    var cell = kernel.run("share26(7)");
    assertEquals("IllegalStateException: seven", cell.error().get(0));
    assertTrue(cell.error().get(1).matches(".*line 3: +if \\(n == 7.*"), cell.error().toString());
    assertTrue(
        cell.error().get(2).endsWith("line 1:  int share26(int n) { return 100 / third26(n); }"),
        cell.error().toString());
    assertTrue(cell.error().get(3).endsWith("line 1:  share26(7)"), cell.error().toString());
    assertEquals(4, cell.error().size());
  }

  @Test
  void methodWithALocalClassWorksBeforeAndAfterAChange() {
    run(
        "int sum27(int n) { class Pair { private int a = n; } record Two(int b) {} return new Pair().a + new Two(n).b(); }");
    run("var made27 = sum27(2);");
    assertEquals("4", value("sum27(2)"));
    run("int sum27(int n) { class Pair { private int a = n; } return new Pair().a; }");
    assertEquals("2", value("sum27(2)"));
    run("int sum27(int n) { return -n; }");
    assertEquals("-2", value("sum27(2)"));
    assertEquals("4", value("made27"));
  }

  @Test
  void variableOfATypeThatCannotBeNamedIsKept() {
    run("var from13 = 1;", "var mixed13 = List.of(from13, \"a\");", "var from13 = 2L;");
    assertEquals("[1, a]", value("mixed13"));
  }

  @Test
  void variableOfAnIntersectionTypeIsKept() {
    // The compiler of JDK 25 can't read such a variable in any cell, changed or not.
    assumeTrue(Runtime.version().feature() < 25, "JShell has no such variables from Java 25 on");
    run("var from31 = 1;", "var pick31 = from31 > 0 ? 1 : \"one\";", "var from31 = 2L;");
    assertEquals("1", value("pick31"));
  }

  @Test
  void methodThatUsesAVariableDeclaredLaterWorksBeforeAndAfterAChange() {
    run("int twice14() { return later14 * 2; }", "var later14 = 3;", "var made14 = twice14();");
    assertEquals("6", value("made14"));
    run("var later14 = 4;");
    assertEquals("6", value("made14"));
    assertEquals("8", value("twice14()"));
    run("long later14 = 5;");
    assertEquals("6", value("made14"));
  }

  @Test
  void recursiveMethodLeavesWhatItReturned() {
    run("int fact15(int n) { return n < 2 ? 1 : n * fact15(n - 1); }", "var f15 = fact15(5);");
    run("int fact15(int n) { return n < 1 ? 0 : n + fact15(n - 1); }");
    assertEquals("120", value("f15"));
    assertEquals("15", value("fact15(5)"));
  }

  @Test
  void twoCellsThatDependOnEachOtherSeeEachOthersValues() {
    run("var a16 = 1;", "var b16 = a16 + 1;", "var a16 = b16 * 10;");
    assertEquals("20", value("a16"));
    run("var b16 = a16 + 2;");
    assertEquals("22", value("b16"));
    run("var a16 = b16 * 0.5;");
    assertEquals("11.0", value("a16"));
    assertEquals("22", value("b16"));
  }

  @Test
  void changedCellThatDoesNotCompileChangesNothing() {
    run(
        "int[] a17 = {1};",
        "var b17 = a17.length;", "class C17 { int n = 3; }", "var c17 = new C17();");
    run("int f17() { return 4; }", "var v17 = f17();");
    assertEquals("error", kernel.run("int[] a17 = {\"one\"};").status());
    assertEquals("error", kernel.run("var a17 = unknown17;").status());
    assertEquals("error", kernel.run("String a17 = 5;").status());
    assertEquals("error", kernel.run("int[] a17 = {1, 2").status());
    assertEquals("error", kernel.run("class C17 { int n = \"three\"; }").status());
    assertEquals("error", kernel.run("int f17() { return \"four\"; }").status());
    assertEquals("1", value("a17.length"));
    assertEquals("1", value("b17"));
    assertEquals("3", value("c17.n"));
    assertEquals("4", value("v17"));
    assertEquals("4", value("f17()"));
  }

  @Test
  void changedCellThatThrowsOrIsInterruptedChangesNothing() {
    run("var a18 = List.of(1);", "var b18 = a18.size();", "int p18 = 1;");
    assertEquals("error", kernel.run("var a18 = List.of(1).subList(0, 5);").status());
    assertEquals("error", kernel.run("String a18 = List.of(\"x\").get(3);").status());
    assertEquals("error", kernel.run("int p18 = Integer.parseInt(\"no\");").status());
    assertEquals("error", kernel.run("double p18 = 1 / Integer.parseInt(\"0\");").status());
    assertEquals(
        "error",
        kernel
            .runInterrupted(
                "var a18 = List.of(Thread.currentThread(), new Object() {{ Thread.sleep(60_000); }});",
                1)
            .status());
    assertEquals("[1]", value("a18"));
    assertEquals("1", value("b18"));
    assertEquals("1", value("p18"));
  }

  @Test
  void cellThatDeclaresSeveralThingsChangesThoseAndNoOthers() {
    run("int x19 = 1, y19 = 2; var z19 = x19 + y19; int sum19() { return x19 + y19 + z19; }");
    run("var all19 = sum19();");
    run("int x19 = 10, y19 = 20; String note19 = \"n\";");
    assertEquals("3", value("z19"));
    assertEquals("6", value("all19"));
    assertEquals("33", value("sum19()"));
  }

  @Test
  void blanksRemarksAndUnchangedCellsDoNoHarm() {
    run("class K20 { int n = 1; }", "var k20 = new K20();", "k20.n = 5;");
    run("class K20 { int n = 1; }", "class K20 {  int n = 1; /* one */ }");
    assertEquals("5", value("k20.n"));
  }

  /** In a kernel of its own, as no other cell could name a list after it. */
  @Test
  void importThatMakesANameOfADeclarationAmbiguousDoesNoHarm() throws Exception {
    try (var own = KernelSession.start("cxrlab", Map.of())) {
      own.run("List<Integer> l = new ArrayList<>(); var n = l; l.add(1);");
      assertEquals("ok", own.run("import java.awt.*; import java.sql.*;").status());
      assertEquals("[1]", own.run("n").value("text/plain"));
      assertEquals("[1]", own.run("l").value("text/plain"));
      own.run("l.add(2)");
      assertEquals("3", own.run("l.get(0) + n.get(1)").value("text/plain"));
    }
  }

  @Test
  void classUsedByAnotherReplacedClassIsNamedWithAllThatIsGone() {
    run("class Layer21 { int n = 1; }", "class Net21 { Layer21 layer = new Layer21(); }");
    run("var net21 = new Net21();", "var layer21 = net21.layer;", "var size21 = layer21.n;");
    var replaced = kernel.run("class Layer21 { int n = 2; int m; }");
    assertTrue(
        notes(replaced).contains("net21 (Net21) and layer21 (Layer21) are gone"), notes(replaced));
    assertEquals("1", value("size21"));
  }

  @Test
  void valueMadeFromSomethingThatHasChangedSinceSaysSoWhereItIsShown() {
    run(
        "var plan22 = \"1 epoch\";",
        "var run22 = \"run by \" + plan22;",
        "var best22 = run22 + \", best\";");
    assertEquals("", notes(kernel.run("run22")));
    run("var plan22 = \"1 epoch\";");
    assertEquals("", notes(kernel.run("run22")));
    run("var plan22 = \"2 epochs\";");
    assertEquals(
        "run22 was made with an older plan22; run its cell again to see the change.",
        notes(kernel.run("run22.length()")));
    assertTrue(
        notes(kernel.run("best22"))
            .startsWith("best22 was made from run22, and that with an older plan22"));
    run("staleNotes(false);");
    assertEquals("", notes(kernel.run("run22")));
    run("staleNotes(true);", "var run22 = \"run by \" + plan22;");
    assertEquals("", notes(kernel.run("run22")));
    assertEquals(
        "best22 was made with an older run22; run its cell again to see the change.",
        notes(kernel.run("best22")));
  }

  @Test
  void reportSaysNothingOfThat() throws Exception {
    try (var report = KernelSession.start("cxrlab", Map.of("CXRLAB_REPORT", "1"))) {
      report.send(List.of("var plan = 1;", "var run = plan + 1;", "var plan = 2;"), List.of());
      var cell = report.run("run");
      assertEquals("2", cell.value("text/plain"));
      assertEquals("", notes(cell));
    }
  }

  /** Notebook 05 on few small phantoms, with a small network, to its first evaluation. */
  @Test
  void modelOfTheCourseIsThereAfterTheFirstCellOfItsNotebookWasChanged() throws IOException {
    List<String> cells = new ArrayList<>();
    for (String cell : cellsOf("05_densenet_and_training")) {
      cells.add(
          cell.replace("Films.open()", "Phantoms.of(60).size(64).films()")
              .replace(
                  "DenseNet121.create(films.labels(), 7)",
                  "SmallDenseNet.create(films.labels(), 7)")
              .replace(
                  "TrainingPlan.small()",
                  "TrainingPlan.small().imageSize(64).batchSize(8).epochs(1)"));
    }
    String first = cells.get(0);
    assertTrue(first.contains("Phantoms.of(60)"), first);
    int evaluation =
        cells.indexOf("var evaluation = Evaluation.of(model, split.test());\nevaluation.table()");
    assertTrue(evaluation > 0, "05 evaluates its model");
    cells.subList(0, evaluation + 1).forEach(RerunTest::run);
    String curves = value("run.history()");
    run(first.replace("60", "72").replace("seed(7)", "seed(8)"));
    assertEquals("false", value("model == null || run == null || evaluation == null"));
    assertEquals(curves, value("run.history()"));
    run(cells.get(evaluation));
  }

  private static List<String> cellsOf(String notebook) throws IOException {
    String json = Files.readString(Path.of("notebooks", notebook + ".ipynb"));
    var cells = new ArrayList<String>();
    for (JsonElement cell :
        JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("cells")) {
      if (cell.getAsJsonObject().get("cell_type").getAsString().equals("code")) {
        var source = new StringBuilder();
        cell.getAsJsonObject()
            .getAsJsonArray("source")
            .forEach(line -> source.append(line.getAsString()));
        cells.add(source.toString());
      }
    }
    return cells;
  }
}
