package org.cxrlab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cxrlab.Sha256;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Gallery;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;
import tech.tablesaw.api.Table;

/**
 * A table of chest films with their labels: each film is a row. Immutable; every filter gives a new
 * one.
 */
public final class Films implements Iterable<Film>, Showable {
  private static final int SHOWN_ROWS = 10;
  private static final int MOST_PICTURES = 48;

  private final String name;
  private final Labels labels;
  private final List<Film> films;
  private final Origin origin;

  /** Made when it is first asked for; two threads may both make it, and find the same. */
  private TableInfo info;

  /**
   * Films of one data set.
   *
   * @param name what to call the data set in headings
   * @param labels the labels that each film has a value for
   * @param films in the table's order
   */
  public Films(String name, Labels labels, List<Film> films) {
    this(name, labels, films, Origin.UNTOLD);
  }

  private Films(String name, Labels labels, List<Film> films, Origin origin) {
    this.name = name;
    this.labels = labels;
    this.films = List.copyOf(films);
    this.origin = origin;
    for (Film film : this.films) {
      if (film.labels() != labels && !film.labels().equals(labels)) {
        throw new IllegalArgumentException(
            Text.format(
                "The film %s has the labels %s and not %s; make them the same with onlyLabels.",
                film.image(), film.labels().names(), labels.names()));
      }
    }
  }

  /**
   * Where films came from: a sentence or two, the table with all of its rows, the account, what was
   * made of labels that the table leaves open, and what is the same for all films of one reading.
   */
  private record Origin(
      String about, Films wholeTable, Source source, UncertainLabels uncertain, Object reading) {
    static final Origin UNTOLD =
        new Origin("", null, Source.UNTOLD, UncertainLabels.unknown(), null);

    Object told() {
      return reading == null ? new Object() : reading;
    }
  }

  /**
   * The films to work with: those in the folder that the system property {@code cxrlab.data.films}
   * or the environment variable {@code CXR_DATA} names, or else the built-in phantoms.
   */
  public static Films open() {
    String folder = System.getProperty("cxrlab.data.films", System.getenv("CXR_DATA"));
    return folder == null || folder.isBlank() ? Phantoms.films() : open(Path.of(folder));
  }

  /**
   * The films of a folder. A public data set is read as it is published, such as {@link #chexpert};
   * else tables and pictures are found by their contents. Rows whose picture is not there are left
   * out; {@link #about()} says how many, {@link #wholeTable()} still has them.
   *
   * @throws IllegalArgumentException if there is no such folder or no picture in it
   */
  public static Films open(Path folder) {
    return PublicSets.open(folder).orElseGet(() -> DataFolder.of(folder).films());
  }

  /** The films of a table in the course's format whose pictures lie beside it. */
  public static Films course(Path csv) {
    return CourseTable.read(csv, Pictures.beside(csv));
  }

  /**
   * The films of a table in the course's format: the columns Image and PatientId and, for each
   * label, one of 0 and 1, in any order; an empty cell is unknown. Columns View, Age and Sex may be
   * there too. Every row is kept, with a picture or without.
   *
   * @param images the folder of the pictures, which may lie up to two folders deeper
   * @throws IllegalArgumentException naming file, row and column, if the table breaks the format
   */
  public static Films course(Path csv, Path images) {
    return CourseTable.read(csv, Pictures.below(images));
  }

  /** The films of NIH's table whose pictures lie beside it. */
  public static Films nih(Path csv) {
    return NihTable.read(csv, Pictures.beside(csv));
  }

  /**
   * The films of NIH's table Data_Entry_2017, gzipped or not, with its fourteen labels. Every row
   * is kept, with a picture or without.
   *
   * @param images the folder of the pictures, which may lie up to two folders deeper
   * @throws IllegalArgumentException naming file, row and column, if the table breaks the format
   */
  public static Films nih(Path csv, Path images) {
    return NihTable.read(csv, Pictures.below(images));
  }

  /**
   * CheXpert (Irvin et al., AAAI 2019) as it is published: train.csv, valid.csv and the test's
   * table, patients and studies from the paths, the part of each film. Labels that are uncertain
   * (-1) or blank are unknown; {@link #uncertain} takes them otherwise. The originals could not be
   * tried here: it was built from their description.
   *
   * @param folder with the tables, or the one that it lies in
   * @throws IllegalArgumentException if CheXpert is not there
   */
  public static Films chexpert(Path folder) {
    return PublicSets.read(PublicSets.CHEXPERT, folder);
  }

  /**
   * MIMIC-CXR-JPG (Johnson et al., Scientific Data 2019) as it is published:
   * mimic-cxr-2.0.0-chexpert or else -negbio, joined by study, views from -metadata, parts from
   * -split. Labels that are uncertain (-1) or blank are unknown; {@link #uncertain} takes them
   * otherwise. The originals could not be tried here: it was built from their description.
   *
   * @param folder with the tables, or the one that it lies in
   * @throws IllegalArgumentException if MIMIC-CXR-JPG is not there
   */
  public static Films mimicCxr(Path folder) {
    return PublicSets.read(PublicSets.MIMIC_CXR, folder);
  }

  /**
   * PadChest (Bustos et al., Medical Image Analysis 2020) as it is published, with every finding
   * that its table names as a label. It has no split of its own; a film's part says who labelled
   * it: "Physician" or "RNN_model". The originals could not be tried here: it was built from their
   * description.
   *
   * @param folder with the table, or the one that it lies in
   * @throws IllegalArgumentException if PadChest is not there
   */
  public static Films padChest(Path folder) {
    return PublicSets.read(PublicSets.PADCHEST, folder);
  }

  /**
   * VinDr-CXR (Nguyen et al., Scientific Data 2022) as it is published. A training film has a label
   * if most of its three radiologists gave it, and all the boxes that they drew for it; the labels
   * of test films are the five radiologists' consensus as it stands. The originals could not be
   * tried here: it was built from their description.
   *
   * @param folder with the folder annotations, or the one that it lies in
   * @throws IllegalArgumentException if VinDr-CXR is not there
   */
  public static Films vinDr(Path folder) {
    return PublicSets.read(PublicSets.VINDR, folder);
  }

  /**
   * The RSNA Pneumonia Detection Challenge (Shih et al., Radiology: Artificial Intelligence 2019)
   * as it is published: stage_2_train_labels.csv, with the boxes of pneumonia, and
   * stage_2_detailed_class_info.csv, which tells the normal films. Films of its test have no labels
   * and are left out. The originals could not be tried here: it was built from their description.
   *
   * @param folder with the table, or the one that it lies in; or the table itself, whatever its
   *     name, with the pictures beside it
   * @throws IllegalArgumentException if the challenge's table is not there
   */
  public static Films rsna(Path folder) {
    return Files.isRegularFile(folder)
        ? PublicSets.read(
            new RsnaSet(folder.getFileName().toString()), folder.toAbsolutePath().getParent())
        : PublicSets.read(PublicSets.RSNA, folder);
  }

  /**
   * The SIIM-ACR Pneumothorax Segmentation (Filice et al., Journal of Digital Imaging 2020) as it
   * is published: train-rle.csv or stage_2_train.csv, whose masks become a box around each
   * connected part. Films of its test have no labels and are left out. The originals could not be
   * tried here: it was built from their description.
   *
   * @param folder with the table, or the one that it lies in
   * @throws IllegalArgumentException if the challenge's table is not there
   */
  public static Films siim(Path folder) {
    return PublicSets.read(PublicSets.SIIM, folder);
  }

  /**
   * Open-I, the chest films of Indiana University (Demner-Fushman et al., JAMIA 2016), as it is
   * published: reports as XML in ecgen-radiology, or indiana_reports.csv and
   * indiana_projections.csv as on Kaggle. Labels are MeSH terms of the reports; a term that a
   * report does not have is absent. The originals could not be tried here: it was built from their
   * description.
   *
   * @param folder with the tables or the folder of reports, or the one that it lies in
   * @throws IllegalArgumentException if neither is there
   */
  public static Films openI(Path folder) {
    return PublicSets.read(PublicSets.OPEN_I, folder);
  }

  /**
   * The covid-chestxray-dataset (Cohen et al., 2020) as it is published: metadata.csv and the
   * pictures in images. Each term of a finding such as "Pneumonia/Viral/COVID-19" is a label; of
   * causes below the one that is named nothing is known. Computed tomographies are left out. The
   * original could not be tried here: it was built from its description.
   *
   * @param folder with the table, or the one that it lies in
   * @throws IllegalArgumentException if the table is not there
   */
  public static Films covid(Path folder) {
    return PublicSets.read(PublicSets.COVID, folder);
  }

  /**
   * The tuberculosis films of Shenzhen, or of Montgomery County (Jaeger et al., 2014), as they are
   * published: films in CXR_png, whose names end in 1 for tuberculosis, sex and age in
   * ClinicalReadings. The originals could not be tried here: it was built from their description.
   *
   * @param folder with CXR_png, or the one that it lies in
   * @throws IllegalArgumentException if there are no such films
   */
  public static Films shenzhen(Path folder) {
    return PublicSets.read(PublicSets.SHENZHEN, folder);
  }

  /**
   * NIH films with the four labels on which a committee of radiologists agreed (Majkowska et al.,
   * Radiology 2020): Fracture, Pneumothorax, Airspace opacity, Nodule or mass.
   *
   * @param images the folder of the pictures, which may lie up to two folders deeper
   */
  public static Films adjudicated(Path csv, Path images) {
    return AdjudicatedTable.read(csv, Pictures.below(images));
  }

  /**
   * The PNG, JPEG and DICOM files of a folder, sorted by name, without labels. Nothing tells the
   * patients, so each film counts as a patient of its own.
   *
   * @throws IllegalArgumentException if there is no such folder or no picture in it
   */
  public static Films folder(Path images) {
    return DataFolder.unlabelled(images);
  }

  /**
   * These films with the boxes of NIH's box list, whose frame is 1024 x 1024 pixels.
   *
   * @throws IllegalArgumentException naming file and row, if a row is no box
   */
  public Films withBoxes(Path csv) {
    return withBoxes(csv, BoxList.NIH_FRAME);
  }

  /**
   * These films with boxes from a list of image, label, x, y, width and height. Boxes of films and
   * labels that are not here are left out.
   *
   * @param frame width and height in pixels of the square pictures that the boxes were drawn in; a
   *     film whose file has another size gets its boxes in the pixels of its own file
   */
  public Films withBoxes(Path csv, int frame) {
    return BoxList.read(csv).addTo(this, frame);
  }

  /** The same films under another name in headings. */
  public Films named(String newName) {
    return new Films(newName, labels, films, origin);
  }

  /** What the data set is called in headings. */
  public String name() {
    return name;
  }

  /** How the films were read: which table and pictures, and what was left out; may be empty. */
  public String about() {
    return origin.about;
  }

  /**
   * All rows of the table that these films were read from, also those without a picture. It is the
   * same films where none were left out on reading.
   */
  public Films wholeTable() {
    return origin.wholeTable == null ? this : origin.wholeTable;
  }

  /** The same films, with a sentence on how they were read and the table they were taken from. */
  Films from(String about, Films wholeTable) {
    return new Films(
        name,
        labels,
        films,
        new Origin(about, wholeTable, origin.source, origin.uncertain, origin.told()));
  }

  /** The same films, with the account of how they were read. */
  Films from(Source source) {
    return new Films(
        name,
        labels,
        films,
        new Origin(origin.about, origin.wholeTable, source, origin.uncertain, origin.told()));
  }

  /**
   * What became of the folder or the table that these films were read from: every file and row that
   * is not among them, every value that could not be read, and the role of every column.
   */
  public Source source() {
    return origin.source;
  }

  /** The labels, in the data set's order. */
  public Labels labels() {
    return labels;
  }

  /** How many films there are. */
  public int size() {
    return films.size();
  }

  /** The film at a position counted from 0. */
  public Film get(int index) {
    if (index < 0 || index >= films.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "There is no film %d; the %d films are counted from 0.", index, films.size()));
    }
    return films.get(index);
  }

  /**
   * The film whose picture has this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Film get(String image) {
    return films.stream()
        .filter(film -> film.image().equals(image))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "There is no film %s among the %d of %s; names look like %s.",
                        image,
                        films.size(),
                        name,
                        films.isEmpty() ? "00000001_000.png" : films.get(0).image())));
  }

  /** The films in order. */
  public List<Film> list() {
    return films;
  }

  /** The films in order. */
  public Stream<Film> stream() {
    return films.stream();
  }

  @Override
  public Iterator<Film> iterator() {
    return films.iterator();
  }

  /** The films for which the condition holds, in the same order. */
  public Films where(Predicate<Film> condition) {
    return with(films.stream().filter(condition).toList());
  }

  /** The films at these positions, in this order. */
  public Films at(int... indices) {
    return with(Arrays.stream(indices).mapToObj(this::get).toList());
  }

  /** The first films, at most {@code n}. */
  public Films first(int n) {
    checkCount(n);
    return with(films.subList(0, Math.min(n, films.size())));
  }

  /**
   * Films drawn at random without putting back, at most {@code n}: all of them, shuffled, where
   * there are fewer.
   *
   * @param seed the same seed draws the same films
   */
  public Films sample(int n, long seed) {
    checkCount(n);
    var shuffled = new ArrayList<>(films);
    Collections.shuffle(shuffled, new Random(seed));
    return with(shuffled.subList(0, Math.min(n, shuffled.size())));
  }

  private static void checkCount(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("The number of films can't be " + n + "; ask for some.");
    }
  }

  /**
   * The films that show a finding.
   *
   * @throws IllegalArgumentException if there is no such label
   */
  public Films withLabel(String label) {
    int i = labels.indexOf(label);
    return where(film -> film.value(i) == 1);
  }

  /**
   * The same films with what their table leaves open decided by a rule: labels that it calls
   * uncertain, and blanks. It can be asked for again with another rule, and goes for {@link
   * #wholeTable()} too.
   */
  public Films uncertain(UncertainLabels rule) {
    Films whole = origin.wholeTable == null ? null : origin.wholeTable.uncertain(rule);
    return new Films(
        name,
        labels,
        films.stream().map(film -> film.decided(rule)).toList(),
        new Origin(
            origin.about, whole, OpenLabels.told(origin.source, films, rule), rule, origin.told()));
  }

  /** What was made of labels that the table calls uncertain or leaves blank. */
  public UncertainLabels uncertain() {
    return origin.uncertain;
  }

  /**
   * The films taken from the front or the back. Where the set tells no film's view, all of them;
   * {@link #source()} says so. A film whose view alone is not told is left out, and counted there.
   */
  public Films frontal() {
    return FilmsByView.frontal(this);
  }

  /**
   * The films taken from the side; films whose view is not told are left out, and {@link #source()}
   * counts them.
   */
  public Films lateral() {
    return FilmsByView.lateral(this);
  }

  /** The parts of the data set's own division, in the set's words, as they first occur. */
  public List<String> parts() {
    return films.stream()
        .map(film -> film.details().part())
        .filter(part -> !part.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * The films of one part of the data set's own division, such as its official split.
   *
   * @param part as {@link #parts()} has it: "train", "valid", "test"
   * @throws IllegalArgumentException if there is no such part, with those that there are
   */
  public Films part(String part) {
    List<String> parts = parts();
    if (!parts.contains(part)) {
      throw new IllegalArgumentException(
          parts.isEmpty()
              ? Text.format("Nothing tells the parts of %s; split it by patient.", name)
              : Text.format(
                  "%s has no part \"%s\"; its parts are %s.",
                  name, part, String.join(", ", parts)));
    }
    return where(film -> film.details().part().equals(part));
  }

  /**
   * All films with these labels alone, in this order.
   *
   * @throws IllegalArgumentException if there is no such label
   */
  public Films onlyLabels(String... names) {
    int[] columns = Arrays.stream(names).mapToInt(labels::indexOf).toArray();
    var kept = Labels.of(names);
    Map<List<Float>, List<Float>> shared = new HashMap<>();
    return new Films(
        name, kept, films.stream().map(f -> f.onlyLabels(kept, columns, shared)).toList(), origin);
  }

  /**
   * The same films under the label names of a data set, by the rules of {@link Vocabulary}: all of
   * its labels, in its order. {@link #source()} says which are unknown on all films, and which of
   * the films' own have no place there.
   */
  public Films labelled(Vocabulary vocabulary) {
    return RelabelledFilms.of(this, vocabulary);
  }

  /**
   * The films of several sets as one, for a training on all of them: the labels of the first, then
   * those that others add; a label that a set does not tell is unknown on its films. Put sets under
   * one vocabulary first: {@code Films.together(a.labelled(Vocabulary.NIH),
   * b.labelled(Vocabulary.NIH))}.
   *
   * <p>Each film keeps the name of its set as its {@linkplain Film#source() source}, a column of
   * the table. Where two sets have the same patient's ID, or the same picture's name, the set's
   * name is put before it, as they are others; parts of one set, as those of a split, stay the same
   * patients, and so do films of one name that were made in a cell. A film that is in two parts of
   * one set is taken once. All of this is in {@link #source()}.
   *
   * <p>What nothing tells is whether sets share patients under other IDs: RSNA's and SIIM's films
   * were taken from NIH ChestX-ray14.
   */
  public static Films together(Films first, Films second, Films... more) {
    var sets = new ArrayList<>(List.of(first, second));
    sets.addAll(List.of(more));
    return JoinedFilms.of(sets);
  }

  /** The sets that were put together, as they first occur; none where the films are of one. */
  public List<String> sources() {
    return films.stream().map(Film::source).filter(s -> !s.isEmpty()).distinct().toList();
  }

  /**
   * The films from one of the sets that were put together.
   *
   * @param source as {@link #sources()} has it
   * @throws IllegalArgumentException if there is no such set, with those that there are
   */
  public Films withSource(String source) {
    if (!sources().contains(source)) {
      throw new IllegalArgumentException(
          sources().isEmpty()
              ? Text.format("%s is one set; films of several are made by Films.together.", name)
              : Text.format(
                  "There is no set \"%s\" among %s.", source, String.join(", ", sources())));
    }
    return where(film -> film.source().equals(source));
  }

  /** Whether both are of one reading; where nothing tells, whether they have one name. */
  boolean isReadWith(Films other) {
    return origin.reading == null
        ? other.origin.reading == null && name.equals(other.name)
        : origin.reading == other.origin.reading;
  }

  /** Each film changed by a function that gives it these labels. */
  Films relabelled(Labels newLabels, UnaryOperator<Film> change) {
    return new Films(name, newLabels, films.stream().map(change).toList(), origin);
  }

  /** Each film changed by a function that keeps its labels. */
  Films map(UnaryOperator<Film> change) {
    return with(films.stream().map(change).toList());
  }

  private Films with(List<Film> others) {
    return new Films(name, labels, others, origin);
  }

  /** Each column: its type, how many values are there and how many are not, an example. */
  public TableInfo info() {
    TableInfo known = info;
    if (known == null) {
      known = TableInfo.of(this);
      info = known;
    }
    return known;
  }

  /** How many values are missing in each column. */
  public Nulls nulls() {
    return new Nulls(info());
  }

  /** Rows and names that stand more than once. */
  public Duplicates duplicates() {
    return Duplicates.of(this);
  }

  /** Unique image names and patient IDs against the number of rows. */
  public IdCounts ids() {
    return IdCounts.of(this);
  }

  /** How many patients there are, and how many have several films. */
  public Patients patients() {
    return Patients.of(this);
  }

  /** How many patients have one film, two films, and so on. */
  public FilmsPerPatient filmsPerPatient() {
    return FilmsPerPatient.of(this);
  }

  /** For each label: positives, negatives, unknown, prevalence. */
  public LabelCounts positives() {
    return LabelCounts.of(this);
  }

  /** For each pair of labels: how many films show both. */
  public CoOccurrence together() {
    return CoOccurrence.of(this);
  }

  /** Opens the picture of every film and says which are missing or can't be read. */
  public FileCheck files() {
    return FileCheck.of(this);
  }

  /**
   * The values of one label, film by film: 1, 0, between them if smoothed, or NaN for unknown.
   *
   * @throws IllegalArgumentException if there is no such label
   */
  public float[] values(String label) {
    int column = labels.indexOf(label);
    float[] values = new float[films.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = films.get(i).value(column);
    }
    return values;
  }

  /**
   * A short text that is the same for the same films with the same labels, in this order, and
   * another for any others: the first 16 hexadecimal digits of a SHA-256. Pictures are told apart
   * by their names alone.
   */
  public String fingerprint() {
    Sha256 sum = new Sha256().add(labels.names().toString());
    for (Film film : films) {
      sum.add(film.image() + "\t" + film.patient() + "\t" + film.values() + "\n");
    }
    return sum.shortDigits();
  }

  /** Opens the picture of every film and tells how bright the films are. */
  public Exposure exposure() {
    return Exposure.of(this);
  }

  /** The films as a Tablesaw table, for all that Tablesaw can do. */
  public Table table() {
    return FilmsAsTable.of(this);
  }

  /**
   * The pictures side by side, with boxes and findings.
   *
   * @throws IllegalArgumentException if there is no film, or more than a page can hold
   */
  public Gallery grid() {
    if (films.size() > MOST_PICTURES) {
      throw new IllegalArgumentException(
          Text.format(
              "A grid of %,d films is too large for a page; show some with sample(9, seed).grid().",
              films.size()));
    }
    if (films.isEmpty()) {
      throw new IllegalArgumentException("There is no film to show in a grid; choose others.");
    }
    return FilmPictures.of(films, 320, 3);
  }

  /** The first rows, with the findings in words. */
  @Override
  public Figure figure() {
    return FilmRows.of(this, SHOWN_ROWS);
  }

  /** Films are equal if their labels and rows are; names and origins are only words. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Films o && labels.equals(o.labels) && films.equals(o.films);
  }

  @Override
  public int hashCode() {
    return films.hashCode();
  }

  @Override
  public String toString() {
    return Text.format(
        "%s: %s, %s", name, Text.count(films.size(), "film"), Text.count(labels.size(), "label"));
  }
}
