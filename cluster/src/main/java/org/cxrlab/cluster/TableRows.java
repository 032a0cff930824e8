package org.cxrlab.cluster;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cxrlab.data.TableForm;

/** The rows of a table on a cluster, each as far as it tells of a film by itself. */
interface TableRows {
  /** The columns of a row: picture, the row's number, patient or null, and the rest. */
  StructType SCHEMA =
      new StructType()
          .add("image", DataTypes.StringType, false)
          .add("row", DataTypes.IntegerType, false)
          .add("patient", DataTypes.StringType, true)
          .add("film", DataTypes.BinaryType, false);

  /** What is known of the table, with the roles of its columns. */
  TableForm form();

  /** About how many rows there are. */
  long size();

  /**
   * All rows.
   *
   * @param gathered is given what was counted of them
   */
  Dataset<Row> rows(Gathered gathered);
}
