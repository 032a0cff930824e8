package org.cxrlab.notebook.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.plan.Dial;
import org.cxrlab.plan.PlanField;
import org.cxrlab.plan.PlanFields;
import org.cxrlab.plan.Resampling;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.split.Split;

/**
 * A control for each hyperparameter of a plan that is worth turning, the plan that they make
 * together, and the calls that make it from the given one.
 */
final class PlanSettings {
  private static final int MOST = 1_000_000;

  /** Within the groups, where the table's order is another. */
  private static final String ORDER =
      "learningRate afterWarmUp warmUp epochs stepsPerEpoch earlyStopping monitor"
          + " weightDecay beta1 beta2 headOnly lastBlockOnly precision";

  private final TrainingPlan given;
  private final Split split;
  private final String splitName;
  private final List<Setting<?>> settings = new ArrayList<>();
  private final ControlBox[] groups;

  /**
   * One control.
   *
   * @param start what it said at first: then the plan stays as it was given
   */
  private record Setting<T>(PlanField<T> field, Control<T> control, T start) {
    boolean isMoved() {
      return !control.value().equals(start);
    }

    TrainingPlan applyTo(TrainingPlan plan) {
      return isMoved() ? field.set(plan, control.value()) : plan;
    }
  }

  /** A way to even out rare and common findings. */
  private enum Balance {
    NONE("none", Resampling.NONE),
    CLASS("weights of classes in the loss", Resampling.NONE),
    ROOT("rare films more often (root)", Resampling.SQUARE_ROOT),
    BALANCED("rare films more often (balanced)", Resampling.BALANCED),
    GIVEN("as in the plan", null);

    private final String title;
    private final Resampling resampling;

    Balance(String title, Resampling resampling) {
      this.title = title;
      this.resampling = resampling;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  PlanSettings(TrainingPlan given, Split split, String splitName) {
    this.given = given;
    this.split = split;
    this.splitName = splitName;
    PlanField<Balance> balance = balance();
    List<PlanField<?>> fields =
        given.fields().ordered(ORDER).stream()
            .<PlanField<?>>map(field -> field == PlanFields.LOSS ? balance : field)
            .toList();
    groups =
        Stream.of(Dial.Group.values())
            .map(group -> group(group, fields))
            .toArray(ControlBox[]::new);
  }

  private ControlBox group(Dial.Group group, List<PlanField<?>> fields) {
    List<Interactive> parts = new ArrayList<>();
    parts.add(
        Controls.html(
            "<div style=\"font-weight:600;margin:.5em 0 .1em;line-height:1.4\">"
                + group.title
                + "</div>"));
    for (PlanField<?> field : fields) {
      if (field.dial().filter(dial -> dial.group() == group).isPresent()) {
        parts.add(add(field));
      }
    }
    return Controls.column(parts.toArray(Interactive[]::new));
  }

  private <T> Control<T> add(PlanField<T> field) {
    Control<T> control = control(field, field.dial().orElseThrow(), field.of(given));
    control.tooltip(field.tooltip());
    settings.add(new Setting<>(field, control, control.value()));
    return control;
  }

  @SuppressWarnings("unchecked") // a kind of control tells the type of its values
  private static <T> Control<T> control(PlanField<T> field, Dial<T> dial, T start) {
    String label = dial.label();
    if (dial.kind() instanceof Dial.Choice<T> choice) {
      Stream<T> all = Stream.concat(Stream.of(start), choice.usual().stream()).distinct();
      List<T> options = (start instanceof Comparable ? all.sorted() : all).toList();
      return Controls.dropdown(label, options, field::listed, start);
    }
    if (dial.kind() instanceof Dial.Typed typed) {
      return (Control<T>) Controls.number(label, typed.least(), MOST, (Integer) start);
    }
    double value = (Double) start;
    if (dial.kind() instanceof Dial.LogSlider slider) {
      return (Control<T>)
          Controls.logSlider(
              label, Math.min(slider.least(), value), Math.max(slider.most(), value), value);
    }
    Dial.Slider slider = (Dial.Slider) dial.kind();
    return (Control<T>)
        Controls.slider(label, 0, Math.max(slider.most(), value), slider.step(), value);
  }

  /** Loss and resampling in one. */
  private PlanField<Balance> balance() {
    Balance start =
        Stream.of(Balance.values())
            .filter(b -> b.resampling == null || b.resampling == given.resampling())
            .filter(b -> balanced(given, b).equals(given))
            .findFirst()
            .orElseThrow();
    List<Balance> offered =
        Stream.of(Balance.values()).filter(b -> b != Balance.GIVEN || b == start).toList();
    return PlanField.field("balance", start, Objects::requireNonNull)
        .within(plan -> start, this::balanced)
        .code(this::balanceCode)
        .dial(Dial.Group.FILMS, "Rare findings", new Dial.Choice<>(offered))
        .tooltip("How a finding that few films show gets as much say as a common one.");
  }

  private TrainingPlan balanced(TrainingPlan plan, Balance balance) {
    if (balance == Balance.GIVEN) {
      return plan.loss(given.loss()).resampling(given.resampling());
    }
    return plan.resampling(balance.resampling)
        .loss(balance == Balance.CLASS ? WeightedBce.of(split.train()) : WeightedBce.unweighted());
  }

  private String balanceCode(TrainingPlan plan) {
    String loss =
        plan.loss().weights().equals(given.loss().weights())
            ? ""
            : plan.loss().weights().isEmpty()
                ? ".loss(WeightedBce.unweighted())"
                : ".loss(WeightedBce.of(" + splitName + ".train()))";
    return plan.resampling() == given.resampling()
        ? loss
        : loss + ".resampling(Resampling." + plan.resampling().name() + ")";
  }

  /** The plan as it is set now. */
  TrainingPlan plan() {
    TrainingPlan plan = given;
    for (Setting<?> setting : settings) {
      plan = setting.applyTo(plan);
    }
    return plan;
  }

  /** The calls that make that plan from the given one, in order. */
  List<String> code() {
    TrainingPlan plan = plan();
    return settings.stream()
        .filter(Setting::isMoved)
        .map(s -> s.field.code(plan))
        .filter(call -> !call.isEmpty())
        .distinct()
        .collect(Collectors.toList());
  }

  /** Calls it whenever a control was moved. */
  void onChange(Runnable listener) {
    settings.forEach(s -> s.control.onChange(v -> listener.run()));
  }

  /** Lets all controls be moved, or but those that may be moved during a training. */
  void enable(boolean on) {
    settings.stream()
        .filter(s -> !s.field.isFor(PlanField.Use.RUNNING))
        .forEach(s -> s.control.enable(on));
  }

  /** The control of a field. */
  @SuppressWarnings("unchecked") // a field's control has the type of its values
  <T> Control<T> control(PlanField<T> field) {
    return settings.stream()
        .filter(s -> s.field.equals(field))
        .map(s -> (Control<T>) s.control)
        .findFirst()
        .orElseThrow();
  }

  /** All controls, in groups. */
  ControlBox[] groups() {
    return groups;
  }
}
