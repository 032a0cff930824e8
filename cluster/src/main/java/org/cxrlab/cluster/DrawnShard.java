package org.cxrlab.cluster;

import java.io.Serializable;
import java.util.List;
import org.cxrlab.Fault;
import org.cxrlab.data.phantom.DrawnFilm;
import org.cxrlab.data.phantom.PhantomShard;

/**
 * What came of a shard of phantoms.
 *
 * @param films all of them
 * @param refusal why nothing was drawn, and never will be there, as a sentence; empty if they were
 */
record DrawnShard(List<DrawnFilm> films, String refusal) implements Serializable {
  /**
   * How an executor draws.
   *
   * @param code that of the code that sent it, by {@link CodeOrigin}: another might draw other
   *     films
   */
  record Pen(String code) implements Pieces.Work<PhantomShard, DrawnShard> {
    @Override
    public DrawnShard of(PhantomShard shard) {
      if (!code.equals(CodeOrigin.ofCode())) {
        return refused("cxrlab is of another version there than here; give all the same jar.");
      }
      try {
        return new DrawnShard(shard.draw(), "");
      } catch (OutOfMemoryError e) {
        return refused(Fault.of(e).sentence());
      }
    }

    private static DrawnShard refused(String sentence) {
      return new DrawnShard(List.of(), "On a worker: " + sentence);
    }
  }
}
