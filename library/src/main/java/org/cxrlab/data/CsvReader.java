package org.cxrlab.data;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.cxrlab.figure.Text;

/**
 * Reads a table of comma-separated text row by row, gzipped or not. Every cell stays text: nothing
 * guesses a type, and no word is taken for a missing value. Rows are counted as a spreadsheet
 * counts them, the header being row 1.
 */
public final class CsvReader implements AutoCloseable {
  private final Path file;
  private final List<String> header;
  private CsvParser parser;
  private String[] cells;
  private int row = 1;

  private CsvReader(Path file, CsvParser parser) {
    this.file = file;
    this.parser = parser;
    String[] names = parser.parseNext();
    if (names == null) {
      throw new TableException(file + " is empty; it needs a header row and a row for each film.");
    }
    for (int i = 0; i < names.length; i++) {
      names[i] = names[i] == null ? "" : names[i].replace("\uFEFF", "");
    }
    header = List.of(names);
  }

  /**
   * Opens a table and reads its header.
   *
   * @throws TableException if it can't be read, is no text or has not even a header
   */
  public static CsvReader open(Path file) {
    return new CsvReader(file, begin(file, new CsvParserSettings()));
  }

  private static CsvParser begin(Path file, CsvParserSettings settings) {
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setReadInputOnSeparateThread(false);
    settings.setSkipEmptyLines(false);
    var parser = new CsvParser(settings);
    parser.beginParsing(text(file));
    return parser;
  }

  /**
   * Has the cells of all other columns taken for empty, which saves making texts of them. To be
   * called before the first row is read.
   *
   * @param columns their positions; those below 0 are none
   */
  void keepOnly(int... columns) {
    parser.stopParsing();
    var settings = new CsvParserSettings();
    settings.selectIndexes(
        Arrays.stream(columns).filter(i -> i >= 0).boxed().toArray(Integer[]::new));
    settings.setColumnReorderingEnabled(false);
    // Or else a row with too few cells would be filled up to the width of the first.
    settings.setHeaders("");
    parser = begin(file, settings);
    parser.parseNext();
  }

  /** The file as text, unpacked where it is gzipped. */
  static Reader text(Path file) {
    if (Files.isDirectory(file)) {
      throw new TableException(
          file + " is a folder; name a table in it, or open it with Films.open(folder).");
    }
    if (!Files.exists(file)) {
      throw new TableException(
          "There is no file " + file.toAbsolutePath() + "; check its name and its folder.");
    }
    try {
      return new InputStreamReader(unpacked(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new TableException("The table " + file + " can't be read.", e);
    }
  }

  private static InputStream unpacked(Path file) throws IOException {
    var bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      bytes.mark(1 << 10);
      byte[] start = bytes.readNBytes(1 << 10);
      bytes.reset();
      boolean gzip = start.length > 1 && start[0] == (byte) 0x1F && start[1] == (byte) 0x8B;
      if (gzip) {
        return new GZIPInputStream(bytes, 1 << 16);
      }
      for (byte b : start) {
        if (b == 0) {
          throw new TableException(
              file + " is not a table of text; save it as comma-separated values (CSV).");
        }
      }
      return bytes;
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /** The table's file. */
  public Path file() {
    return file;
  }

  /** The column names as they stand; an empty text where a name is missing. */
  public List<String> header() {
    return header;
  }

  /**
   * The position of a column.
   *
   * @throws TableException if there is none, with the columns that there are
   */
  public int column(String name) {
    int i = header.indexOf(name);
    if (i < 0) {
      throw new TableException(
          Text.format(
              "%s has no column \"%s\", only %s; rename the column that holds it.",
              file, name, header));
    }
    return i;
  }

  /** The position of the first of these columns that is there, or -1. */
  public int columnIfAny(String... names) {
    return Arrays.stream(names)
        .mapToInt(header::indexOf)
        .filter(i -> i >= 0)
        .findFirst()
        .orElse(-1);
  }

  /** Moves to the next row that is not blank; false at the end. */
  public boolean next() {
    do {
      cells = parser.parseNext();
      row++;
    } while (cells != null && blank());
    return cells != null;
  }

  private boolean blank() {
    for (String cell : cells) {
      if (cell != null) {
        return false;
      }
    }
    // Where columns are left out, theirs may be the only text of a row.
    String text = parser.getContext().currentParsedContent();
    return text == null || text.chars().allMatch(CsvReader::isEmptyCell);
  }

  private static boolean isEmptyCell(int character) {
    return character == ',' || character == '"' || Character.isWhitespace(character);
  }

  /** How many cells the row has. */
  int width() {
    return cells.length;
  }

  /** The row's number, the header being row 1. */
  public int row() {
    return row;
  }

  /** The text of a cell without blanks around it, empty where there is none. */
  public String get(int column) {
    String text = column < 0 || column >= cells.length ? null : cells[column];
    return text == null ? "" : text;
  }

  /**
   * The number in a cell.
   *
   * @param otherwise what belongs there, which goes on after "holds … where "
   * @throws TableException if it is none
   */
  public double number(int column, String otherwise) {
    try {
      return Double.parseDouble(get(column));
    } catch (NumberFormatException e) {
      throw error(column, "holds \"" + get(column) + "\" where " + otherwise);
    }
  }

  /** Checks that the row has as many cells as the header. */
  public void checkWidth() {
    if (cells.length != header.size()) {
      throw error(
          Text.format(
              "has %d cells where the header has %d; look for a missing comma or an open quote",
              cells.length, header.size()));
    }
  }

  /** The complaint about this row: {@code what} goes on after "file, row n". */
  public TableException error(String what) {
    return new TableException(Text.format("%s, row %d %s.", file, row, what));
  }

  /** The complaint about one cell of this row. */
  public TableException error(int column, String what) {
    return new TableException(
        Text.format("%s, row %d, column \"%s\" %s.", file, row, header.get(column), what));
  }

  @Override
  public void close() {
    parser.stopParsing();
  }
}
