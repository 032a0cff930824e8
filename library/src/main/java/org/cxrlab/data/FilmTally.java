package org.cxrlab.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.cxrlab.data.Columns.Kind;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;
import org.cxrlab.figure.Text;

/**
 * Counts films, each by itself: what has counted some can be added to what has counted others, in
 * any order.
 */
final class FilmTally implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int IMAGE = 0;
  private static final int PATIENT = 1;
  private static final int VIEW = 2;
  private static final int AGE = 3;
  private static final int SEX = 4;
  private static final int OTHERS = 5;
  private static final int EXAMPLES = 3;

  /** A value and the row in which it stands. */
  private record Example(int row, String text) implements Serializable {
    Example earlier(Example other) {
      return other == null || row <= other.row ? this : other;
    }
  }

  /** Films of which some labels are open, and how many labels that are. */
  private static final class Open implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<Example> examples = new ArrayList<>();
    private long count;

    void add(Open other) {
      count += other.count;
      other.examples.forEach(this::example);
    }

    void example(Example one) {
      examples.add(one);
      examples.sort(Comparator.comparingInt(Example::row));
      if (examples.size() > EXAMPLES) {
        examples.remove(EXAMPLES);
      }
    }

    boolean takes(int row) {
      return examples.size() < EXAMPLES || row < examples.get(EXAMPLES - 1).row;
    }
  }

  private final int labels;
  private final long[] positives;
  private final long[] negatives;
  private final long[] uncertain;
  private final long[] blank;
  private final long[][] both;
  private final long[] alone;
  private final long[] known = new long[OTHERS];

  /** Of each label, and then of the other columns, the first value. */
  private final Example[] examples;

  private final Open openUncertain = new Open();
  private final Open openBlank = new Open();
  private long films;

  FilmTally(int labels) {
    this.labels = labels;
    positives = new long[labels];
    negatives = new long[labels];
    uncertain = new long[labels];
    blank = new long[labels];
    both = new long[labels][labels];
    alone = new long[labels];
    examples = new Example[labels + OTHERS];
  }

  /** How many films were counted. */
  long films() {
    return films;
  }

  /**
   * Adds a film.
   *
   * @param row that of the first row that names its picture
   * @param coded what else is known, by {@link CodedFilm}
   */
  void add(Labels names, int row, String image, String patient, byte[] coded) {
    films++;
    addLabels(names, row, image, coded);
    addOther(IMAGE, row, image);
    addOther(PATIENT, row, patient);
    if (CodedFilm.hasView(coded, labels)) {
      known[VIEW]++;
      if (isEarlier(labels + VIEW, row)) {
        examples[labels + VIEW] = new Example(row, CodedFilm.view(coded, labels));
      }
    }
    double age = CodedFilm.age(coded, labels);
    if (!Double.isNaN(age)) {
      known[AGE]++;
      if (isEarlier(labels + AGE, row)) {
        examples[labels + AGE] = new Example(row, Age.text(age));
      }
    }
    String sex = CodedFilm.sex(coded, labels);
    if (!sex.isEmpty()) {
      addOther(SEX, row, sex);
    }
  }

  private void addOther(int column, int row, String value) {
    known[column]++;
    if (isEarlier(labels + column, row)) {
      examples[labels + column] = new Example(row, value);
    }
  }

  private boolean isEarlier(int column, int row) {
    return examples[column] == null || row < examples[column].row;
  }

  private void addLabels(Labels names, int row, String image, byte[] coded) {
    int present = 0;
    int last = -1;
    boolean anyUncertain = false;
    boolean anyBlank = false;
    for (int i = 0; i < labels; i++) {
      byte code = coded[i];
      if (code == CodedFilm.PRESENT) {
        positives[i]++;
        present++;
        last = i;
        pairs(coded, i);
      } else if (code == CodedFilm.ABSENT) {
        negatives[i]++;
      } else if (code == CodedFilm.UNCERTAIN) {
        uncertain[i]++;
        anyUncertain = true;
      } else if (code == CodedFilm.BLANK) {
        blank[i]++;
        anyBlank = true;
      }
      if ((code == CodedFilm.PRESENT || code == CodedFilm.ABSENT) && isEarlier(i, row)) {
        examples[i] = new Example(row, code == CodedFilm.PRESENT ? "1" : "0");
      }
    }
    if (present == 1) {
      alone[last]++;
    }
    if (anyUncertain) {
      tellOpen(openUncertain, CodedFilm.UNCERTAIN, names, row, image, coded);
    }
    if (anyBlank) {
      tellOpen(openBlank, CodedFilm.BLANK, names, row, image, coded);
    }
  }

  /** Counts a present label with itself and with those before it. */
  private void pairs(byte[] coded, int label) {
    for (int i = 0; i <= label; i++) {
      if (coded[i] == CodedFilm.PRESENT) {
        both[label][i]++;
      }
    }
  }

  private void tellOpen(Open open, byte code, Labels names, int row, String image, byte[] coded) {
    List<String> which = open.takes(row) ? new ArrayList<>() : null;
    for (int i = 0; i < labels; i++) {
      if (coded[i] == code) {
        open.count++;
        if (which != null) {
          which.add(names.get(i));
        }
      }
    }
    if (which != null) {
      open.example(new Example(row, image + ": " + String.join(", ", which)));
    }
  }

  /** Adds what others have counted. */
  void add(FilmTally other) {
    films += other.films;
    plus(positives, other.positives);
    plus(negatives, other.negatives);
    plus(uncertain, other.uncertain);
    plus(blank, other.blank);
    plus(alone, other.alone);
    plus(known, other.known);
    for (int i = 0; i < labels; i++) {
      plus(both[i], other.both[i]);
    }
    for (int i = 0; i < examples.length; i++) {
      if (other.examples[i] != null) {
        examples[i] = other.examples[i].earlier(examples[i]);
      }
    }
    openUncertain.add(other.openUncertain);
    openBlank.add(other.openBlank);
  }

  private static void plus(long[] to, long[] more) {
    for (int i = 0; i < to.length; i++) {
      to[i] += more[i];
    }
  }

  /** The columns as {@link Films#info()} has them. */
  TableInfo info(String name, Labels names) {
    int rows = whole(films);
    List<TableInfo.Column> columns = new ArrayList<>();
    columns.add(other("Image", Kind.TEXT, IMAGE));
    for (int i = 0; i < labels; i++) {
      columns.add(
          column(names.get(i), Kind.LABEL, whole(positives[i] + negatives[i]), examples[i]));
    }
    columns.add(other("PatientId", Kind.TEXT, PATIENT));
    if (known[VIEW] > 0) {
      columns.add(other("View", Kind.TEXT, VIEW));
    }
    if (known[AGE] > 0) {
      columns.add(other("Age", Kind.NUMBER, AGE));
    }
    if (known[SEX] > 0) {
      columns.add(other("Sex", Kind.TEXT, SEX));
    }
    return new TableInfo(name, "", rows, columns);
  }

  private TableInfo.Column other(String name, Kind kind, int column) {
    return column(name, kind, whole(known[column]), examples[labels + column]);
  }

  private TableInfo.Column column(String name, Kind kind, int nonNull, Example example) {
    return new TableInfo.Column(
        name, kind.words, nonNull, whole(films) - nonNull, example == null ? "" : example.text);
  }

  LabelCounts positives(Labels names) {
    return LabelCounts.of(
        names,
        whole(films),
        whole(positives),
        whole(negatives),
        new int[labels],
        LabelCounts.open(whole(uncertain), whole(blank), UncertainLabels.unknown()));
  }

  CoOccurrence together(Labels names) {
    int[][] pairs = new int[labels][labels];
    for (int i = 0; i < labels; i++) {
      for (int j = 0; j < labels; j++) {
        pairs[i][j] = whole(both[Math.max(i, j)][Math.min(i, j)]);
      }
    }
    return CoOccurrence.of(names, pairs, whole(alone));
  }

  /** What the account says of open labels. */
  List<Entry> open() {
    List<Entry> entries = new ArrayList<>();
    UncertainLabels rule = UncertainLabels.unknown();
    tell(entries, OpenLabels.UNCERTAIN, openUncertain, rule.uncertainWords());
    tell(entries, OpenLabels.BLANK, openBlank, rule.blankWords());
    return entries;
  }

  private static void tell(List<Entry> entries, String what, Open open, String words) {
    if (open.count > 0) {
      entries.add(
          new Entry(
              Fate.DECIDED,
              what,
              open.count,
              OpenLabels.why(words),
              open.examples.stream().map(Example::text).toList()));
    }
  }

  /**
   * As the results count.
   *
   * @throws TableException if it is too many
   */
  static int whole(long count) {
    if (count > Integer.MAX_VALUE) {
      throw new TableException(
          Text.format(
              "The table has %,d rows, and no more than %,d can be counted at once; cut it in several.",
              count, Integer.MAX_VALUE));
    }
    return (int) count;
  }

  private static int[] whole(long[] counts) {
    return Arrays.stream(counts).mapToInt(FilmTally::whole).toArray();
  }
}
