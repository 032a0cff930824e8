package org.cxrlab.cluster;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cxrlab.data.PatientMerge;
import org.cxrlab.data.TableTotals;

/** Puts the IDs of patients together, which come sorted, and hands the patients on. */
final class PatientSteps extends MergeSteps {
  /** The columns of what is handed on, by {@link PatientMerge.PatientFilms}. */
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("written", DataTypes.StringType, false)
          .add("films", DataTypes.LongType, false);

  private final PatientMerge patients;

  PatientSteps(Gathered gathered, String work, Iterator<Row> rows, PatientMerge patients) {
    super(gathered, work, rows);
    this.patients = patients;
  }

  @Override
  void add(Row row, Collection<Row> out) {
    add(
        patients.add(
            row.getString(0),
            row.isNullAt(1) ? null : row.getString(1),
            row.getBoolean(2),
            row.getInt(3),
            row.getLong(4)),
        out);
  }

  @Override
  void end(Collection<Row> out) {
    add(patients.end(), out);
  }

  private static void add(List<PatientMerge.PatientFilms> some, Collection<Row> out) {
    some.forEach(one -> out.add(RowFactory.create(one.key(), one.written(), one.films())));
  }

  @Override
  TableTotals totals() {
    return patients.totals();
  }
}
