package org.cxrlab.notebook.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Text;

/**
 * What a control is: its kind, its label, its range. Immutable. A slider whose range has become
 * another one gets another description, see {@link Control#describe}.
 *
 * @param <T> the type of the control's value
 */
public final class Description<T> {
  /** How controls are laid out where nothing else is said; see {@link #layout}. */
  private static final Map<String, String> FULL_WIDTH =
      Map.of("width", "auto", "margin", "1px 2px");

  private static final int MOST_DECIMALS = 6;

  final String widget;
  final String style;
  final String label;
  final Map<String, Object> traits;
  final Map<String, String> layout;
  final Trait<T> trait;

  /** A sentence on what the control is for, or nothing. */
  final String tooltip;

  private Description(
      String widget,
      String style,
      String label,
      Map<String, Object> traits,
      Map<String, String> layout,
      Trait<T> trait,
      String tooltip) {
    this.widget = widget;
    this.style = style;
    this.label = label;
    this.traits = traits;
    this.layout = layout;
    this.trait = trait;
    this.tooltip = tooltip;
  }

  static <T> Description<T> of(
      String widget, String style, String label, Trait<T> trait, Object... traits) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("description", label);
    for (int i = 0; i < traits.length; i += 2) {
      all.put((String) traits[i], traits[i + 1]);
    }
    return new Description<>(widget, style, label, all, FULL_WIDTH, trait, "");
  }

  /** The same without a label of its own, for widgets that have none. */
  Description<T> unlabelled() {
    Map<String, Object> others = new LinkedHashMap<>(traits);
    others.remove("description");
    return new Description<>(widget, style, label, others, layout, trait, tooltip);
  }

  /** The same in another place: CSS properties with underscores, such as {@code max_width}. */
  Description<T> layout(Map<String, String> properties) {
    Map<String, String> all = new LinkedHashMap<>(layout);
    all.putAll(properties);
    return new Description<>(widget, style, label, traits, Map.copyOf(all), trait, tooltip);
  }

  /**
   * The same with a sentence on what the control is for, which is shown where the pointer rests on
   * its label.
   */
  public Description<T> tooltip(String sentence) {
    Map<String, Object> all = new LinkedHashMap<>(traits);
    if (widget.equals("Button")) {
      all.put("tooltip", sentence);
    } else if (!sentence.isEmpty()) {
      // Lists and boxes to tick show no tooltip of their own beside a label.
      all.put("description_allow_html", true);
      all.put(
          "description",
          Text.format(
              "<span title=\"%s\" style=\"cursor:help\">%s</span>",
              Html.escape(sentence), Html.escape(label)));
    }
    return new Description<>(widget, style, label, all, layout, trait, sentence);
  }

  /** What the front end is told of a value. */
  Map<String, Object> encode(T value) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(trait.name(), trait.encode().apply(value));
    if (widget.equals("Image")) {
      state.put("tooltip", words(value)); // what a picture shows, for who can't see it
    }
    return state;
  }

  /** The same, so that a slider with steps shows this very value and none beside it. */
  Description<T> fitting(T value) {
    if (!widget.equals("FloatSlider")) {
      return this;
    }
    double min = (double) traits.get("min");
    double step = (double) traits.get("step");
    double v = (double) (Double) value;
    if (isWhole((v - min) / step)) {
      return this;
    }
    int decimals = decimals(step);
    for (double power = Math.pow(10, decimals);
        decimals < MOST_DECIMALS && !(isWhole(v * power) && isWhole(min * power));
        power *= 10) {
      decimals++;
    }
    @SuppressWarnings("unchecked") // a FloatSlider is one of Double
    Description<T> finer =
        (Description<T>) slider(label, min, (double) traits.get("max"), Math.pow(10, -decimals));
    return finer.tooltip(tooltip).layout(layout);
  }

  private static boolean isWhole(double number) {
    return Math.abs(number - Math.rint(number)) < 1e-6;
  }

  /** What the control is called, in front of it; may be empty. */
  public String label() {
    return label;
  }

  /** A value as a reader sees it. */
  String words(T value) {
    return trait.words().apply(value);
  }

  /**
   * Whole numbers from {@code min} to {@code max}.
   *
   * @throws IllegalArgumentException if the range is empty
   */
  public static Description<Integer> slider(String label, int min, int max) {
    requireRange(label, min, max);
    return of(
        "IntSlider",
        "SliderStyle",
        label,
        new Trait<>(
            "value",
            v -> v,
            said -> (int) Math.round(number(said)),
            Numbers::show,
            v -> within("The slider " + label, v, min, max)),
        "min",
        min,
        "max",
        max,
        "step",
        1,
        "continuous_update",
        true,
        "readout_format",
        "d");
  }

  /**
   * Numbers from {@code min} to {@code max} in steps.
   *
   * @param step above 0
   * @throws IllegalArgumentException if the range is empty or the step is not above 0
   */
  public static Description<Double> slider(String label, double min, double max, double step) {
    requireRange(label, min, max);
    if (!(step > 0)) {
      throw new IllegalArgumentException(
          "The step of the slider " + label + " must be above 0, not " + step + ".");
    }
    int decimals = decimals(step);
    return of(
        "FloatSlider",
        "SliderStyle",
        label,
        new Trait<>(
            "value",
            v -> v,
            said -> clean(number(said), decimals),
            v -> String.format(Locale.ROOT, "%." + decimals + "f", v),
            v -> within("The slider " + label, v, min, max)),
        "min",
        min,
        "max",
        max,
        "step",
        step,
        "continuous_update",
        true,
        "readout_format",
        "." + decimals + "f");
  }

  /**
   * A whole number in a field, for what has no natural end that a slider could have.
   *
   * @throws IllegalArgumentException if the range is empty
   */
  public static Description<Integer> number(String label, int min, int max) {
    requireRange(label, min, max);
    return of(
        "IntText",
        "DescriptionStyle",
        label,
        new Trait<>(
            "value",
            v -> v,
            // A field with bounds of its own would put the bound in the place of what was typed.
            said -> within(label, (int) Math.round(number(said)), min, max),
            Numbers::show,
            v -> within(label, v, min, max)),
        "step",
        1,
        "continuous_update",
        false);
  }

  /**
   * Numbers above 0 on a logarithmic scale, twenty steps to each power of ten, with two digits.
   *
   * @throws IllegalArgumentException if the range is empty or does not lie above 0
   */
  public static Description<Double> logSlider(String label, double min, double max) {
    requireRange(label, min, max);
    if (!(min > 0)) {
      throw new IllegalArgumentException(
          "The slider " + label + " is logarithmic and must begin above 0, not at " + min + ".");
    }
    return of(
        "FloatLogSlider",
        "SliderStyle",
        label,
        new Trait<>(
            "value",
            v -> v,
            said -> twoDigits(number(said)),
            Description::shortest,
            v -> within("The slider " + label, v, min, max)),
        "base",
        10.0,
        "min",
        Math.log10(min),
        "max",
        Math.log10(max),
        "step",
        0.05,
        "continuous_update",
        true,
        "readout_format",
        ".2g");
  }

  /**
   * One of several values, which are shown by their {@code toString}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static <T> Description<T> dropdown(String label, List<T> options) {
    return dropdown(label, options, String::valueOf);
  }

  /**
   * One of several values.
   *
   * @param name how each is called
   * @throws IllegalArgumentException if there is none
   */
  public static <T> Description<T> dropdown(
      String label, List<T> options, Function<? super T, String> name) {
    if (options.isEmpty()) {
      throw new IllegalArgumentException("The list " + label + " has nothing to choose from.");
    }
    List<T> all = List.copyOf(options);
    return of(
        "Dropdown",
        "DescriptionStyle",
        label,
        new Trait<>(
            "index",
            all::indexOf,
            said -> said == null ? all.get(0) : all.get((int) number(said)),
            name::apply,
            v -> oneOf(label, v, all)),
        "_options_labels",
        all.stream().map(name).toList());
  }

  /** Yes or no. */
  public static Description<Boolean> checkbox(String label) {
    return of(
        "Checkbox",
        "CheckboxStyle",
        label,
        new Trait<>(
            "value", v -> v, Boolean.class::cast, v -> v ? "yes" : "no", UnaryOperator.identity()),
        "indent",
        false);
  }

  /**
   * A button; its value is whether it can be pressed.
   *
   * @param icon a name of Font Awesome 4, such as "play", or nothing
   */
  public static Description<Boolean> button(String label, String icon) {
    return Description.<Boolean>of(
            "Button",
            "ButtonStyle",
            label,
            Trait.shown("disabled", enabled -> !enabled, enabled -> enabled ? "" : "off"),
            "icon",
            icon)
        .layout(Map.of("width", "auto", "margin", "4px 8px 4px 2px"));
  }

  private static void requireRange(String label, double min, double max) {
    if (!(min <= max)) {
      throw new IllegalArgumentException(
          "The slider " + label + " can't go from " + min + " to " + max + ".");
    }
  }

  private static <N extends Number> N within(String what, N value, N min, N max) {
    double v = value.doubleValue();
    // A bound that went through a logarithm or a step comes back a little off.
    double slack = 1e-9 * Math.max(Math.abs(min.doubleValue()), Math.abs(max.doubleValue()));
    if (!(v >= min.doubleValue() - slack && v <= max.doubleValue() + slack)) {
      throw new IllegalArgumentException(
          Text.format("%s goes from %s to %s; %s is outside.", what, min, max, value));
    }
    return value;
  }

  private static <T> T oneOf(String label, T value, List<T> options) {
    if (!options.contains(Objects.requireNonNull(value))) {
      throw new IllegalArgumentException(
          Text.format("There is no %s in the list %s; choose one of %s.", value, label, options));
    }
    return value;
  }

  private static double number(Object said) {
    return ((Number) said).doubleValue();
  }

  private static int decimals(double step) {
    int decimals = 0;
    for (double s = step; decimals < MOST_DECIMALS && Math.abs(s - Math.rint(s)) > 1e-9; s *= 10) {
      decimals++;
    }
    return decimals;
  }

  private static double clean(double value, int decimals) {
    double power = Math.pow(10, decimals);
    return Math.rint(value * power) / power;
  }

  /** What the slider's reading shows is what the value is. */
  static double twoDigits(double value) {
    return Double.parseDouble(Text.format("%.1e", value));
  }

  /** As the slider's own reading has it: 0.001, 0.00056, 2.5e-7. */
  private static String shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return value >= 1 ? digits.toPlainString() : digits.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(List.of(widget, label));
    parts.removeIf(String::isEmpty);
    return String.join(" ", parts);
  }
}
