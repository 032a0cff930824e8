package org.cxrlab.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cxrlab.CxrlabException;
import org.cxrlab.process.ToldProgram;
import org.cxrlab.process.TrainingProcess;

/**
 * Processes that run the trials of one sweep among them, as each can train one network at a time.
 * They live as long as the stream into them is open: what ends this process, however it does, lets
 * them stop after their step and keep what is done.
 */
final class SweepWorkers implements AutoCloseable {
  /** A step and the writing of a checkpoint take some seconds; more means that it hangs. */
  private static final int SECONDS_TO_STOP = 60;

  /** Java says so of a process that a signal ended: 128 and the signal's number. */
  private static final int BY_SIGNAL = 128;

  /** By Ctrl-C or a plain kill, after which it has kept what was done. */
  private static final Set<Integer> ASKED_TO_END = Set.of(BY_SIGNAL + 2, BY_SIGNAL + 15);

  private final List<Worker> workers = new ArrayList<>();
  private boolean stopped;

  private SweepWorkers() {}

  /** A process, and what it said last. */
  private static final class Worker {
    private final Process process;
    private final Thread reader;
    private final StringBuilder said = new StringBuilder();

    Worker(Process process) {
      this.process = process;
      reader = new Thread(this::read, "words of a worker");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          synchronized (said) {
            said.append(line).append('\n');
          }
        }
      } catch (IOException e) {
        return; // it has ended
      }
    }

    String words() {
      try {
        reader.join(TimeUnit.SECONDS.toMillis(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (said) {
        return said.toString().strip();
      }
    }

    /** Its stream ends, at which it stops. */
    void stop() {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        return; // it has ended
      }
    }
  }

  /**
   * Starts so many, each with its share of the processors.
   *
   * @param job what each is to do
   */
  static SweepWorkers start(int count, SweepWorker.Job job) {
    var workers = new SweepWorkers();
    try {
      for (int i = 0; i < count; i++) {
        workers.start(job, share(count));
      }
      return workers;
    } catch (IOException e) {
      workers.close();
      throw new UncheckedIOException("A process to run trials in can't be started.", e);
    }
  }

  private void start(SweepWorker.Job job, int threads) throws IOException {
    Process process = TrainingProcess.of(SweepWorker.class, threads).start();
    workers.add(new Worker(process));
    OutputStream into = process.getOutputStream();
    into.write((job.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    into.flush();
  }

  private static int share(int count) {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / count);
  }

  /**
   * Whether some are at work.
   *
   * @throws CxrlabException if one can't go on, as it says, with these films or this plan, or all
   *     were ended from outside
   * @throws IllegalStateException if one fails otherwise, with its trace
   */
  boolean work() {
    boolean working = false;
    int killed = 0;
    for (Worker worker : workers) {
      if (worker.process.isAlive()) {
        working = true;
        continue;
      }
      int status = worker.process.exitValue();
      if (status == ToldProgram.REFUSED) {
        throw new CxrlabException(worker.words());
      }
      if (status > 0 && status < BY_SIGNAL) {
        throw new IllegalStateException("A process that ran trials failed: " + worker.words());
      }
      killed += status == 0 || ASKED_TO_END.contains(status) ? 0 : 1;
    }
    // What one that was killed had begun is taken over by the others, while there are some.
    if (!stopped && killed == workers.size()) {
      throw new CxrlabException(
          "All processes that ran trials were ended from outside, perhaps for want of memory; let"
              + " fewer run at once. What is done is kept.");
    }
    return working;
  }

  /** Lets all of them end after their step. */
  void stop() {
    stopped = true;
    workers.forEach(Worker::stop);
  }

  /** Ends all of them, and waits until they have. */
  @Override
  public void close() {
    stop();
    try {
      for (Worker worker : workers) {
        if (!worker.process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
          worker.process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      workers.forEach(worker -> worker.process.destroyForcibly());
      Thread.currentThread().interrupt();
    }
  }
}
