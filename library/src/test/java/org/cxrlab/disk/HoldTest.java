package org.cxrlab.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.ChildJava;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldTest {
  @TempDir Path folder;

  @Test
  void oneHoldsAndTheNextMustWait() {
    Path file = folder.resolve("file");
    try (Hold hold = Hold.tryTake(file).orElseThrow()) {
      assertTrue(hold.channel().isOpen());
      assertEquals(Optional.empty(), Hold.tryTake(file));
    }
    Hold.tryTake(file).orElseThrow().close();
  }

  @Test
  void aFolderIsHeldAndLeftAsItWas() throws IOException {
    try (Hold hold = Hold.takeFolder(folder, Duration.ZERO).orElseThrow()) {
      assertTrue(hold.channel().isOpen());
      assertEquals(Optional.empty(), Hold.takeFolder(folder, Duration.ofMillis(30)));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  /** Each adds one to a number in a file, which some would lose if two did it at once. */
  @Test
  void ofManyProcessesAndThreadsOneHoldsAFolder() throws Exception {
    Path number = Files.writeString(folder.resolve("number"), "0");
    List<Process> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(ChildJava.start(List.of(), Counts.class, folder));
    }
    IntStream.range(0, 4).parallel().forEach(i -> Counts.main(folder.toString()));
    for (Process other : others) {
      assertEquals(0, other.waitFor());
    }
    assertEquals(6 * Counts.TIMES, Integer.parseInt(Files.readString(number)));
  }

  /** Counts on in a folder that it holds. */
  static final class Counts {
    static final int TIMES = 50;

    private Counts() {}

    public static void main(String... folder) {
      Path number = Path.of(folder[0], "number");
      for (int i = 0; i < TIMES; i++) {
        try (Hold hold = Hold.takeFolder(number.getParent(), Duration.ofMinutes(1)).orElseThrow()) {
          assertTrue(hold.channel().isOpen());
          int count = Integer.parseInt(Files.readString(number));
          Files.writeString(number, Integer.toString(count + 1));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** On Unix a lock goes as soon as its process closes the file, however it was opened. */
  @Test
  void whoAsksInVainTakesNothingFromTheHolder() throws Exception {
    Path file = folder.resolve("file");
    try (Hold hold = Hold.tryTake(file).orElseThrow()) {
      assertEquals("held", asked(file));
      assertEquals(Optional.empty(), Hold.tryTake(file));
      Path link = Files.createSymbolicLink(folder.resolve("link"), file);
      assertEquals(Optional.empty(), Hold.tryTake(link), "by another name");
      assertEquals("held", asked(file));
    }
    assertEquals("free", asked(file));
  }

  @Test
  void aKilledHolderHoldsNoLonger() throws Exception {
    Path file = folder.resolve("file");
    Process holder = ChildJava.start(List.of(), Asks.class, file, folder);
    assertEquals('f', holder.getInputStream().read());
    assertEquals(Optional.empty(), Hold.tryTake(file));
    holder.destroyForcibly().waitFor();
    Hold.tryTake(file).orElseThrow().close();
  }

  private static String asked(Path file) throws IOException {
    try (InputStream out = ChildJava.start(List.of(), Asks.class, file).getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** Asks for a file, and with a second argument keeps it. */
  static final class Asks {
    private Asks() {}

    public static void main(String... files) throws InterruptedException {
      Optional<Hold> hold = Hold.tryTake(Path.of(files[0]));
      System.out.println(hold.isPresent() ? "free" : "held");
      if (files.length > 1) {
        Thread.sleep(Duration.ofMinutes(1).toMillis());
      }
    }
  }
}
