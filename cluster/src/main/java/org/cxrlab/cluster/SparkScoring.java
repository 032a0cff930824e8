package org.cxrlab.cluster;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.rdd.RDD;
import org.cxrlab.CxrlabException;
import org.cxrlab.cli.Scorer;
import org.cxrlab.cli.ScoringCluster;
import org.cxrlab.data.Film;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.model.ChestModel;
import org.cxrlab.train.StopSignal;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Scores films on Spark. A task scores a shard of some groups of films; the driver, this process,
 * takes each shard's rows once, however often Spark had to try, and hands them on in the films'
 * order. So there is one writer, what is written is the same as one process writes, and what was
 * stopped goes on as it does there.
 */
public final class SparkScoring implements ScoringCluster {
  /** So many shards keep a cluster busy until its end; more of them only cost. */
  private static final int SHARDS = 64;

  private static final int MOST_GROUPS = 32;
  private static final int MILLISECONDS = 100;

  /** What Spark says of a task that it has given up, in the digits of the computer's language. */
  private static final Pattern GIVEN_UP =
      Pattern.compile("Task (\\d+) in stage \\S+ failed", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern SAID =
      Pattern.compile("CxrlabException: (" + ScoreTask.HERE + ".*)");

  static final Pattern LOST = Pattern.compile("ExecutorLost|exited|heartbeat");

  @Override
  public void score(
      String master, ChestModel model, StoredFilms films, Consumer<List<Scorer.Result>> results) {
    try (Session session = Session.start(master, "cxrlab score")) {
      score(session, ScoreTask.of(SentModel.of(model, session)), films, results);
    }
  }

  @Override
  public StoredFilms films(String address) {
    return HadoopStore.films(address);
  }

  @Override
  public void parquet(Path table, Path file) {
    ParquetTable.write(table, file);
  }

  static void score(
      Session session, Work work, StoredFilms films, Consumer<List<Scorer.Result>> results) {
    new Run(session, work, films, results).all();
  }

  /** How many groups a shard has: enough shards for all, none of them long. */
  static int groups(int films) {
    int all = (films + Scorer.GROUP - 1) / Scorer.GROUP;
    return Math.max(1, Math.min(MOST_GROUPS, all / SHARDS));
  }

  /** All films in shards. */
  static List<Shard> shards(StoredFilms films) {
    int all = films.films().size();
    List<Integer> firsts = films.parts(groups(all) * Scorer.GROUP);
    return IntStream.range(0, firsts.size())
        .mapToObj(
            i -> Shard.of(films, firsts.get(i), i + 1 < firsts.size() ? firsts.get(i + 1) : all))
        .toList();
  }

  /** One scoring, from its first job to its last. */
  private static final class Run {
    private final Session session;
    private final Work work;
    private final StoredFilms films;
    private final InOrder<Scorer.Result> rows;

    Run(Session session, Work work, StoredFilms films, Consumer<List<Scorer.Result>> results) {
      this.session = session;
      this.work = work;
      this.films = films;
      rows = new InOrder<>(results);
    }

    void all() {
      List<Shard> left = shards(films);
      while (!left.isEmpty() && !StopSignal.isRequested()) {
        left = job(left);
      }
    }

    /** Runs these shards, and returns what has to be run again: none, unless one was given up. */
    private List<Shard> job(List<Shard> shards) {
      var come = new Incoming();
      boolean[] done = new boolean[shards.size()];
      SimpleFutureAction<BoxedUnit> running = submit(shards, come);
      try {
        while (!StopSignal.isRequested() && (!running.isCompleted() || !come.isEmpty())) {
          Arrived next = come.next();
          if (next != null) {
            done[next.place()] = true;
            take(next.scored());
          }
        }
      } finally {
        running.cancel();
      }
      if (StopSignal.isRequested() || running.value().get().isSuccess()) {
        return List.of();
      }
      return again(shards, done, running.value().get().failed().get());
    }

    private void take(Scored scored) {
      if (!scored.refusal().isEmpty()) {
        throw new CxrlabException(scored.refusal());
      }
      rows.take(
          scored.first(),
          IntStream.range(0, scored.rows().size())
              .mapToObj(i -> result(films.films().get(scored.first() + i), scored.rows().get(i)))
              .toList());
    }

    private static Scorer.Result result(Film film, Scored.Row row) {
      return new Scorer.Result(film, row.probabilities(), row.complaint());
    }

    /**
     * What is left after Spark gave a shard up because processes ended with it: all others, and its
     * films one by one; a film by itself is set aside.
     */
    private List<Shard> again(List<Shard> shards, boolean[] done, Throwable why) {
      String words = String.valueOf(why.getMessage());
      if (session.spark().isStopped()) {
        throw new CxrlabException(
            "The cluster has ended or can't be reached any more; run it again when it is up.", why);
      }
      Matcher said = SAID.matcher(words);
      if (said.find()) {
        throw new CxrlabException(said.group(1) + " The same command goes on.", why);
      }
      Matcher which = GIVEN_UP.matcher(words);
      if (!which.find() || !LOST.matcher(words).find()) {
        throw new CxrlabException(
            "Spark gave up (" + words.lines().findFirst().orElse("") + "); run it again.", why);
      }
      int culprit = Integer.parseInt(which.group(1));
      List<Shard> left = new ArrayList<>();
      for (int i = 0; i < shards.size(); i++) {
        Shard shard = shards.get(i);
        if (i == culprit && shard.size() == 1) {
          String image = shard.images().get(0);
          take(
              new Scored(
                  shard.first(),
                  List.of(
                      new Scored.Row(
                          null, image + ": every process that read it ended; it was set aside.")),
                  ""));
        } else if (i == culprit) {
          for (int film = 0; film < shard.size(); film++) {
            left.add(Shard.of(films, shard.first() + film, shard.first() + film + 1));
          }
        } else if (!done[i]) {
          left.add(shard);
        }
      }
      return left;
    }

    private SimpleFutureAction<BoxedUnit> submit(List<Shard> shards, Incoming come) {
      RDD<Shard> all =
          session
              .spark()
              .parallelize(scala(shards), shards.size(), ClassTag$.MODULE$.apply(Shard.class));
      Work what = work;
      Function1<Iterator<Shard>, Scored> task =
          (Function1<Iterator<Shard>, Scored> & Serializable) some -> what.score(some.next());
      Function2<Object, Scored, BoxedUnit> handler =
          (place, scored) -> {
            come.add(new Arrived((Integer) place, scored));
            return BoxedUnit.UNIT;
          };
      return session
          .spark()
          .submitJob(
              all,
              task,
              scala(IntStream.range(0, shards.size()).<Object>mapToObj(i -> i).toList()),
              handler,
              () -> BoxedUnit.UNIT);
    }
  }

  /**
   * What a task returned.
   *
   * @param place of its shard in its job
   */
  private record Arrived(int place, Scored scored) {}

  /** What has come and was not yet taken; Spark's thread puts it here. */
  private static final class Incoming {
    private final BlockingQueue<Arrived> queue = new LinkedBlockingQueue<>();

    void add(Arrived one) {
      queue.add(one);
    }

    boolean isEmpty() {
      return queue.isEmpty();
    }

    /** The next, or null after a while. */
    Arrived next() {
      try {
        return queue.poll(MILLISECONDS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CxrlabException("The scoring was interrupted; the same command goes on.", e);
      }
    }
  }

  private static <T> Seq<T> scala(List<T> some) {
    return CollectionConverters.asScala(some).toSeq();
  }
}
