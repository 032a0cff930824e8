package org.cxrlab.model.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Scaling;

/**
 * The layers that stand before a Keras network and prepare its pixels, put together into one
 * scaling: what enters the network is factor times pixel plus shift, channel by channel. Keras says
 * nothing of what enters the first of these layers; that follows from what it makes of it.
 */
final class KerasFront {
  static final Set<String> KINDS = Set.of("Rescaling", "Normalization", "Resizing");

  /** What Keras divides by at least. */
  private static final double LEAST_DEVIATION = 1e-7;

  private List<Double> factor = List.of();
  private List<Double> shift = List.of();
  private OptionalInt size = OptionalInt.empty();
  private boolean cut;
  private int white;

  /**
   * Adds the next layer.
   *
   * @param adapted the mean and the variance that a Normalization layer has learnt
   * @throws IllegalArgumentException saying why it can't be taken, after the layer's name
   */
  void add(String kind, JsonObject config, List<List<Double>> adapted) {
    switch (kind) {
      case "Resizing" -> resize(config);
      case "Rescaling" -> {
        List<Double> scale = numbers(config.get("scale"));
        List<Double> offset = numbers(config.get("offset"));
        if (scale.isEmpty()) {
          throw new IllegalArgumentException("does not tell its scale");
        }
        begin(scale.get(0) < 1e-4 ? 65535 : scale.get(0) < 0.02 ? 255 : 1);
        apply(scale, offset.isEmpty() ? List.of(0.0) : offset);
      }
      default -> normalise(config, adapted);
    }
  }

  private void resize(JsonObject config) {
    List<Double> height = numbers(config.get("height"));
    List<Double> width = numbers(config.get("width"));
    if (height.size() != 1 || !height.equals(width) || isTrue(config.get("pad_to_aspect_ratio"))) {
      throw new IllegalArgumentException("makes no square of whole films");
    }
    size = OptionalInt.of(height.get(0).intValue());
    cut = isTrue(config.get("crop_to_aspect_ratio"));
  }

  private void normalise(JsonObject config, List<List<Double>> adapted) {
    List<Double> mean = numbers(config.get("mean"));
    List<Double> variance = numbers(config.get("variance"));
    if (mean.isEmpty() && adapted.size() >= 2) {
      mean = adapted.get(0);
      variance = adapted.get(1);
    }
    if (mean.isEmpty() || variance.isEmpty() || isTrue(config.get("invert"))) {
      throw new IllegalArgumentException("does not tell its mean and variance");
    }
    if (factor.isEmpty()) {
      double largest = Collections.max(mean);
      if (Collections.min(mean) <= 0 || largest > 1 && largest < 5 || largest > 255) {
        throw new IllegalArgumentException(
            Text.format("has the mean %s, which tells no range of pixels that it is for", mean));
      }
      begin(largest > 1 ? 255 : 1);
    }
    List<Double> scale =
        variance.stream().map(v -> 1 / Math.max(LEAST_DEVIATION, Math.sqrt(v))).toList();
    List<Double> offset = new ArrayList<>();
    for (int i = 0; i < Math.max(mean.size(), scale.size()); i++) {
      offset.add(-mean.get(i % mean.size()) * scale.get(i % scale.size()));
    }
    apply(scale, offset);
  }

  private void begin(int range) {
    if (factor.isEmpty()) {
      white = range;
      factor = List.of((double) range);
      shift = List.of(0.0);
    }
  }

  private void apply(List<Double> scale, List<Double> offset) {
    List<Double> factors = new ArrayList<>();
    List<Double> shifts = new ArrayList<>();
    int channels = Math.max(factor.size(), Math.max(scale.size(), offset.size()));
    for (List<Double> each : List.of(factor, scale, offset)) {
      if (each.size() != 1 && each.size() != channels) {
        throw new IllegalArgumentException("has numbers for another number of channels");
      }
    }
    for (int i = 0; i < channels; i++) {
      double by = scale.get(i % scale.size());
      factors.add(factor.get(i % factor.size()) * by);
      shifts.add(shift.get(i % shift.size()) * by + offset.get(i % offset.size()));
    }
    factor = factors;
    shift = shifts;
  }

  /** What becomes of a pixel from 0 to 1, if a layer changes it. */
  Optional<Scaling> scaling() {
    if (factor.isEmpty()) {
      return Optional.empty();
    }
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int i = 0; i < factor.size(); i++) {
      mean.add(shift.get(i) == 0 ? 0.0 : -shift.get(i) / factor.get(i));
      deviation.add(1 / factor.get(i));
    }
    return Optional.of(Scaling.of(mean, deviation));
  }

  /** What the first of the layers takes for white: 1, 255 or 65535. */
  int white() {
    return white;
  }

  /** The size that a layer resizes to. */
  OptionalInt size() {
    return size;
  }

  /** Whether a layer cuts the longer side. */
  boolean isCut() {
    return cut;
  }

  private static boolean isTrue(JsonElement element) {
    return element instanceof JsonPrimitive truth && truth.isBoolean() && truth.getAsBoolean();
  }

  /** A number or those of lists within lists; Keras 3 may put them into an object of its own. */
  private static List<Double> numbers(JsonElement element) {
    if (element instanceof JsonPrimitive number && number.isNumber()) {
      return List.of(number.getAsDouble());
    }
    List<Double> all = new ArrayList<>();
    if (element instanceof JsonArray array) {
      array.forEach(inner -> all.addAll(numbers(inner)));
    } else if (element instanceof JsonObject object) {
      JsonElement config = object.get("config");
      all.addAll(numbers(config instanceof JsonObject inner ? inner.get("value") : null));
    }
    return all;
  }
}
