package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Phantoms;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RepeatTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(1).stepsPerEpoch(1);

  private static Split split;

  @BeforeAll
  static void draw() {
    split = PatientSplit.of(Phantoms.of(30).size(64).films()).split();
  }

  @AfterEach
  void hearNothing() {
    Repeat.defaultListener(() -> progress -> {});
  }

  /** What a place does with a training. */
  private interface Trained {
    TrainingRun by(ChestModel model, Split split, TrainingPlan plan);
  }

  /** A place that does not train, or does it as it is told. */
  private static final class Place implements TrainingPlace, TrainingPlace.Open {
    private final Trained trained;
    private final List<Optional<Checkpoints>> checkpoints =
        Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger closed = new AtomicInteger();

    private Place(Trained trained) {
      this.trained = trained;
    }

    @Override
    public Open open() {
      return this;
    }

    @Override
    public int atOnce() {
      return 2;
    }

    @Override
    public TrainingRun run(
        ChestModel model,
        Split films,
        TrainingPlan plan,
        Optional<Checkpoints> writes,
        UnreadableFilms unreadable) {
      checkpoints.add(writes);
      return trained.by(model, films, plan);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static TrainingRun nothing(TrainingPlan plan) {
    var history = new History(split.train().labels(), List.of(), List.of());
    return new TrainingRun(plan, history, 0, TrainingRun.Ending.COMPLETED, 0);
  }

  private static ChestModel network(long seed) {
    return SmallDenseNet.create(split.train().labels(), seed);
  }

  private static void train(long seed, Repeat.Notes note) {
    try (ChestModel model = network(seed)) {
      TrainingRun run = Training.run(model, split, PLAN.seed(seed));
      note.down("way", "seed of the plan", run.plan().seed());
      note.down("way", "weight", model.head().weight()[0]);
    }
  }

  @Test
  void seedsAreOutOfPlaceTwoAtATimeAndStandInTheirOrder() {
    // Both come here before one leaves; the first of the two leaves last.
    var both = new CyclicBarrier(2);
    var heard = new CountDownLatch(1);
    var place =
        new Place(
            (model, films, plan) -> {
              await(heard);
              meet(both);
              pause(plan.seed() % 2 == 1 ? 300 : 0);
              return nothing(plan);
            });
    List<String> said = new ArrayList<>();
    Thread caller = Thread.currentThread();
    Repeat.defaultListener(
        () ->
            progress -> {
              assertSame(caller, Thread.currentThread());
              said.add(progress.toString());
              heard.countDown();
            });
    Repetitions runs = Repeat.seeds(1, 2, 3, 4).on(place).run(RepeatTest::train);
    assertEquals(List.of(1L, 2L, 3L, 4L), runs.seeds());
    assertArrayEquals(new double[] {1, 2, 3, 4}, runs.values("way", "seed of the plan"));
    assertEquals("0 of 4 seeds, 2 at the same time, 0 trainings", said.get(0));
    assertTrue(said.get(said.size() - 1).startsWith("4 seeds, 4 trainings, "), said.toString());
    assertEquals(1, place.closed.get());
  }

  @Test
  void aSeedThatFailsEndsTheOthersWithItsSentence() {
    var place =
        new Place(
            (model, films, plan) -> {
              if (plan.seed() == 2) {
                throw new CxrlabException("Seed 2 can't be.");
              }
              pause(20_000); // ended by an interrupt
              return nothing(plan);
            });
    var e =
        assertThrows(
            CxrlabException.class, () -> Repeat.seeds(1, 2, 3).on(place).run(RepeatTest::train));
    assertEquals("Seed 2 can't be.", e.getMessage());
    assertEquals(1, place.closed.get());
  }

  @Test
  void whatIsDoneBeforeAStopIsKept() {
    var two = new CountDownLatch(1);
    Repeat.defaultListener(
        () ->
            progress -> {
              if (progress.toString().startsWith("2 of 5 seeds")) {
                two.countDown();
              }
            });
    var place =
        new Place(
            (model, films, plan) -> {
              if (plan.seed() == 3) {
                await(two);
                StopSignal.request();
                throw new CancellationException("Stopped.");
              }
              while (plan.seed() > 3 && !StopSignal.isRequested()) {
                pause(10);
              }
              return nothing(plan);
            });
    Repetitions runs = Repeat.seeds(1, 2, 3, 4, 5).on(place).run(RepeatTest::train);
    assertEquals(List.of(1L, 2L), runs.seeds());
  }

  @Test
  void whatCanNotBeSentIsRefused() {
    var place = new Place((model, films, plan) -> nothing(plan));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Repeat.seeds(1)
                    .on(place)
                    .run(
                        (seed, note) -> {
                          try (ChestModel model = network(seed)) {
                            Training.run(model, split, PLAN, new TrainingControl());
                          }
                        }));
    assertTrue(e.getMessage().contains("can't be sent to a cluster"), e.getMessage());
  }

  @Test
  void checkpointsGoAlongAndHereAnExperimentIsAsBefore() {
    var place = new Place((model, films, plan) -> nothing(plan));
    Repeat.seeds(1)
        .on(place)
        .run(
            (seed, note) -> {
              try (ChestModel model = network(seed)) {
                Training.run(model, split, PLAN, Checkpoints.in("seed " + seed).everySteps(5));
                note.down("way", "figure", 1);
              }
            });
    assertEquals(5, place.checkpoints.get(0).orElseThrow().steps());

    List<String> said = new ArrayList<>();
    Repeat.defaultListener(() -> progress -> said.add(progress.toString()));
    Repetitions runs = Repeat.seeds(4, 9).run(RepeatTest::train);
    assertArrayEquals(new double[] {4, 9}, runs.values("way", "seed of the plan"));
    assertEquals("seed 1 of 2, training 1", said.get(0));
    assertTrue(said.get(said.size() - 1).startsWith("2 seeds, 2 trainings, "), said.toString());
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
