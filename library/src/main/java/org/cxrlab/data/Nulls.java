package org.cxrlab.data;

import java.util.List;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * The values that nobody wrote down.
 *
 * @param info of the table
 */
public record Nulls(TableInfo info) implements Showable {
  /** How many values are missing in the whole table. */
  public long total() {
    return info.columns().stream().mapToLong(TableInfo.Column::nulls).sum();
  }

  /** The columns in which at least one value is missing. */
  public List<TableInfo.Column> columns() {
    return info.columns().stream().filter(column -> column.nulls() > 0).toList();
  }

  @Override
  public Figure figure() {
    if (total() == 0) {
      return new Note(
          Text.format(
              "No value is missing: %s of %s.",
              Text.count(info.rows(), "complete row"),
              Text.count(info.columns().size(), "column")));
    }
    var table =
        TableFigure.columns("Column", "Null", "Share of rows")
            .caption(
                Text.format(
                    "%s in %s of %s",
                    Text.count(total(), "missing value"),
                    Text.count(info.rows(), "row"),
                    Text.count(info.columns().size(), "column")));
    columns()
        .forEach(
            c -> table.row(c.name(), c.nulls(), Numbers.percent((double) c.nulls() / info.rows())));
    return table.build();
  }
}
