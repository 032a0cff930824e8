package org.cxrlab.plan;

import java.util.List;

/**
 * The control by which a panel sets a field of a plan.
 *
 * @param group where it stands
 * @param label beside it
 * @param kind what it looks like, and to which values it may be set beside the plan's own
 */
public record Dial<T>(Group group, String label, Kind<T> kind) {
  /** Controls that stand together, under their title. */
  public enum Group {
    /** How fast and how long. */
    RATE("Rate and length"),
    /** What the network is shown. */
    FILMS("Films"),
    /** What of it learns. */
    NETWORK("Network");

    /** The heading. */
    public final String title;

    Group(String title) {
      this.title = title;
    }
  }

  /** What a control looks like. */
  public sealed interface Kind<T> {}

  /** A field to type in, for what has no natural end: on a slider that would be arbitrary. */
  public record Typed(int least) implements Kind<Integer> {}

  /** A slider from 0. */
  public record Slider(double most, double step) implements Kind<Double> {}

  /** A slider on which equal ratios are equally long. */
  public record LogSlider(double least, double most) implements Kind<Double> {}

  /** A list, in order where its values have one. */
  public record Choice<T>(List<T> usual) implements Kind<T> {
    /** A list of these. */
    @SafeVarargs
    public static <T> Choice<T> of(T... usual) {
      return new Choice<>(List.of(usual));
    }
  }
}
