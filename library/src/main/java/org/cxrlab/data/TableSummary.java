package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;

/**
 * All that is counted in a table of films, without the films: columns and missing values, unique
 * IDs, films per patient, labels and their pairs, rows that stand twice, and the account of what
 * was left out or read otherwise. A table that does not fit into memory is counted on a cluster, by
 * {@code ./cxrlab counts TABLE --spark MASTER -o FILE}, and its counts are read from that file.
 *
 * @param name of the table
 * @param info its columns
 * @param ids unique IDs
 * @param filmsPerPatient how many patients have how many films
 * @param positives how often each label is present
 * @param together which labels are present together
 * @param duplicates rows that stand more than once among the films
 * @param account what became of each row and value
 * @param leaks what it shares with another table; empty where it was compared with none
 */
public record TableSummary(
    String name,
    TableInfo info,
    IdCounts ids,
    FilmsPerPatient filmsPerPatient,
    LabelCounts positives,
    CoOccurrence together,
    Duplicates duplicates,
    Source account,
    List<TableLeaks> leaks)
    implements Showable {
  /** Copies the list. */
  public TableSummary {
    leaks = List.copyOf(leaks);
  }

  /** The counts of films that are in memory. */
  public static TableSummary of(Films films) {
    return new TableSummary(
        films.name(),
        films.info(),
        films.ids(),
        films.filmsPerPatient(),
        films.positives(),
        films.together(),
        films.duplicates(),
        films.source(),
        List.of());
  }

  /** The same with what the table shares with another. */
  public TableSummary with(TableLeaks more) {
    List<TableLeaks> all = new ArrayList<>(leaks);
    all.add(more);
    return new TableSummary(
        name, info, ids, filmsPerPatient, positives, together, duplicates, account, all);
  }

  /** How many values are missing in each column. */
  public Nulls nulls() {
    return new Nulls(info);
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws TableException if the file is not there, can't be read or is none of that kind
   */
  public static TableSummary read(Path file) {
    return SummaryJson.read(file);
  }

  /**
   * Writes all counts as JSON.
   *
   * @return the same path
   * @throws java.io.UncheckedIOException if the file can't be written
   */
  public Path write(Path file) {
    return WholeFile.write(file, SummaryJson.of(this));
  }

  /** All tables, one below the other. */
  @Override
  public Figure figure() {
    List<Showable> parts =
        new ArrayList<>(
            List.of(info, nulls(), ids, filmsPerPatient, positives, together, duplicates));
    parts.addAll(leaks);
    parts.add(account);
    return Panel.of(parts.toArray(Showable[]::new));
  }
}
