package org.cxrlab.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.cxrlab.Fault;
import org.cxrlab.train.StopSignal;

/**
 * A program that works for another process. What to do comes as a line on its standard input, whose
 * end, also where the other process was killed, means that it has to stop.
 */
public final class ToldProgram {
  /** The exit status where films, plan or files can't be used; what it said is a sentence. */
  public static final int REFUSED = 1;

  /** The exit status of a fault of ours. */
  public static final int BROKEN = 70;

  private ToldProgram() {}

  /** What the program does. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it, until {@link StopSignal} asks to stop.
     *
     * @param told the first line
     * @param more the lines after it, as they come
     */
    void run(String told, BlockingQueue<String> more) throws IOException;
  }

  /** Does the work, tells on standard output why it can't be done, and ends this process. */
  public static void run(Work work) {
    run(work, System.out::println, System.out);
  }

  /**
   * The same where others hear of it.
   *
   * @param refuse is given the sentence, if films, plan or files can't be used
   * @param trace where a fault of ours leaves its trace
   */
  public static void run(Work work, Consumer<String> refuse, PrintStream trace) {
    int status = 0;
    try (StopSignal.Armed armed = StopSignal.arm()) {
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String told = input.readLine();
      // Nothing, if whoever started this process is gone already.
      if (told != null && !told.isEmpty()) {
        work.run(told, following(input));
      }
    } catch (IOException | RuntimeException | Error e) {
      Fault fault = Fault.of(e);
      switch (fault.whose()) {
        case ASKER, MEMORY -> {
          refuse.accept(fault.sentence());
          status = REFUSED;
        }
        default -> {
          e.printStackTrace(trace);
          status = BROKEN;
        }
      }
    }
    System.out.flush();
    // Whoever reads the other end of the input may still be waiting for it.
    Runtime.getRuntime().exit(status);
  }

  /** The lines that follow, at whose end {@link StopSignal} asks to stop. */
  private static BlockingQueue<String> following(BufferedReader input) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    var watch = new Thread(() -> readToEnd(input, lines), "end of the input");
    watch.setDaemon(true);
    watch.start();
    return lines;
  }

  private static void readToEnd(BufferedReader input, BlockingQueue<String> lines) {
    try {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // As good as the end.
    }
    StopSignal.request();
  }
}
