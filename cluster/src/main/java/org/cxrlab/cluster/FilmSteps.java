package org.cxrlab.cluster;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cxrlab.data.FilmMerge;
import org.cxrlab.data.PatientUse;
import org.cxrlab.data.TableTotals;

/** Makes films of rows that come sorted by picture and number, and hands their patients on. */
final class FilmSteps extends MergeSteps {
  /** The columns of what is handed on, by {@link PatientUse}. */
  static final StructType SCHEMA =
      new StructType()
          .add("small", DataTypes.StringType, false)
          .add("written", DataTypes.StringType, true)
          .add("own", DataTypes.BooleanType, false)
          .add("row", DataTypes.IntegerType, false)
          .add("films", DataTypes.IntegerType, false)
          .add("image", DataTypes.StringType, true);

  private final FilmMerge films;

  FilmSteps(Gathered gathered, String work, Iterator<Row> rows, FilmMerge films) {
    super(gathered, work, rows);
    this.films = films;
  }

  @Override
  void add(Row row, Collection<Row> out) {
    add(
        films.add(
            row.getString(0),
            row.getInt(1),
            row.isNullAt(2) ? null : row.getString(2),
            (byte[]) row.get(3)),
        out);
  }

  @Override
  void end(Collection<Row> out) {
    add(films.end(), out);
  }

  private static void add(List<PatientUse> uses, Collection<Row> out) {
    for (PatientUse use : uses) {
      out.add(
          RowFactory.create(
              use.small(), use.written(), use.own(), use.row(), use.films(), use.image()));
    }
  }

  @Override
  TableTotals totals() {
    return films.totals();
  }
}
