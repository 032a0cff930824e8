package org.cxrlab.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.Fault;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.batch.StagedFilms;
import org.cxrlab.data.FileCheck;
import org.cxrlab.model.ChestModel;

/** What a notebook has done with films where an executor runs, but for scoring. */
final class FilmWork {
  private FilmWork() {}

  /** Their pictures' sizes, every pixel being decoded. */
  record Sizes() implements Work {
    @Override
    public Scored score(Shard shard) {
      return StagedShard.work(
          shard,
          staged -> IntStream.range(0, shard.size()).mapToObj(film -> row(staged, film)).toList());
    }

    private static Scored.Row row(StagedFilms staged, int film) {
      if (staged.problem(film).isPresent()) {
        return new Scored.Row(null, staged.problem(film).get());
      }
      FileCheck.Found found = FileCheck.look(staged.films().get(film));
      return found.width() == 0
          ? new Scored.Row(null, staged.told(film, found.complaint()))
          : new Scored.Row(new float[] {found.width(), found.height()}, "");
    }
  }

  /**
   * What the backbone of a model that was sent makes of them.
   *
   * @param scoring says which model
   */
  record Backbone(ScoreTask scoring) implements Work {
    @Override
    public Scored score(Shard shard) {
      ChestModel here;
      try {
        here = scoring.model();
      } catch (UnfitException e) {
        throw e;
      } catch (RuntimeException e) {
        return Scored.refused(shard, "On a worker: " + Fault.of(e).sentence());
      }
      return StagedShard.work(shard, staged -> rows(here, staged));
    }

    private static List<Scored.Row> rows(ChestModel model, StagedFilms staged) {
      Scored.Row[] rows = new Scored.Row[staged.films().size()];
      LeftOut unreadable =
          LeftOut.missing(
              (film, why) -> rows[film] = new Scored.Row(null, complaint(staged, film, why)));
      List<float[]> read = model.features(staged.films(), unreadable).rows();
      int next = 0;
      for (int film = 0; film < rows.length; film++) {
        if (rows[film] == null) {
          rows[film] = new Scored.Row(read.get(next++), "");
        }
      }
      return Arrays.asList(rows);
    }

    private static String complaint(StagedFilms staged, int film, RuntimeException why) {
      return staged.problem(film).orElseGet(() -> staged.told(film, Fault.of(why).sentence()));
    }
  }
}
