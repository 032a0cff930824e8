package org.cxrlab.notebook.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.plan.Dial;
import org.cxrlab.plan.JsonFields;
import org.cxrlab.plan.PlanField;
import org.cxrlab.plan.PlanFields;
import org.cxrlab.plan.PlanFieldsTest;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Samples;
import org.cxrlab.sweep.Parameter;
import org.cxrlab.sweep.SearchSpace;
import org.junit.jupiter.api.Test;

/**
 * A row more in the table of fields is all that a hyperparameter needs to turn up in files, tables,
 * sweeps and the panel; what it does to a training is another matter.
 */
class OneFieldMoreTest {
  private static final PlanField<Double> DROPOUT =
      PlanField.field("dropout", 0.25, OneFieldMoreTest::share)
          .told("a share")
          .shown("Dropout")
          .by(PlanField.Use.SWEEP)
          .dial(Dial.Group.NETWORK, "Dropout (share)", new Dial.Slider(0.9, 0.05))
          .tooltip("Silences so many channels at random.");

  private static final PlanFields FIELDS = PlanFields.standard().and(DROPOUT);
  private static final TrainingPlan PLAN = DROPOUT.set(FIELDS.defaults().epochs(3), 0.5);

  private static double share(double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException("Dropout is a share below 1, not " + value + ".");
    }
    return value;
  }

  @Test
  void inJson() {
    String json = PLAN.toJson();
    assertTrue(json.contains("\n  \"seed\": 0,\n  \"dropout\": 0.5\n}"), json);
    assertEquals(PLAN, FIELDS.fromJson(json));
    assertEquals(0.5, DROPOUT.of(FIELDS.fromJson(json)));
    assertEquals(0.25, DROPOUT.of(FIELDS.fromJson("{\"epochs\": 3}")));
    var e = assertThrows(IllegalArgumentException.class, () -> FIELDS.fromJson("{\"dropout\": 1}"));
    assertEquals("Dropout is a share below 1, not 1.0.", e.getMessage());
    assertEquals(
        TrainingPlan.defaults().epochs(3), TrainingPlan.fromJson(json), "others pass it over");
  }

  @Test
  void inFilesThatPeopleWrite() {
    assertTrue(FIELDS.names().contains("dropout"));
    JsonFields written = JsonFields.of("{\"dropout\": 0.5, \"epochs\": 3}", "plan");
    assertEquals(PLAN, FIELDS.read(written, null));
    JsonFields wrong = JsonFields.of("{\"dropout\": \"half\"}", "plan");
    var e = assertThrows(IllegalArgumentException.class, () -> FIELDS.read(wrong, null));
    assertEquals("The field \"dropout\" of a plan is a number, not \"half\".", e.getMessage());
  }

  @Test
  void inThePlansTable() {
    assertTrue(PLAN.figure().text().lines().anyMatch(l -> l.matches("Dropout +0\\.5")));
  }

  @Test
  void inWhatDiffers() {
    TrainingPlan other = DROPOUT.set(PLAN, 0.125);
    assertEquals(List.of("dropout: 0.5 there, 0.125 here"), PLAN.differences(other));
    assertTrue(other.settings().entrySet().contains(Map.entry("dropout", "0.125")));
  }

  @Test
  void inSweeps() {
    PlanField<?> found = FIELDS.turned("dropout");
    var space =
        new SearchSpace(List.of(new Parameter(found, 0, 0, false, List.of("0.125", "0.75"))));
    assertTrue(space.figure().text().contains("0.125, 0.75"));
    assertEquals(0.75, DROPOUT.of(found.turn(PLAN, "0.75", null)));
    assertThrows(
        IllegalArgumentException.class, () -> new Parameter(found, 0.5, 1.5, false, List.of()));
  }

  @Test
  void inThePanelAndItsCode() {
    var settings = new PlanSettings(PLAN, Samples.tableOnly(12), "split");
    Control<?> shown =
        Stream.of(settings.groups())
            .flatMap(group -> group.children().stream())
            .filter(control -> control.description().label().equals("Dropout (share)"))
            .findFirst()
            .orElseThrow();
    assertEquals("Dropout (share): 0.5", shown.toString().replaceFirst("0$", ""));
    assertEquals(List.of(), settings.code());
    settings.control(DROPOUT).set(0.75);
    assertEquals(List.of(".dropout(0.75)"), settings.code());
    assertEquals(0.75, DROPOUT.of(settings.plan()));
  }

  @Test
  void inTheDocumentation() {
    assertTrue(PlanFieldsTest.rows(FIELDS).endsWith("| `dropout` | a share | 0.25 |\n"));
    assertTrue(PlanFieldsTest.turned(FIELDS).contains("`beta2`, `dropout`, `batchSize`"));
  }
}
