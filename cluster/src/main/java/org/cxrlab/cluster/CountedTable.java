package org.cxrlab.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cxrlab.data.TableForm;
import org.cxrlab.data.TableSummary;

/**
 * The counting of a table on a cluster. Rows are sorted by picture, so that those of one picture
 * are met together and become one film; the films' patients are sorted by ID. Both are Spark's
 * sorts, which go to the disk where memory ends, and in between no more is held than one picture,
 * one patient and the counts.
 */
final class CountedTable {
  /** So many rows are sorted by one task. */
  private static final long ROWS_A_TASK = 500_000;

  private final SparkSession spark;
  private final TableForm form;
  private final Gathered gathered;
  private final int tasks;
  private final Dataset<Row> films;

  /** Nothing is counted before it is asked for. */
  CountedTable(SparkSession spark, TableRows table) {
    this.spark = spark;
    form = table.form();
    gathered = new Gathered(form.totals());
    spark.sparkContext().register(gathered);
    int cores = spark.sparkContext().defaultParallelism();
    tasks = (int) Math.max(cores, Math.min(10_000, table.size() / ROWS_A_TASK));
    // For what else is sorted or joined of it; Spark takes 200, however small it is.
    spark.conf().set("spark.sql.shuffle.partitions", tasks);
    films = films(table.rows(gathered));
  }

  private Dataset<Row> films(Dataset<Row> rows) {
    TableForm table = form;
    Gathered to = gathered;
    return rows.repartition(tasks, col("image"))
        .sortWithinPartitions("image", "row")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                some -> new FilmSteps(to, work("films"), some, table.films()),
            Encoders.row(FilmSteps.SCHEMA));
  }

  private static String work(String what) {
    return what + " " + TaskContext.getPartitionId();
  }

  /** The films' patients, as {@link FilmSteps#SCHEMA} has them. */
  Dataset<Row> films() {
    return films;
  }

  /** The patients with at least one film, as {@link PatientSteps#SCHEMA} has them. */
  Dataset<Row> patients() {
    TableForm table = form;
    Gathered to = gathered;
    return films
        .repartition(tasks, col("small"))
        .groupBy("small", "written", "own")
        .agg(min("row").as("row"), sum("films").as("films"))
        .sortWithinPartitions("small", "row")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                some -> new PatientSteps(to, work("patients"), some, table.patients()),
            Encoders.row(PatientSteps.SCHEMA));
  }

  /** Reads and counts all. */
  void run() {
    patients().write().format("noop").mode("overwrite").save();
  }

  /**
   * What was counted, after all patients were.
   *
   * @throws org.cxrlab.data.TableException if there is no film, or a part can't be read
   */
  TableSummary summary() {
    return form.summary(gathered.all());
  }
}
