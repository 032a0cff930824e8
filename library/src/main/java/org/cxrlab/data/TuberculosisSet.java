package org.cxrlab.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.data.FolderListing.Found;

/**
 * The sets of Shenzhen and of Montgomery County: Jaeger et al., Two public chest X-ray datasets for
 * computer-aided screening of pulmonary diseases, Quantitative Imaging in Medicine and Surgery 4
 * (2014). Films are CXR_png/CHNCXR_0001_0.png and CXR_png/MCUCXR_0001_0.png, whose last digit is 1
 * for tuberculosis; ClinicalReadings has a text of the same name with sex, age and a reading. The
 * originals were not tried: the form is taken from their description.
 */
final class TuberculosisSet implements PublicSet {
  static final Labels LABELS = Labels.of("Tuberculosis");

  private static final Pattern FILM =
      Pattern.compile("((CHN|MCU)CXR_\\d+)_([01])(\\.\\p{Alpha}\\w*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern READING =
      Pattern.compile("(CHN|MCU)CXR_\\d+_[01]\\.txt", Pattern.CASE_INSENSITIVE);

  /** Mostly at the beginning, as in "male 45yrs" or "Patient's Sex: F"; some write "femal". */
  private static final Pattern SEX =
      Pattern.compile("\\b(?:(femal|female|f)|(mal|male|m))\\b", Pattern.CASE_INSENSITIVE);

  /** "45yrs", "16month", "64days", "027Y". */
  private static final Pattern AGE =
      Pattern.compile(
          "(\\d+)\\s*(y|m|w|d)(?:rs?|ears?|os?|onths?|eeks?|ays?)?\\b", Pattern.CASE_INSENSITIVE);

  private static final String[] TABLES = {"shenzhen_metadata.csv", "montgomery_metadata.csv"};

  /** What a reading tells. */
  private record Person(String sex, double age) {
    private static final Person UNTOLD = new Person("", Double.NaN);
  }

  @Override
  public String name() {
    return "Shenzhen";
  }

  @Override
  public String needs() {
    return "the folder CXR_png with films such as CHNCXR_0001_0.png";
  }

  @Override
  public boolean isIn(Path folder) {
    return Files.isDirectory(folder.resolve("CXR_png"))
        || SetFolder.find(folder, TABLES).isPresent();
  }

  @Override
  public Films read(SetFolder folder) {
    SourceLog log = folder.log();
    Map<String, Person> people = new HashMap<>();
    for (Found text : folder.texts()) {
      if (READING.matcher(text.name()).matches()) {
        people.put(FileKind.bare(text.name()), person(text.file(), log));
        folder.use(text);
      }
    }
    for (String table : TABLES) {
      folder.table(table).ifPresent(csv -> people.putAll(people(csv, log)));
    }
    log.decided("patients", "are not told, so each film counts as one of its own", "CHNCXR_0001");
    log.decided("films", "are frontal, as the publication says", "PA");
    log.decided("label Tuberculosis", "is the last digit of a film's name", "CHNCXR_0001_0.png");
    var films = new SetFilms(name(), folder);
    Set<String> seen = new HashSet<>();
    for (Found picture : folder.pictures()) {
      Matcher film = FILM.matcher(picture.name());
      if (isOfLungs(picture)) {
        folder.leaveOut(picture, "masks", "are of lungs, and no finding");
      } else if (film.matches() && seen.add(FileKind.bare(picture.name()))) {
        folder.use(picture);
        films.add(film(picture, film, people, log), Optional.of(picture.file()), "pictures");
      }
    }
    people.keySet().stream()
        .sorted()
        .forEach(stem -> log.leftOut("clinical readings", "are of no film", stem));
    return films.films(LABELS, "Shenzhen or Montgomery, read from the names of the films.");
  }

  private static boolean isOfLungs(Found picture) {
    Path folder = picture.file().toAbsolutePath().getParent();
    return SetTable.name(folder).toLowerCase(Locale.ROOT).contains("mask")
        || FileKind.bare(picture.name()).toLowerCase(Locale.ROOT).endsWith("_mask");
  }

  /** Takes the film's reading out of the others. */
  private static Film film(Found picture, Matcher name, Map<String, Person> people, SourceLog log) {
    Person person = people.remove(FileKind.bare(picture.name()));
    if (person == null) {
      log.value("clinical readings", "are missing: sex and age are unknown", picture.name());
      person = Person.UNTOLD;
    } else {
      log.used("clinical readings", 1, "tell sex and age; their words are not read");
    }
    return new Film(
        picture.name(),
        picture.file(),
        name.group(1),
        LABELS,
        List.of(name.group(3).equals("1") ? 1f : 0f),
        List.of(),
        FilmView.words("frontal"),
        person.age,
        person.sex);
  }

  private static Person person(Path file, SourceLog log) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new TableException("The clinical reading " + file + " can't be read.", e);
    }
    Person person = person(text);
    tell(person, SetTable.name(file), log);
    return person;
  }

  /** The first sex and the first age in a text; the reading itself comes after them. */
  private static Person person(String text) {
    Matcher sex = SEX.matcher(text.replaceFirst("(?i)patient's", ""));
    Matcher age = AGE.matcher(text);
    return new Person(
        !sex.find() ? "" : sex.group(1) == null ? "M" : "F", age.find() ? years(age) : Double.NaN);
  }

  private static double years(Matcher age) {
    double number = Double.parseDouble(age.group(1));
    return switch (age.group(2).toLowerCase(Locale.ROOT)) {
      case "m" -> number / 12;
      case "w" -> number * 7 / 365.25;
      case "d" -> number / 365.25;
      default -> number;
    };
  }

  private static void tell(Person person, String name, SourceLog log) {
    if (person.sex.isEmpty()) {
      log.value("sexes of clinical readings", "are not told as female or male", name);
    }
    if (Double.isNaN(person.age)) {
      log.value("ages of clinical readings", "are not told in years, months or days", name);
    }
  }

  /** A table of the same: study_id, sex, age and findings. */
  private static Map<String, Person> people(Path table, SourceLog log) {
    Map<String, Person> people = new HashMap<>();
    try (var csv = CsvReader.open(table)) {
      int film = csv.column("study_id");
      int sex = csv.columnIfAny("sex", "gender");
      int age = csv.columnIfAny("age");
      while (SetTable.next(csv, log)) {
        people.put(
            FileKind.bare(csv.get(film)),
            new Person(SetTable.sex(csv, sex, log), SetTable.age(csv, age, log)));
      }
    }
    return people;
  }
}
