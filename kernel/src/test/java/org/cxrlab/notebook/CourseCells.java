package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The cells of the course's notebooks, their long computations in little. */
final class CourseCells {
  /** How the values of the notebooks begin that are text in each kernel. */
  private static final List<String> TEXTS = List.of("true", "zoom by up to");

  /** What is shorter here, by notebook. */
  private static final Map<String, Map<String, String>> IN_LITTLE =
      Map.of(
          "05_densenet_and_training",
          Map.of("TrainingPlan.small()", "TrainingPlan.small().imageSize(64).epochs(1)"),
          "06_evaluate",
          Map.of(
              "TrainingPlan.small()", "TrainingPlan.small().imageSize(64).epochs(1)",
              "Pretrained.of(split)", "Pretrained.of(split).setImageSize(160)"),
          "07_grad_cam",
          Map.of(
              "Pretrained.of(split)", "Pretrained.of(split).setImageSize(160)",
              "sick.top(finding, 10)", "sick.top(finding, 2)"),
          "08_hyperparameters",
          Map.of(
              "160", "64",
              "steps(60)", "steps(12)",
              "Sweep.random(space, 40)", "Sweep.random(space, 6)",
              ".points(8)", ".points(2)",
              "Sweep.halving(space, 27)", "Sweep.halving(space, 3)"));

  private CourseCells() {}

  /** The cells of code of a notebook. */
  static List<String> of(String name) throws IOException {
    Path notebook = Path.of("notebooks", name + ".ipynb");
    JsonObject json = JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
    List<String> cells = new ArrayList<>();
    Set<String> missing = new HashSet<>(IN_LITTLE.getOrDefault(name, Map.of()).keySet());
    for (JsonElement cell : json.getAsJsonArray("cells")) {
      if (cell.getAsJsonObject().get("cell_type").getAsString().equals("code")) {
        String source =
            cell.getAsJsonObject().getAsJsonArray("source").asList().stream()
                .map(JsonElement::getAsString)
                .collect(Collectors.joining());
        missing.removeIf(source::contains);
        for (var shorter : IN_LITTLE.getOrDefault(name, Map.of()).entrySet()) {
          source = source.replace(shorter.getKey(), shorter.getValue());
        }
        cells.add(source);
      }
    }
    assertEquals(Set.of(), missing, name + " has these no more");
    assertFalse(cells.isEmpty(), "there is no cell in " + name);
    return cells;
  }

  /**
   * Runs cells, none of which may fail; each that ends with a value must show it.
   *
   * @return all that they showed and printed, as text
   */
  static String assertRun(KernelSession kernel, String name, List<String> cells) {
    var all = new StringBuilder();
    int number = 0;
    for (String source : cells) {
      String where = name + ", cell " + ++number + ":\n" + source + "\n";
      var cell = kernel.run(source);
      assertEquals("ok", cell.status(), () -> where + String.join("\n", cell.error()));
      all.append(cell.printed()).append('\n');
      for (String type : List.of("display_data", "execute_result")) {
        all.append(cell.data(type, "text/plain")).append('\n');
      }
      String last = source.strip();
      if (last.endsWith(";")) {
        continue;
      }
      boolean block = last.endsWith("}");
      String html = cell.data(block ? "display_data" : "execute_result", "text/html");
      String text = cell.data(block ? "display_data" : "execute_result", "text/plain");
      assertNotNull(text, where + "shows nothing: " + cell);
      assertTrue(
          html != null || block || TEXTS.stream().anyMatch(text::startsWith),
          where + "is shown as text only: " + text);
      assertFalse(text.matches("(?s)\\w+\\[\\w+=.*"), where + text);
    }
    return all.toString();
  }
}
