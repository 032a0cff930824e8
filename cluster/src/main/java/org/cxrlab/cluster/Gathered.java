package org.cxrlab.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.util.AccumulatorV2;
import org.cxrlab.data.TableException;
import org.cxrlab.data.TableTotals;

/**
 * What tasks counted beside what they handed on. Each part of the work is taken once, however often
 * Spark runs it, as when an executor was lost whose results others still need.
 */
final class Gathered extends AccumulatorV2<Gathered.Part, Void> {
  private static final long serialVersionUID = 1;

  /**
   * What a task counted.
   *
   * @param work which part of the work it was
   * @param totals null if it could not be done
   * @param refusal why not, as a sentence; empty if it was
   */
  record Part(String work, TableTotals totals, String refusal) implements Serializable {}

  private final ArrayList<Part> parts = new ArrayList<>();
  private final transient Set<String> taken = new HashSet<>();
  private final transient TableTotals all;
  private transient String refusal = "";

  /** Where all comes together, from these totals on. */
  Gathered(TableTotals all) {
    this.all = all;
  }

  @Override
  public boolean isZero() {
    return parts.isEmpty();
  }

  @Override
  public Gathered copy() {
    var same = new Gathered(all);
    same.parts.addAll(parts);
    return same;
  }

  @Override
  public Gathered copyAndReset() {
    return new Gathered(null);
  }

  @Override
  public void reset() {
    parts.clear();
  }

  @Override
  public void add(Part part) {
    parts.add(part);
  }

  /** Takes what a task has counted, on the driver. */
  @Override
  public void merge(AccumulatorV2<Part, Void> other) {
    List<Part> more = ((Gathered) other).parts;
    if (all == null) {
      parts.addAll(more);
      return;
    }
    for (Part part : more) {
      if (!part.refusal.isEmpty()) {
        refusal = part.refusal;
      } else if (taken.add(part.work)) {
        all.add(part.totals);
      }
    }
  }

  @Override
  public Void value() {
    return null;
  }

  /**
   * All that was counted.
   *
   * @throws TableException if a part could not be read
   */
  TableTotals all() {
    if (!refusal.isEmpty()) {
      throw new TableException(refusal);
    }
    return all;
  }
}
