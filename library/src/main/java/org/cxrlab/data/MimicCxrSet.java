package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * MIMIC-CXR-JPG: Johnson et al., MIMIC-CXR-JPG, a large publicly available database of labeled
 * chest radiographs, 2019. Films lie in files/p10/p10000032/s50414267/DICOM_ID.jpg; the labels of
 * studies stand in one table, for each of two labellers, views and the official split of films in
 * two others. The original was not tried: the form is taken from its publication.
 */
final class MimicCxrSet implements PublicSet {
  private static final String[] CHEXPERT = versions("chexpert");
  private static final String[] NEGBIO = versions("negbio");
  private static final String[] METADATA = versions("metadata");
  private static final String[] SPLIT = versions("split");
  private static final String SUBJECT = "subject_id";
  private static final String STUDY = "study_id";
  private static final String DICOM = "dicom_id";
  private static final Pattern PATH = Pattern.compile("p(\\d+)/s(\\d+)/([^/]+)$");

  private static String[] versions(String table) {
    return Stream.of("2.1.0", "2.0.0")
        .map(version -> "mimic-cxr-" + version + "-" + table + ".csv")
        .toArray(String[]::new);
  }

  /** A film before its labels are known. */
  private record Row(String dicom, String subject, String study, String view, String rows) {}

  @Override
  public String name() {
    return "MIMIC-CXR-JPG";
  }

  @Override
  public String needs() {
    return "mimic-cxr-2.0.0-chexpert.csv or mimic-cxr-2.0.0-negbio.csv, gzipped or not";
  }

  @Override
  public boolean isIn(Path folder) {
    return SetFolder.find(folder, CHEXPERT).isPresent()
        || SetFolder.find(folder, NEGBIO).isPresent();
  }

  @Override
  public Films read(SetFolder folder) {
    SourceLog log = folder.log();
    Optional<Path> chexpert = folder.table(CHEXPERT);
    Path table = chexpert.orElseGet(() -> folder.needed(NEGBIO));
    if (chexpert.isPresent()) {
      SetFolder.find(folder.root(), NEGBIO)
          .ifPresent(
              other ->
                  log.decided(
                      "tables of labels",
                      "are not read, as that of the CheXpert labeller is",
                      SetTable.name(other)));
    }
    Labels labels = MentionCells.in(SetTable.header(table));
    Map<String, MentionCells.Mentions> studies = studies(table, labels, log);
    var films = new SetFilms(name(), folder);
    Map<String, String> parts = new HashMap<>();
    List<String> tables = new ArrayList<>(List.of(SetTable.name(table)));
    Set<String> seen = new HashSet<>();
    for (Row row : rows(folder, films, parts, tables)) {
      seen.add(row.study);
      films.add(
          film(row, parts.getOrDefault(row.dicom, ""), labels, studies, folder, table),
          folder.picture(row.dicom, 1),
          row.rows);
    }
    studies.keySet().stream()
        .filter(study -> !seen.contains(study))
        .sorted()
        .forEach(study -> log.leftOut("rows of " + SetTable.name(table), "are of no film", study));
    return films.films(
        labels,
        "MIMIC-CXR-JPG, read from "
            + String.join(", ", tables)
            + ". Labels are those of a film's study.");
  }

  private static Film film(
      Row row,
      String part,
      Labels labels,
      Map<String, MentionCells.Mentions> studies,
      SetFolder folder,
      Path table) {
    MentionCells.Mentions mentions = studies.get(row.study);
    if (mentions == null) {
      folder
          .log()
          .value(
              "films",
              "have no row in " + SetTable.name(table) + ", and unknown labels",
              row.dicom);
      mentions = MentionCells.Mentions.none(labels);
    }
    String patient = "p" + row.subject;
    return new Film(
        row.dicom,
        folder
            .root()
            .resolve("files")
            .resolve(patient.substring(0, Math.min(3, patient.length())))
            .resolve(patient)
            .resolve("s" + row.study)
            .resolve(row.dicom + ".jpg"),
        row.subject,
        labels,
        mentions.values(),
        List.of(),
        row.view,
        Double.NaN,
        "",
        mentions.details(row.study, part));
  }

  private static Map<String, MentionCells.Mentions> studies(
      Path table, Labels labels, SourceLog log) {
    Map<String, MentionCells.Mentions> studies = new HashMap<>();
    try (var csv = CsvReader.open(table)) {
      int study = csv.column(STUDY);
      var cells = new MentionCells(csv, labels, log);
      while (SetTable.next(csv, log)) {
        if (studies.putIfAbsent(csv.get(study), cells.mentions()) != null) {
          log.leftOut(
              SetTable.rowsOf(csv),
              "are of a study that an earlier row has",
              SetTable.at(csv, csv.get(study)));
        }
      }
    }
    return studies;
  }

  /** All films: by the metadata, or else the split, or else the pictures' paths. */
  private static List<Row> rows(
      SetFolder folder, SetFilms films, Map<String, String> parts, List<String> tables) {
    SourceLog log = folder.log();
    Optional<Path> metadata = folder.table(METADATA);
    Optional<Path> split = folder.table(SPLIT);
    List<Row> rows = new ArrayList<>();
    metadata.ifPresent(table -> read(table, films, rows, log));
    split.ifPresent(
        table -> {
          split(table, parts, log);
          if (metadata.isEmpty()) {
            read(table, films, rows, log);
          }
        });
    metadata.map(SetTable::name).ifPresent(tables::add);
    split.map(SetTable::name).ifPresent(tables::add);
    if (metadata.isEmpty()) {
      log.decided("tables", "are missing, so no film's view is told", METADATA[1]);
    }
    if (split.isEmpty()) {
      log.decided("tables", "are missing, so no film's part is told", SPLIT[1]);
    }
    return metadata.isEmpty() && split.isEmpty() ? byPaths(folder) : rows;
  }

  private static void read(Path table, SetFilms films, List<Row> rows, SourceLog log) {
    try (var csv = CsvReader.open(table)) {
      int dicom = csv.column(DICOM);
      int subject = csv.column(SUBJECT);
      int study = csv.column(STUDY);
      int view = csv.columnIfAny("ViewPosition");
      String source = SetTable.rowsOf(csv);
      while (SetTable.next(csv, log)) {
        if (films.isNew(csv.get(dicom), csv)) {
          rows.add(
              new Row(
                  csv.get(dicom),
                  csv.get(subject),
                  csv.get(study),
                  SetTable.view(csv.get(view), log),
                  source));
        }
      }
    }
  }

  private static void split(Path table, Map<String, String> parts, SourceLog log) {
    try (var csv = CsvReader.open(table)) {
      int dicom = csv.column(DICOM);
      int part = csv.column("split");
      while (SetTable.next(csv, log)) {
        parts.put(csv.get(dicom), csv.get(part));
      }
    }
  }

  private static List<Row> byPaths(SetFolder folder) {
    return folder.pictures().stream()
        .map(picture -> PATH.matcher(FileKind.bare(picture.path())))
        .filter(Matcher::find)
        .map(path -> new Row(path.group(3), path.group(1), path.group(2), "", "pictures"))
        .distinct()
        .toList();
  }
}
