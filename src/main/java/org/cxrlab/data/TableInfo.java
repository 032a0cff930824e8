package org.cxrlab.data;

import java.util.List;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;

/**
 * What is in a table of films, column by column.
 *
 * @param name of the data set
 * @param about how it was read, and what was left out
 * @param rows how many rows the table has
 * @param columns in the table's order
 */
public record TableInfo(String name, String about, int rows, List<Column> columns)
    implements Showable {
  /**
   * One column.
   *
   * @param name its heading
   * @param type what its values are, in words
   * @param nonNull how many rows have a value
   * @param nulls how many rows have none
   * @param example the first value that is there, empty if there is none
   */
  public record Column(String name, String type, int nonNull, int nulls, String example) {}

  /** Copies the list. */
  public TableInfo {
    columns = List.copyOf(columns);
  }

  static TableInfo of(Films films) {
    return new TableInfo(
        films.name(),
        films.about(),
        films.size(),
        Columns.of(films).all().stream().map(column -> column(films, column)).toList());
  }

  private static Column column(Films films, Columns.Column column) {
    int nonNull = 0;
    Object example = null;
    for (Film film : films) {
      Object value = column.value().apply(film);
      if (value != null) {
        nonNull++;
        example = example == null ? value : example;
      }
    }
    return new Column(
        column.name(),
        column.kind().words,
        nonNull,
        films.size() - nonNull,
        example instanceof Double d ? Age.text(d) : example == null ? "" : example.toString());
  }

  @Override
  public Figure figure() {
    var table =
        TableFigure.columns("Column", "Type", "Non-null", "Null", "Example")
            .caption("%s: %,d rows of %d columns".formatted(name, rows, columns.size()))
            .note(about);
    columns.forEach(c -> table.row(c.name, c.type, c.nonNull, c.nulls, c.example));
    return table.build();
  }
}
