package org.cxrlab.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Hears which tasks failed, where, and whether their executor was lost or could not get ready for
 * them. Of several failures of a task Spark itself tells the last only.
 */
final class TaskFailures extends SparkListener {
  /**
   * What Spark throws on an executor whose disk does not take what a task needs, before the task
   * begins. Tasks tell by {@link UnfitException} what they find themselves.
   */
  private static final Pattern NOT_READY =
      Pattern.compile("java\\.io\\.(IO|FileNotFound|UncheckedIO)Exception|java\\.nio\\.file\\..*");

  /** What is heard comes later than what a job gave, by a moment. */
  private static final long NANOS_TO_HEAR = TimeUnit.SECONDS.toNanos(10);

  private final Map<Integer, Set<Integer>> stages = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private final List<Failure> failures = new ArrayList<>();

  /**
   * A failure of a task.
   *
   * @param stage that it belongs to
   * @param task its place in the job
   * @param executor where it ran
   * @param host where that is
   * @param complaint why the executor could not get ready; empty if it was lost
   */
  record Failure(int stage, int task, String executor, String host, String complaint) {
    boolean isLoss() {
      return complaint.isEmpty();
    }
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    Set<Integer> ids = new HashSet<>();
    CollectionConverters.asJava(start.stageIds()).forEach(id -> ids.add((Integer) id));
    stages.put(start.jobId(), ids);
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    String complaint = null;
    if (end.reason() instanceof ExecutorLostFailure lost && lost.exitCausedByApp()) {
      complaint = "";
    } else if (end.reason() instanceof ExceptionFailure thrown
        && NOT_READY.matcher(thrown.className()).matches()) {
      complaint = String.valueOf(thrown.description());
    }
    if (complaint != null) {
      failures.add(
          new Failure(
              end.stageId(),
              end.taskInfo().index(),
              end.taskInfo().executorId(),
              end.taskInfo().host(),
              complaint));
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    ended.add(end.jobId());
    notifyAll();
  }

  /** Whether any executor was lost, and Spark may be starting another. */
  synchronized boolean anyLoss() {
    return failures.stream().anyMatch(Failure::isLoss);
  }

  /** Those of a job that has ended. */
  synchronized List<Failure> of(int job) throws InterruptedException {
    long begin = System.nanoTime();
    while (!ended.contains(job) && System.nanoTime() - begin < NANOS_TO_HEAR) {
      wait(TimeUnit.SECONDS.toMillis(1));
    }
    Set<Integer> its = stages.getOrDefault(job, Set.of());
    return failures.stream().filter(failure -> its.contains(failure.stage())).toList();
  }
}
