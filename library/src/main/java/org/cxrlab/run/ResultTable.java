package org.cxrlab.run;

import java.util.List;
import org.cxrlab.figure.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * An answer of SQLite as a table. SQLite gives each value its own type, so a column's type is that
 * of all its values: whole numbers, numbers, or else text.
 */
final class ResultTable {
  private ResultTable() {}

  static Table of(String name, Database.Answer answer) {
    Table table = Table.create(name);
    for (int c = 0; c < answer.columns().size(); c++) {
      int column = c;
      List<Object> values = answer.rows().stream().map(row -> row.get(column)).toList();
      table.addColumns(column(unused(answer.columns().get(c), table), values));
    }
    return table;
  }

  /** Tablesaw wants each column's name once, SQL doesn't mind. */
  private static String unused(String name, Table table) {
    String found = name;
    for (int n = 2; table.containsColumn(found); n++) {
      found = name + " " + n;
    }
    return found;
  }

  private static Column<?> column(String name, List<Object> values) {
    List<Object> there = values.stream().filter(v -> v != null).toList();
    if (!there.isEmpty() && there.stream().allMatch(ResultTable::isWhole)) {
      LongColumn column = LongColumn.create(name);
      for (Object value : values) {
        if (value == null) {
          column.appendMissing();
        } else {
          column.append(((Number) value).longValue());
        }
      }
      return column;
    }
    if (!there.isEmpty() && there.stream().allMatch(Number.class::isInstance)) {
      return DoubleColumn.create(
          name,
          values.stream()
              .mapToDouble(v -> v == null ? Double.NaN : ((Number) v).doubleValue())
              .toArray());
    }
    return StringColumn.create(name, values.stream().map(ResultTable::text).toList());
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  private static String text(Object value) {
    return value == null
        ? ""
        : value instanceof byte[] bytes ? Text.format("%,d bytes", bytes.length) : value.toString();
  }
}
