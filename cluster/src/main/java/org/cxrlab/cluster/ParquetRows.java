package org.cxrlab.cluster;

import static org.apache.spark.sql.functions.col;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;
import org.cxrlab.data.PartScan;
import org.cxrlab.data.TableException;
import org.cxrlab.data.TableForm;
import org.cxrlab.data.TableRow;

/**
 * The rows of a table in Parquet. Spark reads it; cells become text, which is read as that of other
 * tables. Rows are counted as in text, the first being row 2; of several files those of the first
 * by name come first.
 */
final class ParquetRows implements TableRows {

  private final SparkSession spark;
  private final TableForm form;
  private final Dataset<Row> cells;
  private final HashMap<String, Integer> firstRows;
  private final long size;

  private ParquetRows(
      SparkSession spark,
      TableForm form,
      Dataset<Row> cells,
      HashMap<String, Integer> firstRows,
      long size) {
    this.spark = spark;
    this.form = form;
    this.cells = cells;
    this.firstRows = firstRows;
    this.size = size;
  }

  /**
   * Looks at a table.
   *
   * @throws TableException if it can't be read
   */
  static ParquetRows of(SparkSession spark, Path file) {
    Dataset<Row> table = spark.read().parquet(file.toUri().toString());
    StructField[] fields = table.schema().fields();
    List<String> names = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    List<Column> columns =
        new ArrayList<>(List.of(col("_metadata.file_path"), col("_metadata.row_index")));
    for (StructField field : fields) {
      if (isText(field)) {
        names.add(field.name().strip());
        columns.add(col("`" + field.name().replace("`", "``") + "`"));
      } else {
        unread.add(field.name());
      }
    }
    TableForm form = TableForm.ofColumns(file, names, unread);
    List<Row> files =
        table.groupBy(col("_metadata.file_path").as("file")).count().collectAsList().stream()
            .sorted(Comparator.comparing(row -> row.getString(0)))
            .toList();
    var firstRows = new HashMap<String, Integer>();
    long rows = 0;
    for (Row one : files) {
      firstRows.put(one.getString(0), (int) rows + 2);
      rows += one.getLong(1);
    }
    if (rows > Integer.MAX_VALUE) {
      throw new TableException("The table has more rows than can be counted; cut it in several.");
    }
    Dataset<Row> cells = table.select(columns.toArray(Column[]::new));
    List<PartScan> scans = form.isTold() ? List.of() : scans(cells, form, firstRows);
    return new ParquetRows(spark, form.with(scans), cells, firstRows, rows);
  }

  /** Whether a cell can be written as text: it is no picture, list or group. */
  private static boolean isText(StructField field) {
    return field.dataType() instanceof AtomicType && !(field.dataType() instanceof BinaryType);
  }

  private static List<PartScan> scans(
      Dataset<Row> cells, TableForm form, Map<String, Integer> firstRows) {
    List<PartScan> scans =
        new ArrayList<>(
            cells
                .javaRDD()
                .mapPartitions(
                    some -> {
                      List<PartScan> found = new ArrayList<>();
                      var rows = new Rows(some, firstRows);
                      while (rows.moveOn()) {
                        found.add(form.scan(rows, rows.next.row()));
                      }
                      return found.iterator();
                    })
                .collect());
    scans.sort(Comparator.comparingInt(PartScan::firstRow));
    return scans;
  }

  @Override
  public TableForm form() {
    return form;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Dataset<Row> rows(Gathered gathered) {
    TableForm table = form;
    HashMap<String, Integer> first = firstRows;
    return spark.createDataFrame(
        cells
            .javaRDD()
            .mapPartitions(
                some ->
                    new RowSteps(
                        gathered,
                        "rows " + TaskContext.getPartitionId(),
                        () -> table.rows(new Rows(some, first).all()),
                        true)),
        SCHEMA);
  }

  /** Rows of Parquet as rows of a table; it ends where they go on in another file. */
  private static final class Rows implements Iterator<TableRow> {
    private final Iterator<Row> rows;
    private final Map<String, Integer> firstRows;
    private boolean throughFiles;
    private String file;
    private String nextFile;
    private TableRow next;

    Rows(Iterator<Row> rows, Map<String, Integer> firstRows) {
      this.rows = rows;
      this.firstRows = firstRows;
    }

    /** The same, on through all files. */
    Rows all() {
      throughFiles = true;
      return this;
    }

    /** Goes on to the next file; false if there is none. */
    boolean moveOn() {
      fill();
      file = nextFile;
      return next != null;
    }

    private void fill() {
      if (next == null && rows.hasNext()) {
        Row row = rows.next();
        nextFile = row.getString(0);
        List<String> cells = new ArrayList<>(row.size() - 2);
        for (int i = 2; i < row.size(); i++) {
          cells.add(text(row.get(i)));
        }
        next = new TableRow(firstRows.get(nextFile) + (int) row.getLong(1), cells);
      }
    }

    @Override
    public boolean hasNext() {
      fill();
      return next != null && (throughFiles || nextFile.equals(file));
    }

    @Override
    public TableRow next() {
      fill();
      TableRow row = next;
      next = null;
      return row;
    }
  }

  /** A cell as people write it: no number has an exponent. */
  private static String text(Object value) {
    if (value instanceof Double d && !d.isNaN() && !d.isInfinite()) {
      return BigDecimal.valueOf(d).toPlainString();
    }
    if (value instanceof Float f && !f.isNaN() && !f.isInfinite()) {
      return new BigDecimal(f.toString()).toPlainString();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value == null ? null : value.toString();
  }
}
