package org.cxrlab.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Augmentations;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
  private static final TrainingPlan PLAN = TrainingPlan.defaults();

  @Test
  void settingSomethingLeavesTheOldPlanAsItWas() {
    TrainingPlan other = PLAN.epochs(3);
    assertEquals(3, other.epochs());
    assertEquals(10, PLAN.epochs());
    assertNotEquals(PLAN, other);
  }

  @Test
  void theTableOfAPlanIsWrittenInWords() {
    String table =
        PLAN.augment(Augmentations.none().zoom(0.05).rotation(7.5).shift(0.1).contrast(0.2))
            .schedule(Schedule.reduceOnPlateau(0.5, 1).warmUp(1))
            .earlyStopping(1)
            .headOnly(1)
            .figure()
            .text();
    assertTrue(
        table.contains(
            "zoom by up to 5 %, rotation by up to 7.5°, shift by up to 10 %, contrast by up to 20 %"),
        table);
    assertTrue(table.contains("after 1 epoch without a better one"), table);
    assertTrue(table.contains("after a rise over 1 step"), table);
    assertTrue(table.lines().anyMatch(line -> line.matches("Head only +1 epoch")), table);
    assertFalse(table.matches("(?s).*\\w\\[.*"), table);
    assertFalse(table.matches("(?s).*\\b1 (epochs|steps).*"), table);
  }

  @Test
  void aPlanComesBackFromJson() {
    TrainingPlan plan =
        PLAN.epochs(3)
            .stepsPerEpoch(100)
            .validationSteps(25)
            .batchSize(16)
            .imageSize(128)
            .learningRate(3e-4)
            .schedule(Schedule.cosine().warmUp(10))
            .weightDecay(1e-4)
            .loss(WeightedBce.with(new ClassWeights(Labels.of("A"), List.of(1), List.of(3))))
            .augment(Augmentations.light())
            .resampling(Resampling.SQUARE_ROOT)
            .headOnly(1)
            .earlyStopping(2)
            .monitor(Monitor.MEAN_AUROC)
            .seed(7);
    assertEquals(plan, TrainingPlan.fromJson(plan.toJson()));
    assertEquals(Augmentations.light(), TrainingPlan.fromJson(plan.toJson()).augmentations());
    assertEquals(
        0.75, TrainingPlan.fromJson(plan.toJson()).loss().weights().orElseThrow().positive(0));
  }

  @Test
  void jsonMayLeaveOutWhatIsAsInTheDefaults() {
    assertEquals(PLAN.epochs(2), TrainingPlan.fromJson("{\"epochs\": 2}"));
  }

  @Test
  void valuesThatCantBeAreRefusedInASentence() {
    assertMessage("batch size must be at least 1, not 0", () -> PLAN.batchSize(0));
    assertMessage("learning rate must be a number above 0", () -> PLAN.learningRate(Double.NaN));
    assertMessage("learning rate must be a number above 0", () -> PLAN.learningRate(-1));
    assertMessage("number of epochs must be at least 1, not 0", () -> PLAN.epochs(0));
    assertMessage("image size is 16", () -> PLAN.imageSize(16));
    assertMessage("betas must be from 0 to below 1", () -> PLAN.adam(0.9, 1, 1e-8));
    assertMessage("batch size", () -> TrainingPlan.fromJson("{\"batchSize\": 0}"));
    assertMessage("no plan in JSON", () -> TrainingPlan.fromJson("{\"epochs\": \"many\"}"));
    assertMessage(
        "\"precision\" of a plan is not as toJson() writes it: one of [FP32, BF16]",
        () -> TrainingPlan.fromJson("{\"precision\": \"fp8\"}"));
    assertMessage("\"schedule\" of a plan", () -> TrainingPlan.fromJson("{\"schedule\": null}"));
  }

  private static void assertMessage(
      String part, org.junit.jupiter.api.function.Executable executable) {
    var e = assertThrows(IllegalArgumentException.class, executable);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
