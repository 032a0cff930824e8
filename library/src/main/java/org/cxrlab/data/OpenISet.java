package org.cxrlab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cxrlab.data.FolderListing.Found;

/**
 * Open-I, the chest films of Indiana University: Demner-Fushman et al., Preparing a collection of
 * radiology examinations for distribution and retrieval, JAMIA 23 (2016). Reports are XML files in
 * ecgen-radiology, which name their films, or, as on Kaggle, rows of indiana_reports.csv, with the
 * films in indiana_projections.csv. Terms are such as "Opacity/lung/base/left": what, where, and
 * how. The labels are those of the terms below that occur; a report's other terms are told. The
 * originals were not tried: the forms are taken from their description.
 */
final class OpenISet implements PublicSet {
  private static final String REPORTS = "indiana_reports.csv";
  private static final String FILMS = "indiana_projections.csv";
  private static final List<String> FOLDERS =
      List.of("ecgen-radiology", "NLMCXR_reports/ecgen-radiology", "NLMCXR_reports");

  /** Those that are findings in the chest; with a place where they may be elsewhere. */
  private static final List<String> FINDINGS =
      List.of(
          "normal",
          "Cardiomegaly",
          "Pulmonary Atelectasis",
          "Pleural Effusion",
          "Infiltrate",
          "Mass",
          "Nodule",
          "Pneumonia",
          "Pneumothorax",
          "Hydropneumothorax",
          "Consolidation",
          "Airspace Disease",
          "Opacity/lung",
          "Pulmonary Edema",
          "Pulmonary Congestion",
          "Emphysema",
          "Pulmonary Emphysema",
          "Bullous Emphysema",
          "Pulmonary Fibrosis",
          "Thickening/pleura",
          "Hernia, Hiatal",
          "Calcified Granuloma",
          "Granuloma",
          "Tuberculosis",
          "Fractures, Bone",
          "Implanted Medical Device",
          "Medical Device",
          "Catheters, Indwelling",
          "Tube, Inserted");

  /** Terms of a report of which nothing was read. */
  private static final Set<String> UNTOLD =
      Set.of("no indexing", "technical quality of image unsatisfactory");

  /**
   * A report.
   *
   * @param findings terms of the list
   * @param told whether it has any term
   */
  record Report(Set<String> findings, boolean told) {}

  /** A film, by the report's ID. */
  record Picture(String uid, String image, String view) {}

  @Override
  public String name() {
    return "Open-I";
  }

  @Override
  public String needs() {
    return FILMS + " and " + REPORTS + ", or the reports' folder ecgen-radiology";
  }

  @Override
  public boolean isIn(Path folder) {
    return SetFolder.find(folder, FILMS).isPresent()
        || FOLDERS.stream().anyMatch(name -> Files.isDirectory(folder.resolve(name)));
  }

  @Override
  public Films read(SetFolder folder) {
    Map<String, Report> reports = new LinkedHashMap<>();
    List<Picture> pictures = new ArrayList<>();
    Optional<Path> table = folder.table(FILMS);
    if (table.isPresent()) {
      pictures(table.get(), pictures, folder.log());
      folder
          .table(REPORTS)
          .ifPresentOrElse(
              csv -> reports(csv, reports, folder.log()),
              () ->
                  folder
                      .log()
                      .decided("tables", "are missing, so all labels are unknown", REPORTS));
    } else {
      for (Found text : folder.texts()) {
        if (text.name().toLowerCase(Locale.ROOT).endsWith(".xml")) {
          folder.use(text);
          OpenIReport.read(text.file(), reports, pictures, folder.log());
        }
      }
    }
    folder.log().decided("patients", "are the reports, as nothing else tells them", "uid");
    return films(folder, reports, pictures);
  }

  private Films films(SetFolder folder, Map<String, Report> reports, List<Picture> pictures) {
    Set<String> occur = new LinkedHashSet<>();
    reports.values().forEach(report -> occur.addAll(report.findings));
    var labels = new Labels(FINDINGS.stream().filter(occur::contains).toList());
    SourceLog log = folder.log();
    var films = new SetFilms(name(), folder);
    Set<String> used = new LinkedHashSet<>();
    Set<String> images = new LinkedHashSet<>();
    for (Picture picture : pictures) {
      if (!images.add(picture.image)) {
        log.leftOut("films", "are named twice", picture.image);
        continue;
      }
      Report report = reports.get(picture.uid);
      if (report == null || !report.told) {
        log.value("films", "have no report with terms, and all labels unknown", picture.image);
      }
      used.add(picture.uid);
      films.add(
          new Film(
              picture.image,
              folder.root().resolve(picture.image),
              picture.uid,
              labels,
              values(report, labels),
              List.of(),
              SetTable.view(picture.view, log),
              Double.NaN,
              "",
              new FilmDetails(picture.uid, "", Set.of(), Set.of())),
          folder.picture(picture.image, 1),
          "films");
    }
    reports.keySet().stream()
        .filter(uid -> !used.contains(uid))
        .forEach(uid -> log.leftOut("reports", "have no film", uid));
    return films.films(labels, "Open-I, Indiana University. Labels are terms of a film's report.");
  }

  private static List<Float> values(Report report, Labels labels) {
    return labels.names().stream()
        .map(
            label ->
                report == null || !report.told
                    ? Float.NaN
                    : report.findings.contains(label) ? 1f : 0f)
        .toList();
  }

  private static void pictures(Path table, List<Picture> pictures, SourceLog log) {
    try (var csv = CsvReader.open(table)) {
      int uid = csv.column("uid");
      int file = csv.column("filename");
      int view = csv.columnIfAny("projection");
      while (SetTable.next(csv, log)) {
        if (csv.get(file).isEmpty() || csv.get(uid).isEmpty()) {
          log.leftOut(SetTable.rowsOf(csv), "name no film or no report", "row " + csv.row());
        } else {
          pictures.add(new Picture(csv.get(uid), csv.get(file), csv.get(view)));
        }
      }
    }
  }

  private static void reports(Path table, Map<String, Report> reports, SourceLog log) {
    try (var csv = CsvReader.open(table)) {
      int uid = csv.column("uid");
      int terms = csv.columnIfAny("MeSH", "Problems");
      while (SetTable.next(csv, log)) {
        add(csv.get(uid), List.of(csv.get(terms).split(";")), reports, log);
      }
    }
  }

  /** Adds a report with its terms. */
  static void add(String uid, List<String> terms, Map<String, Report> reports, SourceLog log) {
    List<String> own = terms.stream().map(String::strip).filter(term -> !term.isEmpty()).toList();
    Set<String> findings = new LinkedHashSet<>();
    for (String term : own) {
      Optional<String> finding = finding(term);
      finding.ifPresent(findings::add);
      if (finding.isEmpty() && !UNTOLD.contains(term.toLowerCase(Locale.ROOT))) {
        log.decided("terms of reports", "are no labels", term);
      }
    }
    boolean told = own.stream().anyMatch(term -> !UNTOLD.contains(term.toLowerCase(Locale.ROOT)));
    if (reports.putIfAbsent(uid, new Report(findings, told)) != null) {
      log.leftOut("reports", "are of a study that an earlier one is of", uid);
    } else {
      log.used("reports", 1, "tell labels");
    }
  }

  /** The label that a term is, by its heading, or by its heading and one of its places. */
  private static Optional<String> finding(String term) {
    String[] parts = term.split("/");
    return Stream.concat(
            Stream.of(parts[0]), Stream.of(parts).skip(1).map(place -> parts[0] + "/" + place))
        .flatMap(name -> FINDINGS.stream().filter(finding -> finding.equalsIgnoreCase(name)))
        .findFirst();
  }
}
