package org.cxrlab.cluster;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.StagedFilms;
import org.cxrlab.disk.WholeFolder;

/** The films of a shard as files where an executor runs, by copies of those that are none. */
final class StagedShard {
  private StagedShard() {}

  /**
   * Works on the films of a shard.
   *
   * @param work makes a row of each film
   */
  static Scored work(Shard shard, Function<StagedFilms, List<Scored.Row>> work) {
    try (StagedFilms staged = staged(shard)) {
      return new Scored(shard.first(), work.apply(staged), "");
    }
  }

  private static StagedFilms staged(Shard shard) {
    try {
      return StagedFilms.of(shard.films(), () -> WholeFolder.passing(ScoreTask.temporary()));
    } catch (UncheckedIOException | CxrlabException e) {
      throw new UnfitException(e);
    }
  }
}
