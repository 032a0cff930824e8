package org.cxrlab.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.Literals;
import org.cxrlab.plan.PlanField;
import org.cxrlab.plan.PlanFields;
import org.cxrlab.plan.TrainingPlan;

/**
 * The settings that a sweep turns, and what each may be. Immutable; each method gives a new one.
 * Settings bear the names of the plan's JSON: learningRate, weightDecay, batchSize, loss and so on;
 * {@link PlanFields#turned()} has all.
 *
 * @param parameters in the order in which they were added
 */
public record SearchSpace(List<Parameter> parameters) implements Showable {
  /** After so many draws without a new one, the space counts as drawn empty. */
  private static final int PATIENCE = 200;

  /** Checks that no setting stands twice; copies the list. */
  public SearchSpace {
    parameters = List.copyOf(parameters);
    Set<PlanField<?>> seen = new LinkedHashSet<>();
    for (Parameter p : parameters) {
      if (!seen.add(p.setting())) {
        throw new IllegalArgumentException("The setting " + p.name() + " stands twice.");
      }
    }
  }

  /** Nothing to turn yet. */
  public static SearchSpace empty() {
    return new SearchSpace(List.of());
  }

  /** Turns a number over a range on which equal ratios are equally likely. */
  public SearchSpace log(String setting, double from, double to) {
    return with(new Parameter(PlanFields.standard().turned(setting), from, to, true, List.of()));
  }

  /** Turns a number over a range on which equal differences are equally likely. */
  public SearchSpace linear(String setting, double from, double to) {
    return with(new Parameter(PlanFields.standard().turned(setting), from, to, false, List.of()));
  }

  /** Turns a setting through some values, e.g. {@code choice("loss", "unweighted", "weighted")}. */
  public SearchSpace choice(String setting, Object... values) {
    PlanField<?> found = PlanFields.standard().turned(setting);
    if (values.length == 0) {
      throw new IllegalArgumentException("The setting " + setting + " has no value to choose.");
    }
    return with(
        new Parameter(found, 0, 0, false, Arrays.stream(values).map(SearchSpace::text).toList()));
  }

  private static String text(Object value) {
    return value instanceof Number number
        ? Literals.byHand(new BigDecimal(number.toString()))
        : String.valueOf(value);
  }

  private SearchSpace with(Parameter parameter) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.add(parameter);
    return new SearchSpace(all);
  }

  /** Every combination, with so many points of each range. */
  List<List<String>> grid(int points) {
    List<List<String>> all = List.of(List.of());
    for (Parameter p : parameters) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> begun : all) {
        for (String value : p.grid(points)) {
          List<String> next = new ArrayList<>(begun);
          next.add(value);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  /** Different combinations by chance; fewer than asked for where there are not so many. */
  List<List<String>> draw(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<List<String>> drawn = new LinkedHashSet<>();
    int misses = 0;
    while (drawn.size() < count && misses < PATIENCE) {
      List<String> values = parameters.stream().map(p -> p.draw(random)).toList();
      misses = drawn.add(values) ? 0 : misses + 1;
    }
    return List.copyOf(drawn);
  }

  /** A plan with these values. */
  TrainingPlan apply(TrainingPlan plan, List<String> values, Films training) {
    TrainingPlan changed = plan;
    for (int i = 0; i < parameters.size(); i++) {
      changed = parameters.get(i).setting().turn(changed, values.get(i), training);
    }
    return changed;
  }

  /** Each setting and what it may be. */
  @Override
  public TableFigure figure() {
    var table = TableFigure.columns("Setting", "Values");
    for (Parameter p : parameters) {
      table.row(
          p.name(),
          p.isRange()
              ? Text.format(
                  "%s to %s%s",
                  p.setting().format(p.low()),
                  p.setting().format(p.high()),
                  p.log() ? ", logarithmic" : "")
              : String.join(", ", p.choices()));
    }
    return table.caption(Numbers.show(parameters.size()) + " settings to turn").build();
  }
}
