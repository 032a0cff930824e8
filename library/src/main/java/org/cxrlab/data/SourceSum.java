package org.cxrlab.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;

/**
 * The account of a table that several processes read: counts are added up, and of the examples
 * those of the first rows are kept, in whatever order accounts come.
 */
final class SourceSum implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Pattern ROW = Pattern.compile("row (\\d+)");

  /** By the row that is named; what names none goes by its text. */
  private static final Comparator<String> BY_ROW =
      Comparator.comparingLong(SourceSum::row).thenComparing(Comparator.naturalOrder());

  /** What is counted together. */
  private record Kind(Fate fate, String what, String why) implements Serializable {}

  /** How many there are, and some of them. */
  private static final class Tally implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<String> examples = new ArrayList<>();
    private long count;
  }

  private final LinkedHashMap<Kind, Tally> tallies = new LinkedHashMap<>();

  private static long row(String example) {
    Matcher row = ROW.matcher(example);
    return row.lookingAt() ? Long.parseLong(row.group(1)) : Long.MAX_VALUE;
  }

  void add(Source source) {
    source
        .entries()
        .forEach(
            entry ->
                add(
                    new Kind(entry.fate(), entry.what(), entry.why()),
                    entry.count(),
                    entry.examples()));
  }

  void add(SourceSum other) {
    other.tallies.forEach((kind, tally) -> add(kind, tally.count, tally.examples));
  }

  private void add(Kind kind, long count, List<String> examples) {
    Tally tally = tallies.computeIfAbsent(kind, k -> new Tally());
    tally.count += count;
    tally.examples.addAll(examples);
    int most = SourceLog.most(kind.fate);
    if (tally.examples.size() > most) {
      tally.examples.sort(BY_ROW);
      tally.examples.subList(most, tally.examples.size()).clear();
    }
  }

  /** How many things of this kind were left out. */
  long leftOut(String what) {
    return tallies.entrySet().stream()
        .filter(tally -> tally.getKey().fate == Fate.LEFT_OUT && tally.getKey().what.equals(what))
        .mapToLong(tally -> tally.getValue().count)
        .sum();
  }

  /** The account so far, in an order that does not depend on that in which its parts came. */
  Source source() {
    return new Source(
        tallies.entrySet().stream()
            .map(SourceSum::entry)
            .sorted(
                Comparator.comparing(
                        (Entry entry) -> entry.examples().isEmpty() ? "" : entry.examples().get(0),
                        BY_ROW)
                    .thenComparing(Entry::what)
                    .thenComparing(Entry::why))
            .toList());
  }

  private static Entry entry(Map.Entry<Kind, Tally> tally) {
    List<String> examples = new ArrayList<>(tally.getValue().examples);
    examples.sort(BY_ROW);
    Kind kind = tally.getKey();
    return new Entry(kind.fate, kind.what, tally.getValue().count, kind.why, examples);
  }
}
