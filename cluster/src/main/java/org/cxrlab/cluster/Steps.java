package org.cxrlab.cluster;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.TableTotals;

/**
 * Hands on what a task makes of rows, as it makes it. What the table is to be blamed for ends the
 * rows and is gathered as a sentence: thrown, it would make Spark try again.
 */
abstract class Steps implements Iterator<Row> {
  private final Deque<Row> ready = new ArrayDeque<>();
  private final Gathered gathered;
  private final String work;
  private boolean ended;

  /**
   * @param work which part of the work it is
   */
  Steps(Gathered gathered, String work) {
    this.gathered = gathered;
    this.work = work;
  }

  /** Makes of the next row, if there is one, what is to be handed on; false at the end. */
  abstract boolean step(Collection<Row> out);

  /** What was counted, after the last row. */
  abstract TableTotals totals();

  @Override
  public final boolean hasNext() {
    try {
      while (ready.isEmpty() && !ended) {
        ended = !step(ready);
        if (ended) {
          gathered.add(new Gathered.Part(work, totals(), ""));
        }
      }
    } catch (CxrlabException e) {
      ended = true;
      gathered.add(new Gathered.Part(work, null, e.getMessage()));
    }
    return !ready.isEmpty();
  }

  @Override
  public final Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.poll();
  }
}
