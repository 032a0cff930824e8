package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Shift+Tab and Tab ask a real kernel. The place of the cursor is marked with a bar. */
@Tag("kernel")
class InspectionTest {
  private static KernelSession kernel;

  @BeforeAll
  static void start() {
    kernel = KernelSession.start("cxrlab", Map.of());
    kernel.run("Films films = null; ChestModel model = null; List<String> names = List.of(\"a\");");
  }

  @AfterAll
  static void stop() throws Exception {
    if (kernel != null) {
      kernel.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "films.with|Label(\"Mass\")",
        "films.|withLabel(\"Mass\")",
        "films.withLabel(|\"Mass\")",
        "films.withLabel(\"Ma|ss\")",
        "films.withLabel(\"Mass\")|",
        "films.withLabel(|",
        "films.withLabel|",
        "films.with|Label",
        "films.withLab|el;",
        "films.withLabel|\nfilms.size()",
        "var few = films.withLabel|",
        "films.sample(3, 1).withLabel|",
        "Training.run(model, films.withLabel|, plan)",
        "var few = films.withLabel(\"Nodule\")\n    .withLab|el(\"Mass\");\nfew.size()"
      })
  void methodIsFoundWithItsSignatureAndItsJavadoc(String marked) {
    String text = inspect(marked, "text/plain");
    assertTrue(text.startsWith("Films Films.withLabel(String label)"), text);
    assertTrue(text.contains("The films that show a finding."), text);
    assertTrue(text.contains("IllegalArgumentException: if there is no such label"), text);
    assertFalse(text.contains("@throws"), text);
    String html = inspect(marked, "text/html");
    assertTrue(html.contains("<b>Throws</b>"), html);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fil|ms", "Films |", "Films few = |", "new ArrayList<Fi|lms>()"})
  void classIsFoundOrTheCallAroundIt(String marked) {
    if (marked.endsWith(" |")) {
      assertFalse(found(marked));
      return;
    }
    String text = inspect(marked, "text/plain");
    assertTrue(text.startsWith("org.cxrlab.data.Films\n"), text);
    assertTrue(text.contains("A table of chest films"), text);
  }

  @Test
  void variableIsShownWithItsTypeAndWhatIsSaidOfTheType() {
    String text = inspect("fil|ms.size()", "text/plain");
    assertTrue(text.startsWith("Films films\n"), text);
    assertTrue(text.contains("A table of chest films"), text);
    assertTrue(inspect("nam|es", "text/plain").startsWith("List<String> names"));
  }

  @Test
  void variableOfTheSameCellIsKnownBeforeItRuns() {
    String text = inspect("var later = films.withLabel(\"Mass\");\nlat|er", "text/plain");
    assertTrue(text.startsWith("Films later\n"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Training.run(model, |",
        "Training.run(model, |)",
        "Training.run(model, films.si, |",
        "var run = Training.run(|model, split"
      })
  void callIsFoundFromBetweenItsParentheses(String marked) {
    String text = inspect(marked, "text/plain");
    if (marked.contains("|model")) {
      assertTrue(text.startsWith("ChestModel model\n"), text);
      return;
    }
    assertTrue(
        text.contains("TrainingRun Training.run(ChestModel model, Split split, TrainingPlan plan)"),
        text);
  }

  @Test
  void staticMethodIsFoundByItsNameAlone() {
    String text = inspect("DenseNet121.crea|te", "text/plain");
    assertTrue(text.contains("DenseNet121.create(Labels labels, long seed)"), text);
  }

  @Test
  void chainOfCallsIsFollowed() {
    String text = inspect("films.withLabel(\"Mass\").withLabel(\"Nodule\").sample(|", "text/plain");
    assertTrue(text.contains("Films.sample(int n, long seed)"), text);
  }

  @Test
  void constructorOfARecordIsShownWithWhatIsSaidOfTheRecord() {
    String text = inspect("new No|te(\"a\")", "text/plain");
    assertTrue(text.startsWith("new Note(String text)"), text);
    assertTrue(text.contains("org.cxrlab.figure.Note"), text);
  }

  @Test
  void methodOfTheJdkHasAtLeastItsSignature() {
    assertTrue(inspect("\"a\".repe|at(3)", "text/plain").startsWith("String String.repeat(int"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zzz|",
        "films.wihLab|el(",
        "",
        "|",
        "   |",
        "3 + |4",
        ")))|((",
        "import java.util.|*;",
        "films.|",
        "\"open |",
        "if (|",
        "// fil|ms",
        "}{ |",
        "%maven a:b|"
      })
  void nothingIsFoundWhereThereIsNothing(String marked) {
    assertFalse(found(marked.contains("|") ? marked : marked + "|"), marked);
  }

  @Test
  void brokenCodeAroundDoesNotHideWhatIsThere() {
    String text = inspect("int x = ;\nfilms.withLabel(|", "text/plain");
    assertTrue(text.startsWith("Films Films.withLabel"), text);
  }

  @Test
  void htmlTakesThePagesColours() {
    String html = inspect("Training.ru|n(", "text/html");
    assertFalse(html.contains("color"), html);
    assertFalse(html.contains("{@"), html);
  }

  @Test
  void tabListsMethodsWithTheirParameters() {
    JsonObject reply = kernel.ask("complete_request", Map.of("code", "films.", "cursor_pos", 6));
    assertEquals("ok", reply.get("status").getAsString());
    JsonObject withLabel =
        StreamSupport.stream(
                reply
                    .getAsJsonObject("metadata")
                    .getAsJsonArray(Completions.METADATA)
                    .spliterator(),
                false)
            .map(e -> e.getAsJsonObject())
            .filter(e -> e.get("text").getAsString().equals("withLabel("))
            .findFirst()
            .orElseThrow();
    assertEquals("function", withLabel.get("type").getAsString());
    assertEquals("Films withLabel(String label)", withLabel.get("signature").getAsString());
    assertEquals(
        reply.getAsJsonArray("matches").size(),
        reply.getAsJsonObject("metadata").getAsJsonArray(Completions.METADATA).size());
  }

  @Test
  void tabKnowsStaticMethodsVariablesAndChains() {
    assertTrue(signature("Training.ru", "run(").contains("TrainingPlan plan"));
    assertTrue(signature("films.withLabel(\"a\").wi", "withLabel(").contains("String label"));
    JsonObject reply = kernel.ask("complete_request", Map.of("code", "fil", "cursor_pos", 3));
    assertTrue(reply.toString().contains("\"text\":\"films\",\"type\":\"instance\""));
  }

  private static String signature(String code, String text) {
    JsonObject reply =
        kernel.ask("complete_request", Map.of("code", code, "cursor_pos", code.length()));
    return StreamSupport.stream(
            reply.getAsJsonObject("metadata").getAsJsonArray(Completions.METADATA).spliterator(),
            false)
        .map(e -> e.getAsJsonObject())
        .filter(e -> e.get("text").getAsString().equals(text) && e.has("signature"))
        .map(e -> e.get("signature").getAsString())
        .findFirst()
        .orElse("none in " + reply);
  }

  private static boolean found(String marked) {
    return ask(marked).get("found").getAsBoolean();
  }

  private static String inspect(String marked, String format) {
    JsonObject reply = ask(marked);
    assertTrue(reply.get("found").getAsBoolean(), marked + ": " + reply);
    return reply.getAsJsonObject("data").get(format).getAsString();
  }

  private static JsonObject ask(String marked) {
    int cursor = marked.indexOf('|');
    String code = marked.substring(0, cursor) + marked.substring(cursor + 1);
    JsonObject reply =
        kernel.ask(
            "inspect_request", Map.of("code", code, "cursor_pos", cursor, "detail_level", 0));
    assertEquals("ok", reply.get("status").getAsString(), marked);
    return reply;
  }
}
