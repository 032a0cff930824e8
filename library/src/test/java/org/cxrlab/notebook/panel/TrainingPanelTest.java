package org.cxrlab.notebook.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Films;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.Precision;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.notebook.control.Button;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.plan.Monitor;
import org.cxrlab.plan.Resampling;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.cxrlab.train.LearningRateChange;
import org.cxrlab.train.TinyFilms;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TrainingPanelTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(3).seed(7);

  @TempDir static Path folder;
  private static Split split;

  @BeforeAll
  static void draw() throws IOException {
    split = TinyFilms.split(folder, 24);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "this took too long");
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> void set(TrainingPanel panel, String label, T value) {
    ((Control<T>) control(panel.control(), label)).set(value);
  }

  private static Control<?> control(ControlBox box, String label) {
    for (Control<?> child : box.children()) {
      Control<?> found =
          child instanceof ControlBox inner
              ? control(inner, label)
              : child.description().label().equals(label) ? child : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static String text(TrainingPanel panel) {
    return panel.control().children().toString() + children(panel.control());
  }

  private static String children(ControlBox box) {
    var text = new StringBuilder();
    for (Control<?> child : box.children()) {
      text.append(child instanceof ControlBox inner ? children(inner) : child + "\n");
    }
    return text.toString();
  }

  @Test
  void anUntouchedPanelHasTheGivenPlanWhateverItIs() {
    TrainingPlan odd =
        PLAN.learningRate(0.37)
            .batchSize(7)
            .imageSize(100)
            .schedule(Schedule.reduceOnPlateau(0.3, 5).warmUp(700))
            .loss(WeightedBce.of(split.test()))
            .augment(Augmentations.none().shift(0.333).contrast(0.123))
            .adam(0.123, 0.777, 1e-4)
            .weightDecay(0.5)
            .epochs(77);
    try (ChestModel model = TinyFilms.model()) {
      TrainingPanel panel = Explore.plan(model, split, odd);
      assertEquals(odd, panel.plan());
      assertTrue(text(panel).contains("Training.run(model, split, plan)"), text(panel));
    }
  }

  @Test
  void eachControlSetsItsPartOfThePlanAndTheLineDoesTheSame() {
    try (ChestModel model = TinyFilms.model()) {
      TrainingPanel panel = Explore.plan(model, split, PLAN);
      panel.learningRate().set(3.2e-4);
      set(panel, "Schedule", Schedule.cosine());
      set(panel, "Warm-up steps", 20);
      panel.epochs().set(5);
      set(panel, "Steps per epoch", 50);
      set(panel, "Early stopping", 3);
      set(panel, "Best epoch by", Monitor.MEAN_AUROC);
      set(panel, "Weight decay", 1e-4);
      set(panel, "Adam's β₁", 0.85);
      set(panel, "Adam's β₂", 0.99);
      panel.batchSize().set(16);
      panel.imageSize().set(64);
      set(panel, "Shift (share)", 0.07);
      set(panel, "Rotation (°)", 12.0);
      set(panel, "Head-only epochs", 1);
      set(panel, "Last-block epochs", 2);
      set(panel, "Precision", Precision.BF16);
      TrainingPlan expected =
          PLAN.learningRate(3.2e-4)
              .schedule(Schedule.cosine().warmUp(20))
              .epochs(5)
              .stepsPerEpoch(50)
              .earlyStopping(3)
              .monitor(Monitor.MEAN_AUROC)
              .weightDecay(1e-4)
              .adam(0.85, 0.99, 1e-8)
              .batchSize(16)
              .imageSize(64)
              .augment(Augmentations.none().shift(0.07).rotation(12))
              .headOnly(1)
              .lastBlockOnly(2)
              .precision(Precision.BF16);
      assertEquals(expected, panel.plan());
      await(() -> text(panel).contains("Precision.BF16"));
      assertTrue(
          text(panel)
              .contains(
                  """
                  Training.run(model, split, plan
                      .learningRate(3.2e-4)
                      .schedule(Schedule.cosine().warmUp(20))
                      .epochs(5)
                      .stepsPerEpoch(50)
                      .earlyStopping(3)
                      .monitor(Monitor.MEAN_AUROC)
                      .weightDecay(1e-4)
                      .adam(0.85, 0.99, 1e-8)
                      .batchSize(16)
                      .imageSize(64)
                      .augment(Augmentations.none().shift(0.07).rotation(12.0))
                      .headOnly(1)
                      .lastBlockOnly(2)
                      .precision(Precision.BF16))"""),
          text(panel));
    }
  }

  @Test
  void rareFindingsAreEvenedOutInOneWayAtATime() {
    TrainingPlan weighted = PLAN.loss(WeightedBce.of(split.train()));
    try (ChestModel model = TinyFilms.model()) {
      TrainingPanel panel = Explore.plan(model, split, weighted);
      Control<?> balance = control(panel.control(), "Rare findings");
      assertTrue(balance.toString().endsWith("weights of classes in the loss"));
      choose(balance, "rare films more often (root)");
      assertEquals(
          weighted.loss(WeightedBce.unweighted()).resampling(Resampling.SQUARE_ROOT), panel.plan());
      choose(balance, "none");
      assertEquals(PLAN, panel.plan());
      await(() -> text(panel).contains("plan.loss(WeightedBce.unweighted()))"));
    }
  }

  /** The values of this list have no name outside of the panel, so it is gone through. */
  private static <T> void choose(Control<T> list, String words) {
    T start = list.value();
    for (Object next : ((Enum<?>) start).getDeclaringClass().getEnumConstants()) {
      @SuppressWarnings("unchecked")
      T value = (T) next;
      try {
        list.set(value);
      } catch (IllegalArgumentException notOffered) {
        continue;
      }
      if (list.toString().endsWith(words)) {
        return;
      }
    }
    throw new AssertionError("there is no " + words);
  }

  @Test
  void aTrainingOfThePanelIsTheOneOfItsLineBitForBitEachTime() {
    try (ChestModel model = TinyFilms.model();
        ChestModel other = TinyFilms.model()) {
      TrainingPanel panel = Explore.plan(model, split, PLAN);
      panel.epochs().set(1);
      TrainingRun run = panel.start().run();
      WeightCopy first = model.copyWeights();
      assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
      Training.run(other, split, PLAN.epochs(1), new TrainingListener() {});
      assertTrue(first.sameAs(other.copyWeights()), "the line does the same");
      panel.start().run();
      assertTrue(first.sameAs(model.copyWeights()), "the second begins where the first began");
    }
  }

  @Test
  void aPlanAloneTrainsANewNetworkOnTheFilmsThatAreOpened() {
    System.setProperty("cxrlab.data.films", folder.toString());
    try {
      TrainingPanel panel = Explore.plan(PLAN.epochs(1));
      assertTrue(
          text(panel)
              .contains(
                  """
                  var films = Films.open();
                  var split = PatientSplit.of(films)
                      .ratios(0.6, 0.1, 0.3).stratified().seed(7).split();
                  var model = DenseNet121.create(films.labels(), 7);
                  Training.run(model, split, plan)"""),
          text(panel));
      TrainingRun run = panel.start().run();
      assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
      Films films = Films.open();
      assertEquals(split.train().labels(), films.labels());
      Split drawn = PatientSplit.of(films).ratios(0.6, 0.1, 0.3).stratified().seed(7).split();
      try (ChestModel trained = panel.model();
          ChestModel other = DenseNet121.create(films.labels(), 7)) {
        Training.run(other, drawn, PLAN.epochs(1), new TrainingListener() {});
        assertTrue(other.copyWeights().sameAs(trained.copyWeights()), "the lines do the same");
      }
    } finally {
      System.clearProperty("cxrlab.data.films");
    }
  }

  @Test
  void theLearningRateChangesAtTheNextStepAndStopKeepsWhatWasLearnt() {
    try (ChestModel model = TinyFilms.model()) {
      TrainingPanel panel = Explore.plan(model, split, PLAN.epochs(40).stepsPerEpoch(2));
      panel.start();
      assertThrows(CxrlabException.class, panel::start);
      awaitFirstStep(panel);
      panel.learningRate().set(2e-4);
      await(() -> text(panel).contains("// control.learningRate(2e-4) before step "));
      panel.stop();
      TrainingRun run = panel.run();
      assertFalse(panel.isRunning());
      assertTrue(run.stopped());
      assertTrue(run.history().steps().size() < 80);
      LearningRateChange change = run.history().rateChanges().get(0);
      assertEquals(1e-3, change.from());
      assertEquals(2e-4, change.to());
      assertEquals(2e-4, run.history().steps().get(change.step() - 1).learningRate());
      assertEquals(1e-3, run.history().steps().get(change.step() - 2).learningRate());
      await(() -> text(panel).contains("Stopped after"));
    }
  }

  @Test
  void aPausedTrainingTakesNoStepAndGoesOn() throws InterruptedException {
    try (ChestModel model = TinyFilms.model()) {
      TrainingPanel panel = Explore.plan(model, split, PLAN.epochs(4));
      panel.start();
      awaitFirstStep(panel);
      panel.pause();
      await(() -> text(panel).contains("Paused."));
      Thread.sleep(2000); // the step at hand may still end
      String before = steps(panel);
      Thread.sleep(500);
      assertEquals(before, steps(panel));
      panel.resume();
      TrainingRun run = panel.run();
      assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
      assertEquals(4, run.history().epochs().size());
    }
  }

  private static void awaitFirstStep(TrainingPanel panel) {
    await(() -> text(panel).contains("Epoch and step") && !steps(panel).contains(" 0 of "));
  }

  private static String steps(TrainingPanel panel) {
    return text(panel).lines().filter(l -> l.contains("Epoch and step")).findFirst().orElseThrow();
  }

  @Test
  void aTrainingThatFailsIsToldOfInThePanelAndByItsRun() {
    try (ChestModel model = TinyFilms.model()) {
      // The labels of the films are others than the model's.
      TrainingPanel panel =
          Explore.plan(model, split.onlyLabels("bright"), PLAN.loss(WeightedBce.unweighted()));
      var none = assertThrows(CxrlabException.class, panel::run);
      assertTrue(none.getMessage().startsWith("Nothing has been trained in this panel yet"));
      panel.start();
      var error = assertThrows(IllegalArgumentException.class, panel::run);
      assertTrue(error.getMessage().contains("create the model with films.labels()"));
      await(() -> text(panel).contains("create the model with films.labels()"));
      assertFalse(panel.isRunning());
    }
  }

  @Test
  void aPanelOnAModelThatIsBeingTrainedTakesItsTrainingOver() {
    try (ChestModel model = TinyFilms.model()) {
      WeightCopy beginning = model.copyWeights();
      TrainingPanel first = Explore.plan(model, split, PLAN.epochs(400));
      first.start();
      await(() -> text(first).contains("Images per second"));
      TrainingPanel again = Explore.plan(model, split, PLAN.epochs(2));
      assertTrue(again.isRunning());
      assertTrue(text(again).contains("of 400"), text(again));
      assertFalse(text(again).contains("Nothing has been trained yet"), text(again));
      String seen = steps(again);
      await(() -> !steps(again).equals(seen)); // it goes on in the new panel
      again.pause();
      await(() -> text(first).contains("Paused."));
      again.stop();
      assertTrue(again.run().stopped());
      await(() -> text(again).contains("Stopped after"));
      assertFalse(first.isRunning());
      // The next one begins where the first began, and not with half trained weights.
      again.start().run();
      TrainingRun line;
      WeightCopy trained = model.copyWeights();
      model.restore(beginning);
      line = Training.run(model, split, PLAN.epochs(2), new TrainingListener() {});
      assertEquals(2, line.history().epochs().size());
      assertTrue(trained.sameAs(model.copyWeights()));
    }
  }

  @Test
  void aTrainingOfAnotherModelIsToldOfAndStoppedInAnyPanel() {
    try (ChestModel lost = TinyFilms.model();
        ChestModel model = TinyFilms.model()) {
      TrainingPanel old = Explore.plan(lost, split, PLAN.epochs(400)).start();
      await(() -> text(old).contains("Images per second"));
      TrainingPanel panel = Explore.plan(model, split, PLAN);
      assertFalse(panel.isRunning());
      assertTrue(text(panel).contains("Under way elsewhere: training "), text(panel));
      ((Button) control(panel.control(), "Stop it")).click();
      assertTrue(old.run().stopped());
      await(() -> !text(panel).contains("Under way elsewhere"));
    }
  }

  @Test
  void aPlanBeyondTheUsualIsShownAsItIsAndMoreCanBeTyped() {
    TrainingPlan large = PLAN.epochs(100).earlyStopping(60).adam(0.995, 0.999, 1e-8).headOnly(30);
    try (ChestModel model = TinyFilms.model()) {
      TrainingPanel panel = Explore.plan(model, split, large);
      assertEquals(large, panel.plan());
      assertTrue(text(panel).contains("Adam's β₁: 0.995"), text(panel));
      panel.epochs().set(2500);
      assertEquals(2500, panel.plan().epochs());
    }
  }
}
