package org.cxrlab.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.eval.Comparison;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * What differs between two runs: in what was decided, and in what came of it.
 *
 * @param first the one
 * @param second the other
 * @param settings what was decided differently, films and code included
 * @param outcomes what was measured for both
 * @param part of whose films predictions of both were kept: "test" where there are, else
 *     "validation"; empty where there are none
 * @param test both on the same films of that part, by a paired bootstrap of patients
 */
public record RunComparison(
    Run first,
    Run second,
    List<Difference> settings,
    List<Outcome> outcomes,
    Optional<String> part,
    Optional<Comparison> test)
    implements Showable {
  private static final String EPOCH = "best epoch";

  /** A setting with two values. */
  public record Difference(String setting, String first, String second) {}

  /** A number measured in both. */
  public record Outcome(String name, double first, double second) {}

  /** Copies the lists. */
  public RunComparison {
    settings = List.copyOf(settings);
    outcomes = List.copyOf(outcomes);
  }

  static RunComparison of(Run first, Run second) {
    Optional<String> part =
        List.of("test", "validation").stream()
            .filter(p -> first.kept(p).isPresent() && second.kept(p).isPresent())
            .filter(p -> first.kept(p).get().films().equals(second.kept(p).get().films()))
            .findFirst();
    return new RunComparison(
        first,
        second,
        settings(first, second),
        outcomes(first, second),
        part,
        part.map(p -> first.evaluation(p).compare(second.evaluation(p))));
  }

  private static List<Difference> settings(Run first, Run second) {
    Map<String, String> one = decided(first);
    Map<String, String> other = decided(second);
    boolean bothWeighted =
        first.plan().loss().weights().isPresent() && second.plan().loss().weights().isPresent();
    if (!bothWeighted) {
      // A list of weights on one side alone says no more than the word.
      List.of(one, other).forEach(all -> all.keySet().removeIf(n -> n.startsWith("loss.")));
      one.put("loss", first.plan().loss().toString());
      other.put("loss", second.plan().loss().toString());
    }
    Set<String> names = new LinkedHashSet<>(one.keySet());
    names.addAll(other.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      String a = one.getOrDefault(name, "none");
      String b = other.getOrDefault(name, "none");
      if (!a.equals(b)) {
        differences.add(new Difference(name, a, b));
      }
    }
    return differences;
  }

  private static Map<String, String> decided(Run run) {
    Map<String, String> all = new LinkedHashMap<>(run.plan().settings());
    all.put("what learns", run.kind().name().toLowerCase(Locale.ROOT));
    all.put("labels", String.join(", ", run.labels().names()));
    all.put("films", run.data());
    all.put("split", run.split());
    if (!run.openLabels().isEmpty()) {
      all.put("open labels", run.openLabels());
    }
    all.put("code", run.codeVersion());
    return all;
  }

  private static List<Outcome> outcomes(Run first, Run second) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Run.Metric m : first.metrics()) {
      double other = second.metric(m.part(), m.name());
      if (m.label().isEmpty() && !Double.isNaN(other)) {
        outcomes.add(new Outcome(m.name() + ", " + m.part(), m.value(), other));
      }
    }
    outcomes.add(new Outcome(EPOCH, first.bestEpoch(), second.bestEpoch()));
    outcomes.add(new Outcome("seconds", first.seconds(), second.seconds()));
    return outcomes;
  }

  /** Settings, outcomes, and the paired test where the same films were predicted. */
  @Override
  public Figure figure() {
    String one = "Run " + first.id();
    String other = "Run " + second.id();
    var decided = TableFigure.columns("Setting", one, other).caption("Decided differently");
    settings.forEach(d -> decided.row(d.setting(), d.first(), d.second()));
    if (settings.isEmpty()) {
      decided.note("Nothing: the same plan, films, split and code.");
    }
    var came = TableFigure.columns("", one, other).caption("What came of it");
    outcomes.forEach(
        o ->
            came.row(
                o.name(),
                o.name().equals(EPOCH) ? Math.round(o.first()) : (Object) o.first(),
                o.name().equals(EPOCH) ? Math.round(o.second()) : (Object) o.second()));
    Showable tested =
        test.isPresent()
            ? Panel.of(
                new Note(
                    Text.format(
                        "%s (AUROC) against %s (Other) on the same %s films:",
                        one, other, part.orElseThrow())),
                test.get())
            : new Note(
                "There is no paired test: no predictions of both were kept for the same films.");
    return Panel.of(decided, came, tested);
  }
}
