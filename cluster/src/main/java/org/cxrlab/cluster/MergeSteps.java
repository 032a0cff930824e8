package org.cxrlab.cluster;

import java.util.Collection;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/** Puts together what belongs together of rows that come sorted. */
abstract class MergeSteps extends Steps {
  private final Iterator<Row> rows;

  MergeSteps(Gathered gathered, String work, Iterator<Row> rows) {
    super(gathered, work);
    this.rows = rows;
  }

  /** Takes the next row; what it completes is handed on. */
  abstract void add(Row row, Collection<Row> out);

  /** Hands the last on. */
  abstract void end(Collection<Row> out);

  @Override
  final boolean step(Collection<Row> out) {
    if (rows.hasNext()) {
      add(rows.next(), out);
      return true;
    }
    end(out);
    return false;
  }
}
