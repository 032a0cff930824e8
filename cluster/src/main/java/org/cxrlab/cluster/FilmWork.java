package org.cxrlab.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.Fault;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.data.FileCheck;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.model.ChestModel;

/** What a notebook has done with films where an executor runs, but for scoring; they are files. */
final class FilmWork {
  private FilmWork() {}

  /** Their pictures' sizes, every pixel being decoded. */
  record Sizes() implements Work {
    @Override
    public Scored score(Shard shard) {
      List<Scored.Row> rows = new ArrayList<>();
      for (Film film : shard.films().films()) {
        FileCheck.Found found = FileCheck.look(film);
        rows.add(
            found.width() == 0
                ? new Scored.Row(null, found.complaint())
                : new Scored.Row(new float[] {found.width(), found.height()}, ""));
      }
      return new Scored(shard.first(), rows, "");
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
      Films films = shard.films().films();
      Scored.Row[] rows = new Scored.Row[shard.size()];
      LeftOut unreadable =
          LeftOut.missing(
              (film, why) -> rows[film] = new Scored.Row(null, Fault.of(why).sentence()));
      List<float[]> read = here.features(films, unreadable).rows();
      int next = 0;
      for (int film = 0; film < rows.length; film++) {
        if (rows[film] == null) {
          rows[film] = new Scored.Row(read.get(next++), "");
        }
      }
      return new Scored(shard.first(), Arrays.asList(rows), "");
    }
  }
}
