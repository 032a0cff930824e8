package org.cxrlab.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.PartScan;
import org.cxrlab.data.TableException;
import org.cxrlab.data.TableForm;
import org.cxrlab.data.TablePart;

/** The rows of a table of text, which is cut into parts where that can be done. */
final class TextRows implements TableRows {
  private static final long LEAST = 4L << 20;
  private static final long MOST = 64L << 20;
  private static final int PARTS_A_CORE = 4;

  /** A row has at least so many bytes, packed; it is only for how many tasks to make. */
  private static final int PACKED_ROW = 6;

  /**
   * A part of the file.
   *
   * @param place among all
   * @param before how many rows stand before it
   * @param last whether none follows
   */
  private record Part(TablePart bytes, int place, int before, boolean last)
      implements Serializable {}

  /** What came of looking at a part: {@code scan} or why there is none. */
  private record Looked(PartScan scan, String refusal) implements Serializable {}

  private final SparkSession spark;
  private final TableForm form;
  private final List<Part> parts;
  private final long size;

  private TextRows(SparkSession spark, TableForm form, List<Part> parts, long size) {
    this.spark = spark;
    this.form = form;
    this.parts = parts;
    this.size = size;
  }

  /**
   * Looks at a table, at all of its rows where its header does not tell enough.
   *
   * @throws TableException if it can't be read
   */
  static TextRows of(SparkSession spark, Path file) {
    TableForm form = TableForm.of(file);
    long bytes = bytes(file);
    int cores = spark.sparkContext().defaultParallelism();
    long size = Math.min(MOST, Math.max(LEAST, bytes / (PARTS_A_CORE * (long) cores)));
    return of(spark, form, bytes, size);
  }

  /** The same in parts of at least so many bytes. */
  static TextRows of(SparkSession spark, TableForm form, long bytes, long partBytes) {
    List<TablePart> parts = new ArrayList<>(form.parts(partBytes));
    if (parts.size() == 1 && form.isTold()) {
      long rows = bytes / PACKED_ROW;
      return new TextRows(
          spark, form.with(List.of()), List.of(new Part(parts.get(0), 0, 0, true)), rows);
    }
    List<PartScan> scans = scans(spark, form, parts);
    List<Part> counted = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < parts.size(); i++) {
      counted.add(new Part(parts.get(i), i, (int) before, i == parts.size() - 1));
      before += scans.get(i).lines();
    }
    if (before > Integer.MAX_VALUE) {
      throw new TableException("The table has more rows than can be counted; cut it in several.");
    }
    return new TextRows(spark, form.with(scans), counted, before);
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read; check its permissions.", e);
    }
  }

  /** Looks at all parts, and puts those together that were cut in the middle of a row. */
  private static List<PartScan> scans(SparkSession spark, TableForm form, List<TablePart> parts) {
    List<PartScan> scans = new ArrayList<>(look(spark, form, parts));
    while (true) {
      List<Integer> cut = new ArrayList<>();
      for (int i = 0; i < parts.size() - 1; i++) {
        if (scans.get(i).isCut()) {
          parts.set(i, parts.get(i).with(parts.remove(i + 1)));
          scans.remove(i + 1);
          cut.add(i);
        }
      }
      if (cut.isEmpty()) {
        return scans;
      }
      List<PartScan> again = look(spark, form, cut.stream().map(parts::get).toList());
      IntStream.range(0, cut.size()).forEach(i -> scans.set(cut.get(i), again.get(i)));
    }
  }

  private static List<PartScan> look(SparkSession spark, TableForm form, List<TablePart> parts) {
    List<PartScan> scans = new ArrayList<>();
    for (Looked looked : rdd(spark, parts).map(part -> look(form, part)).collect()) {
      if (looked.scan == null) {
        throw new TableException(looked.refusal);
      }
      scans.add(looked.scan);
    }
    return scans;
  }

  private static Looked look(TableForm form, TablePart part) {
    try {
      return new Looked(form.scan(part), "");
    } catch (CxrlabException e) {
      return new Looked(null, e.getMessage());
    }
  }

  private static <T> JavaRDD<T> rdd(SparkSession spark, List<T> some) {
    return new JavaSparkContext(spark.sparkContext()).parallelize(some, some.size());
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
    JavaRDD<Row> rows =
        rdd(spark, parts)
            .flatMap(
                part ->
                    new RowSteps(
                        gathered,
                        "rows " + part.place,
                        () -> table.rows(part.bytes, part.before),
                        part.last));
    return spark.createDataFrame(rows, SCHEMA);
  }
}
