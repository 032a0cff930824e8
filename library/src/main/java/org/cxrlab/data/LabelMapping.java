package org.cxrlab.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.cxrlab.data.LabelNames.Finding;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * How the labels of some films become those of a vocabulary, by the rules of {@link Vocabulary}.
 */
public final class LabelMapping implements Showable {
  private final Labels from;
  private final Vocabulary to;
  private final List<Target> targets;

  /** The position of "No Finding" among the films' labels, or -1. */
  private final int healthy;

  /**
   * Where the value of a label comes from: positions among the films' labels.
   *
   * @param same those that mean it
   * @param kinds those that tell that it is present
   * @param parts for each finding of which it consists those that mean that; empty unless all are
   *     told
   */
  private record Target(
      String label, List<Integer> same, List<Integer> kinds, List<List<Integer>> parts) {
    boolean isTold() {
      return !same.isEmpty() || !kinds.isEmpty();
    }

    boolean canBeAbsent() {
      return !same.isEmpty() || !parts.isEmpty();
    }

    boolean uses(int label) {
      return same.contains(label) || kinds.contains(label);
    }
  }

  private LabelMapping(Labels from, Vocabulary to, List<Target> targets) {
    this.from = from;
    this.to = to;
    this.targets = targets;
    List<Integer> normal = at(from, LabelNames.of(LabelNames.NO_FINDING).keys());
    healthy = normal.isEmpty() ? -1 : normal.get(0);
  }

  static LabelMapping of(Labels from, Vocabulary to) {
    return new LabelMapping(
        from, to, to.labels().names().stream().map(label -> target(from, label)).toList());
  }

  private static Target target(Labels from, String label) {
    Finding finding = LabelNames.of(label);
    List<List<Integer>> parts =
        finding.partFindings().stream().map(part -> at(from, part.keys())).toList();
    return new Target(
        label,
        at(from, finding.keys()),
        at(from, finding.kindKeys()),
        parts.stream().anyMatch(List::isEmpty) ? List.of() : parts);
  }

  private static List<Integer> at(Labels labels, Set<String> keys) {
    return IntStream.range(0, labels.size())
        .filter(i -> keys.contains(CsvReader.key(labels.get(i))))
        .boxed()
        .toList();
  }

  /** The films' own labels that make up a label of the vocabulary; none if it is not told. */
  public List<String> sources(String label) {
    Target target = targets.get(to.labels().indexOf(label));
    return IntStream.range(0, from.size()).filter(target::uses).mapToObj(from::get).toList();
  }

  /** The films' own labels that have no place in the vocabulary, each with the reason. */
  public Map<String, String> without() {
    Map<String, String> without = new LinkedHashMap<>();
    for (int i = 0; i < from.size(); i++) {
      if (isUnused(i)) {
        without.put(from.get(i), reason(from.get(i)));
      }
    }
    return without;
  }

  private boolean isUnused(int label) {
    return label != healthy && targets.stream().noneMatch(target -> target.uses(label));
  }

  private String reason(String label) {
    for (Target target : targets) {
      String why = LabelNames.apart(LabelNames.of(target.label), label);
      if (!why.isEmpty()) {
        return Text.format("is not %s: it %s", target.label, why);
      }
    }
    return "has no counterpart";
  }

  /** The labels of the vocabulary of which the films tell nothing. */
  public List<String> untold() {
    return targets.stream()
        .filter(target -> !target.isTold() && !isDerived(target))
        .map(Target::label)
        .toList();
  }

  /** Whether it is "No Finding", which other findings deny. */
  private boolean isDerived(Target target) {
    return isNoFinding(target)
        && !target.isTold()
        && IntStream.range(0, from.size()).anyMatch(this::isFinding);
  }

  private static boolean isNoFinding(Target target) {
    return LabelNames.of(target.label).name().equals(LabelNames.NO_FINDING);
  }

  private boolean isFinding(int label) {
    Finding finding = LabelNames.of(from.get(label));
    return finding != null
        && !finding.name().equals(LabelNames.NO_FINDING)
        && !finding.name().equals(LabelNames.DEVICES);
  }

  /** The values of the vocabulary's labels, from those of the films' own. */
  List<Float> values(List<Float> own) {
    List<Float> values = new ArrayList<>(targets.size());
    boolean ill = IntStream.range(0, own.size()).anyMatch(i -> own.get(i) == 1 && isFinding(i));
    for (Target target : targets) {
      float value = value(target, own);
      if (Float.isNaN(value) && isNoFinding(target)) {
        value = ill ? 0 : value;
      } else if (Float.isNaN(value) && isDenied(target, own)) {
        value = 0;
      }
      values.add(value);
    }
    return values;
  }

  /** Whether the film has no finding, and this is one that its set looks for. */
  private boolean isDenied(Target target, List<Float> own) {
    return healthy >= 0
        && own.get(healthy) == 1
        && target.canBeAbsent()
        && !LabelNames.of(target.label).name().equals(LabelNames.DEVICES);
  }

  private static float value(Target target, List<Float> own) {
    float value = target.canBeAbsent() ? sum(target, own) : Float.NaN;
    return target.kinds.stream().anyMatch(i -> own.get(i) == 1) ? 1 : value;
  }

  private static float sum(Target target, List<Float> own) {
    if (!target.same.isEmpty()) {
      return any(target.same, own);
    }
    return any(target.parts.stream().flatMap(List::stream).toList(), own);
  }

  /** Present if any is, unknown if any other is, else the highest: 0, or what was smoothed. */
  private static float any(List<Integer> labels, List<Float> own) {
    float highest = 0;
    for (int label : labels) {
      float value = own.get(label);
      if (value == 1) {
        return 1;
      }
      highest = Math.max(highest, value); // NaN stays
    }
    return highest;
  }

  /** The label that a box gets; empty where the vocabulary has none for it. */
  String box(String label) {
    int i = from.names().indexOf(label);
    return targets.stream()
        .filter(target -> target.same.contains(i))
        .findFirst()
        .or(() -> targets.stream().filter(target -> target.kinds.contains(i)).findFirst())
        .map(Target::label)
        .orElse("");
  }

  /** The film under the names of the vocabulary. */
  Film of(Film film, Labels labels, List<Float> values) {
    List<FindingBox> boxes = new ArrayList<>();
    for (FindingBox box : film.boxes()) {
      String label = box(box.label());
      if (!label.isEmpty()) {
        boxes.add(new FindingBox(label, box.box()));
      }
    }
    FilmDetails own = film.details();
    FilmDetails details =
        own.isSettled()
            ? own
            : new FilmDetails(
                own.study(),
                own.part(),
                open(own.uncertain(), film, values),
                open(own.blank(), film, values),
                own.source());
    return film.labelled(labels, values, boxes, details);
  }

  /** Of the labels that the table leaves open those that are one label here, and still open. */
  private Set<String> open(Set<String> labels, Film film, List<Float> values) {
    Set<String> open = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      List<Integer> same = targets.get(i).same;
      if (same.size() == 1
          && labels.contains(from.get(same.get(0)))
          && values.get(i).equals(film.values().get(same.get(0)))) {
        open.add(targets.get(i).label);
      }
    }
    return open;
  }

  /** Tells what became of each label. */
  void tell(SourceLog log) {
    String what = Text.format("labels of %s", to.name());
    for (Target target : targets) {
      if (target.isTold()) {
        String own = String.join(" and ", sources(target.label));
        if (!own.equals(target.label)) {
          log.decided(what, "come from labels of other names", target.label + " from " + own);
        }
        if (!target.canBeAbsent()) {
          log.decided(what, "are told only where they are present", target.label);
        }
      } else if (isDerived(target)) {
        log.decided(what, "are absent where there is a finding, else unknown", target.label);
      }
    }
    untold().forEach(label -> log.decided(what, "are not told and unknown on all films", label));
    without()
        .keySet()
        .forEach(
            label ->
                log.leftOut(
                    "labels",
                    Text.format(
                        "have no place among %s's; the vocabulary's of(films.labels()) says why",
                        to.name()),
                    label));
    if (healthy >= 0 && at(to.labels(), Set.of(CsvReader.key(from.get(healthy)))).isEmpty()) {
      log.decided(
          Text.format("label %s", from.get(healthy)),
          "makes unknown findings of its set absent",
          to.name());
    }
  }

  @Override
  public Figure figure() {
    var table =
        TableFigure.columns("Label", "From", "Told")
            .caption(Text.format("These labels under the names of %s", to.name()));
    for (Target target : targets) {
      table.row(target.label, String.join(", ", sources(target.label)), told(target));
    }
    without().forEach((label, why) -> table.row("–", label, why));
    return table.build();
  }

  private String told(Target target) {
    if (!target.isTold()) {
      return isDerived(target) ? "absent where there is a finding" : "unknown on all films";
    }
    return target.canBeAbsent() ? "present, absent" : "only where it is present";
  }
}
