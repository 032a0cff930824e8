package org.cxrlab.data;

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
public final class Films extends FilmSources implements Iterable<Film>, Showable {
  private static final int SHOWN_ROWS = 10;
  private static final int MOST_PICTURES = 48;

  private final String name;
  private final Labels labels;
  private final List<Film> films;
  private final Origin origin;

  /** Both are made when they are first asked for; two threads may make them, and find the same. */
  private TableInfo info;

  private List<ValueCounts.Combination> valueCounts;

  /**
   * Films of one data set.
   *
   * @param name what to call the data set in headings
   * @param labels the labels that each film has a value for
   * @param films in the table's order
   */
  public Films(String name, Labels labels, List<Film> films) {
    this(name, labels, films, Origin.UNTOLD);
    for (Film film : this.films) {
      if (film.labels() != labels && !film.labels().equals(labels)) {
        throw new IllegalArgumentException(
            Text.format(
                "The film %s has the labels %s and not %s; make them the same with onlyLabels.",
                film.image(), film.labels().names(), labels.names()));
      }
    }
  }

  /** Films that have these labels. */
  private Films(String name, Labels labels, List<Film> films, Origin origin) {
    this.name = name;
    this.labels = labels;
    this.films = List.copyOf(films);
    this.origin = origin;
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
   * These films with the boxes of NIH's box list, whose frame is 1024 x 1024 pixels.
   *
   * @throws IllegalArgumentException naming file and row, if no row is a box
   */
  public Films withBoxes(Path csv) {
    return withBoxes(csv, BoxList.NIH_FRAME);
  }

  /**
   * These films with boxes from a list of image, label, x, y, width and height, in this order or by
   * these names. Labels may be spelt with other capitals, blanks and underscores. Boxes of films
   * and labels that are not here are left out and counted in {@link #source()}.
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
   * This label where some of these films show it, or else the label that most of them show: what to
   * look at in a notebook that runs on anybody's films.
   *
   * @throws IllegalArgumentException if the films have no label at all
   */
  public String preferredLabel(String label) {
    return preferredLabels(label)[0];
  }

  /**
   * These labels, each where some of these films show it, and in the place of the others those that
   * most of the films show. There are fewer where the films have fewer labels.
   *
   * @return an array, as what takes several labels takes it: {@code rocChart}, {@code onlyLabels}
   * @throws IllegalArgumentException if the films have no label at all
   */
  public String[] preferredLabels(String... names) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException(Labels.MISSING);
    }
    LabelCounts counts = positives();
    List<String> shown =
        Arrays.stream(names)
            .filter(n -> labels.names().contains(n) && counts.positives(n) > 0)
            .toList();
    Iterator<String> others =
        counts.byFrequency().stream().filter(label -> !shown.contains(label)).iterator();
    return Arrays.stream(names)
        .map(n -> shown.contains(n) ? n : others.hasNext() ? others.next() : "")
        .filter(n -> !n.isEmpty())
        .toArray(String[]::new);
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

  /** How many films have each combination of values that occurs. */
  List<ValueCounts.Combination> valueCounts() {
    List<ValueCounts.Combination> known = valueCounts;
    if (known == null) {
      known = ValueCounts.of(films);
      valueCounts = known;
    }
    return known;
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

  /** Films that are the same picture under several names; reads the picture of every film. */
  public SamePictures samePictures() {
    return SamePictures.of(this);
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
