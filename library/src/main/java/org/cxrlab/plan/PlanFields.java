package org.cxrlab.plan;

import static java.util.stream.Collectors.joining;
import static org.cxrlab.plan.PlanField.field;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Augmentation;
import org.cxrlab.image.Augmentation.Brightness;
import org.cxrlab.image.Augmentation.Contrast;
import org.cxrlab.image.Augmentation.Rotation;
import org.cxrlab.image.Augmentation.Shift;
import org.cxrlab.image.Augmentation.Zoom;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.Precision;
import org.cxrlab.model.Preprocessing;
import org.cxrlab.plan.Dial.Choice;
import org.cxrlab.plan.Dial.Group;
import org.cxrlab.plan.Dial.Slider;
import org.cxrlab.plan.Dial.Typed;
import org.cxrlab.plan.PlanField.Use;

/**
 * The table of all fields of a plan. Their order is that of a plan's JSON, and so of its hash. A
 * new field changes the hash, so trials and checkpoints of before are then those of other plans.
 * Those that a plan keeps by itself have a method of their own in {@link TrainingPlan}. Immutable.
 */
public final class PlanFields {
  /** How many epochs at most. */
  public static final PlanField<Integer> EPOCHS =
      field("epochs", 10, atLeast(1, "number of epochs"))
          .told("at least 1")
          .shown("Epochs")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS)
          .dial(Group.RATE, "Epochs", new Typed(1))
          .tooltip("How often the training goes through the films.");

  static final PlanField<Integer> STEPS_PER_EPOCH =
      field("stepsPerEpoch", TrainingPlan.ALL, atLeast(0, "number of steps per epoch"))
          .told("0 is all films")
          .shown("Steps per epoch", n -> n == TrainingPlan.ALL ? "every film once" : "" + n)
          .dial(Group.RATE, "Steps per epoch", Choice.of(0, 10, 20, 50, 100, 200, 500))
          .tooltip("After how many batches an epoch ends and the validation films are looked at.");

  static final PlanField<Integer> VALIDATION_STEPS =
      field("validationSteps", TrainingPlan.ALL, atLeast(0, "number of validation steps"))
          .told("0 is all films")
          .shown("Validation steps", n -> n == TrainingPlan.ALL ? "every film" : "" + n);

  /** How many films make a batch. */
  public static final PlanField<Integer> BATCH_SIZE =
      field("batchSize", 8, atLeast(1, "batch size"))
          .told("at least 1")
          .shown("Batch size")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS)
          .dial(Group.FILMS, "Batch size", Choice.of(1, 2, 4, 8, 16, 32, 64, 128))
          .tooltip(
              "How many films make one step. Larger batches give smoother steps and need more"
                  + " memory.");

  /** Width and height of the films in pixels. */
  public static final PlanField<Integer> IMAGE_SIZE =
      field("imageSize", 320, pixels -> new Preprocessing(pixels, 1).imageSize())
          .told("pixels, at least 32")
          .shown("Image size", pixels -> pixels + " x " + pixels)
          .by(Use.SWEEP)
          .dial(
              Group.FILMS,
              "Image size",
              Choice.of(32, 64, 96, 128, 160, 192, 224, 256, 320, 384, 512))
          .tooltip(
              "Width and height of the films in pixels. Small findings need large pictures, and"
                  + " those take time.");

  /** The learning rate that the schedule starts from. */
  public static final PlanField<Double> LEARNING_RATE =
      field("learningRate", 1e-3, TrainingPlan::requireLearningRate)
          .told("above 0")
          .shown("Learning rate")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS, Use.RUNNING)
          .dial(Group.RATE, "Learning rate", new Dial.LogSlider(1e-6, 1))
          .tooltip(
              "How far one step moves the weights, in front of the schedule. Too large and the"
                  + " loss rises, too small and it hardly falls. It can be moved during a"
                  + " training.");

  static final PlanField<Schedule> SCHEDULE =
      field("schedule", Schedule.constant(), Objects::requireNonNull)
          .read(PlanFields::schedule)
          .word("constant", (plan, films) -> afterWarmUp(plan, Schedule.constant()))
          .word("cosine", (plan, films) -> afterWarmUp(plan, Schedule.cosine()))
          .told(", or `{\"kind\": \"plateau\", \"factor\": 0.1, \"patience\": 1}`")
          .shown("Schedule")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS);

  private static final PlanField<Schedule> AFTER_WARM_UP =
      field("afterWarmUp", Schedule.constant(), Objects::requireNonNull)
          .within(
              plan -> plan.schedule().warmUp(0),
              (plan, value) -> plan.schedule(afterWarmUp(plan, value)))
          .code(SCHEDULE::code)
          .dial(
              Group.RATE,
              "Schedule",
              Choice.of(Schedule.constant(), Schedule.cosine(), Schedule.reduceOnPlateau(0.1, 2)))
          .tooltip(
              "How the learning rate goes on over the training: always the same, falling like half"
                  + " a cosine, or lower whenever the epochs get no better.");

  private static final PlanField<Integer> WARM_UP =
      field("warmUp", 0, Objects::requireNonNull)
          .within(
              plan -> plan.schedule().warmUpSteps(),
              (plan, steps) -> plan.schedule(plan.schedule().warmUp(steps)))
          .code(SCHEDULE::code)
          .told("steps over which the rate rises first")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS)
          .dial(Group.RATE, "Warm-up steps", new Typed(0))
          .tooltip(
              "So many steps at first, over which the learning rate rises from nearly 0; 0 is no"
                  + " warm-up.");

  static final PlanField<AdamSettings> ADAM =
      field("adam", AdamSettings.STANDARD, Objects::requireNonNull)
          .read(PlanFields::adam)
          .told("all four numbers of Adam")
          .shown("Adam", adam -> "betas " + adam.beta1() + " and " + adam.beta2());

  private static final PlanField<Double> WEIGHT_DECAY =
      field("weightDecay", 0.0, Objects::requireNonNull)
          .within(plan -> plan.adam().weightDecay(), TrainingPlan::weightDecay)
          .told("of Adam, at least 0")
          .shown("Weight decay")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS)
          .dial(Group.RATE, "Weight decay", Choice.of(0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2))
          .listed(share -> share == 0 ? "none" : Literals.rate(share))
          .tooltip(
              "Pulls all weights a little towards 0 at each step, so that the network learns fewer"
                  + " films by heart.");

  private static final PlanField<Double> BETA1 =
      field("beta1", 0.9, Objects::requireNonNull)
          .within(
              plan -> plan.adam().beta1(),
              (plan, beta) -> plan.adam(beta, plan.adam().beta2(), plan.adam().epsilon()))
          .code(ADAM::code)
          .told("of Adam, from 0 to below 1")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS)
          .dial(Group.RATE, "Adam's β₁", new Slider(0.99, 0.01))
          .tooltip(
              "How long Adam remembers the direction of earlier steps: 0.9 is about the last 10"
                  + " steps.");

  private static final PlanField<Double> BETA2 =
      field("beta2", 0.999, Objects::requireNonNull)
          .within(
              plan -> plan.adam().beta2(),
              (plan, beta) -> plan.adam(plan.adam().beta1(), beta, plan.adam().epsilon()))
          .code(ADAM::code)
          .told("of Adam, from 0 to below 1")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS)
          .dial(Group.RATE, "Adam's β₂", Choice.of(0.9, 0.99, 0.999, 0.9999))
          .tooltip(
              "How long Adam remembers the size of earlier gradients: 0.999 is about the last 1000"
                  + " steps.");

  /** What is made small. */
  public static final PlanField<WeightedBce> LOSS =
      field("loss", WeightedBce.unweighted(), Objects::requireNonNull)
          .word("unweighted", (plan, films) -> WeightedBce.unweighted())
          .word("weighted", (plan, films) -> films == null ? plan.loss() : WeightedBce.of(films))
          .told(" by the classes of the training films")
          .shown("Loss")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS);

  static final PlanField<Augmentations> AUGMENTATIONS =
      field("augmentations", Augmentations.none(), Objects::requireNonNull)
          .code(PlanFields::augmentCode)
          .told("with their amounts, as a plan writes them")
          .shown("Augmentation");

  private static final List<PlanField<Double>> STRENGTHS =
      List.of(
          strength(Shift.class, Shift::share, Shift::new)
              .dial(Group.FILMS, "Shift (share)", new Slider(0.2, 0.01))
              .tooltip(
                  "Moves each film at random, by at most this share of its width; 0 is not at"
                      + " all."),
          strength(Rotation.class, Rotation::degrees, Rotation::new)
              .dial(Group.FILMS, "Rotation (°)", new Slider(30, 1))
              .tooltip("Turns each film at random, by at most so many degrees; 0 is not at all."),
          strength(Zoom.class, Zoom::share, Zoom::new)
              .dial(Group.FILMS, "Zoom (share)", new Slider(0.3, 0.01))
              .tooltip(
                  "Enlarges or shrinks each film at random, by at most this share; 0 is not at"
                      + " all."),
          strength(Brightness.class, Brightness::amount, Brightness::new)
              .dial(Group.FILMS, "Brightness", new Slider(0.4, 0.01))
              .tooltip(
                  "Makes each film lighter or darker at random, by at most this share of the range"
                      + " of greys; 0 is not at all."),
          strength(Contrast.class, Contrast::amount, Contrast::new)
              .dial(Group.FILMS, "Contrast", new Slider(0.9, 0.01))
              .tooltip(
                  "Makes the differences of grey larger or smaller at random, by at most this"
                      + " share; 0 is not at all."));

  static final PlanField<Resampling> RESAMPLING =
      field("resampling", Resampling.NONE, Objects::requireNonNull)
          .told(": how often each film is shown")
          .shown("Resampling", JsonFields::word)
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS);

  private static final PlanField<Augmentations> AUGMENTATION =
      field("augmentation", Augmentations.none(), Objects::requireNonNull)
          .within(TrainingPlan::augmentations, TrainingPlan::augment)
          .word("none", (plan, films) -> Augmentations.none())
          .word("light", (plan, films) -> Augmentations.light())
          .told("; or `augmentations` with their amounts")
          .by(Use.SWEEP);

  static final PlanField<Precision> PRECISION =
      field("precision", Precision.FP32, Precision::requireLearning)
          .among(Precision.thatLearn())
          .told(": what the network calculates in")
          .shown("Precision")
          .by(Use.SWEEP)
          .dial(Group.NETWORK, "Precision", new Choice<>(Precision.thatLearn()))
          .tooltip(
              "The numbers that the network computes with: bfloat16 is faster on some processors"
                  + " and less exact.");

  static final PlanField<Integer> HEAD_ONLY =
      field("headOnly", 0, atLeast(0, "number of epochs for the head"))
          .told("epochs at first in which the head alone learns")
          .shown("Head only", epochs -> Text.count(epochs, "epoch"))
          .by(Use.SWEEP)
          .dial(Group.NETWORK, "Head-only epochs", new Typed(0))
          .tooltip(
              "So many epochs at first in which only the last layer learns, on top of what the"
                  + " network knew before.");

  static final PlanField<Integer> LAST_BLOCK_ONLY =
      field("lastBlockOnly", 0, atLeast(0, "number of epochs for the last block"))
          .told("epochs after those in which the last block and the head learn")
          .shown("Last block only", epochs -> Text.count(epochs, "epoch"))
          .by(Use.SWEEP)
          .dial(Group.NETWORK, "Last-block epochs", new Typed(0))
          .tooltip(
              "So many epochs, after those of the head alone, in which the last block of layers"
                  + " learns with it.");

  static final PlanField<Integer> EARLY_STOPPING =
      field("earlyStopping", 0, atLeast(0, "patience of early stopping"))
          .told("epochs without a better one; 0 is never")
          .shown(
              "Early stopping",
              n -> n == 0 ? "never" : "after " + Text.count(n, "epoch") + " without a better one")
          .dial(Group.RATE, "Early stopping", new Typed(0))
          .tooltip(
              "Ends the training after so many epochs in a row without a better one; 0 never ends"
                  + " it early.");

  static final PlanField<Monitor> MONITOR =
      field("monitor", Monitor.VALIDATION_LOSS, Objects::requireNonNull)
          .told(": what the best epoch is chosen by")
          .shown("Best epoch by")
          .dial(Group.RATE, "Best epoch by", Choice.of(Monitor.values()))
          .tooltip(
              "The figure on the validation films by which the best epoch is chosen; its weights"
                  + " are kept.");

  static final PlanField<Long> SEED =
      field("seed", 0L, Objects::requireNonNull)
          .told("a whole number")
          .shown("Seed")
          .by(Use.SWEEP, Use.SWEEP_OF_HEADS);

  private static final PlanFields STANDARD =
      new PlanFields(
          Stream.of(
                  Stream.of(EPOCHS, STEPS_PER_EPOCH, VALIDATION_STEPS, BATCH_SIZE, IMAGE_SIZE),
                  Stream.of(LEARNING_RATE, SCHEDULE, AFTER_WARM_UP, WARM_UP),
                  Stream.of(ADAM, WEIGHT_DECAY, BETA1, BETA2),
                  Stream.of(LOSS, AUGMENTATIONS),
                  STRENGTHS.stream(),
                  Stream.of(RESAMPLING, AUGMENTATION, PRECISION, HEAD_ONLY, LAST_BLOCK_ONLY),
                  Stream.of(EARLY_STOPPING, MONITOR, SEED))
              .<PlanField<?>>flatMap(rows -> rows)
              .toList());

  private final List<PlanField<?>> rows;

  private PlanFields(List<PlanField<?>> rows) {
    this.rows = rows;
  }

  /** The fields that every plan has. */
  public static PlanFields standard() {
    return STANDARD;
  }

  /** The same with one more. */
  public PlanFields and(PlanField<?> row) {
    return new PlanFields(Stream.concat(rows.stream(), Stream.of(row)).toList());
  }

  /** All fields, those of these names, with spaces between, among themselves in this order. */
  public List<PlanField<?>> ordered(String names) {
    List<String> moved = List.of(names.split(" "));
    Iterator<String> next = moved.iterator();
    return rows.stream()
        .<PlanField<?>>map(row -> moved.contains(row.name()) ? named(next.next()) : row)
        .toList();
  }

  private PlanField<?> named(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  /** Those that a plan keeps by themselves, as its JSON has them. */
  List<PlanField<?>> stored() {
    return rows.stream().filter(field -> field.stored).toList();
  }

  Optional<PlanField<?>> stored(String name) {
    return stored().stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** The names of all that a file may say. */
  public List<String> names() {
    return rows.stream().filter(r -> !r.told.isEmpty()).map(PlanField::name).sorted().toList();
  }

  /**
   * The field of this name, for a sweep to turn.
   *
   * @throws IllegalArgumentException if there is none, naming all
   */
  public PlanField<?> turned(String name) {
    return turned().stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "There is no setting \"%s\" to turn; %s",
                        name,
                        Nearest.hint(name, turned().stream().map(PlanField::name).toList()))));
  }

  /** What a sweep may turn: fractions, whole numbers, and then what has words. */
  public List<PlanField<?>> turned() {
    return ordered("batchSize imageSize epochs").stream()
        .filter(field -> field.isFor(Use.SWEEP))
        .sorted(Comparator.comparing(f -> f.isFraction() ? 0 : f.isNumber() ? 1 : 2))
        .toList();
  }

  /** The plan of which nothing was set. */
  public TrainingPlan defaults() {
    Map<String, Object> values = new LinkedHashMap<>();
    stored().forEach(f -> values.put(f.name(), f.otherwise));
    return new TrainingPlan(this, values);
  }

  /**
   * A plan from JSON as it writes itself; what is not in it is as in {@link #defaults()}.
   *
   * @throws IllegalArgumentException if it is no plan, or holds a value that can't be
   */
  public TrainingPlan fromJson(String json) {
    return Json.read(json, TrainingPlan.class, "plan", this);
  }

  /**
   * A plan as somebody writes it by hand: what {@link TrainingPlan#toJson()} writes, and short
   * words, such as {@code "loss": "weighted"}. What is not there is as in {@link #defaults()}.
   *
   * @param json may have other fields too, which are not looked at
   * @param training the films whose classes weigh the loss; null where the fields are only checked
   * @throws IllegalArgumentException naming the field that can't be
   */
  public TrainingPlan read(JsonFields json, Films training) {
    TrainingPlan plan = defaults();
    for (PlanField<?> field : rows) {
      plan = field.read(json, plan, training);
    }
    return plan;
  }

  private static UnaryOperator<Integer> atLeast(int least, String what) {
    return value -> {
      if (value < least) {
        throw new IllegalArgumentException(
            "The " + what + " must be at least " + least + ", not " + value + ".");
      }
      return value;
    };
  }

  /** A schedule after the warm-up of a plan. */
  private static Schedule afterWarmUp(TrainingPlan plan, Schedule schedule) {
    return schedule.warmUp(plan.schedule().warmUpSteps());
  }

  private static Schedule schedule(JsonFields json, String field) {
    JsonFields said = json.object(field, "schedule");
    said.requireFields(List.of("kind", "warmUpSteps", "factor", "patience"));
    return new Schedule(
        said.choice("kind", Schedule.Kind.values(), null),
        said.count("warmUpSteps", 0),
        said.number("factor", 0.1),
        said.count("patience", 1));
  }

  private static AdamSettings adam(JsonFields json, String field) {
    JsonFields said = json.object(field, "setting of Adam");
    said.requireFields(List.of("beta1", "beta2", "epsilon", "weightDecay"));
    AdamSettings standard = AdamSettings.STANDARD;
    return new AdamSettings(
        said.number("beta1", standard.beta1()),
        said.number("beta2", standard.beta2()),
        said.number("epsilon", standard.epsilon()),
        said.number("weightDecay", standard.weightDecay()));
  }

  private static String augmentCode(TrainingPlan plan) {
    return plan.augmentations().equals(Augmentations.light())
        ? ".augment(Augmentations.light())"
        : STRENGTHS.stream()
            .filter(field -> field.of(plan) != 0)
            .map(field -> "." + field + "(" + Literals.number(field.of(plan)) + ")")
            .collect(joining("", ".augment(Augmentations.none()", ")"));
  }

  private static <A extends Augmentation> PlanField<Double> strength(
      Class<A> type, Function<A, Double> amount, Function<Double, A> of) {
    return field(type.getSimpleName().toLowerCase(Locale.ROOT), 0.0, Objects::requireNonNull)
        .within(
            plan ->
                plan.augmentations().list().stream()
                    .filter(type::isInstance)
                    .map(one -> amount.apply(type.cast(one)))
                    .findFirst()
                    .orElse(0.0),
            (plan, value) -> {
              // Strength 0 is no augmentation: a film that is not moved is not resampled either.
              Augmentations all = Augmentations.none();
              for (Augmentation one : plan.augmentations().list()) {
                all = type.isInstance(one) ? all : all.with(one);
              }
              return plan.augment(value == 0 ? all : all.with(of.apply(value)));
            })
        .code(AUGMENTATIONS::code);
  }
}
