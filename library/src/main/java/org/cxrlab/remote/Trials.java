package org.cxrlab.remote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.cxrlab.CxrlabException;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.figure.Text;
import org.cxrlab.train.StopSignal;

/**
 * Trainings on a cluster, as many at once as it has cores. Each is asked for by a line of JSON, and
 * what comes of it is a folder; what is in either is not known here. May be used by several
 * threads.
 */
public final class Trials implements AutoCloseable {
  private static final long MILLIS = 200;

  private final DriverProcess driver;
  private final Path folder;
  private final String master;
  private final ClusterListener listener;

  /** What the set-up says, to be said on the thread that waits. */
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  private final CompletableFuture<Integer> places = new CompletableFuture<>();
  private final Map<Integer, CompletableFuture<Optional<Path>>> waiting = new ConcurrentHashMap<>();
  private String started = "";
  private int numbers;
  private boolean ended;

  /** Why nothing comes any more; null if it was stopped. */
  private RuntimeException end;

  private Trials(DriverProcess driver, Path folder, String master, ClusterListener listener) {
    this.driver = driver;
    this.folder = folder;
    this.master = master;
    this.listener = listener;
    var reader = new Thread(this::follow, "trials on a cluster");
    reader.setDaemon(true);
    reader.start();
  }

  static Trials start(
      Path launcher, String master, Optional<Path> subject, ClusterListener listener) {
    Path folder = WholeFolder.passing();
    return new Trials(
        DriverProcess.start(launcher, Job.trials(master, subject, folder)),
        folder,
        master,
        listener);
  }

  private void follow() {
    try {
      driver.follow(said::add, message -> message.ifPresent(this::take));
      finish(
          StopSignal.isRequested()
              ? null
              : driver
                  .complaint()
                  .orElseGet(
                      () ->
                          new CxrlabException(
                              "The process that drives Spark ended too early; the same call goes"
                                  + " on.")));
    } catch (InterruptedException e) {
      finish(new CxrlabException("The process that drives Spark was lost sight of.", e));
    } catch (RuntimeException e) {
      finish(e);
    }
  }

  private void take(Message message) {
    if (message.places() > 0) {
      places.complete(message.places());
    }
    Message.Trial trial = message.trial();
    if (trial == null) {
      return;
    }
    CompletableFuture<Optional<Path>> asked = waiting.remove(trial.number());
    if (trial.refusal().isEmpty()) {
      asked.complete(Optional.of(Path.of(trial.folder())));
    } else {
      asked.completeExceptionally(new CxrlabException(trial.refusal()));
    }
  }

  /** Nothing comes any more: stopped, if there is no reason. */
  private synchronized void finish(RuntimeException why) {
    ended = true;
    end = why;
    if (why == null) {
      places.complete(1);
    } else {
      places.completeExceptionally(why);
    }
    waiting.values().forEach(this::finish);
  }

  private void finish(CompletableFuture<Optional<Path>> asked) {
    if (end == null) {
      asked.complete(Optional.empty());
    } else {
      asked.completeExceptionally(end);
    }
  }

  /**
   * Waits for Spark to start, which the cluster's listener hears.
   *
   * @return how many trainings run at the same time
   * @throws CxrlabException if the cluster can't be reached
   */
  public int places() {
    while (!places.isDone()) {
      try {
        String line = said.poll(MILLIS, TimeUnit.MILLISECONDS);
        if (line == null) {
          listener.at(new ClusterListener.State(0, 0, 0, 0, Message.Stage.NONE));
        } else {
          listener.said(line);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    int count = get(places);
    started =
        Text.format("Spark has started at %s; trainings at the same time: %d.", master, count);
    listener.ended(started);
    return count;
  }

  /**
   * Has a training done, and waits for it.
   *
   * @param line makes the line that asks for it, of the number that it has
   * @return the folder of what came of it; empty if it was stopped
   * @throws CxrlabException if it could not be done, or the cluster is lost
   */
  public Optional<Path> run(IntFunction<String> line) {
    var asked = new CompletableFuture<Optional<Path>>();
    synchronized (this) {
      int number = ++numbers;
      waiting.put(number, asked);
      driver.send(line.apply(number));
      if (ended) {
        finish(asked);
      }
    }
    return get(asked);
  }

  private static <T> T get(CompletableFuture<T> what) {
    try {
      return what.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
    }
  }

  private static CxrlabException interrupted(InterruptedException why) {
    Thread.currentThread().interrupt();
    return new CxrlabException("The trials were interrupted; the same call goes on.", why);
  }

  /** Ends the process, with what it is at, and shows what it remarked meanwhile. */
  @Override
  public void close() {
    driver.close();
    List<String> lines = new ArrayList<>();
    said.drainTo(lines);
    List<String> remarks = lines.stream().flatMap(line -> Message.remark(line).stream()).toList();
    if (!remarks.isEmpty()) {
      listener.ended(started + " " + String.join(" ", remarks));
    }
    WholeFolder.deletePassing(folder);
  }
}
