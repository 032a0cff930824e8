package org.cxrlab.cluster;

import java.util.Collection;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.cxrlab.data.PartRows;
import org.cxrlab.data.TableTotals;

/** Hands the rows of a part on. */
final class RowSteps extends Steps {
  private final Supplier<PartRows> open;
  private final boolean last;
  private PartRows rows;

  /**
   * @param open opens the part
   * @param last whether no other follows it in the file
   */
  RowSteps(Gathered gathered, String work, Supplier<PartRows> open, boolean last) {
    super(gathered, work);
    this.open = open;
    this.last = last;
  }

  @Override
  boolean step(Collection<Row> out) {
    if (rows == null) {
      rows = open.get();
    }
    if (!rows.next()) {
      rows.close();
      return false;
    }
    out.add(RowFactory.create(rows.image(), rows.row(), rows.patient(), rows.film()));
    return true;
  }

  @Override
  TableTotals totals() {
    return rows.end(last);
  }
}
