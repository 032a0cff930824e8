package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.cxrlab.figure.Text;

/**
 * Reads a table of separated text row by row, gzipped or not. Separator and encoding are told by
 * the text itself: comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252. Every cell stays
 * text: nothing guesses a type, and no word is taken for a missing value. Rows are counted as a
 * spreadsheet counts them, the header being row 1.
 */
public final class CsvReader implements AutoCloseable {
  private final Path file;
  private final Reader text;
  private final CsvCells cells;
  private final Layout layout;
  private final List<String> header;
  private int row;
  private long lines;
  private final List<String> looseQuotes = new ArrayList<>();
  private long looseRows;

  private CsvReader(Path file, TableText text) throws IOException {
    this.file = file;
    this.text = text;
    var peeked = new PeekedText(text);
    layout = Layout.of(peeked.head());
    peeked.skip(layout.characters());
    cells = new CsvCells(peeked, layout.separator());
    do {
      row++;
      if (!cells.next()) {
        throw new TableException(
            file + " is empty; it needs a header row and a row for each film.");
      }
    } while (row <= layout.rowsAbove() || allEmpty());
    header = names();
    lines = row;
  }

  /** Of rows that stand below a header which is known already. */
  private CsvReader(Path file, Reader text, List<String> header, char separator, int row) {
    this.file = file;
    this.text = text;
    this.header = header;
    this.row = row;
    layout = new Layout(separator, 0, List.of(), 0);
    cells = new CsvCells(text, separator);
  }

  /**
   * Reads rows from the middle of a table.
   *
   * @param text begins with a row; the reader closes it
   * @param before the number of the row before it
   */
  static CsvReader within(Path file, Reader text, List<String> header, char separator, int before) {
    return new CsvReader(file, text, header, separator, before);
  }

  /**
   * Opens a table and reads its header.
   *
   * @throws TableException if it can't be read, is no text or has not even a header
   */
  public static CsvReader open(Path file) {
    return of(file, TableText.open(file));
  }

  /**
   * Reads a table that is open already.
   *
   * @param file its name in what is said of it
   * @param bytes its contents; the reader closes them
   */
  public static CsvReader of(Path file, InputStream bytes) {
    return of(file, TableText.of(file, bytes));
  }

  private static CsvReader of(Path file, TableText text) {
    try {
      return new CsvReader(file, text);
    } catch (IOException e) {
      close(file, text);
      throw trouble(file, e, 0);
    } catch (RuntimeException e) {
      close(file, text);
      throw e;
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cells.count(); i++) {
      names.add(cells.text(i).replace("\uFEFF", "").strip());
    }
    return Collections.unmodifiableList(names);
  }

  private static TableException trouble(Path file, IOException e, int row) {
    if (e instanceof CsvCells.TooLong) {
      return new TableException(
          Text.format(
              "%s, row %d has more than %s, which is the most that is read; look for line ends and separators that are missing.",
              file, row + 1, e.getMessage()));
    }
    if (e instanceof java.nio.charset.CharacterCodingException) {
      return new TableException(
          Text.format(
              "%s is no whole text after row %d; save it again as CSV in UTF-8.", file, row));
    }
    return TableText.unreadable(file, e, row == 0 ? "" : Text.format(" after row %d", row));
  }

  /** The file as text, unpacked where it is gzipped. */
  static Reader text(Path file) {
    return TableText.open(file);
  }

  /** The table's file. */
  public Path file() {
    return file;
  }

  /** The column names as they stand; an empty text where a name is missing. */
  public List<String> header() {
    return header;
  }

  /** What stands between the cells. */
  char separator() {
    return layout.separator();
  }

  /**
   * The position of a column. Where none has this very name, one is taken that has it in other
   * capitals, or with other blanks, dashes and underscores: "patient_id" is PatientId.
   *
   * @throws TableException if there is none, with the columns that there are
   */
  public int column(String name) {
    int i = columnIfAny(name);
    if (i < 0) {
      throw new TableException(
          Text.format(
              "%s has no column \"%s\", only %s; rename the column that holds it.",
              file, name, header));
    }
    return i;
  }

  /**
   * The position of the first of these columns that is there, named as {@link #column} takes it, or
   * -1.
   */
  public int columnIfAny(String... names) {
    int exact = first(header, Arrays.asList(names));
    return exact >= 0
        ? exact
        : first(
            header.stream().map(CsvReader::key).toList(),
            Arrays.stream(names).map(CsvReader::key).toList());
  }

  private static int first(List<String> all, List<String> names) {
    return names.stream().mapToInt(all::indexOf).filter(i -> i >= 0).findFirst().orElse(-1);
  }

  /** A name as it is compared: its letters and digits alone, all small; itself if it has none. */
  static String key(String name) {
    var key = new StringBuilder(name.length());
    name.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(key::appendCodePoint);
    return key.length() == 0 ? name : key.toString();
  }

  /** Moves to the next row that is not blank; false at the end. */
  public boolean next() {
    try {
      do {
        if (!cells.next()) {
          return false;
        }
        lines++;
        row = text instanceof FedRows fed ? fed.row() : row + 1;
        noteLooseQuote();
      } while (allEmpty());
      return true;
    } catch (IOException e) {
      throw trouble(file, e, row);
    }
  }

  private void noteLooseQuote() {
    if (cells.hasLooseQuote()) {
      looseRows++;
      if (looseQuotes.size() < SourceLog.EXAMPLES) {
        looseQuotes.add("row " + row);
      }
    }
  }

  private boolean allEmpty() {
    for (int i = 0; i < cells.count(); i++) {
      if (!cells.isBlank(i)) {
        return false;
      }
    }
    return true;
  }

  /** How many cells the row has. */
  int width() {
    return cells.count();
  }

  /** How many rows the text has had so far, blank ones and the header too. */
  long lines() {
    return lines;
  }

  /** The row's number, the header being row 1. */
  public int row() {
    return row;
  }

  /** The text of a cell without blanks around it, in quotes or not; empty where there is none. */
  public String get(int column) {
    return column < 0 || column >= cells.count() ? "" : withoutBlanks(cells.text(column));
  }

  /** A text as a cell with it is read: without blanks around it. */
  public static String withoutBlanks(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** Whether nothing is seen of it: also the blank that ends no line, and that without width. */
  private static boolean isBlank(char c) {
    return c <= ' '
        || c > '~'
            && (Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == 0x200B
                || c == 0xFEFF);
  }

  /**
   * The number in a cell, with a point or a comma before its decimals.
   *
   * @param otherwise what belongs there, which goes on after "holds … where "
   * @throws TableException if it is none
   */
  public double number(int column, String otherwise) {
    String cell = get(column);
    double number = Decimals.parse(cell);
    if (Double.isNaN(number) && !cell.equals("NaN")) {
      throw error(column, "holds \"" + cell + "\" where " + otherwise);
    }
    return number;
  }

  /** Whether a cell holds a number from 0 to 1. */
  public boolean isProbability(int column) {
    double number = Decimals.parse(get(column));
    return number >= 0 && number <= 1;
  }

  /** The label in a cell: 1, 0, or NaN where nobody knows, where it is uncertain, or no label. */
  public float label(int column) {
    return switch (LabelCells.word(get(column))) {
      case PRESENT -> 1;
      case ABSENT -> 0;
      case UNCERTAIN, UNKNOWN, NO_LABEL -> Float.NaN;
    };
  }

  /** What is wrong with this row as a whole, after "row n"; empty if it is one of the table. */
  String problem() {
    if (cells.hasZero()) {
      return "holds a NUL, which no text has; save the table again as CSV in UTF-8";
    }
    int width = cells.count();
    while (width > header.size() && cells.isEmpty(width - 1)) {
      width--;
    }
    return width == header.size()
        ? ""
        : Text.format(
            "has %d cells where the header has %d; look for a missing %s or an open quote",
            width, header.size(), layout.name());
  }

  /** Checks that the row has as many cells as the header; empty ones may follow. */
  public void checkWidth() {
    String problem = problem();
    if (!problem.isEmpty()) {
      throw error(problem);
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

  /** What the text itself was taken for, and what in it was odd, as far as rows were read. */
  public Source source() {
    var log = new SourceLog();
    tell(log);
    return log.source();
  }

  /** Whether the text ended behind a quote that more text could have closed. */
  boolean endedInQuote() {
    return cells.endedInQuote();
  }

  /** What the text was encoded in, as far as it was read; empty for UTF-8. */
  String encoding() {
    return text instanceof TableText table ? table.encoding() : "";
  }

  /** Whether a place in the file where a line ends is one in the text, too. */
  boolean isUtf8() {
    return text instanceof TableText table && table.isUtf8();
  }

  /** Tells what the text itself was taken for, as far as rows were read. */
  void tell(SourceLog log) {
    tellForm(encoding(), log);
    tellLooseQuotes(log);
  }

  /** Tells how the table is laid out and encoded. */
  void tellForm(String encoding, SourceLog log) {
    String name = file.getFileName().toString();
    if (layout.separator() != ',') {
      log.decided("tables", "have a " + layout.name() + " between cells", name);
    }
    if (!encoding.isEmpty()) {
      log.decided("tables", "were read as " + encoding + ", as they are no UTF-8", name);
    }
    for (String line : layout.above()) {
      log.leftOut("lines above the header of " + name, "begin with #", line);
    }
  }

  /** Tells of quotes that are not closed. */
  void tellLooseQuotes(SourceLog log) {
    String name = file.getFileName().toString();
    for (long i = 0; i < looseRows; i++) {
      log.value(
          "rows of " + name,
          "have a quote that is not closed, which was taken for a letter",
          i < looseQuotes.size() ? looseQuotes.get((int) i) : "");
    }
  }

  @Override
  public void close() {
    close(file, text);
  }

  private static void close(Path file, Reader text) {
    try {
      text.close();
    } catch (IOException e) {
      throw new TableException(file + " can't be closed.", e);
    }
  }
}
