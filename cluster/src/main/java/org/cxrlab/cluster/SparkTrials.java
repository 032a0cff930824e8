package org.cxrlab.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.cxrlab.CxrlabException;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.process.TrainingOrder;
import org.cxrlab.remote.Job;
import org.cxrlab.remote.Message;
import org.cxrlab.train.StopSignal;

/**
 * Trains on Spark, each training as a task that is asked for while others run: what is trained next
 * may depend on what came of them.
 */
final class SparkTrials {
  private static final long MILLIS = 100;
  private static final long NANOS_TO_WORKERS = TimeUnit.SECONDS.toNanos(60);

  /** A trial whose executor was lost goes on elsewhere, some times. */
  private static final int FAILURES = 4;

  /** So many jobs for one of them, though executors are there that should do it, are enough. */
  private static final int MOST_JOBS = 10;

  private final Session session;

  /** What all trainings learn from; empty if each has its own. */
  private final Optional<SentSubject> subject;

  private final Path out;
  private final Consumer<Message> said;
  private final FitExecutors executors;

  private SparkTrials(
      Session session, Optional<SentSubject> subject, Path out, Consumer<Message> said) {
    this.session = session;
    this.subject = subject;
    this.out = out;
    this.said = said;
    executors =
        new FitExecutors(
            session.spark(),
            "What is done is kept, and the same call goes on.",
            sentence -> System.err.println(Message.REMARK + sentence));
  }

  /** Does what it is told by lines, until {@link StopSignal} asks to stop. */
  static void run(Job job, BlockingQueue<String> orders, Consumer<Message> said) {
    try (Session session = Session.start(job.master(), "cxrlab trainings", FAILURES)) {
      Optional<SentSubject> subject =
          Optional.of(job.model())
              .filter(folder -> !folder.isEmpty())
              .map(folder -> SentSubject.ofAll(Path.of(folder), session));
      said.accept(Message.places(places(session.spark())));
      new SparkTrials(session, subject, Path.of(job.out()), said).all(orders);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CxrlabException("The trainings were interrupted; the same call goes on.", e);
    }
  }

  /** How many tasks run at once, as far as workers have come. */
  private static int places(SparkContext spark) throws InterruptedException {
    long begin = System.nanoTime();
    // The driver counts as one of them.
    while (!spark.isLocal()
        && spark.statusTracker().getExecutorInfos().length < 2
        && System.nanoTime() - begin < NANOS_TO_WORKERS
        && !StopSignal.isRequested()) {
      Thread.sleep(MILLIS);
    }
    return spark.defaultParallelism();
  }

  private void all(BlockingQueue<String> orders) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      while (!StopSignal.isRequested()) {
        String line = orders.poll(MILLIS, TimeUnit.MILLISECONDS);
        if (line != null) {
          threads.execute(() -> said.accept(Message.of(train(TrainingOrder.fromJson(line)))));
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  private Message.Trial train(TrainingOrder order) {
    try {
      if (subject.isPresent()) {
        return train(order, subject.get());
      }
      try (SentSubject own = SentSubject.ofOne(Path.of(order.subject()), session)) {
        return train(order, own);
      }
    } catch (IOException | UncheckedIOException e) {
      return refused(
          order,
          "What is sent to a training, or came of it, can't be written: " + e.getMessage() + ".");
    } catch (RuntimeException e) {
      return refused(order, String.valueOf(e.getMessage()));
    }
  }

  private Message.Trial train(TrainingOrder order, SentSubject from) throws IOException {
    var come = new AtomicReference<Trained>();
    Optional<Throwable> why = run(order, from, come);
    if (come.get() == null) {
      return refused(order, why.map(SparkTrials::sentence).orElse("The training was stopped."));
    }
    if (!come.get().refusal().isEmpty()) {
      return refused(order, come.get().refusal());
    }
    Path folder = out.resolve("trial-" + order.number());
    for (var file : come.get().files().entrySet()) {
      WholeFolder.writePassing(folder.resolve(file.getKey()), to -> to.write(file.getValue()));
    }
    return new Message.Trial(order.number(), folder.toString(), "");
  }

  /** Has it trained, elsewhere where an executor can't; returns why Spark gave it up, if it did. */
  private Optional<Throwable> run(
      TrainingOrder order, SentSubject from, AtomicReference<Trained> come) {
    for (int jobs = 0; come.get() == null && !StopSignal.isRequested(); jobs++) {
      FitExecutors.Ended ended =
          executors.run(
              TrainingOrder.class,
              new TrialTask(from, CodeOrigin.ofCode()),
              List.of(order),
              (place, trained) -> come.set(trained));
      if (ended.why().isPresent() && !ended.unready()) {
        return ended.why();
      }
      if (jobs > MOST_JOBS && !ended.newlyAside()) {
        throw executors.none();
      }
    }
    return Optional.empty();
  }

  private static Message.Trial refused(TrainingOrder order, String sentence) {
    return new Message.Trial(order.number(), "", sentence);
  }

  private static String sentence(Throwable why) {
    return "Spark gave a training up ("
        + String.valueOf(why.getMessage()).lines().findFirst().orElse("")
        + "); what is done is kept, and the same call goes on.";
  }
}
