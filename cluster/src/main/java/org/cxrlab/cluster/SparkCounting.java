package org.cxrlab.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.cxrlab.CxrlabException;
import org.cxrlab.cli.CountingCluster;
import org.cxrlab.data.TableForm;
import org.cxrlab.data.TableLeaks;
import org.cxrlab.data.TableSummary;

/**
 * Counts tables on Spark. Each row is read by the library's own code, as one process reads it; what
 * needs all rows at once, as the rows of a picture and the films of a patient, is sorted by Spark
 * SQL. So counts are the same to the last, and none is an estimate.
 */
public final class SparkCounting implements CountingCluster {
  /** A number without leading zeros, as {@code split.Leakage} sorts patients by it. */
  private static final String NUMBER = "^(0|[1-9][0-9]*)$";

  @Override
  public TableSummary count(String master, Path table, Path against) {
    try (Session session = Session.start(master, "cxrlab counts")) {
      return count(spark(session), table, against);
    } finally {
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
  }

  /** Spark SQL in a session. */
  static SparkSession spark(Session session) {
    return SparkSession.builder()
        .config("spark.sql.caseSensitive", "true")
        .config("spark.sql.warehouse.dir", session.folder().toUri().toString())
        .getOrCreate();
  }

  /** The same on a cluster that is connected already; {@code against} may be null. */
  static TableSummary count(SparkSession spark, Path table, Path against) {
    try {
      var counted = new CountedTable(spark, rows(spark, table));
      if (against != null) {
        return compared(counted, new CountedTable(spark, rows(spark, against)));
      }
      counted.run();
      return counted.summary();
    } catch (CxrlabException e) {
      throw e;
    } catch (Exception e) { // Scala's code throws what it does not declare
      if (!(e instanceof SparkException)) {
        throw e;
      }
      throw new CxrlabException(FullDisk.sentence(e).orElseGet(() -> gaveUp(e)), e);
    }
  }

  private static String gaveUp(Exception e) {
    return "Spark gave up ("
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
        + "); run it again.";
  }

  private static TableRows rows(SparkSession spark, Path table) {
    return TableForm.isParquet(table) ? ParquetRows.of(spark, table) : TextRows.of(spark, table);
  }

  /** The first table's counts, with what both share. */
  private static TableSummary compared(CountedTable one, CountedTable other) {
    // Each is asked for twice, by picture and by patient, and is read once.
    one.films().persist(StorageLevel.DISK_ONLY());
    other.films().persist(StorageLevel.DISK_ONLY());
    Dataset<Row> patients =
        one.patients()
            .join(other.patients().select("key"), "key")
            .select("written")
            .persist(StorageLevel.DISK_ONLY());
    long patientsInBoth = patients.count();
    Dataset<Row> images =
        images(one).join(images(other), "image").persist(StorageLevel.DISK_ONLY());
    long imagesInBoth = images.count();
    TableSummary summary = one.summary();
    TableSummary others = other.summary();
    Column isNumber = col("written").rlike(NUMBER);
    return summary.with(
        new TableLeaks(
            summary.name(),
            others.name(),
            patientsInBoth,
            first(
                patients.orderBy(
                    isNumber.desc(),
                    when(isNumber, length(col("written"))).otherwise(lit(0)),
                    col("written"))),
            imagesInBoth,
            first(images.orderBy("image")),
            others.account()));
  }

  private static Dataset<Row> images(CountedTable table) {
    return table.films().where(col("image").isNotNull()).select("image");
  }

  private static List<String> first(Dataset<Row> sorted) {
    return sorted.limit(TableLeaks.NAMED).as(Encoders.STRING()).collectAsList();
  }
}
