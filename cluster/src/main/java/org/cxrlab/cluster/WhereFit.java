package org.cxrlab.cluster;

import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;

/**
 * Work that an executor does unless it has found before that it can't. That is no failure to Spark,
 * which would try so many of them only, perhaps all on the same executor.
 *
 * @param <P> a piece
 * @param <R> what comes of it
 * @param work throws {@link UnfitException} where it can't be done
 */
record WhereFit<P extends Serializable, R>(Pieces.Work<P, R> work)
    implements Pieces.Work<P, Tried<R>> {
  /** One that declines at once would have all that waits before others are done with one piece. */
  private static final long MILLIS = 1000;

  @Override
  public Tried<R> of(P piece) {
    String why = Here.why();
    if (!why.isEmpty()) {
      pause();
      return tried(null, why);
    }
    try {
      return tried(work.of(piece), "");
    } catch (UnfitException e) {
      Here.unfit(e.getMessage());
      return tried(null, e.getMessage());
    }
  }

  private static <R> Tried<R> tried(R result, String unfit) {
    BlockManagerId here = SparkEnv.get().blockManager().blockManagerId();
    return new Tried<>(result, here.executorId(), here.host(), unfit);
  }

  private static void pause() {
    try {
      Thread.sleep(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why this process can't do its work: until its session ends, as room may come back. */
  private static final class Here {
    private static String session = "";
    private static String why = "";

    private Here() {}

    static synchronized String why() {
      return session.equals(SparkEnv.get().conf().getAppId()) ? why : "";
    }

    static synchronized void unfit(String sentence) {
      session = SparkEnv.get().conf().getAppId();
      why = sentence;
    }
  }
}
