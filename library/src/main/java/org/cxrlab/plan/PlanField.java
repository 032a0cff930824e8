package org.cxrlab.plan;

import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cxrlab.data.Films;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * A hyperparameter, told once: a row of {@link PlanFields}. What a plan's JSON, table and
 * differences say of it, how a sweep turns it, its control in the panel with the code beside it,
 * and its row in docs/plans.md all follow from here. Immutable; each method that says more of it
 * gives a new one.
 */
public final class PlanField<T> implements Cloneable {
  final String name;
  final T otherwise;
  private final Class<T> type;
  boolean stored = true;
  String told = "";
  private Set<Use> uses = Set.of();
  private Function<TrainingPlan, T> get;
  private BiFunction<TrainingPlan, T, TrainingPlan> set;
  private Function<TrainingPlan, String> code;
  private BiFunction<JsonFields, String, T> read;
  private List<Word<T>> words = List.of();
  private List<T> values = List.of();
  private String title;
  private Function<T, String> shown = String::valueOf;
  private Function<T, String> listed;
  private Dial<T> dial;
  private String tooltip;

  /** Who may change a field beside the plan itself. */
  public enum Use {
    /** Sweeps of networks. */
    SWEEP,
    /** Sweeps of heads on features: for what still matters once the backbone has seen films. */
    SWEEP_OF_HEADS,
    /** The panel during a training. */
    RUNNING
  }

  /** A value in a word: what it means for a plan on training films, null where there are none. */
  private record Word<T>(String name, BiFunction<TrainingPlan, Films, T> value) {}

  private PlanField(String name, T otherwise, UnaryOperator<T> check) {
    @SuppressWarnings("unchecked") // no value has a type below that of the field
    Class<T> itsType = (Class<T>) otherwise.getClass();
    this.name = name;
    this.otherwise = otherwise;
    type = itsType;
    get = plan -> type.cast(plan.value(name));
    set = (plan, value) -> plan.with(name, check.apply(value));
  }

  /**
   * A number, a value of an enumeration, or what JSON has as an object.
   *
   * @param otherwise the value of a plan in which nothing was set
   * @param check gives a value back, or refuses it in a sentence
   */
  public static <T> PlanField<T> field(String name, T otherwise, UnaryOperator<T> check) {
    PlanField<T> field = new PlanField<>(name, otherwise, check);
    T[] values = field.type.getEnumConstants();
    return values == null ? field : field.among(List.of(values));
  }

  /** Is one of these values of an enumeration, and no other that it may have. */
  PlanField<T> among(List<T> values) {
    PlanField<T> among = with(field -> field.words = List.of());
    for (T value : values) {
      among = among.word(JsonFields.word((Enum<?>) value), (plan, films) -> value);
    }
    return among.with(field -> field.values = values);
  }

  private PlanField<T> with(Consumer<PlanField<T>> change) {
    try {
      @SuppressWarnings("unchecked") // a clone has the type of what it was cloned from
      PlanField<T> field = (PlanField<T>) clone();
      change.accept(field);
      return field;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** Is kept within another field, which checks it, and not by itself. */
  public PlanField<T> within(
      Function<TrainingPlan, T> newGet, BiFunction<TrainingPlan, T, TrainingPlan> newSet) {
    return with(
        field -> {
          field.get = newGet;
          field.set = newSet;
          field.stored = false;
        });
  }

  /** Is set by another call than one of its name: that which sets it as it is in a plan. */
  public PlanField<T> code(Function<TrainingPlan, String> call) {
    return with(field -> field.code = call);
  }

  /** Has a word for a value. */
  PlanField<T> word(String word, BiFunction<TrainingPlan, Films, T> value) {
    List<Word<T>> more = new ArrayList<>(words);
    more.add(new Word<>(word, value));
    return with(field -> field.words = more);
  }

  /** Is an object that people write otherwise than {@link TrainingPlan#toJson()}. */
  PlanField<T> read(BiFunction<JsonFields, String, T> reader) {
    return with(field -> field.read = reader);
  }

  /** May stand in files; docs/plans.md says this of its values, after its words. */
  public PlanField<T> told(String aboutValues) {
    return with(field -> field.told = aboutValues);
  }

  /** Has a row in a plan's table. */
  public PlanField<T> shown(String rowTitle) {
    return with(field -> field.title = rowTitle);
  }

  /** Has a row in a plan's table, with its value in these words. */
  PlanField<T> shown(String rowTitle, Function<T, String> value) {
    return shown(rowTitle).with(field -> field.shown = value);
  }

  /** May be changed by these too. */
  public PlanField<T> by(Use... all) {
    return with(field -> field.uses = Set.of(all));
  }

  /** Has a control. */
  public PlanField<T> dial(Dial.Group group, String label, Dial.Kind<T> kind) {
    return with(field -> field.dial = new Dial<>(group, label, kind));
  }

  /** Has other words in the list of its control than in a plan's table. */
  PlanField<T> listed(Function<T, String> value) {
    return with(field -> field.listed = value);
  }

  /** Tells what the control is for, in a sentence for who sees it for the first time. */
  public PlanField<T> tooltip(String sentence) {
    return with(field -> field.tooltip = sentence);
  }

  /** Its name in JSON and in sweeps. */
  public String name() {
    return name;
  }

  /** Its control, where it has one. */
  public Optional<Dial<T>> dial() {
    return Optional.ofNullable(dial);
  }

  /** What its control is for. */
  public String tooltip() {
    return tooltip;
  }

  /** Whether these may change it. */
  public boolean isFor(Use use) {
    return uses.contains(use);
  }

  /** Whether it is a number. */
  public boolean isNumber() {
    return Number.class.isAssignableFrom(type);
  }

  /** Whether it is a number with a fraction. */
  public boolean isFraction() {
    return type == Double.class;
  }

  /** The words for its values. */
  public List<String> words() {
    return words.stream().map(Word::name).toList();
  }

  /** Its value in a plan. */
  public T of(TrainingPlan plan) {
    return get.apply(plan);
  }

  /**
   * A plan with another value.
   *
   * @throws IllegalArgumentException if it can't be
   */
  public TrainingPlan set(TrainingPlan plan, T value) {
    return set.apply(plan, value);
  }

  /** The call that sets it as it is in a plan. */
  public String code(TrainingPlan plan) {
    return code == null ? "." + name + "(" + Literals.of(of(plan)) + ")" : code.apply(plan);
  }

  /** A value as the list of its control has it. */
  public String listed(T value) {
    return (listed == null ? shown : listed).apply(value);
  }

  /** Adds its row to a plan's table. */
  void show(TrainingPlan plan, TableFigure.Builder table) {
    if (title != null) {
      table.row(title, shown.apply(of(plan)));
    }
  }

  /** A number as it stands in tables and plans: three digits of a fraction, or a whole number. */
  public String format(double value) {
    return isFraction()
        ? Literals.byHand(new BigDecimal(value).round(new MathContext(3)))
        : Long.toString(Math.round(value));
  }

  /**
   * A plan with the value that a text is; weights of the loss are those of the training films.
   *
   * @throws IllegalArgumentException if the text is no value
   */
  public TrainingPlan turn(TrainingPlan plan, String text, Films training) {
    if (isNumber()) {
      return set(plan, parse(text));
    }
    for (Word<T> word : words) {
      if (word.name.equals(text)) {
        return set(plan, word.value.apply(plan, training));
      }
    }
    throw new IllegalArgumentException(
        Text.format("The setting %s can't be \"%s\"; it is one of %s.", name, text, words()));
  }

  private T parse(String text) {
    try {
      // A seed is long, but sweeps take short ones.
      return type.cast(
          isFraction()
              ? (Number) Double.valueOf(text)
              : type == Long.class
                  ? (Number) (long) Integer.parseInt(text)
                  : Integer.valueOf(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          Text.format(
              "The setting %s can't be \"%s\"; it is %s.",
              name, text, isFraction() ? "a number" : "a whole number up to 2,147,483,647"),
          e);
    }
  }

  /** Writes it as a plan's JSON has it. */
  void write(Gson gson, JsonWriter out, TrainingPlan plan) throws IOException {
    gson.getAdapter(type).write(out.name(name), of(plan));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  TrainingPlan read(Gson gson, JsonReader in, TrainingPlan plan) throws IOException {
    T value = gson.getAdapter(type).read(in);
    if (value == null) { // so Gson says of a word that the enumeration lacks, too
      throw new IllegalArgumentException(
          Text.format(
              "The field \"%s\" of a plan is not as toJson() writes it%s.",
              name, type.isEnum() ? ": one of " + names() : ""));
    }
    return set(plan, value);
  }

  private List<String> names() {
    return values.stream().map(value -> ((Enum<?>) value).name()).toList();
  }

  /** A plan with what a file says of it, or as it is where that says nothing. */
  TrainingPlan read(JsonFields json, TrainingPlan plan, Films training) {
    if (told.isEmpty() || !json.has(name)) {
      return plan;
    }
    boolean mayBeObject = stored && !type.isEnum();
    if (!words.isEmpty() && !(mayBeObject && json.isObject(name))) {
      return turn(plan, json.word(name, words()), training);
    }
    if (read != null) {
      return set(plan, read.apply(json, name));
    }
    return set(plan, isNumber() ? number(json) : asWritten(json, plan.fields()));
  }

  private T number(JsonFields json) {
    return type.cast(
        isFraction()
            ? (Number) json.number(name)
            : type == Long.class ? (Number) json.whole(name, 0) : json.count(name));
  }

  private T asWritten(JsonFields json, PlanFields fields) {
    try {
      return of(fields.fromJson("{\"" + name + "\": " + json.get(name) + "}"));
    } catch (RuntimeException e) {
      // Gson reports a record that refuses its values in an exception of its own.
      Throwable reason = e;
      while (reason.getCause() != null && !(reason instanceof IllegalArgumentException)) {
        reason = reason.getCause();
      }
      throw new IllegalArgumentException(
          Text.format(
              "The field \"%s\" of a plan is not as toJson() of a plan writes it: %s",
              name, reason.getMessage()),
          e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
