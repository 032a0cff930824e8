package org.cxrlab.plan;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.figure.Text;
import org.junit.jupiter.api.Test;

/** The table of fields, and what docs/plans.md makes of it. */
public class PlanFieldsTest {
  /** What stands in docs/plans.md: a row for each field. */
  public static String rows(PlanFields fields) {
    TrainingPlan plan = fields.defaults();
    StringBuilder rows = new StringBuilder();
    for (PlanField<?> field : fields.ordered("")) {
      if (!field.told.isEmpty()) {
        String words =
            field.words().stream().map(word -> "`\"" + word + "\"`").collect(joining(", "));
        String otherwise = otherwise(field, field.of(plan));
        rows.append(Text.format("| `%s` | %s%s | %s |\n", field, words, field.told, otherwise));
      }
    }
    return rows.toString();
  }

  private static String otherwise(PlanField<?> field, Object value) {
    if (value instanceof Number number) {
      return Literals.byHand(new BigDecimal(number.toString()));
    }
    return field.words().isEmpty()
        ? "`" + Json.writeCompact(value) + "`"
        : value instanceof Enum<?> constant ? JsonFields.word(constant) : field.words().get(0);
  }

  /** What stands in docs/plans.md of sweeps. */
  public static String turned(PlanFields fields) {
    return fields.turned().stream()
        .map(field -> "`" + field + "`")
        .collect(joining(", ", "Settings that can be turned: ", "."));
  }

  @Test
  void theDocumentationHasTheRowsOfTheTable() throws IOException {
    String text = Files.readString(Path.of("docs/plans.md"));
    String table = "| field | values | default |\n| --- | --- | --- |\n";
    String rows = table + rows(PlanFields.standard());
    assertTrue(text.contains("\n" + rows + "\n"), "docs/plans.md lacks:\n" + rows);
    String turned = turned(PlanFields.standard());
    assertTrue(text.contains("\n" + turned + "\n"), "docs/plans.md lacks:\n" + turned);
  }

  @Test
  void namesThatAreAskedForStandInTheirOrderAndAllOthersWhereTheyWere() {
    List<String> names = names(PlanFields.standard().ordered("seed epochs"));
    assertEquals("seed", names.get(0));
    assertEquals("epochs", names.get(names.size() - 1));
    assertEquals(
        names(PlanFields.standard().ordered("")).subList(1, names.size() - 1),
        names.subList(1, names.size() - 1));
  }

  private static List<String> names(List<PlanField<?>> fields) {
    return fields.stream().map(PlanField::name).toList();
  }
}
