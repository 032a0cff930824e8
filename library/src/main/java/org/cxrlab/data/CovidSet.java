package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The covid-chestxray-dataset: Cohen et al., COVID-19 Image Data Collection: Prospective
 * Predictions Are the Future, arXiv:2006.11988. Its table metadata.csv has a row for each picture,
 * which lies in images/, and a finding such as "Pneumonia/Viral/COVID-19", from the wide term to
 * the narrow one. Each term is a label. A film has those on its path and none beside it; of those
 * below it nothing is known: a pneumonia of untold cause may be viral. Computed tomographies are
 * left out. The original was not tried: the form is taken from its description.
 */
final class CovidSet implements PublicSet {
  private static final String TABLE = "metadata.csv";
  private static final String PATIENT = "patientid";
  private static final String FINDING = "finding";
  private static final String FILE = "filename";
  private static final Set<String> UNTOLD = Set.of("", "todo", "unknown");
  private static final Set<String> TOMOGRAPHY = Set.of("CT", "AXIAL", "CORONAL");

  /** A film before all terms are known. */
  private record Row(Film film, List<List<String>> findings, Optional<Path> picture) {}

  @Override
  public String name() {
    return "covid-chestxray-dataset";
  }

  @Override
  public String needs() {
    return "metadata.csv with the columns patientid, finding and filename";
  }

  @Override
  public boolean isIn(Path folder) {
    return SetFolder.find(folder, TABLE)
        .map(SetTable::header)
        .filter(
            header ->
                column(header, PATIENT) >= 0
                    && column(header, FINDING) >= 0
                    && column(header, FILE) >= 0)
        .isPresent();
  }

  /** Its first versions wrote "Patientid". */
  private static int column(List<String> header, String name) {
    return header.stream().map(n -> n.strip().toLowerCase(Locale.ROOT)).toList().indexOf(name);
  }

  @Override
  public Films read(SetFolder folder) {
    Path table = folder.needed(TABLE);
    var films = new SetFilms(name(), folder);
    List<Row> rows = rows(table, folder, films);
    Map<String, Set<String>> below = below(rows);
    var labels = new Labels(List.copyOf(below.keySet()));
    for (Row row : rows) {
      films.add(
          labelled(row, labels, below, folder.log()),
          row.picture,
          "rows of " + SetTable.name(table));
    }
    return films.films(
        labels,
        "covid-chestxray-dataset, read from "
            + SetTable.name(table)
            + ". Of causes below the one that is named nothing is known.");
  }

  /** Each term, as they first occur, with those below it. */
  private static Map<String, Set<String>> below(List<Row> rows) {
    Map<String, Set<String>> below = new LinkedHashMap<>();
    for (Row row : rows) {
      for (List<String> terms : row.findings) {
        for (int i = 0; i < terms.size(); i++) {
          below
              .computeIfAbsent(terms.get(i), term -> new LinkedHashSet<>())
              .addAll(terms.subList(i + 1, terms.size()));
        }
      }
    }
    return below;
  }

  private static List<Row> rows(Path table, SetFolder folder, SetFilms films) {
    SourceLog log = folder.log();
    List<Row> rows = new ArrayList<>();
    try (var csv = CsvReader.open(table)) {
      int file = column(csv.header(), FILE);
      int patient = column(csv.header(), PATIENT);
      int finding = column(csv.header(), FINDING);
      int modality = column(csv.header(), "modality");
      int view = column(csv.header(), "view");
      int age = column(csv.header(), "age");
      int sex = column(csv.header(), "sex");
      while (SetTable.next(csv, log)) {
        String image = csv.get(file);
        if (image.isEmpty() || csv.get(patient).isEmpty()) {
          log.leftOut(SetTable.rowsOf(csv), "name no picture or no patient", "row " + csv.row());
        } else if (isTomography(csv.get(modality), csv.get(view))) {
          folder.picture(image, 1);
          log.leftOut(SetTable.rowsOf(csv), "are computed tomographies", image);
        } else if (films.isNew(image, csv)) {
          var film =
              new Film(
                  image,
                  folder.root().resolve("images").resolve(image),
                  csv.get(patient),
                  Labels.of(),
                  List.of(),
                  List.of(),
                  SetTable.view(csv.get(view), log),
                  SetTable.age(csv, age, log),
                  SetTable.sex(csv, sex, log));
          rows.add(new Row(film, findings(csv.get(finding)), folder.picture(image, 1)));
        }
      }
    }
    return rows;
  }

  /** The first versions have no column of the modality; there the view says CT. */
  private static boolean isTomography(String modality, String view) {
    return modality.equalsIgnoreCase("CT") || TOMOGRAPHY.contains(view.toUpperCase(Locale.ROOT));
  }

  /**
   * The findings of a film, each as terms from wide to narrow; none where nobody tells. The first
   * versions of the table have several with a comma between them: "COVID-19, ARDS".
   */
  private static List<List<String>> findings(String text) {
    return UNTOLD.contains(text.toLowerCase(Locale.ROOT))
        ? List.of()
        : Stream.of(text.split(","))
            .map(
                finding ->
                    Stream.of(finding.split("/"))
                        .map(String::strip)
                        .filter(term -> !term.isEmpty())
                        .toList())
            .toList();
  }

  private static Film labelled(
      Row row, Labels labels, Map<String, Set<String>> below, SourceLog log) {
    if (row.findings.isEmpty()) {
      log.value("findings", "are not told, and all labels unknown", row.film.image());
    }
    Set<String> present = new HashSet<>();
    Set<String> open = new HashSet<>();
    for (List<String> terms : row.findings) {
      present.addAll(terms);
      open.addAll(below.get(terms.get(terms.size() - 1)));
    }
    boolean untold = row.findings.isEmpty();
    List<Float> values =
        labels.names().stream()
            .map(
                term ->
                    present.contains(term) ? 1f : untold || open.contains(term) ? Float.NaN : 0f)
            .toList();
    return row.film.labelled(labels, values, List.of(), FilmDetails.NONE);
  }
}
