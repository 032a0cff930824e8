package org.cxrlab.cluster;

import java.io.Serializable;
import java.util.List;

/**
 * What came of a shard.
 *
 * @param first the place of its first film among all
 * @param rows one for each film
 * @param refusal why nothing was done, and never will be here, as a sentence; empty if it was
 */
record Scored(int first, List<Row> rows, String refusal) implements Serializable {
  /**
   * What came of a film.
   *
   * @param probabilities one for each label; null if there are none
   * @param complaint why not, as a sentence; empty otherwise
   */
  record Row(float[] probabilities, String complaint) implements Serializable {}

  static Scored refused(Shard shard, String sentence) {
    return new Scored(shard.first(), List.of(), sentence);
  }
}
