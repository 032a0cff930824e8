package org.cxrlab.data;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The films as a Tablesaw table. */
final class FilmsAsTable {
  private FilmsAsTable() {}

  static Table of(Films films) {
    var table = Table.create(films.name());
    for (Columns.Column column : Columns.of(films).all()) {
      table.addColumns(column(films, column));
    }
    return table;
  }

  private static Column<?> column(Films films, Columns.Column from) {
    Column<?> to =
        switch (from.kind()) {
          case TEXT -> StringColumn.create(from.name());
          case LABEL -> IntColumn.create(from.name());
          case NUMBER, SMOOTHED -> DoubleColumn.create(from.name());
        };
    for (Film film : films) {
      Object value = from.value().apply(film);
      if (value == null) {
        to.appendMissing();
      } else {
        to.appendObj(value);
      }
    }
    return to;
  }
}
