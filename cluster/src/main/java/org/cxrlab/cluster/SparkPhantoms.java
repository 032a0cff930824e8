package org.cxrlab.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.phantom.DrawnFilm;
import org.cxrlab.data.phantom.PhantomDraft;
import org.cxrlab.data.phantom.PhantomShard;
import org.cxrlab.data.phantom.Recipe;
import org.cxrlab.remote.Job;
import org.cxrlab.remote.Message;
import org.cxrlab.train.StopSignal;

/**
 * Draws a set of phantoms on Spark. A task draws a shard of films and sends them back as files; the
 * driver, this process, writes each once. Shards go in jobs of limited size, one after the other,
 * so that neither what waits to be written nor what Spark counts of a job's results ({@code
 * spark.driver.maxResultSize}) grows with the set.
 */
final class SparkPhantoms {
  /** So many shards keep a cluster busy until its end; more of them only cost. */
  private static final int SHARDS = 64;

  private static final int MOST_FILMS = 32;

  /** A grey film is hardly ever larger as a file than it has pixels. */
  private static final int BYTES_OF_SHARD = 4 << 20;

  private static final int BYTES_OF_JOB = 256 << 20;
  private static final int MOST_SHARDS = 1000;

  /** A call that was killed has its process end after the tasks that run. */
  private static final Duration FOR_ANOTHER = Duration.ofSeconds(30);

  /** So many jobs in a row that processes ended, with nothing drawn in between, are enough. */
  private static final int TRIES = 3;

  private final Session session;
  private final PhantomDraft draft;
  private final Pieces.Work<PhantomShard, DrawnShard> pen;
  private final Consumer<Message> said;
  private int shards;
  private int done;
  private Message.Stage told;

  private SparkPhantoms(
      Session session,
      PhantomDraft draft,
      Pieces.Work<PhantomShard, DrawnShard> pen,
      Consumer<Message> said) {
    this.session = session;
    this.draft = draft;
    this.pen = pen;
    this.said = said;
  }

  /** Draws what is missing of a job's set; what there is when it is stopped, or fails, is kept. */
  static void draw(Job job, Consumer<Message> said) {
    draw(
        job.phantoms(),
        Path.of(job.out()),
        job.master(),
        new DrawnShard.Pen(CodeOrigin.ofCode()),
        said);
  }

  static void draw(
      Recipe recipe,
      Path parent,
      String master,
      Pieces.Work<PhantomShard, DrawnShard> pen,
      Consumer<Message> said) {
    try (PhantomDraft draft = open(recipe, parent)) {
      if (draft.isWhole()) {
        return;
      }
      if (draft.missing() > 0) {
        try (Session session = Session.start(master, "cxrlab notebook")) {
          new SparkPhantoms(session, draft, pen, said)
              .all(perShard(recipe, draft.missing()), recipe);
        }
      }
      if (draft.missing() == 0) {
        draft.finish();
      }
    }
  }

  private static PhantomDraft open(Recipe recipe, Path parent) {
    return PhantomDraft.open(recipe, parent, FOR_ANOTHER)
        .orElseThrow(
            () ->
                new CxrlabException(
                    "Another process draws these phantoms into "
                        + parent.resolve(recipe.folder())
                        + "; wait until it has ended, or stop it, and do this again."));
  }

  /** How many films a shard has: enough shards for all, none of them large. */
  static int perShard(Recipe recipe, int missing) {
    int most = Math.min(MOST_FILMS, BYTES_OF_SHARD / (recipe.size() * recipe.size()));
    return Math.max(1, Math.min(most, missing / SHARDS));
  }

  /** How many shards of so many films one job has. */
  static int perJob(Recipe recipe, int perShard) {
    long bytes = (long) recipe.size() * recipe.size() * perShard;
    return (int) Math.max(1, Math.min(MOST_SHARDS, BYTES_OF_JOB / bytes));
  }

  private void all(int perShard, Recipe recipe) {
    List<PhantomShard> left = draft.shards(perShard);
    shards = left.size();
    int tries = 0;
    while (!left.isEmpty() && !StopSignal.isRequested()) {
      List<PhantomShard> some = left.subList(0, Math.min(perJob(recipe, perShard), left.size()));
      int before = done;
      List<PhantomShard> missing = new ArrayList<>(some);
      Optional<Throwable> why = job(some, missing);
      tries = done > before ? 0 : tries + 1;
      if (why.isPresent()) {
        requireWorthwhile(why.get(), tries);
      }
      missing.addAll(left.subList(some.size(), left.size()));
      left = missing;
    }
    tell();
  }

  private Optional<Throwable> job(List<PhantomShard> some, List<PhantomShard> missing) {
    return new Pieces<>(session.spark(), PhantomShard.class, pen)
        .run(
            some,
            (place, shard) -> {
              take(shard);
              missing.remove(some.get(place));
            },
            this::tell);
  }

  private void take(DrawnShard shard) {
    if (!shard.refusal().isEmpty()) {
      throw new CxrlabException(shard.refusal());
    }
    List<DrawnFilm> films = shard.films();
    draft.take(films);
    done++;
    said.accept(Message.of(Collections.nCopies(films.size(), new Message.Row(null, ""))));
  }

  /** Whether to go on where Spark gave up: if processes ended, and not over and over again. */
  private void requireWorthwhile(Throwable why, int tries) {
    String words = String.valueOf(why.getMessage());
    if (session.spark().isStopped()) {
      throw new CxrlabException(
          "The cluster has ended or can't be reached any more; run it again when it is up.", why);
    }
    if (!SparkScoring.LOST.matcher(words).find()) {
      throw new CxrlabException(
          "Spark gave up (" + words.lines().findFirst().orElse("") + "); run it again.", why);
    }
    if (tries >= TRIES) {
      throw new CxrlabException(
          "Processes of Spark end while they draw, perhaps for want of memory; give them more by"
              + " spark.executor.memory. What is drawn is kept, and the same call goes on.",
          why);
    }
  }

  private void tell() {
    SparkStatusTracker tracker = session.spark().statusTracker();
    int running =
        IntStream.of(tracker.getActiveStageIds())
            .mapToObj(tracker::getStageInfo)
            .filter(info -> info.isDefined())
            .mapToInt(info -> ((SparkStageInfo) info.get()).numActiveTasks())
            .sum();
    // A task whose films are being written has ended for Spark but is not done here.
    var now = new Message.Stage(shards, done, Math.min(running, shards - done));
    if (!now.equals(told)) {
      told = now;
      said.accept(Message.of(now));
    }
  }
}
