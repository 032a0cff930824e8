package org.cxrlab.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of cells that are already text. Columns in which every cell is a number are aligned to
 * the right.
 *
 * @param caption shown above the table, or empty
 * @param columns column headings
 * @param rows cells row by row, each row as long as {@code columns}
 */
public record TableFigure(String caption, List<String> columns, List<List<String>> rows)
    implements Figure {
  /** Checks that each row has a cell for each column; copies the lists. */
  public TableFigure {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "A row of " + row.size() + " cells in a table of " + columns.size() + " columns.");
      }
    }
  }

  /** A table to which rows are added with {@link Builder#row}. */
  public static Builder columns(String... names) {
    return new Builder(List.of(names));
  }

  @Override
  public String html() {
    String head =
        columns.stream()
            .map(c -> "<th>" + Html.escape(c) + "</th>")
            .collect(Collectors.joining("", "<tr>", "</tr>"));
    String body =
        rows.stream()
            .map(
                r ->
                    r.stream()
                        .map(c -> "<td>" + Html.escape(c) + "</td>")
                        .collect(Collectors.joining("", "<tr>", "</tr>")))
            .collect(Collectors.joining());
    return "<table class=\"cxr-table\"><caption>"
        + Html.escape(caption)
        + "</caption><thead>"
        + head
        + "</thead><tbody>"
        + body
        + "</tbody></table>";
  }

  @Override
  public String text() {
    return String.join("\t", columns)
        + "\n"
        + rows.stream().map(r -> String.join("\t", r)).collect(Collectors.joining("\n"));
  }

  /** Collects rows; {@link #build()} gives the table. */
  public static final class Builder {
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();
    private String caption = "";

    private Builder(List<String> columns) {
      this.columns = columns;
    }

    /** Text above the table. */
    public Builder caption(String text) {
      caption = text;
      return this;
    }

    /** One more row; numbers are shown by {@link Numbers}, everything else by its toString. */
    public Builder row(Object... cells) {
      rows.add(java.util.Arrays.stream(cells).map(Numbers::show).toList());
      return this;
    }

    /** The table. */
    public TableFigure build() {
      return new TableFigure(caption, columns, rows);
    }
  }
}
