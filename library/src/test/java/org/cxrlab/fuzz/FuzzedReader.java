package org.cxrlab.fuzz;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cxrlab.Fault;
import org.cxrlab.Fault.Whose;

/**
 * What holds of every reader, whatever the bytes: it gives something sane, or a sentence that names
 * the file. The fuzzer calls this in a process of its own, which sees to memory, and to readers
 * that never end.
 */
public final class FuzzedReader {
  /**
   * The property with the names of the targets; the first byte of an input tells which it is for.
   */
  static final String TARGETS = "cxrlab.fuzz.targets";

  /** The property with the file that tells how many inputs each has had, and what they took. */
  static final String COUNTS = "cxrlab.fuzz.counts";

  private static final double MOST_SECONDS = 5;
  private static final double NANOS = 1e9;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private static List<FuzzTarget> targets;
  private static long[] inputs;
  private static double[] seconds;
  private static Path place;
  private static long written;

  private FuzzedReader() {}

  /** Called by the fuzzer before its first input. */
  public static void fuzzerInitialize() throws IOException {
    // What readers tell beside their answer would fill the log.
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    System.setOut(System.err);
    targets = Stream.of(System.getProperty(TARGETS).split(",")).map(FuzzTargets::named).toList();
    inputs = new long[targets.size()];
    seconds = new double[targets.size()];
    place = Files.createTempDirectory("fuzzed");
    // So that what takes time once, such as loading classes, is over when time is taken.
    for (FuzzTarget target : targets) {
      Path made = Files.createTempDirectory("made");
      target.seeds().in(made).values().forEach(bytes -> hold(target, bytes, place));
    }
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int which = which(input[0], targets.size());
    inputs[which]++;
    seconds[which] +=
        holdInTime(targets.get(which), Arrays.copyOfRange(input, 1, input.length), place);
    tell();
  }

  /** Reads the bytes, within 5 s of the processor's time; returns how many it took. */
  static double holdInTime(FuzzTarget of, byte[] input, Path folder) {
    long start = CLOCK.getCurrentThreadCpuTime();
    hold(of, input, folder);
    double took = (CLOCK.getCurrentThreadCpuTime() - start) / NANOS;
    if (took > MOST_SECONDS) {
      throw new Find(of, "took " + took + " s");
    }
    return took;
  }

  /** The target that an input is for. */
  static int which(byte first, int targets) {
    return Byte.toUnsignedInt(first) % targets;
  }

  private static void tell() throws IOException {
    if (System.nanoTime() - written > NANOS) {
      written = System.nanoTime();
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < inputs.length; i++) {
        lines.add(inputs[i] + " " + seconds[i]);
      }
      Files.write(Path.of(System.getProperty(COUNTS)), lines);
    }
  }

  /** Reads the bytes as they are, and mended. */
  static void hold(FuzzTarget of, byte[] input, Path folder) {
    holdAsItIs(of, input, folder);
    byte[] mended = of.mended().apply(input);
    if (!Arrays.equals(mended, input)) {
      holdAsItIs(of, mended, folder);
    }
  }

  private static void holdAsItIs(FuzzTarget of, byte[] input, Path folder) {
    Path file = folder.resolve(of.file());
    try {
      empty(folder);
      for (Map.Entry<String, byte[]> other : of.beside().entrySet()) {
        Files.write(folder.resolve(other.getKey()), other.getValue());
      }
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      of.reading().of(file);
    } catch (AssertionError | IOException e) {
      throw new Find(of, "gave what can't be: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw e; // the fuzzer has a word for it
    } catch (RuntimeException | Error e) {
      requireSentence(of, file, e);
    }
  }

  private static void requireSentence(FuzzTarget of, Path file, Throwable thrown) {
    Fault fault = Fault.of(thrown);
    if (fault.whose() != Whose.ASKER) {
      throw new Find(of, "is no sentence for the user: " + thrown, thrown);
    }
    String name = file.getFileName().toString();
    if (!fault.sentence().contains(name)
        && !fault.sentence().contains(file.getParent().getFileName().toString())) {
      throw new Find(of, "does not name the file: " + fault.sentence(), thrown);
    }
  }

  private static void empty(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, IOException e) throws IOException {
            if (!inner.equals(folder)) {
              Files.delete(inner);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Something that a reader must not do. */
  static final class Find extends RuntimeException {
    private static final long serialVersionUID = 1;

    Find(FuzzTarget of, String what) {
      super("The reader of " + of + " " + what);
    }

    Find(FuzzTarget of, String what, Throwable cause) {
      super("The reader of " + of + " " + what, cause);
      setStackTrace(cause.getStackTrace()); // by which the fuzzer tells finds apart
    }
  }
}
