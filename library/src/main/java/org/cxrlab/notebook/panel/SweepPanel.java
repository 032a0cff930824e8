package org.cxrlab.notebook.panel;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.sweep.Parameter;
import org.cxrlab.sweep.SweepResult;

/**
 * The trials of a sweep as a table that is sorted by a column of one's choice, beside the score by
 * a setting and all trials through their settings. See {@link Explore#sweep}.
 */
public final class SweepPanel implements Interactive {
  private static final String BEST = "rank, the best first";

  /** Rows that are shown unless all are wanted. */
  private static final int FEW = 12;

  private static final int ALL = Integer.MAX_VALUE;

  private final SweepResult result;
  private final String variable;
  private final List<String> settings;
  private final Control<String> column;
  private final Control<Boolean> descending;
  private final Control<Integer> rows;
  private final Control<Showable> table;
  private final Control<Chart> slice;
  private final CodeLine code;
  private final ControlBox all;

  SweepPanel(SweepResult result, String variable) {
    if (result.ranked().isEmpty()) {
      throw new IllegalArgumentException(
          "No trial of the sweep is over yet, so there is nothing to sort; run the sweep first.");
    }
    this.result = result;
    this.variable = variable;
    settings = result.sweep().space().parameters().stream().map(Parameter::name).toList();
    List<String> columns = new ArrayList<>(List.of(BEST));
    columns.addAll(result.data().columnNames());
    column = Controls.dropdown("Sort by", columns, BEST);
    descending =
        Controls.dropdown(
            "Order",
            List.of(true, false),
            down -> down ? "the largest first" : "the smallest first",
            true);
    rows =
        Controls.dropdown("Rows", List.of(FEW, ALL), n -> n == ALL ? "all" : "the first " + n, FEW);
    column.tooltip("The setting or figure by which the trials are put in order.");
    descending.tooltip(
        "Which end of that order comes first; the rank always begins with the best.");
    rows.tooltip("How many trials the table shows.");
    table = Controls.output(sorted());
    code = new CodeLine(line());
    // Rows that are few enough are all shown, and there is nothing to choose.
    rows.show(result.ranked().size() > FEW);
    if (result.hasScore()) {
      slice = Controls.chart(result.slice(settings.get(0)));
      all =
          Controls.column(
              Controls.row(column, descending, rows),
              table,
              code.control(),
              Controls.row(slice, Controls.chart(result.parallel())));
    } else {
      slice = null;
      all = Controls.column(Controls.row(column, descending, rows), table, code.control());
    }
    column.onChange(c -> show());
    descending.onChange(d -> show());
    rows.onChange(r -> show());
  }

  /** The column that the table is sorted by, or {@code "rank, the best first"}. */
  public Control<String> column() {
    return column;
  }

  /** Whether the largest come first; of no effect on the rank. */
  public Control<Boolean> descending() {
    return descending;
  }

  /** How many rows are shown at most. */
  public Control<Integer> rows() {
    return rows;
  }

  /** The table as it is sorted now. */
  public TableFigure table() {
    return sorted();
  }

  @Override
  public ControlBox control() {
    return all;
  }

  private void show() {
    table.set(sorted());
    code.set(line());
    // The last setting that was chosen stays, whatever else the table is sorted by.
    if (slice != null && settings.contains(column.value())) {
      slice.set(result.slice(column.value()));
    }
  }

  private TableFigure sorted() {
    String by = column.value();
    TableFigure sorted =
        by.equals(BEST)
            ? result.table()
            : descending.value() ? result.table(by) : result.tableAscending(by);
    return isCut() ? sorted.first(FEW) : sorted;
  }

  private boolean isCut() {
    return rows.value() == FEW && result.ranked().size() > FEW;
  }

  private String line() {
    String by = column.value();
    String sorted =
        by.equals(BEST)
            ? ".table()"
            : (descending.value() ? ".table(" : ".tableAscending(") + CodeLine.quoted(by) + ")";
    return variable + sorted + (isCut() ? ".first(" + FEW + ")" : "");
  }
}
