package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.cxrlab.disk.Hold;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two objects in one process stand for two processes: both lock the same files. */
@Timeout(120) // where nobody waits in line any more, a step would wait for ever
class TurnsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path temp;
  private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void folder() {
    folder = temp.resolve("turns");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /**
   * Each step waits until the other training is the next, so that it is seen that who has just had
   * a turn does not have the following one too.
   */
  @Test
  void twoTrainingsHaveAStepEachAndNeverAtTheSameTime() throws Exception {
    List<String> steps = Collections.synchronizedList(new ArrayList<>());
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    var ended = new AtomicBoolean();
    List<Future<?>> trainings = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      var turns = new Turns(folder, LONG);
      trainings.add(
          threads.submit(
              () -> {
                for (int step = 0; step < 20; step++) {
                  turns.take(
                      () -> {
                        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        steps.add(name);
                        untilSomebodyIsNext(ended);
                        return atOnce.decrementAndGet();
                      });
                }
                ended.set(true);
              }));
    }
    for (Future<?> training : trainings) {
      training.get();
    }
    assertEquals(1, most.get());
    assertEquals(40, steps.size());
    for (int i = 2; i < 40; i++) {
      assertEquals(steps.get(i - 2), steps.get(i), steps.toString());
    }
  }

  private void untilSomebodyIsNext(AtomicBoolean nobodyComes) {
    while (!nobodyComes.get()) {
      Optional<Hold> next = Hold.tryTake(folder.resolve("next"));
      if (next.isEmpty()) {
        return;
      }
      next.get().close();
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void whoNeverEndsATurnIsNotWaitedForForEver() throws Exception {
    var suspended = new Turns(folder, LONG);
    var other = new Turns(folder, SHORT);
    var holds = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    Future<Integer> stuck =
        threads.submit(
            () ->
                suspended.take(
                    () -> {
                      holds.countDown();
                      await(goOn);
                      return 1;
                    }));
    holds.await();
    assertEquals(2, other.take(() -> 2));
    assertEquals(3, other.take(() -> 3));
    goOn.countDown();
    assertEquals(1, stuck.get());
    assertEquals(4, other.take(() -> 4));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatFailsGivesItsTurnBackAndWorkWithinWorkHasItsOwn() {
    var one = new Turns(folder, LONG);
    var other = new Turns(folder, LONG);
    assertThrows(
        IllegalStateException.class,
        () ->
            one.take(
                () -> {
                  throw new IllegalStateException("a step that fails");
                }));
    assertEquals(7, other.take(() -> other.take(() -> 7)));
    assertEquals(8, one.take(() -> 8));
  }

  @Test
  void anInterruptIsLeftForTheWork() {
    Thread.currentThread().interrupt();
    boolean seen = new Turns(folder, LONG).take(Thread::interrupted);
    assertTrue(seen);
  }

  @Test
  void whereNothingCanBeLockedTheWorkIsDone() throws Exception {
    Files.writeString(folder, "a file where the folder should be");
    var turns = new Turns(folder, LONG);
    assertEquals(1, turns.take(() -> 1));
    assertTrue(turns.problem().contains("can't be locked"), turns.problem());
    assertEquals(2, turns.take(() -> 2));
  }
}
