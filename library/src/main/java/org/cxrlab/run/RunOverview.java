package org.cxrlab.run;

import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * All runs at a glance.
 *
 * @param table a row for each, the oldest first, as {@link #SQL} finds them
 */
record RunOverview(Table table) {
  /** The question that finds them. */
  static final String SQL =
      """
      SELECT r.id AS run, r.name, lower(r.kind) AS kind, lower(r.status) AS status, r.started,
        (SELECT count(*) FROM epochs e WHERE e.run = r.id) AS epochs, r.best_epoch AS "best epoch",
        (SELECT value FROM metrics m WHERE m.run = r.id AND m.part = 'validation'
          AND m.name = 'loss' AND m.label = '') AS "validation loss",
        (SELECT value FROM metrics m WHERE m.run = r.id AND m.part = 'validation'
          AND m.name = 'AUROC' AND m.label = '') AS "validation AUROC",
        (SELECT value FROM metrics m WHERE m.run = r.id AND m.part = 'test'
          AND m.name = 'AUROC' AND m.label = '') AS "test AUROC",
        r.seconds, json_extract(p.json, '$.learningRate') AS "learning rate",
        json_extract(p.json, '$.batchSize') AS "batch size",
        json_extract(p.json, '$.imageSize') AS "image size", r.seed,
        r.train_fingerprint AS "training films", r.split_fingerprint AS split,
        r.code_version AS code
      FROM runs r
        JOIN (SELECT id, iif(json_valid(plan), plan, '{}') AS json FROM runs) p ON p.id = r.id
      ORDER BY r.id\
      """;

  /** Runs that the figure shows. */
  private static final int SHOWN = 20;

  /** The newest. */
  TableFigure figure() {
    var figure =
        TableFigure.columns(
            "Run",
            "Name",
            "Status",
            "Epochs",
            "Validation loss",
            "Validation AUROC",
            "Test AUROC",
            "Learning rate",
            "Seconds");
    int all = table.rowCount();
    for (int i = all - 1; i >= Math.max(0, all - SHOWN); i--) {
      figure.row(
          text("run", i),
          text("name", i),
          text("status", i),
          text("epochs", i),
          number("validation loss", i),
          number("validation AUROC", i),
          number("test AUROC", i),
          text("learning rate", i),
          number("seconds", i));
    }
    return figure
        .caption(
            all > SHOWN
                ? Text.format("The newest %d of %,d runs", SHOWN, all)
                : Text.count(all, "run"))
        .build();
  }

  private String text(String column, int row) {
    return table.column(column).getString(row);
  }

  /** NaN where there is none; a column of nothing else is one of texts. */
  private double number(String name, int row) {
    Column<?> column = table.column(name);
    return !column.isMissing(row) && column.get(row) instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }
}
