package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Trainable;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.Json;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnreadableFilmsTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults()
          .imageSize(32)
          .batchSize(4)
          .epochs(3)
          .augment(Augmentations.light())
          .schedule(Schedule.reduceOnPlateau(0.5, 1))
          .seed(7);

  private static final int STEPS_PER_EPOCH = 3;

  @TempDir Path pictures;
  @TempDir Path folder;
  private Split split;
  private final DamagedFilms damaged = new DamagedFilms();

  @BeforeEach
  void draw() throws IOException {
    Split both = TinyFilms.split(pictures, 24);
    split = new Split(both.train(), both.validation(), both.test());
  }

  @AfterEach
  void mend() {
    damaged.mend();
  }

  private static TrainingListener afterStep(IntConsumer action) {
    return new TrainingListener() {
      @Override
      public void onStep(TrainingProgress progress) {
        action.accept(progress.step());
      }
    };
  }

  /** The training film that is shown in the last batch of an epoch, counted from 0. */
  private Film lastShown(int epoch) {
    int[] order = PLAN.resampling().sampler(split.train(), PLAN.seed()).indices(epoch);
    return split.train().get(order[order.length - 1]);
  }

  private static List<String> names(TrainingRun run) {
    return run.history().leftOut().stream().map(LeftOutFilm::image).toList();
  }

  private record Trained(TrainingRun run, WeightCopy weights) {}

  private Trained train(UnreadableFilms unreadable, TrainingListener... listeners) {
    return train(PLAN, unreadable, listeners);
  }

  private Trained train(
      TrainingPlan plan, UnreadableFilms unreadable, TrainingListener... listeners) {
    try (ChestModel model = TinyFilms.smallModel()) {
      var run = Training.run(model, split, plan, unreadable, new TrainingControl(), listeners);
      return new Trained(run, model.copyWeights());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFilmThatCantBeReadIsLeftOutAndNamedWhateverIsWrongWithIt(DamagedFilms.Damage damage) {
    Film bad = lastShown(0);
    damaged.damage(bad, damage);
    TrainingRun run = train(PLAN.epochs(1), UnreadableFilms.leaveOutFew()).run();
    assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
    assertEquals(List.of(bad.image()), names(run));
    LeftOutFilm left = run.history().leftOut().get(0);
    // What head and end don't tell is found when the film is decoded, in the third batch.
    assertEquals(
        damage == DamagedFilms.Damage.CUT_SHORT_WITH_ITS_END ? 2 : 0, left.step(), left.toString());
    assertTrue(run.summary().contains("1 film was left out: " + bad.image()), run.summary());
    assertTrue(run.history().figure().text().contains(bad.image()));
    assertEquals(run.history(), History.fromJson(run.history().toJson()));
  }

  @ParameterizedTest
  @EnumSource(names = {"GONE", "CUT_SHORT", "FOLDER", "TEXT"})
  void aFilmThatIsDamagedDuringTheTrainingIsLeftOutFromThenOn(DamagedFilms.Damage damage) {
    Film bad = lastShown(1);
    var breaking =
        afterStep(
            step -> {
              if (step == STEPS_PER_EPOCH) {
                damaged.damage(bad, damage);
              } else if (step == 2 * STEPS_PER_EPOCH) {
                damaged.mend();
              }
            });
    TrainingRun run = train(UnreadableFilms.leaveOutFew(), breaking).run();
    assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
    assertEquals(List.of(bad.image()), names(run));
    assertEquals(5, run.history().leftOut().get(0).step());
  }

  @Test
  void whetherAFilmIsFoundBeforeOrDuringTheTrainingMakesNoDifferenceToTheWeights() {
    Film bad = lastShown(0);
    damaged.damage(bad, DamagedFilms.Damage.GONE);
    Trained before = train(PLAN.epochs(1), UnreadableFilms.leaveOut(1));
    damaged.mend();
    damaged.damage(bad, DamagedFilms.Damage.CUT_SHORT_WITH_ITS_END);
    Trained during = train(PLAN.epochs(1), UnreadableFilms.leaveOut(1));
    assertEquals(0, before.run().history().leftOut().get(0).step());
    assertEquals(2, during.run().history().leftOut().get(0).step());
    assertTrue(before.weights().sameAs(during.weights()));
  }

  @Test
  void aTrainingThatGoesOnWithFilmsLeftOutEndsAsIfItHadNotBeenStopped() {
    Film first = split.train().get(3);
    Film second = lastShown(1);
    var breaking = afterStep(step -> breakAfterFirstEpoch(step, second));
    damaged.cutShort(first);
    Trained whole = train(UnreadableFilms.leaveOut(2), breaking);
    assertEquals(List.of(first.image(), second.image()), names(whole.run()));
    for (int stop : new int[] {2, 4, 7}) {
      damaged.mend();
      damaged.cutShort(first);
      var control = new TrainingControl();
      var stopping = afterStep(step -> stopAt(control, step, stop));
      var checkpoints = Checkpoints.in(folder.resolve("after" + stop));
      try (ChestModel model = TinyFilms.smallModel()) {
        Training.run(model, split, PLAN, checkpoints, control, breaking, stopping);
      }
      // The first was left out and stays out, though it can be read again; so does the second, once
      // it is out.
      damaged.mend();
      if (stop >= STEPS_PER_EPOCH && stop < 2 * STEPS_PER_EPOCH) {
        // It had been cut short, but nobody had seen it yet.
        damaged.cutShort(second);
      }
      try (ChestModel model = TinyFilms.smallModel()) {
        TrainingRun run =
            Training.run(model, split, PLAN, checkpoints, new TrainingControl(), breaking);
        assertEquals(names(whole.run()), names(run), "stopped after " + stop);
        assertTrue(whole.weights().sameAs(model.copyWeights()), "stopped after " + stop);
      }
    }
  }

  private void breakAfterFirstEpoch(int step, Film film) {
    if (step == STEPS_PER_EPOCH) {
      damaged.cutShort(film);
    }
  }

  private static void stopAt(TrainingControl control, int step, int at) {
    if (step == at) {
      control.stop();
    }
  }

  @Test
  void moreThanMayBeLeftOutStopTheTrainingBeforeItsFirstStepAndAllAreNamed() {
    List<Film> bad = IntStream.range(0, 4).mapToObj(split.train()::get).toList();
    bad.forEach(damaged::cutShort);
    try (ChestModel model = TinyFilms.smallModel()) {
      var checkpoints = Checkpoints.in(folder);
      var e =
          assertThrows(
              UnreadableFilmsFailure.class,
              () -> Training.run(model, split, PLAN, checkpoints, new TrainingControl()));
      bad.forEach(film -> assertTrue(e.getMessage().contains(film.image()), e.getMessage()));
      assertTrue(e.getMessage().startsWith("4 films can't be read and at most 3"), e.getMessage());
      assertTrue(e.getMessage().contains("UnreadableFilms.leaveOut"), e.getMessage());
      assertEquals(0, e.run().history().steps().size());
      // Nothing was learnt, so that whatever is put right takes part.
      damaged.mend();
      Training.run(model, split, PLAN.epochs(1), checkpoints, new TrainingControl());
    }
  }

  @Test
  void whereNoFilmCanBeReadTheSentenceSaysSo() {
    for (Films part : List.of(split.train(), split.validation())) {
      part.forEach(damaged::cutShort);
      var e =
          assertThrows(UnreadableFilmsFailure.class, () -> train(UnreadableFilms.leaveOut(1000)));
      String which = part == split.train() ? "training" : "validation";
      String start = "None of the 12 " + which + " films can be read: ";
      assertTrue(e.getMessage().startsWith(start), e.getMessage());
      damaged.mend();
    }
  }

  @Test
  void aLabelThatLosesItsLastPositiveFilmIsNamed() {
    split.train().withLabel("bright").forEach(damaged::cutShort);
    TrainingRun run = train(PLAN.epochs(1), UnreadableFilms.leaveOut(6)).run();
    assertEquals(6, run.history().leftOut().size());
    String sentence = LeftOutFilm.sentence(run.history().leftOut());
    assertTrue(sentence.contains("no positive film is left of bright (training)"), sentence);
    assertTrue(sentence.contains(" and 1 more"), sentence);
  }

  @Test
  void aValidationFilmThatCantBeReadIsNamedAndTheFiguresAreThoseOfTheOthers() {
    Film bad = split.validation().get(2);
    damaged.damage(bad, DamagedFilms.Damage.CUT_SHORT_WITH_ITS_END);
    TrainingPlan two = PLAN.epochs(2);
    TrainingRun run = train(two, UnreadableFilms.leaveOutFew()).run();
    LeftOutFilm left = run.history().leftOut().get(0);
    assertEquals(bad.image(), left.image());
    assertEquals("validation", left.part());
    assertEquals(1, run.history().leftOut().size());
    Films others = split.validation().where(film -> !film.image().equals(bad.image()));
    split = new Split(split.train(), others, split.test());
    TrainingRun without = train(two, UnreadableFilms.stop()).run();
    for (int epoch = 0; epoch < two.epochs(); epoch++) {
      EpochRecord own = run.history().epochs().get(epoch);
      EpochRecord same = without.history().epochs().get(epoch);
      assertEquals(same.auroc(), own.auroc());
      assertEquals(same.validationLoss(), own.validationLoss(), 1e-6);
    }
  }

  @Test
  void batchesOfOneFilmAreNeverEmpty() {
    Film bad = lastShown(0);
    damaged.cutShort(bad);
    try (ChestModel model = TinyFilms.smallModel()) {
      TrainingPlan single = PLAN.batchSize(1).epochs(1);
      TrainingRun run = Training.run(model, split, single, UnreadableFilms.leaveOut(1));
      assertEquals(split.train().size(), run.history().steps().size());
    }
  }

  @Test
  void aFilmWithAnotherPictureIsNamedAndWhatWasLearntIsNotLost() throws IOException {
    var checkpoints = Checkpoints.in(folder);
    WeightCopy learnt;
    try (ChestModel model = TinyFilms.smallModel()) {
      Training.run(model, split, PLAN.epochs(1), checkpoints, new TrainingControl());
      learnt = model.copyWeights();
    }
    Film changed = split.train().get(5);
    byte[] before = Files.readAllBytes(changed.path());
    byte[] longer = new byte[before.length + 1];
    System.arraycopy(before, 0, longer, 0, before.length);
    Files.write(changed.path(), longer);
    String message = refusal(checkpoints);
    assertTrue(message.contains("another picture now: " + changed.image()), message);
    assertTrue(message.contains("a film that can't be read is left out"), message);
    assertFalse(message.contains("clear"), message);
    try (ChestModel fresh = TinyFilms.smallModel()) {
      assertSame(fresh, checkpoints.load(fresh));
      assertTrue(learnt.sameAs(fresh.copyWeights()));
    }
    Split all = split;
    split = new Split(all.train().at(0, 1, 2, 3, 4, 6), all.validation(), all.test());
    message = refusal(checkpoints);
    assertTrue(message.contains("6 films are not in the split now: 5.png"), message);
    // Removed, it is left out, and the training goes on.
    split = all;
    Files.delete(changed.path());
    try (ChestModel model = TinyFilms.smallModel()) {
      TrainingRun run = Training.run(model, split, PLAN, checkpoints, new TrainingControl());
      assertEquals(List.of(changed.image()), names(run));
      assertEquals(STEPS_PER_EPOCH, run.history().leftOut().get(0).step());
    }
    Files.write(changed.path(), before);
  }

  private String refusal(Checkpoints checkpoints) {
    try (ChestModel model = TinyFilms.smallModel()) {
      return assertThrows(
              IllegalArgumentException.class, () -> Training.run(model, split, PLAN, checkpoints))
          .getMessage();
    }
  }

  @Test
  void howeverATrainingBreaksOffTheBestWeightsAreInTheModelAndTheCheckpointIsThere() {
    Map<String, Runnable> ends =
        Map.of(
            "an exception", () -> fail(new IllegalStateException("of a listener")),
            "no memory", () -> fail(new OutOfMemoryError("of a test")),
            "an interrupt", () -> Thread.currentThread().interrupt());
    ends.forEach(
        (how, end) -> {
          var checkpoints = Checkpoints.in(folder.resolve(how.replace(' ', '-')));
          WeightCopy[] best = new WeightCopy[1];
          try (ChestModel model = TinyFilms.smallModel()) {
            var breaking =
                new TrainingListener() {
                  @Override
                  public void onEpoch(TrainingProgress progress) {
                    best[0] = best[0] == null ? model.copyWeights() : best[0];
                  }

                  @Override
                  public void onStep(TrainingProgress progress) {
                    if (progress.step() == STEPS_PER_EPOCH + 1) {
                      end.run();
                    }
                  }
                };
            var control = new TrainingControl();
            TrainingPlan frozen = PLAN.headOnly(3);
            assertThrows(
                Throwable.class,
                () -> Training.run(model, split, frozen, checkpoints, control, breaking),
                how);
            assertTrue(Thread.interrupted() == how.equals("an interrupt"), how);
            assertTrue(best[0].sameAs(model.copyWeights()), how);
            assertEquals(Trainable.ALL, model.trainable(), how);
            assertTrue(Files.exists(folder.resolve(how.replace(' ', '-'))), how);
            model.predict(split.test());
            TrainingRun run = Training.resume(model, split, checkpoints);
            assertEquals(TrainingRun.Ending.COMPLETED, run.ending(), how);
            assertEquals(9, run.history().steps().size(), how);
          }
        });
  }

  private static void fail(Throwable why) {
    if (why instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) why;
  }

  @Test
  void aFilmThatMayNotBeReadIsLeftOut() throws IOException {
    Path file = split.train().get(0).path();
    var rights = Files.getPosixFilePermissions(file);
    Files.setPosixFilePermissions(file, Set.of());
    try {
      assumeFalse(Files.isReadable(file), "whoever runs this may read everything");
      TrainingRun run = train(PLAN.epochs(1), UnreadableFilms.leaveOut(1)).run();
      assertEquals("may not be read", run.history().leftOut().get(0).reason());
    } finally {
      Files.setPosixFilePermissions(file, rights);
    }
  }

  @Test
  void theDefaultLeavesOutFewAndStopsAtMany() {
    assertEquals(3, UnreadableFilms.leaveOutFew().limit(200));
    assertEquals(1121, UnreadableFilms.leaveOutFew().limit(112_120));
    assertEquals(0, UnreadableFilms.stop().limit(200));
    assertEquals(20, UnreadableFilms.leaveOut(20).limit(200));
    assertThrows(IllegalArgumentException.class, () -> UnreadableFilms.leaveOut(-1));
  }

  @Test
  void aCheckpointOfAVersionThatKnewNoUnreadableFilmsIsGoneOnWith() throws IOException {
    Trained whole = train(UnreadableFilms.stop());
    var checkpoints = Checkpoints.in(folder);
    var control = new TrainingControl();
    try (ChestModel model = TinyFilms.smallModel()) {
      var stopping = afterStep(step -> stopAt(control, step, 4));
      Training.run(model, split, PLAN, checkpoints, control, stopping);
    }
    Path file = folder.resolve("checkpoint-0000004.safetensors");
    try (CheckpointFolder open = checkpoints.open()) {
      Checkpoint latest = open.latest();
      String json =
          Json.writeCompact(latest.state())
              .replaceAll(",\"(trainingFilms|validationFilms)\":\"[^\"]*\"", "")
              .replaceAll(",\"(leftOut|stoppedBy)\":\\[\\]", "");
      List<String> gone = List.of("leftOut", "stoppedBy", "trainingFilms", "validationFilms");
      assertEquals(List.of(), gone.stream().filter(json::contains).collect(Collectors.toList()));
      CheckpointFile.write(file, json, CheckpointFile.arrays(latest));
    }
    try (ChestModel model = TinyFilms.smallModel()) {
      TrainingRun run = Training.run(model, split, PLAN, checkpoints, new TrainingControl());
      assertEquals(9, run.history().steps().size());
      assertTrue(whole.weights().sameAs(model.copyWeights()));
    }
  }
}
