package org.cxrlab.cluster;

/** What is done with a shard where an executor runs. */
interface Work extends Pieces.Work<Shard, Scored> {
  /** What came of it: a row for each film, or a refusal. */
  Scored score(Shard shard);

  @Override
  default Scored of(Shard shard) {
    return score(shard);
  }
}
