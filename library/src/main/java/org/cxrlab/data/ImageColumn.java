package org.cxrlab.data;

import it.unimi.dsi.fastutil.Hash;
import it.unimi.dsi.fastutil.objects.Object2IntMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import org.cxrlab.figure.Text;

/**
 * The column of a table that names the pictures: each row has one, and none stands twice. Names are
 * read as {@link SheetText} has them written.
 */
public final class ImageColumn {
  private final CsvReader csv;
  private final int column;
  private final Object2IntMap<String> rows =
      new Object2IntOpenHashMap<>(Hash.DEFAULT_INITIAL_SIZE, Hash.FAST_LOAD_FACTOR);

  /** The column of this position. */
  public ImageColumn(CsvReader csv, int column) {
    this.csv = csv;
    this.column = column;
  }

  /**
   * The column of a table that has a usual name of one, such as Image, filename or dicom_id.
   *
   * @throws TableException if there is none, with the columns that there are
   */
  public static ImageColumn of(CsvReader csv) {
    int column = csv.columnIfAny(ColumnNames.IMAGE.toArray(String[]::new));
    return new ImageColumn(csv, column < 0 ? csv.column("Image") : column);
  }

  /** Its position in the table. */
  public int position() {
    return column;
  }

  /** The name in the row at hand, without any check; empty where there is none. */
  public String here() {
    return name(csv, column);
  }

  /** The name that stands in a cell. */
  static String name(CsvReader csv, int column) {
    return SheetText.read(csv.get(column));
  }

  /**
   * The name in the row at hand, which is asked for once.
   *
   * @throws TableException if there is none, or it stood in a row before
   */
  public String name() {
    String image = name(csv, column);
    if (image.isEmpty()) {
      throw csv.error(column, "is empty; write the picture's file name");
    }
    int first = rows.put(image, csv.row());
    if (first != 0) {
      throw csv.error(
          Text.format("names the picture %s, as row %d does; keep one of the two", image, first));
    }
    return image;
  }

  /**
   * Checks, after the last row, that there was one.
   *
   * @throws TableException if not
   */
  public void requireSome() {
    if (rows.isEmpty()) {
      throw new TableException(csv.file() + " has a header but no films; add a row for each film.");
    }
  }
}
