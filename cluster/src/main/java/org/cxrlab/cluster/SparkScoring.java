package org.cxrlab.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.cli.Scorer;
import org.cxrlab.cli.ScoringCluster;
import org.cxrlab.data.Film;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.model.ChestModel;
import org.cxrlab.remote.Message;
import org.cxrlab.train.StopSignal;

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

  /** So many jobs in a row of which nothing came, though executors are there, are enough. */
  private static final int MOST_IDLE = 10;

  /** Where a full disk was one of the failures that Spark counted, so many losses are a fault. */
  private static final int TO_BLAME = 2;

  static final Pattern LOST = Pattern.compile("ExecutorLost|exited|heartbeat");

  @Override
  public void score(
      String master,
      ChestModel model,
      StoredFilms films,
      Consumer<List<Scorer.Result>> results,
      Consumer<String> said) {
    try (Session session = Session.start(master, "cxrlab score")) {
      score(session, ScoreTask.of(SentModel.of(model, session)), films, results, said);
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

  /** On a cluster that is connected; of executors that are left aside standard error tells. */
  static void score(
      Session session, Work work, StoredFilms films, Consumer<List<Scorer.Result>> results) {
    score(session, work, films, results, sentence -> System.err.println(Message.REMARK + sentence));
  }

  /**
   * The same where others tell it.
   *
   * @param said is told of executors that are left aside, as a sentence each
   */
  static void score(
      Session session,
      Work work,
      StoredFilms films,
      Consumer<List<Scorer.Result>> results,
      Consumer<String> said) {
    new Run(session, work, films, results, said).all();
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
    private final FitExecutors executors;

    /** How often a process ended with a shard that was declined after that. */
    private final Map<Shard, Integer> lost = new HashMap<>();

    private int idle;

    Run(
        Session session,
        Work work,
        StoredFilms films,
        Consumer<List<Scorer.Result>> results,
        Consumer<String> said) {
      this.session = session;
      this.work = work;
      this.films = films;
      rows = new InOrder<>(results);
      executors = new FitExecutors(session.spark(), "The same command goes on.", said);
    }

    void all() {
      List<Shard> left = shards(films);
      while (!left.isEmpty() && !StopSignal.isRequested()) {
        List<Shard> some = executors.portion(left);
        List<Shard> next = new ArrayList<>(job(some));
        next.addAll(left.subList(some.size(), left.size()));
        left = next;
      }
    }

    /** Runs these shards, and returns what has to be run again: none, unless one was given up. */
    private List<Shard> job(List<Shard> shards) {
      boolean[] done = new boolean[shards.size()];
      int[] count = new int[1];
      FitExecutors.Ended ended =
          executors.run(
              Shard.class,
              work,
              shards,
              (place, scored) -> {
                done[place] = true;
                count[0]++;
                take(scored);
              });
      if (StopSignal.isRequested()) {
        return List.of();
      }
      boolean progress = count[0] > 0 || ended.newlyAside() || !ended.losses().isEmpty();
      idle = progress ? 0 : idle + 1;
      if (idle > MOST_IDLE) {
        throw executors.none();
      }
      return left(shards, done, culprits(shards, done, ended));
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

    /** The shards with which processes ended so often that one of their films is to blame. */
    private Set<Integer> culprits(List<Shard> shards, boolean[] done, FitExecutors.Ended ended) {
      return ended
          .why()
          .map(why -> givenUp(why, ended))
          .orElseGet(() -> oftenLost(shards, done, ended.losses()));
    }

    /**
     * Where Spark counts from the beginning, as an executor that is left aside had the next try.
     */
    private Set<Integer> oftenLost(
        List<Shard> shards, boolean[] done, Map<Integer, Integer> losses) {
      int most = session.failures();
      return losses.entrySet().stream()
          .filter(loss -> !done[loss.getKey()])
          .filter(
              loss -> lost.merge(shards.get(loss.getKey()), loss.getValue(), Integer::sum) >= most)
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }

    /** The shard that Spark gave up because processes ended with it; none, if for a worker. */
    private Set<Integer> givenUp(Throwable why, FitExecutors.Ended ended) {
      String words = String.valueOf(why.getMessage());
      if (session.spark().isStopped()) {
        throw new CxrlabException(
            "The cluster has ended or can't be reached any more; run it again when it is up.", why);
      }
      boolean isOfTask = ended.givenUp() >= 0;
      if (isOfTask && LOST.matcher(words).find()) {
        boolean isToBlame =
            !ended.unready() || ended.losses().getOrDefault(ended.givenUp(), 0) >= TO_BLAME;
        return isToBlame ? Set.of(ended.givenUp()) : Set.of();
      }
      if (isOfTask && ended.unready()) {
        return Set.of();
      }
      throw new CxrlabException(
          "Spark gave up (" + words.lines().findFirst().orElse("") + "); run it again.", why);
    }

    /**
     * What is left: films of a culprit one by one, and a film by itself is set aside; and all other
     * shards that are not done.
     */
    private List<Shard> left(List<Shard> shards, boolean[] done, Set<Integer> culprits) {
      List<Shard> left = new ArrayList<>();
      for (int i = 0; i < shards.size(); i++) {
        Shard shard = shards.get(i);
        if (!culprits.contains(i)) {
          if (!done[i]) {
            left.add(shard);
          }
        } else if (shard.size() == 1) {
          String image = shard.images().get(0);
          take(
              new Scored(
                  shard.first(),
                  List.of(
                      new Scored.Row(
                          null, image + ": every process that read it ended; it was set aside.")),
                  ""));
        } else {
          for (int film = 0; film < shard.size(); film++) {
            left.add(Shard.of(films, shard.first() + film, shard.first() + film + 1));
          }
        }
      }
      return left;
    }
  }
}
