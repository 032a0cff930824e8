package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CheXpert: Irvin et al., CheXpert: A Large Chest Radiograph Dataset with Uncertainty Labels and
 * Expert Comparison, AAAI 2019. A table for each part with the columns Path, Sex, Age,
 * Frontal/Lateral, AP/PA and the fourteen observations; patient and study stand in the path, as in
 * CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg. The original was not tried: the
 * form is taken from its publication and from what others tell of it.
 */
final class ChexpertSet implements PublicSet {
  private static final String PATH = "Path";
  private static final String SIDE = "Frontal/Lateral";
  private static final String RAYS = "AP/PA";
  private static final Set<String> READ = Set.of(PATH, "Sex", "Age", SIDE, RAYS);

  /** Patient, study and view tell films apart; no patient is in two parts. */
  private static final int PARTS_OF_PATH = 3;

  /** The tables of each part. */
  private static final Map<String, String[]> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("train", new String[] {"train.csv"});
    TABLES.put("valid", new String[] {"valid.csv"});
    TABLES.put("test", new String[] {"test.csv", "test_labels.csv"});
  }

  @Override
  public String name() {
    return "CheXpert";
  }

  @Override
  public String needs() {
    return "train.csv or valid.csv with the columns Path and Frontal/Lateral and its labels";
  }

  @Override
  public boolean isIn(Path folder) {
    return SetFolder.find(folder, "train.csv", "valid.csv")
        .map(SetTable::header)
        .filter(header -> header.contains(PATH) && header.contains(SIDE))
        .filter(header -> MentionCells.in(header).size() > 0)
        .isPresent();
  }

  @Override
  public Films read(SetFolder folder) {
    Map<String, Path> tables = new LinkedHashMap<>();
    TABLES.forEach(
        (part, names) ->
            folder
                .table(names)
                .filter(table -> SetTable.header(table).contains(PATH))
                .ifPresent(table -> tables.put(part, table)));
    Labels labels = labels(tables);
    var films = new SetFilms(name(), folder);
    tables.forEach((part, table) -> read(table, part, labels, folder, films));
    List<String> names = tables.values().stream().map(SetTable::name).toList();
    return films.films(labels, "CheXpert, read from " + String.join(", ", names) + ".");
  }

  /** Those that any table has: the test's lacks one. */
  private static Labels labels(Map<String, Path> tables) {
    List<String> columns = new ArrayList<>();
    tables.values().forEach(table -> columns.addAll(SetTable.header(table)));
    return MentionCells.in(columns);
  }

  private static void read(
      Path table, String part, Labels labels, SetFolder folder, SetFilms films) {
    SourceLog log = folder.log();
    try (var csv = CsvReader.open(table)) {
      csv.header().stream()
          .filter(column -> !READ.contains(column) && !MentionCells.isLabel(column))
          .forEach(
              column -> log.decided("columns of " + SetTable.name(table), "are not read", column));
      int path = csv.column(PATH);
      int sex = csv.columnIfAny("Sex");
      int age = csv.columnIfAny("Age");
      int side = csv.columnIfAny(SIDE);
      int rays = csv.columnIfAny(RAYS);
      var cells = new MentionCells(csv, labels, log);
      String rows = SetTable.rowsOf(csv);
      while (SetTable.next(csv, log)) {
        Place place = Place.of(csv.get(path), part);
        if (!films.isNew(place.image, csv)) {
          continue;
        }
        if (place.patient.isEmpty()) {
          log.value(
              rows,
              "have no patient in their path; each counts as a patient of its own",
              SetTable.at(csv, csv.get(path)));
        }
        MentionCells.Mentions mentions = cells.mentions();
        films.add(
            new Film(
                place.image,
                folder.root().resolve(place.image),
                place.patient.isEmpty() ? place.image : place.patient,
                labels,
                mentions.values(),
                List.of(),
                view(csv.get(side), csv.get(rays), log),
                SetTable.age(csv, age, log),
                SetTable.sex(csv, sex, log),
                mentions.details(place.study, part)),
            folder.picture(place.image, PARTS_OF_PATH),
            rows);
      }
    }
  }

  /** The side counts; where it is frontal, AP or PA, which for a few films says LL or RL. */
  private static String view(String side, String rays, SourceLog log) {
    String words = FilmView.words(side);
    if (!words.equals(FilmView.words("Frontal"))) {
      return words.isEmpty() ? SetTable.view(rays, log) : words;
    }
    if (FilmView.of(rays).isFrontal() || rays.isEmpty()) {
      return rays.isEmpty() ? words : SetTable.view(rays, log);
    }
    log.value("views", "are frontal by one column and not by the other; taken as frontal", rays);
    return words;
  }

  /** What a path tells. */
  private record Place(String image, String patient, String study) {
    /** Whatever stands before the patient is where somebody keeps the set. */
    static Place of(String path, String part) {
      String[] parts = path.replace('\\', '/').split("/");
      int last = parts.length - 1;
      if (last < PARTS_OF_PATH - 1) {
        return new Place(path, "", "");
      }
      String study = parts[last - 2] + "/" + parts[last - 1];
      return new Place(part + "/" + study + "/" + parts[last], parts[last - 2], study);
    }
  }
}
