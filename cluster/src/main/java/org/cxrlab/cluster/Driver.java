package org.cxrlab.cluster;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.cxrlab.cli.Scorer;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.process.ToldProgram;
import org.cxrlab.remote.Job;
import org.cxrlab.remote.Message;
import org.cxrlab.remote.Task;
import org.cxrlab.remote.WrittenFilms;
import org.cxrlab.train.StopSignal;

/**
 * The program of a process that drives a cluster for another, a notebook's. What to do comes as a
 * line of JSON on its standard input, at whose end it stops; what comes of it goes, a line for each
 * message, to its standard output.
 */
public final class Driver {
  private static final int MILLISECONDS = 500;

  private final Job job;
  private final PrintStream out;

  private Driver(Job job, PrintStream out) {
    this.job = job;
    this.out = out;
  }

  /** Needs no argument. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ENGLISH);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    System.setOut(System.err); // what a library says is no message
    ToldProgram.run(
        (told, more) -> new Driver(Job.fromJson(told), out).run(more),
        sentence -> say(out, Message.refused(sentence)),
        System.err);
  }

  private void run(BlockingQueue<String> orders) {
    switch (job.task()) {
      case PHANTOMS -> SparkPhantoms.draw(job, this::say);
      case TRIALS -> SparkTrials.run(job, orders, this::say);
      case FILMS -> list();
      default -> work();
    }
  }

  private void list() {
    WrittenFilms.of(HadoopStore.films(job.tables().get(0))).write(Path.of(job.out()));
  }

  private void work() {
    StoredFilms films = job.films(HadoopFile::new, HadoopStore::new);
    films.requireUnchanged();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (Session session = Session.start(job.master(), "cxrlab notebook")) {
      SparkBootstrap bootstrap =
          job.task() == Task.BOOTSTRAP ? new SparkBootstrap(Path.of(job.tables().get(0))) : null;
      int shards = bootstrap == null ? SparkScoring.shards(films).size() : bootstrap.tasks();
      var stages = new Stages(session.spark().statusTracker(), shards);
      clock.scheduleAtFixedRate(
          () -> tell(session, stages), MILLISECONDS, MILLISECONDS, TimeUnit.MILLISECONDS);
      if (job.task() == Task.COUNTS) {
        count(session);
      } else if (bootstrap != null) {
        bootstrap.run(session.spark(), this::sayResamples);
      } else {
        SparkScoring.score(session, task(session), films, this::say);
      }
      clock.shutdownNow();
      say(Message.of(stages.now()));
    } finally {
      clock.shutdownNow();
    }
  }

  private void tell(Session session, Stages stages) {
    say(Message.of(stages.now()));
    if (StopSignal.isRequested()) {
      session.spark().cancelAllJobs();
    }
  }

  private void count(Session session) {
    List<Path> tables = job.tables().stream().map(Path::of).toList();
    SparkCounting.count(
            SparkCounting.spark(session), tables.get(0), tables.size() > 1 ? tables.get(1) : null)
        .write(Path.of(job.out()));
  }

  private Work task(Session session) {
    return switch (job.task()) {
      case SIZE -> new FilmWork.Sizes();
      case PROBABILITIES -> scoring(session);
      case FEATURES -> new FilmWork.Backbone(scoring(session));
      case FILMS, COUNTS, BOOTSTRAP, PHANTOMS, TRIALS ->
          throw new IllegalStateException("That is not done film by film.");
    };
  }

  private ScoreTask scoring(Session session) {
    return ScoreTask.of(SentModel.of(Path.of(job.model()), job.precision(), session));
  }

  private void say(List<Scorer.Result> results) {
    say(
        Message.of(
            results.stream()
                .map(result -> Message.Row.of(result.probabilities(), result.complaint()))
                .toList()));
  }

  private void sayResamples(List<double[]> rows) {
    say(Message.of(rows.stream().map(Message.Row::of).toList()));
  }

  private void say(Message message) {
    say(out, message);
  }

  /** Several threads may have something to say. */
  private static void say(PrintStream out, Message message) {
    synchronized (out) {
      out.println(message.toJson());
      out.flush();
    }
  }

  /** How far a session's stages are. */
  private record Stages(SparkStatusTracker tracker, int partitions) {
    Message.Stage now() {
      int done = 0;
      int running = 0;
      for (int id : tracker.getJobIdsForGroup(null)) {
        var job = tracker.getJobInfo(id);
        if (job.isEmpty()) {
          continue;
        }
        for (int stage : job.get().stageIds()) {
          var info = tracker.getStageInfo(stage);
          if (info.isDefined()) {
            SparkStageInfo known = info.get();
            done += known.numCompletedTasks();
            running += known.numActiveTasks();
          }
        }
      }
      return new Message.Stage(Math.max(partitions, done + running), done, running);
    }
  }
}
