package org.cxrlab.remote;

import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cxrlab.CxrlabException;
import org.cxrlab.process.ToldProgram;
import org.cxrlab.train.StopSignal;

/**
 * The process that drives a cluster: Spark wants options at Java's start, and brings libraries of
 * its own, which a notebook should not have. It is the launcher's command, so that Spark is fetched
 * where it is not there yet. It ends when its standard input does, and so with this process.
 */
final class DriverProcess implements AutoCloseable {
  private static final int MILLISECONDS = 200;
  private static final int SECONDS_TO_STOP = 20;
  private static final int LAST_WORDS = 20;

  /** The exit status of what a signal ended is this and more. */
  private static final int BY_SIGNAL = 128;

  private final Process process;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final Deque<String> lastWords = new ArrayDeque<>();
  private final Thread reader;
  private final Thread listener;

  private DriverProcess(Process process) {
    this.process = process;
    reader = begin("messages of a cluster", this::readMessages);
    listener = begin("words of a cluster", this::readWords);
  }

  /**
   * Starts it.
   *
   * @throws UncheckedIOException if it can't be started
   */
  static DriverProcess start(Path launcher, Job job) {
    Process process;
    try {
      process = new ProcessBuilder(launcher.toString(), "cluster-driver").start();
    } catch (IOException e) {
      throw new UncheckedIOException("The process that drives Spark can't be started.", e);
    }
    var started = new DriverProcess(process);
    started.send(job.toJson());
    return started;
  }

  /** Says a line to it. */
  synchronized void send(String line) {
    try {
      // Not closed: its end means that the other process has to stop.
      Writer into = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
      into.write(line + "\n");
      into.flush();
    } catch (IOException e) {
      // It has ended already; what it said tells why.
      messages.add(Message.refused(failure()));
    }
  }

  private static Thread begin(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void readMessages() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        messages.add(Message.fromJson(line));
      }
    } catch (IOException e) {
      return; // it has ended
    } catch (JsonParseException e) {
      messages.add(Message.refused("What drives Spark said what is not understood: " + e));
    }
  }

  private void readWords() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        synchronized (lastWords) {
          lastWords.add(line);
          if (lastWords.size() > LAST_WORDS) {
            lastWords.remove();
          }
        }
      }
    } catch (IOException e) {
      return; // it has ended
    }
  }

  /**
   * Takes what comes until it has ended, or until {@link StopSignal} asks to stop.
   *
   * @param words hears what it says to people, line by line
   * @param taken is given each message, and nothing a few times a second
   * @throws CxrlabException if it refuses
   */
  void follow(Consumer<String> words, Consumer<Optional<Message>> taken)
      throws InterruptedException {
    while (!isOver() && !StopSignal.isRequested()) {
      List<String> lines = new ArrayList<>();
      said.drainTo(lines);
      lines.forEach(words);
      Message message = messages.poll(MILLISECONDS, TimeUnit.MILLISECONDS);
      if (message != null && message.refusal() != null) {
        throw new CxrlabException(message.refusal());
      }
      taken.accept(Optional.ofNullable(message));
    }
  }

  /** Whether it has ended, and all that it sent was taken. */
  private boolean isOver() {
    return !process.isAlive() && !reader.isAlive() && messages.isEmpty();
  }

  /**
   * Once it has ended: why it failed; empty if it did not.
   *
   * @throws IllegalStateException with its trace, if that is a fault of ours
   */
  Optional<CxrlabException> complaint() {
    int status = process.exitValue();
    if (status == ToldProgram.BROKEN) {
      throw new IllegalStateException(failure());
    }
    return status == 0 ? Optional.empty() : Optional.of(new CxrlabException(failure()));
  }

  private String failure() {
    String words = words();
    if (!process.isAlive() && process.exitValue() >= BY_SIGNAL) {
      return "The process that drives Spark was ended from outside, perhaps for want of memory;"
          + " what was kept of it is not computed again by the same call.";
    }
    return words.isEmpty() ? "The process that drives Spark failed and said nothing." : words;
  }

  private String words() {
    try {
      listener.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lastWords) {
      return String.join("\n", lastWords).replaceFirst("^cxrlab: ", "").strip();
    }
  }

  /** Lets it end after what its tasks are at. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      return; // it has ended
    }
  }

  /** Ends it, and waits until it has. */
  @Override
  public void close() {
    stop();
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
