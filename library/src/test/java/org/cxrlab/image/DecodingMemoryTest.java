package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecodingMemoryTest {
  private static final long MOST = Runtime.getRuntime().maxMemory();

  @Test
  void filmThatNeedsMoreThanThereIsSaysHowMuchAndHowToGetIt() {
    var e =
        assertThrows(
            IOException.class,
            () ->
                DecodingMemory.reading(
                    1000,
                    () -> {
                      DecodingMemory.require(9_000, 8_000, 2 * MOST);
                      return 1;
                    }));
    String said = e.getMessage();
    assertTrue(said.contains("it is 9,000 x 8,000 pixels and takes "), said);
    assertTrue(said.contains("JDK_JAVA_OPTIONS=-Xmx"), said);
  }

  @Test
  void filmForWhichMemoryRanOutIsTriedOnceMore() throws IOException {
    var tries = new AtomicInteger();
    int found =
        DecodingMemory.reading(
            10,
            () -> {
              DecodingMemory.require(10, 10, 100);
              if (tries.incrementAndGet() == 1) {
                throw new OutOfMemoryError("of the test");
              }
              return 7;
            });
    assertEquals(7, found);
    assertEquals(2, tries.get());
  }

  @Test
  void filmForWhichMemoryRunsOutEachTimeIsNotCalledDamaged() {
    var e =
        assertThrows(
            IOException.class,
            () ->
                DecodingMemory.reading(
                    10,
                    () -> {
                      DecodingMemory.require(10, 20, 1 << 20);
                      throw new OutOfMemoryError("of the test");
                    }));
    assertTrue(e.getMessage().contains("memory is short: it is 10 x 20 pixels"), e.getMessage());
  }

  @Test
  void filmsThatNeedMuchWaitForEachOtherAndAllAreRead() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    Callable<Integer> film =
        () ->
            DecodingMemory.reading(
                MOST / 10,
                () -> {
                  DecodingMemory.require(1, 1, MOST / 3);
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  Thread.yield();
                  now.decrementAndGet();
                  return 1;
                });
    var threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> films = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        films.add(threads.submit(film));
      }
      for (Future<Integer> each : films) {
        assertEquals(1, each.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, most.get());
  }
}
