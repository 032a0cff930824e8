package org.cxrlab.cluster;

import java.io.Serializable;

/** What is done with a shard where an executor runs. */
interface Work extends Serializable {
  /** What came of it: a row for each film, or a refusal. */
  Scored score(Shard shard);
}
