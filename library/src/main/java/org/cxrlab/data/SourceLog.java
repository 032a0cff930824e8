package org.cxrlab.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;

/**
 * Collects, while something is read, what becomes of each thing. Things with the same fate, kind
 * and reason are counted together, so it stays small however many there are.
 */
final class SourceLog {
  /** Files that are pictures, and that can't be read. */
  static final String UNREADABLE = "picture files";

  /** So many of a kind are named. */
  static final int EXAMPLES = 5;

  /** So many of a kind are named where it is a decision. */
  static final int DECISIONS = 40;

  /** An example is found again by its beginning. */
  private static final int LONGEST = 120;

  private record Group(Fate fate, String what, String why) {}

  /** How many, and the first few. */
  private static final class Tally {
    private long count;
    private final List<String> examples = new ArrayList<>();
  }

  private final Map<Group, Tally> groups = new LinkedHashMap<>();

  /** What was counted last: rows of one fate mostly follow each other. */
  private Group last;

  private Tally lastTally;

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
    return groups.entrySet().stream()
        .filter(group -> group.getKey().fate == Fate.LEFT_OUT && group.getKey().what.equals(what))
        .mapToLong(group -> group.getValue().count)
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

  private static int most(Fate fate) {
    return fate == Fate.DECIDED ? DECISIONS : EXAMPLES;
  }

  private Tally tally(Fate fate, String what, String why) {
    if (last == null || last.fate != fate || !last.why.equals(why) || !last.what.equals(what)) {
      last = new Group(fate, what, why);
      lastTally = groups.computeIfAbsent(last, group -> new Tally());
    }
    return lastTally;
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
        groups.entrySet().stream()
            .map(
                group ->
                    new Entry(
                        group.getKey().fate,
                        group.getKey().what,
                        group.getValue().count,
                        group.getKey().why,
                        group.getValue().examples))
            .toList());
  }
}
