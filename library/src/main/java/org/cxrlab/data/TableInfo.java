package org.cxrlab.data;

import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

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
    List<Columns.Column> columns = Columns.of(films).all();
    int[] nonNull = new int[columns.size()];
    Object[] examples = new Object[columns.size()];
    // Film by film and not column by column: each has to come from memory once.
    for (Film film : films) {
      for (int i = 0; i < nonNull.length; i++) {
        Object value = columns.get(i).value().apply(film);
        if (value != null) {
          nonNull[i]++;
          examples[i] = examples[i] == null ? value : examples[i];
        }
      }
    }
    return new TableInfo(
        films.name(),
        films.about(),
        films.size(),
        IntStream.range(0, nonNull.length)
            .mapToObj(i -> column(columns.get(i), nonNull[i], films.size(), examples[i]))
            .toList());
  }

  private static Column column(Columns.Column column, int nonNull, int rows, Object example) {
    return new Column(
        column.name(),
        column.kind().words,
        nonNull,
        rows - nonNull,
        example instanceof Double d ? Age.text(d) : example == null ? "" : example.toString());
  }

  @Override
  public Figure figure() {
    var table =
        TableFigure.columns("Column", "Type", "Non-null", "Null", "Example")
            .caption(
                Text.format(
                    "%s: %s of %s",
                    name, Text.count(rows, "row"), Text.count(columns.size(), "column")))
            .note(about);
    columns.forEach(c -> table.row(c.name, c.type, c.nonNull, c.nulls, c.example));
    return table.build();
  }
}
