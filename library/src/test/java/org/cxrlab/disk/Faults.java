package org.cxrlab.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cxrlab.Fault;

/**
 * Tries an output on disks that fail, at each call that changes the disk in turn: what is there
 * afterwards is the old or the new, whole; who asked is told in a sentence; nothing is left behind;
 * and the same once more, on a disk that works, ends well.
 */
public final class Faults {
  /** Writes an output. */
  public interface Command {
    /** Writes it into a folder, which may be on a faulty disk. */
    void into(Path folder) throws IOException;
  }

  /** Reads an output. */
  public interface Whole {
    /** What is in the folder, as something that can be compared; fails if it is not whole. */
    Object in(Path folder) throws IOException;
  }

  private Faults() {}

  /** All that a matrix is made of. */
  private record Tried(Command old, Command next, Whole whole, Path scratch) {
    Object expected() throws IOException {
      Path folder = fresh("expected");
      next.into(folder);
      return whole.in(folder);
    }

    Path fresh(String name) throws IOException {
      Path folder = Files.createDirectory(scratch.resolve(name));
      old.into(folder);
      return folder;
    }
  }

  /**
   * Tries each fault at each call.
   *
   * @param old writes what is there before
   * @param next is tried, over what is there
   * @param whole reads what is there
   * @param scratch an empty folder
   * @return how many calls were made to fail, by fault
   */
  public static Map<FaultyDisk.Fault, Integer> survive(
      Command old, Command next, Whole whole, Path scratch) throws IOException {
    var tried = new Tried(old, next, whole, scratch);
    Object after = tried.expected();
    Map<FaultyDisk.Fault, Integer> calls = new EnumMap<>(FaultyDisk.Fault.class);
    for (FaultyDisk.Fault fault : FaultyDisk.Fault.values()) {
      if (fault == FaultyDisk.Fault.SLOW) {
        continue;
      }
      int at = 0;
      while (isReached(tried, fault, at, after)) {
        at++;
      }
      assertTrue(at > 2, "A file that is written is opened, forced and renamed.");
      calls.put(fault, at);
    }
    return calls;
  }

  private static boolean isReached(Tried tried, FaultyDisk.Fault fault, int at, Object after)
      throws IOException {
    Path folder = tried.fresh(fault + "-" + at);
    Object before = tried.whole.in(folder);
    var disk = new FaultyDisk(fault, at);
    String where = fault + " at call " + at;
    try {
      tried.next.into(disk.path(folder));
    } catch (FaultyDisk.Killed e) {
      assertEquals(FaultyDisk.Fault.KILLED, fault);
    } catch (RuntimeException e) {
      Fault told = Fault.of(e);
      if (told.whose() != Fault.Whose.ASKER) {
        throw new AssertionError(where + " is called a fault of the program.", e);
      }
      assertTrue(told.sentence().contains(folder.toString()), where + ": " + told.sentence());
      assertTrue(!told.sentence().contains("Exception"), where + ": " + told.sentence());
    }
    Object now = tried.whole.in(folder);
    assertTrue(
        Objects.equals(now, before) || Objects.equals(now, after),
        () -> where + " leaves " + now + ", not " + before + " or " + after);
    if (fault != FaultyDisk.Fault.KILLED && !disk.keptWhatWasDeleted()) {
      assertEquals(List.of(), drafts(folder), where);
    }
    tried.next.into(folder);
    assertEquals(after, tried.whole.in(folder), where + ", and then once more");
    return disk.calls() > at;
  }

  private static List<Path> drafts(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.getFileName().toString().endsWith(".part")).toList();
    }
  }
}
