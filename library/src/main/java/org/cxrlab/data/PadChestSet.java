package org.cxrlab.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PadChest: Bustos et al., PadChest: A large chest x-ray image dataset with multi-label annotated
 * reports, Medical Image Analysis 66 (2020). One table, with all labels of a report in one cell as
 * Python writes a list, and the picture in the folder that ImageDir names. The original was not
 * tried: the form is taken from its publication.
 *
 * <p>"normal" says that there is no finding, so it is no label of its own. Where a report has none
 * but "unchanged", "suboptimal study" or "exclude", nobody knows what the film shows.
 */
final class PadChestSet implements PublicSet {
  private static final String[] TABLES = {
    "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv",
    "PADCHEST_chest_x_ray_images_labels_160K.csv"
  };
  private static final String IMAGE = "ImageID";
  private static final String FOLDER = "ImageDir";
  private static final String PATIENT = "PatientID";
  private static final String LABELS = "Labels";
  private static final String NORMAL = "normal";
  private static final String EXCLUDE = "exclude";
  private static final Set<String> NO_FINDINGS =
      Set.of(NORMAL, EXCLUDE, "unchanged", "suboptimal study");

  /** A word of a list as Python writes it, in either kind of quotes. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

  private static final int OLDEST = 120;

  @Override
  public String name() {
    return "PadChest";
  }

  @Override
  public String needs() {
    return TABLES[0] + ", gzipped or not";
  }

  @Override
  public boolean isIn(Path folder) {
    return SetFolder.find(folder, TABLES).isPresent();
  }

  @Override
  public Films read(SetFolder folder) {
    Path table = folder.needed(TABLES);
    Map<String, Set<String>> cells = new HashMap<>();
    var labels = new Labels(List.copyOf(findings(table, cells, folder.log())));
    Map<String, List<Float>> values = new HashMap<>();
    cells.forEach((text, words) -> values.put(text, values(labels, words)));
    var films = new SetFilms(name(), folder);
    try (var csv = CsvReader.open(table)) {
      read(csv, labels, values, cells, folder, films);
    }
    return films.films(
        labels,
        "PadChest, read from "
            + SetTable.name(table)
            + ". A film's part says who labelled it: a physician or a network.");
  }

  /** All findings of the table, sorted, and the words of each cell by its text. */
  private static Set<String> findings(Path table, Map<String, Set<String>> cells, SourceLog log) {
    Set<String> findings = new TreeSet<>();
    try (var csv = CsvReader.open(table)) {
      int column = csv.column(LABELS);
      csv.keepOnly(column);
      while (csv.next()) {
        findings.addAll(cells.computeIfAbsent(csv.get(column), PadChestSet::words));
      }
    }
    findings.removeIf(PadChestSet::isNoFinding);
    NO_FINDINGS.stream()
        .sorted()
        .forEach(word -> log.decided("words of Labels", "are no finding and no label", word));
    return findings;
  }

  /** Some begin with a capital in one row and not in the next. */
  private static boolean isNoFinding(String word) {
    return NO_FINDINGS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** The words without the blanks around them, which some have. */
  private static Set<String> words(String cell) {
    Set<String> words = new LinkedHashSet<>();
    Matcher word = WORD.matcher(cell);
    while (word.find()) {
      String text = (word.group(1) == null ? word.group(2) : word.group(1)).strip();
      if (!text.isEmpty()) {
        words.add(text);
      }
    }
    return words;
  }

  /** All unknown where the words do not say what the film shows. */
  private static List<Float> values(Labels labels, Set<String> words) {
    boolean told =
        words.stream().noneMatch(EXCLUDE::equalsIgnoreCase)
            && words.stream().anyMatch(w -> w.equalsIgnoreCase(NORMAL) || !isNoFinding(w));
    var values = new Float[labels.size()];
    Arrays.fill(values, told ? 0f : Float.NaN);
    if (told) {
      words.stream()
          .filter(word -> !isNoFinding(word))
          .forEach(word -> values[labels.indexOf(word)] = 1f);
    }
    return List.of(values);
  }

  private static void read(
      CsvReader csv,
      Labels labels,
      Map<String, List<Float>> values,
      Map<String, Set<String>> cells,
      SetFolder folder,
      SetFilms films) {
    SourceLog log = folder.log();
    int image = csv.column(IMAGE);
    int patient = csv.column(PATIENT);
    int words = csv.column(LABELS);
    int directory = csv.columnIfAny(FOLDER);
    int study = csv.columnIfAny("StudyID");
    int date = csv.columnIfAny("StudyDate_DICOM");
    int birth = csv.columnIfAny("PatientBirth");
    int sex = csv.columnIfAny("PatientSex_DICOM");
    int view = csv.columnIfAny("Projection");
    int method = csv.columnIfAny("MethodLabel");
    String rows = SetTable.rowsOf(csv);
    csv.keepOnly(image, patient, words, directory, study, date, birth, sex, view, method);
    while (SetTable.next(csv, log)) {
      String name = csv.get(image);
      if (!films.isNew(name, csv)) {
        continue;
      }
      List<Float> own = values.get(csv.get(words));
      if (labels.size() > 0 && Float.isNaN(own.get(0))) {
        log.value(
            rows,
            cells.get(csv.get(words)).isEmpty()
                ? "have no word in Labels, and unknown labels"
                : "do not say what the film shows, and have unknown labels",
            SetTable.at(csv, csv.get(words)));
      }
      films.add(
          new Film(
              name,
              folder.root().resolve(csv.get(directory)).resolve(name),
              csv.get(patient).isEmpty() ? name : csv.get(patient),
              labels,
              own,
              List.of(),
              SetTable.view(csv.get(view), log),
              age(csv, birth, date, log),
              SetTable.sex(csv, sex, log),
              new FilmDetails(csv.get(study), csv.get(method), Set.of(), Set.of())),
          folder.picture(name, 1),
          rows);
    }
  }

  /** From the year of birth and the study's date; within a year of the true one. */
  private static double age(CsvReader csv, int birth, int date, SourceLog log) {
    String born = csv.get(birth);
    String taken = csv.get(date);
    if (born.isEmpty() || taken.isEmpty()) {
      return Double.NaN;
    }
    try {
      double years =
          Integer.parseInt(taken.substring(0, Math.min(4, taken.length())))
              - Double.parseDouble(born);
      if (years >= 0 && years <= OLDEST) {
        return years;
      }
    } catch (NumberFormatException noYear) {
      // Told below, as any other that is no age.
    }
    log.value(
        "ages of " + SetTable.name(csv.file()),
        "are no age in years and taken for unknown",
        SetTable.at(csv, "born " + born + ", film of " + taken));
    return Double.NaN;
  }
}
