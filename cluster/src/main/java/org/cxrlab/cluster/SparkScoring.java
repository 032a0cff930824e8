package org.cxrlab.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.cli.Scorer;
import org.cxrlab.cli.ScoringCluster;
import org.cxrlab.data.Film;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.model.ChestModel;
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
      boolean[] done = new boolean[shards.size()];
      Optional<Throwable> why =
          new Pieces<>(session.spark(), Shard.class, work)
              .run(
                  shards,
                  (place, scored) -> {
                    done[place] = true;
                    take(scored);
                  },
                  () -> {});
      return why.map(reason -> again(shards, done, reason)).orElse(List.of());
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
  }
}
