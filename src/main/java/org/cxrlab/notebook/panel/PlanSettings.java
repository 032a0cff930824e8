package org.cxrlab.notebook.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.image.Augmentation;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.Precision;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.plan.ClassWeights;
import org.cxrlab.plan.Monitor;
import org.cxrlab.plan.Resampling;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.split.Split;

/**
 * A control for each hyperparameter of a plan that is worth turning, the plan that they make
 * together, and the calls that make it from the given one.
 */
final class PlanSettings {
  private static final String AS_GIVEN = "as in the plan";
  private static final int MOST = 1_000_000;

  /** What each control is for, in a sentence for who sees it for the first time. */
  private static final Map<String, String> TOOLTIPS =
      Map.ofEntries(
          Map.entry(
              "Learning rate",
              "How far one step moves the weights, in front of the schedule. Too "
                  + "large and the loss rises, too small and it hardly falls. It can be "
                  + "moved during a training."),
          Map.entry(
              "Schedule",
              "How the learning rate goes on over the training: always the same, "
                  + "falling like half a cosine, or lower whenever the epochs get no "
                  + "better."),
          Map.entry(
              "Warm-up steps",
              "So many steps at first, over which the learning rate rises from nearly "
                  + "0; 0 is no warm-up."),
          Map.entry("Epochs", "How often the training goes through the films."),
          Map.entry(
              "Steps per epoch",
              "After how many batches an epoch ends and the validation films are " + "looked at."),
          Map.entry(
              "Early stopping",
              "Ends the training after so many epochs in a row without a better one; "
                  + "0 never ends it early."),
          Map.entry(
              "Best epoch by",
              "The figure on the validation films by which the best epoch is chosen; "
                  + "its weights are kept."),
          Map.entry(
              "Weight decay",
              "Pulls all weights a little towards 0 at each step, so that the network "
                  + "learns fewer films by heart."),
          Map.entry(
              "Adam's β₁",
              "How long Adam remembers the direction of earlier steps: 0.9 is about "
                  + "the last 10 steps."),
          Map.entry(
              "Adam's β₂",
              "How long Adam remembers the size of earlier gradients: 0.999 is about "
                  + "the last 1000 steps."),
          Map.entry(
              "Batch size",
              "How many films make one step. Larger batches give smoother steps and "
                  + "need more memory."),
          Map.entry(
              "Image size",
              "Width and height of the films in pixels. Small findings need large "
                  + "pictures, and those take time."),
          Map.entry(
              "Rare findings",
              "How a finding that few films show gets as much say as a common one."),
          Map.entry(
              "Shift (share)",
              "Moves each film at random, by at most this share of its width; 0 is "
                  + "not at all."),
          Map.entry(
              "Rotation (°)",
              "Turns each film at random, by at most so many degrees; 0 is not at " + "all."),
          Map.entry(
              "Zoom (share)",
              "Enlarges or shrinks each film at random, by at most this share; 0 is "
                  + "not at all."),
          Map.entry(
              "Brightness",
              "Makes each film lighter or darker at random, by at most this share of "
                  + "the range of greys; 0 is not at all."),
          Map.entry(
              "Contrast",
              "Makes the differences of grey larger or smaller at random, by at most "
                  + "this share; 0 is not at all."),
          Map.entry(
              "Head-only epochs",
              "So many epochs at first in which only the last layer learns, on top of "
                  + "what the network knew before."),
          Map.entry(
              "Last-block epochs",
              "So many epochs, after those of the head alone, in which the last block "
                  + "of layers learns with it."),
          Map.entry(
              "Precision",
              "The numbers that the network computes with: bfloat16 is faster on some "
                  + "processors and less exact."));

  private final TrainingPlan given;
  private final Split split;
  private final String splitName;
  private final List<Setting<?>> settings = new ArrayList<>();
  private final Control<Double> learningRate;
  private final Control<Integer> batchSize;
  private final Control<Integer> imageSize;
  private final Control<Integer> epochs;
  private final ControlBox rate;
  private final ControlBox films;
  private final ControlBox network;

  /**
   * One control.
   *
   * @param start what it said at first: then the plan stays as it was given
   * @param apply makes a plan with the value
   * @param code the call that does so, from the plan that all settings make together
   */
  private record Setting<T>(
      Control<T> control,
      T start,
      BiFunction<TrainingPlan, T, TrainingPlan> apply,
      Function<TrainingPlan, String> code) {
    boolean isMoved() {
      return !control.value().equals(start);
    }

    TrainingPlan applyTo(TrainingPlan plan) {
      return isMoved() ? apply.apply(plan, control.value()) : plan;
    }
  }

  /** A way to even out rare and common findings. */
  private enum Balance {
    NONE("none"),
    CLASS("weights of classes in the loss"),
    ROOT("rare films more often (root)"),
    BALANCED("rare films more often (balanced)"),
    GIVEN(AS_GIVEN);

    private final String title;

    Balance(String title) {
      this.title = title;
    }
  }

  PlanSettings(TrainingPlan given, Split split, String splitName) {
    this.given = given;
    this.split = split;
    this.splitName = splitName;
    double lr = given.learningRate();
    learningRate =
        add(
            Controls.logSlider("Learning rate", Math.min(1e-6, lr), Math.max(1, lr), lr),
            TrainingPlan::learningRate,
            p -> ".learningRate(" + CodeLine.rate(p.learningRate()) + ")");
    Control<Schedule> schedule = schedule();
    Control<Integer> warmUp =
        add(
            number("Warm-up steps", given.schedule().warmUpSteps()),
            (p, steps) -> p.schedule(p.schedule().warmUp(steps)),
            PlanSettings::scheduleCode);
    epochs =
        add(
            Controls.number("Epochs", 1, MOST, given.epochs()),
            TrainingPlan::epochs,
            p -> ".epochs(" + p.epochs() + ")");
    Control<Integer> steps =
        add(
            Controls.dropdown(
                "Steps per epoch",
                numbers(given.stepsPerEpoch(), TrainingPlan.ALL, 10, 20, 50, 100, 200, 500),
                n -> n == TrainingPlan.ALL ? "every film once" : Integer.toString(n),
                given.stepsPerEpoch()),
            TrainingPlan::stepsPerEpoch,
            p -> ".stepsPerEpoch(" + p.stepsPerEpoch() + ")");
    Control<Integer> patience =
        add(
            number("Early stopping", given.earlyStopping()),
            TrainingPlan::earlyStopping,
            p -> ".earlyStopping(" + p.earlyStopping() + ")");
    Control<Monitor> monitor =
        add(
            Controls.dropdown("Best epoch by", List.of(Monitor.values()), given.monitor()),
            TrainingPlan::monitor,
            p -> ".monitor(Monitor." + p.monitor().name() + ")");
    Control<Double> decay =
        add(
            Controls.dropdown(
                "Weight decay",
                decimals(given.adam().weightDecay(), 0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2),
                d -> d == 0 ? "none" : CodeLine.rate(d),
                given.adam().weightDecay()),
            TrainingPlan::weightDecay,
            p -> ".weightDecay(" + CodeLine.rate(p.adam().weightDecay()) + ")");
    Control<Double> beta1 =
        add(
            Controls.slider(
                "Adam's β₁", 0, Math.max(0.99, given.adam().beta1()), 0.01, given.adam().beta1()),
            (p, b) -> p.adam(b, p.adam().beta2(), p.adam().epsilon()),
            PlanSettings::adamCode);
    Control<Double> beta2 =
        add(
            Controls.dropdown(
                "Adam's β₂",
                decimals(given.adam().beta2(), 0.9, 0.99, 0.999, 0.9999),
                given.adam().beta2()),
            (p, b) -> p.adam(p.adam().beta1(), b, p.adam().epsilon()),
            PlanSettings::adamCode);
    rate =
        group(
            "Rate and length",
            learningRate,
            schedule,
            warmUp,
            epochs,
            steps,
            patience,
            monitor,
            decay,
            beta1,
            beta2);

    batchSize =
        add(
            Controls.dropdown(
                "Batch size",
                numbers(given.batchSize(), 1, 2, 4, 8, 16, 32, 64, 128),
                given.batchSize()),
            TrainingPlan::batchSize,
            p -> ".batchSize(" + p.batchSize() + ")");
    imageSize =
        add(
            Controls.dropdown(
                "Image size",
                numbers(given.imageSize(), 32, 64, 96, 128, 160, 192, 224, 256, 320, 384, 512),
                n -> n + " x " + n,
                given.imageSize()),
            TrainingPlan::imageSize,
            p -> ".imageSize(" + p.imageSize() + ")");
    Control<Balance> balance = balance();
    Augmentations a = given.augmentations();
    films =
        group(
            "Films",
            batchSize,
            imageSize,
            balance,
            strength("Shift (share)", 0.2, 0.01, shift(a), Augmentation.Shift::new),
            strength("Rotation (°)", 30, 1, rotation(a), Augmentation.Rotation::new),
            strength("Zoom (share)", 0.3, 0.01, zoom(a), Augmentation.Zoom::new),
            strength("Brightness", 0.4, 0.01, brightness(a), Augmentation.Brightness::new),
            strength("Contrast", 0.9, 0.01, contrast(a), Augmentation.Contrast::new));

    Control<Integer> headOnly =
        add(
            number("Head-only epochs", given.headOnly()),
            TrainingPlan::headOnly,
            p -> ".headOnly(" + p.headOnly() + ")");
    Control<Integer> lastBlock =
        add(
            number("Last-block epochs", given.lastBlockOnly()),
            TrainingPlan::lastBlockOnly,
            p -> ".lastBlockOnly(" + p.lastBlockOnly() + ")");
    Control<Precision> precision =
        add(
            Controls.dropdown("Precision", List.of(Precision.values()), given.precision()),
            TrainingPlan::precision,
            p -> ".precision(Precision." + p.precision().name() + ")");
    network = group("Network", headOnly, lastBlock, precision);
  }

  private <T> Control<T> add(
      Control<T> control,
      BiFunction<TrainingPlan, T, TrainingPlan> apply,
      Function<TrainingPlan, String> code) {
    control.tooltip(TOOLTIPS.get(control.description().label()));
    settings.add(new Setting<>(control, control.value(), apply, code));
    return control;
  }

  private static ControlBox group(String title, Control<?>... controls) {
    Interactive heading =
        Controls.html(
            "<div style=\"font-weight:600;margin:.5em 0 .1em;line-height:1.4\">"
                + title
                + "</div>");
    return Controls.column(
        Stream.concat(Stream.of(heading), Stream.of(controls)).toArray(Interactive[]::new));
  }

  /** What has no natural end is typed: on a slider the end would be an arbitrary one. */
  private static Control<Integer> number(String label, int value) {
    return Controls.number(label, 0, MOST, value);
  }

  /** Numbers to choose from, in order, the given one among them. */
  private static List<Integer> numbers(int given, int... usual) {
    return Stream.concat(Stream.of(given), Arrays.stream(usual).boxed())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Double> decimals(double given, double... usual) {
    return Stream.concat(Stream.of(given), Arrays.stream(usual).boxed())
        .distinct()
        .sorted()
        .toList();
  }

  private Control<Schedule> schedule() {
    Schedule start = given.schedule().warmUp(0);
    List<Schedule> all =
        Stream.of(start, Schedule.constant(), Schedule.cosine(), Schedule.reduceOnPlateau(0.1, 2))
            .distinct()
            .toList();
    return add(
        Controls.dropdown("Schedule", all, start),
        (p, s) -> p.schedule(s.warmUp(p.schedule().warmUpSteps())),
        PlanSettings::scheduleCode);
  }

  private static String scheduleCode(TrainingPlan plan) {
    Schedule s = plan.schedule();
    String kind =
        switch (s.kind()) {
          case CONSTANT -> "constant()";
          case COSINE -> "cosine()";
          case PLATEAU ->
              "reduceOnPlateau(" + CodeLine.rate(s.factor()) + ", " + s.patience() + ")";
        };
    String warmUp = s.warmUpSteps() == 0 ? "" : ".warmUp(" + s.warmUpSteps() + ")";
    return ".schedule(Schedule." + kind + warmUp + ")";
  }

  private static String adamCode(TrainingPlan plan) {
    return ".adam("
        + CodeLine.rate(plan.adam().beta1())
        + ", "
        + CodeLine.rate(plan.adam().beta2())
        + ", "
        + CodeLine.rate(plan.adam().epsilon())
        + ")";
  }

  private Control<Balance> balance() {
    Balance start = start();
    List<Balance> all =
        Stream.of(Balance.values()).filter(b -> b != Balance.GIVEN || b == start).toList();
    return add(
        Controls.dropdown("Rare findings", all, b -> b.title, start),
        this::balanced,
        this::balanceCode);
  }

  private Balance start() {
    Optional<ClassWeights> weights = given.loss().weights();
    return switch (given.resampling()) {
      case NONE ->
          weights.isEmpty()
              ? Balance.NONE
              : weights.get().equals(ClassWeights.of(split.train()))
                  ? Balance.CLASS
                  : Balance.GIVEN;
      case SQUARE_ROOT -> weights.isEmpty() ? Balance.ROOT : Balance.GIVEN;
      case BALANCED -> weights.isEmpty() ? Balance.BALANCED : Balance.GIVEN;
    };
  }

  private TrainingPlan balanced(TrainingPlan plan, Balance balance) {
    TrainingPlan plain = plan.loss(WeightedBce.unweighted()).resampling(Resampling.NONE);
    return switch (balance) {
      case NONE -> plain;
      case CLASS -> plain.loss(WeightedBce.of(split.train()));
      case ROOT -> plain.resampling(Resampling.SQUARE_ROOT);
      case BALANCED -> plain.resampling(Resampling.BALANCED);
      case GIVEN -> plan.loss(given.loss()).resampling(given.resampling());
    };
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

  private Control<Double> strength(
      String label,
      double most,
      double step,
      double start,
      Function<Double, ? extends Augmentation> kind) {
    Class<?> type = kind.apply(0.0).getClass();
    return add(
        Controls.slider(label, 0, Math.max(most, start), step, start),
        (p, v) -> {
          // Strength 0 is no augmentation: a film that is not moved is not resampled either.
          Augmentations others = Augmentations.none();
          for (Augmentation a : p.augmentations().list()) {
            others = a.getClass() == type ? others : others.with(a);
          }
          return p.augment(v == 0 ? others : others.with(kind.apply(v)));
        },
        p -> ".augment(" + augmentationCode(p.augmentations()) + ")");
  }

  private static String augmentationCode(Augmentations a) {
    if (a.equals(Augmentations.light())) {
      return "Augmentations.light()";
    }
    return "Augmentations.none()"
        + part("shift", shift(a))
        + part("rotation", rotation(a))
        + part("zoom", zoom(a))
        + part("brightness", brightness(a))
        + part("contrast", contrast(a));
  }

  private static String part(String name, double strength) {
    return strength == 0 ? "" : "." + name + "(" + CodeLine.number(strength) + ")";
  }

  private static double shift(Augmentations all) {
    return strength(all, Augmentation.Shift.class, Augmentation.Shift::share);
  }

  private static double rotation(Augmentations all) {
    return strength(all, Augmentation.Rotation.class, Augmentation.Rotation::degrees);
  }

  private static double zoom(Augmentations all) {
    return strength(all, Augmentation.Zoom.class, Augmentation.Zoom::share);
  }

  private static double brightness(Augmentations all) {
    return strength(all, Augmentation.Brightness.class, Augmentation.Brightness::amount);
  }

  private static double contrast(Augmentations all) {
    return strength(all, Augmentation.Contrast.class, Augmentation.Contrast::amount);
  }

  private static <A extends Augmentation> double strength(
      Augmentations all, Class<A> type, Function<A, Double> of) {
    return all.list().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .map(of)
        .findFirst()
        .orElse(0.0);
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
        .map(s -> s.code.apply(plan))
        .filter(call -> !call.isEmpty())
        .distinct()
        .collect(Collectors.toList());
  }

  /** Calls it whenever a control was moved. */
  void onChange(Runnable listener) {
    settings.forEach(s -> s.control.onChange(v -> listener.run()));
  }

  /** Lets all controls but the learning rate be moved, or not. */
  void enable(boolean on) {
    settings.stream()
        .map(Setting::control)
        .filter(c -> c != learningRate)
        .forEach(c -> c.enable(on));
  }

  Control<Double> learningRate() {
    return learningRate;
  }

  Control<Integer> batchSize() {
    return batchSize;
  }

  Control<Integer> imageSize() {
    return imageSize;
  }

  Control<Integer> epochs() {
    return epochs;
  }

  /** All controls, in groups. */
  ControlBox[] groups() {
    return new ControlBox[] {rate, films, network};
  }
}
