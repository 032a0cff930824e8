package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;

/**
 * Collects, while something is read, what becomes of each thing. Things with the same fate, kind
 * and reason are counted together, so it stays small however many there are.
 */
final class SourceLog {
  /** Files that are pictures, and that can't be read. */
  static final String UNREADABLE = "picture files";

  /** Archives of which it can't be told how many pictures are in them. */
  static final String ARCHIVES = "archives";

  /** So many of a kind are named. */
  static final int EXAMPLES = 5;

  /** So many of a kind are named where it is a decision. */
  static final int DECISIONS = 40;

  /** An example is found again by its beginning. */
  private static final int LONGEST = 120;

  /** How many things of a kind there are, and the first few. */
  private static final class Tally {
    private final Fate fate;
    private final String what;
    private final String why;
    private final List<String> examples = new ArrayList<>();
    private long count;

    Tally(Fate fate, String what, String why) {
      this.fate = fate;
      this.what = what;
      this.why = why;
    }

    boolean is(Fate otherFate, String otherWhat, String otherWhy) {
      return fate == otherFate && why.equals(otherWhy) && what.equals(otherWhat);
    }
  }

  /** In the order in which they were met; there are some dozens at most. */
  private final List<Tally> tallies = new ArrayList<>();

  /** What was counted last: rows of one fate mostly follow each other. */
  private Tally last;

  /** Things that were used, as "rows of films.csv"; none are not mentioned. */
  void used(String what, long count, String why) {
    if (count > 0) {
      tally(Fate.USED, what, why).count += count;
    }
  }

  /** One more thing that is not among the films. */
  void leftOut(String what, String why, String example) {
    add(Fate.LEFT_OUT, what, why, example);
  }

  /** One more cell whose value is not what stands there. */
  void value(String what, String why, String example) {
    add(Fate.VALUE, what, why, example);
  }

  /** So many cells at once of which none can be pointed at. */
  void value(String what, String why, long count) {
    tally(Fate.VALUE, what, why).count += count;
  }

  /** How many things of this kind were left out so far. */
  long leftOut(String what) {
    return tallies.stream()
        .filter(tally -> tally.fate == Fate.LEFT_OUT && tally.what.equals(what))
        .mapToLong(tally -> tally.count)
        .sum();
  }

  /** Something that was decided, such as the role of a column. */
  void decided(String what, String why, String example) {
    add(Fate.DECIDED, what, why, example);
  }

  private void add(Fate fate, String what, String why, String example) {
    Tally tally = tally(fate, what, why);
    tally.count++;
    if (tally.examples.size() < most(fate) && !example.isEmpty()) {
      tally.examples.add(
          example.length() > LONGEST ? example.substring(0, LONGEST) + "…" : example);
    }
  }

  /** So many of a kind are named. */
  static int most(Fate fate) {
    return fate == Fate.DECIDED ? DECISIONS : EXAMPLES;
  }

  private Tally tally(Fate fate, String what, String why) {
    if (last == null || !last.is(fate, what, why)) {
      last = find(fate, what, why);
    }
    return last;
  }

  private Tally find(Fate fate, String what, String why) {
    for (Tally tally : tallies) {
      if (tally.is(fate, what, why)) {
        return tally;
      }
    }
    var added = new Tally(fate, what, why);
    tallies.add(added);
    return added;
  }

  /** All that another log has, after what is here. */
  void addAll(Source other) {
    for (Entry entry : other.entries()) {
      Tally tally = tally(entry.fate(), entry.what(), entry.why());
      tally.count += entry.count();
      entry.examples().stream()
          .limit(Math.max(0, most(entry.fate()) - tally.examples.size()))
          .forEach(tally.examples::add);
    }
  }

  /** The account so far. */
  Source source() {
    return new Source(
        tallies.stream()
            .map(tally -> new Entry(tally.fate, tally.what, tally.count, tally.why, tally.examples))
            .toList());
  }
}
