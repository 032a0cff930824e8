package org.cxrlab.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Text;
import org.cxrlab.train.StopSignal;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The executors of a session, of which those that can't do its work are left aside: jobs after that
 * tell Spark where the others are, and that it is to wait for them. May be used by several threads.
 *
 * <p>Spark's own {@code excludeOnFailure} does not do: it counts failures, of which a task may have
 * two here, since each costs a process where a film ends it, and it gives a task up that was
 * refused everywhere it knows.
 */
final class FitExecutors {
  private static final long MILLIS = 200;

  /** Another executor may be about to start. */
  private static final long NANOS_TO_COME = TimeUnit.SECONDS.toNanos(10);

  /** One that was lost is started again. */
  private static final long NANOS_TO_COME_BACK = TimeUnit.SECONDS.toNanos(60);

  /** What Spark calls an executor as a place. */
  private static final String PLACE = "executor_%s_%s";

  private static final String WAIT = "spark.locality.wait.process";

  /** So many pieces for each core keep all busy; executors that come then have the next ones. */
  private static final int PER_CORE = 16;

  private static final int FEWEST = 64;
  private static final int NAMED = 3;
  private static final int NONE = -1;

  /** What Spark says of a task that it has given up, in the digits of the computer's language. */
  private static final Pattern GIVEN_UP =
      Pattern.compile("Task (\\d+) in stage \\S+ failed", Pattern.UNICODE_CHARACTER_CLASS);

  private final SparkContext spark;
  private final String goesOn;
  private final Consumer<String> said;
  private final TaskFailures failures = new TaskFailures();

  /** Why, of those left aside, by their IDs. */
  private final Map<String, Aside> aside = new LinkedHashMap<>();

  private final Set<String> told = new HashSet<>();

  /** Since when there has been none that is fit; 0 while there is one. */
  private long noneSince;

  /**
   * @param goesOn ends the sentence that no executor is left, such as {@code "The same command goes
   *     on."}
   * @param said is told once of each that is left aside, as a sentence, by any thread
   */
  FitExecutors(SparkContext spark, String goesOn, Consumer<String> said) {
    this.spark = spark;
    this.goesOn = goesOn;
    this.said = said;
    spark.addSparkListener(failures);
  }

  /** One that is left aside. */
  private record Aside(String executor, String host, String why) {
    String sentence() {
      return "The executor "
          + executor
          + " on "
          + host
          + " is left aside, and others do its work: "
          + why;
    }
  }

  /**
   * How a job ended; what was not taken is to be run again.
   *
   * @param why Spark gave up; empty if it did not
   * @param givenUp the place of the piece for which Spark gave up; -1 if there is none
   * @param losses how often a process ended with a piece that is missing, by its place, if it did
   * @param unready whether an executor could not get ready for the piece that was given up
   * @param newlyAside whether executors are left aside now that were not before
   */
  record Ended(
      Optional<Throwable> why,
      int givenUp,
      Map<Integer, Integer> losses,
      boolean unready,
      boolean newlyAside) {}

  /** So many of these pieces as are worth one job: all, unless executors are left aside. */
  synchronized <P> List<P> portion(List<P> pieces) {
    int most = Math.max(FEWEST, PER_CORE * spark.defaultParallelism());
    return aside.isEmpty() ? pieces : pieces.subList(0, Math.min(most, pieces.size()));
  }

  /**
   * Runs pieces as one job, on executors that are not left aside.
   *
   * @param taken is given the place of a piece and what came of it
   * @throws CxrlabException if no executor can do it
   */
  <P extends Serializable, R> Ended run(
      Class<P> type, Pieces.Work<P, R> work, List<P> pieces, BiConsumer<Integer, R> taken) {
    int before = count();
    var run = new Pieces<>(spark, type, new WhereFit<>(work));
    Set<Integer> missing = new HashSet<>();
    for (int place = 0; place < pieces.size(); place++) {
      missing.add(place);
    }
    Optional<Throwable> why =
        run.run(
            pieces,
            places(),
            (place, tried) -> {
              if (tried.isDone()) {
                missing.remove(place);
                taken.accept(place, tried.result());
              } else {
                leaveAside(new Aside(tried.executor(), tried.host(), tried.unfit()));
                requireOne();
              }
            },
            () -> {});
    if (StopSignal.isRequested() || missing.isEmpty() || spark.isStopped()) {
      return new Ended(why, NONE, Map.of(), false, false);
    }
    List<TaskFailures.Failure> failed =
        failures(run.job()).stream().filter(failure -> missing.contains(failure.task())).toList();
    return ended(why, failed, before);
  }

  private Ended ended(Optional<Throwable> why, List<TaskFailures.Failure> failed, int before) {
    int givenUp = why.map(FitExecutors::givenUp).orElse(NONE);
    Map<Integer, Integer> losses = new TreeMap<>();
    boolean unready = false;
    for (TaskFailures.Failure failure : failed) {
      if (failure.isLoss()) {
        losses.merge(failure.task(), 1, Integer::sum);
      } else if (failure.task() == givenUp) {
        unready = true;
        leaveAside(new Aside(failure.executor(), failure.host(), sentence(failure.complaint())));
      }
    }
    return new Ended(why, givenUp, losses, unready, count() > before);
  }

  private static int givenUp(Throwable why) {
    Matcher which = GIVEN_UP.matcher(String.valueOf(why.getMessage()));
    return which.find() ? Integer.parseInt(which.group(1)) : NONE;
  }

  private static String sentence(String complaint) {
    return new UnfitException(
            new CxrlabException(
                "What tasks need can't be fetched there.", new IOException(complaint)))
        .getMessage();
  }

  private List<TaskFailures.Failure> failures(int job) {
    try {
      return failures.of(job);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private synchronized int count() {
    return aside.size();
  }

  private synchronized void leaveAside(Aside one) {
    if (!spark.isStopped() && aside.putIfAbsent(one.executor(), one) == null) {
      // Tasks have no other places than these, so nothing else is delayed by it.
      SparkEnv.get().conf().setIfMissing(WAIT, "1h");
      tell();
    }
  }

  /** Of those of which nobody knows yet; that there is none but those is an error and not said. */
  private synchronized void tell() {
    if (fit().isEmpty()) {
      return;
    }
    for (Aside one : aside.values()) {
      if (told.add(one.executor())) {
        said.accept(one.sentence());
      }
    }
  }

  /** Where pieces may go, waiting for executors that start; nothing while all are fit. */
  private List<String> places() {
    if (count() == 0) {
      return List.of();
    }
    requireOne();
    while (fit().isEmpty() && !StopSignal.isRequested()) {
      try {
        Thread.sleep(MILLIS);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      requireOne();
    }
    tell();
    return fit();
  }

  private static CxrlabException interrupted(InterruptedException why) {
    Thread.currentThread().interrupt();
    return new CxrlabException("The work was interrupted; the same call goes on.", why);
  }

  private synchronized List<String> fit() {
    List<String> places = new ArrayList<>();
    if (spark.isStopped()) {
      return places;
    }
    for (BlockManagerId one :
        CollectionConverters.asJava(SparkEnv.get().blockManager().master().getMemoryStatus())
            .keySet()) {
      if (!aside.containsKey(one.executorId()) && one.isDriver() == spark.isLocal()) {
        places.add(Text.format(PLACE, one.host(), one.executorId()));
      }
    }
    return places;
  }

  /** Ends it where for a while there has been no executor but those left aside. */
  private synchronized void requireOne() {
    if (!fit().isEmpty()) {
      noneSince = 0;
      return;
    }
    if (spark.isStopped()) {
      throw new CxrlabException(
          "The cluster has ended or can't be reached any more; run it again when it is up.");
    }
    noneSince = noneSince == 0 ? System.nanoTime() : noneSince;
    long wait = failures.anyLoss() ? NANOS_TO_COME_BACK : NANOS_TO_COME;
    if (spark.isLocal() || System.nanoTime() - noneSince > wait) {
      throw none();
    }
  }

  /** That no executor can do the work, and why. */
  synchronized CxrlabException none() {
    String all =
        aside.values().stream()
            .limit(NAMED)
            .map(one -> ScoreTask.HERE + one.executor() + ": " + one.why())
            .collect(Collectors.joining(" "));
    String others =
        aside.size() > NAMED
            ? " So it is on " + Text.count(aside.size() - NAMED, "other") + "."
            : "";
    return new CxrlabException(all + others + " " + goesOn);
  }
}
