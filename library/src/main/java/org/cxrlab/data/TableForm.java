package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What has to be known of a table of films to read any part of it, by whatever process: where it
 * lies, its header, what stands between cells, and the role of each column. What {@link FilmTable}
 * reads at once in one process is read here in parts, by the same rules, and {@link #summary} of
 * all of them is what {@link TableSummary#of} is of the films.
 *
 * <p>Parts are cut at line ends, of which some may lie in quotes. So {@link #scan} says of each
 * part whether it ended in the middle of a row; if it did, it is to be read together with the next.
 */
public final class TableForm implements Serializable {
  private static final long serialVersionUID = 1;

  /** What a file in Parquet begins with. */
  private static final String PARQUET = "PAR1";

  private final String file;
  private final ArrayList<String> header;
  private final char separator;
  private final boolean text;
  private final boolean divisible;
  private final ArrayList<ColumnScan> scans;
  private final ArrayList<String> unread;

  private TableForm(
      Path file,
      List<String> header,
      char separator,
      boolean text,
      boolean divisible,
      List<ColumnScan> scans,
      List<String> unread) {
    this.file = file.toString();
    this.header = new ArrayList<>(header);
    this.separator = separator;
    this.text = text;
    this.divisible = divisible;
    this.scans = new ArrayList<>(scans);
    this.unread = new ArrayList<>(unread);
  }

  /**
   * Whether a table is a file in Parquet, or a folder with some; Spark reads them.
   *
   * @throws UncheckedIOException if it can't be read
   */
  public static boolean isParquet(Path file) {
    try {
      if (Files.isDirectory(file)) {
        try (Stream<Path> inside = Files.list(file)) {
          return inside.anyMatch(one -> one.toString().endsWith(".parquet"));
        }
      }
      if (!Files.isRegularFile(file)) {
        return false;
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new String(in.readNBytes(PARQUET.length()), StandardCharsets.US_ASCII)
            .equals(PARQUET);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read; check its permissions.", e);
    }
  }

  /**
   * Looks at the header of a table of text.
   *
   * @throws TableException if it can't be read
   */
  public static TableForm of(Path file) {
    try (var csv = CsvReader.open(file)) {
      boolean divisible = csv.isUtf8() && !TableText.isPacked(file);
      return new TableForm(
          file, csv.header(), csv.separator(), true, divisible, List.of(), List.of());
    } catch (IOException e) {
      throw TableText.unreadable(file, e, "");
    }
  }

  /**
   * A table that is no text, whose rows are fed.
   *
   * @param names of the columns whose cells are fed
   * @param unread names of others, which hold no text, to be told of
   */
  public static TableForm ofColumns(Path file, List<String> names, List<String> unread) {
    return new TableForm(file, names, ',', false, false, List.of(), unread);
  }

  private Path path() {
    return Path.of(file);
  }

  private String name() {
    return path().getFileName().toString();
  }

  /** The names of the columns. */
  public List<String> header() {
    return List.copyOf(header);
  }

  /**
   * Whether names of columns alone tell the roles, so that {@link #scan} need not look at cells.
   */
  public boolean isTold() {
    return TableColumns.isTold(header);
  }

  /**
   * The file in parts; one, where it can't be begun in the middle.
   *
   * @param bytes the least size of a part
   */
  public List<TablePart> parts(long bytes) {
    try {
      return divisible
          ? TablePart.cut(path(), bytes)
          : List.of(new TablePart(0, Files.size(path())));
    } catch (IOException e) {
      throw TableText.unreadable(path(), e, "");
    }
  }

  /** Looks at a part. */
  public PartScan scan(TablePart part) {
    try (CsvReader csv = open(part, 0)) {
      return PartScan.of(csv, 0, !isTold());
    }
  }

  /** Looks at rows that follow each other. */
  public PartScan scan(Iterator<TableRow> rows, int firstRow) {
    try (CsvReader csv = fed(rows)) {
      return PartScan.of(csv, firstRow, !isTold());
    }
  }

  /**
   * The same with the roles of its columns.
   *
   * @param parts all of them, in their order
   * @throws TableException if no film can be read of it, or only with all others at once
   */
  public TableForm with(List<PartScan> parts) {
    List<ColumnScan> all = isTold() ? List.of() : PartScan.columns(parts, header.size());
    var form = new TableForm(path(), header, separator, text, divisible, all, unread);
    TableColumns columns = form.checked(parts);
    if (columns.box().length > 0) {
      throw new TableException(
          file
              + " has a box in each row; such a table is read in one process alone, without --spark.");
    }
    return form;
  }

  private TableColumns checked(List<PartScan> parts) {
    TableException noRows = null;
    if (!isTold()) {
      try (CsvReader csv = fed(List.<TableRow>of().iterator())) {
        noRows = PartScan.noRows(parts, csv);
      }
    }
    return FilmTable.scanned(path(), header, scans, noRows).readable();
  }

  private TableColumns columns() {
    return FilmTable.scanned(path(), header, scans, null).readable();
  }

  private CsvReader open(TablePart part, int before) {
    try {
      var bytes = part.open(path());
      return part.from() == 0
          ? CsvReader.of(path(), bytes)
          : CsvReader.within(path(), TableText.within(path(), bytes), header, separator, before);
    } catch (IOException e) {
      throw TableText.unreadable(path(), e, "");
    }
  }

  private CsvReader fed(Iterator<TableRow> rows) {
    return CsvReader.within(path(), new FedRows(rows), header, separator, 1);
  }

  /**
   * The rows of a part.
   *
   * @param before how many rows stand before it, by {@link PartScan#lines}
   */
  public PartRows rows(TablePart part, int before) {
    return new PartRows(open(part, before), columns(), totals());
  }

  /** Rows that are fed. */
  public PartRows rows(Iterator<TableRow> rows) {
    return new PartRows(fed(rows), columns(), totals());
  }

  /** What makes films of rows. */
  public FilmMerge films() {
    return new FilmMerge(columns(), FilmCells.rows(path()), totals());
  }

  /** What makes patients of their IDs. */
  public PatientMerge patients() {
    return new PatientMerge(name(), totals());
  }

  /** Nothing yet. */
  public TableTotals totals() {
    return new TableTotals(columns().labels().size());
  }

  /**
   * All that was counted.
   *
   * @param all totals of all parts, films and patients
   * @throws TableException if there is no film
   */
  public TableSummary summary(TableTotals all) {
    if (all.films.films() == 0) {
      throw all.complaint() == null ? noFilms() : new TableException(all.complaint());
    }
    Labels labels = columns().labels();
    TableInfo info = all.films.info(name(), labels);
    long patients = all.patients.values().stream().mapToLong(Long::longValue).sum();
    SortedMap<Integer, Integer> perPatient = new TreeMap<>();
    all.patients.forEach((n, count) -> perPatient.put(FilmTally.whole(n), FilmTally.whole(count)));
    return new TableSummary(
        name(),
        info,
        new IdCounts(info.rows(), info.rows(), FilmTally.whole(patients)),
        new FilmsPerPatient(perPatient),
        all.films.positives(labels),
        all.films.together(labels),
        new Duplicates(info.rows(), 0, List.of()),
        account(all),
        List.of());
  }

  private TableException noFilms() {
    try (CsvReader csv = fed(List.<TableRow>of().iterator())) {
      return FilmCollector.noFilms(csv);
    }
  }

  private Source account(TableTotals all) {
    var log = new SourceLog();
    FilmCollector.tellColumns(columns(), name(), log);
    unread.forEach(
        column ->
            log.decided(
                "columns of " + name(),
                "are passed over: they hold bytes, lists or groups",
                column));
    String rows = FilmCells.rows(path());
    log.used(rows, all.rows - all.account.leftOut(rows), "were read");
    if (text) {
      try (var csv = CsvReader.open(path())) {
        csv.tellForm(all.foreign ? TableText.WINDOWS_IN_WORDS : csv.encoding(), log);
      }
    }
    List<Source.Entry> entries = new ArrayList<>(log.source().entries());
    entries.addAll(all.account.source().entries());
    entries.addAll(ownPatients(all));
    entries.addAll(all.films.open());
    entries.sort(Comparator.comparing(Source.Entry::fate));
    return new Source(entries);
  }

  private List<Source.Entry> ownPatients(TableTotals all) {
    var log = new SourceLog();
    FilmCollector.tellOwnPatients(all.ownPatients, name(), log);
    return log.source().entries();
  }
}
