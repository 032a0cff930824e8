package org.cxrlab.model.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Framing;

/**
 * What a whole Keras model tells of itself, layer by layer: batch norm's epsilon, the size of
 * films, and the layers before the network proper, which prepare pixels. What else the file tells,
 * as of an optimiser, is of no use here.
 */
final class KerasPlan {
  private static final int DEEPEST = 32;
  private static final int LONGEST = 20_000_000;

  /** What a DenseNet121 and its head are made of. */
  private static final Set<String> OWN =
      Set.of(
          "InputLayer",
          "ZeroPadding2D",
          "Conv2D",
          "BatchNormalization",
          "Activation",
          "ReLU",
          "MaxPooling2D",
          "AveragePooling2D",
          "Concatenate",
          "GlobalAveragePooling2D",
          "Dense");

  /** What changes nothing in a prediction. */
  private static final String IDLE =
      "Random.*|.*Dropout|GaussianNoise|ActivityRegularization|Identity|Flatten|Reshape";

  private final Path path;
  private final List<Layer> layers = new ArrayList<>();

  /** A layer as the plan tells it. */
  private record Layer(String kind, String name, JsonObject config) {
    String title() {
      return Text.format("\"%s\" (%s)", name, kind);
    }
  }

  /** The plan of a file that tells none. */
  KerasPlan(Path path) {
    this.path = path;
  }

  /**
   * Reads a plan.
   *
   * @param json as Keras 2 and 3 write it
   */
  static KerasPlan of(Path path, String json) {
    KerasPlan plan = new KerasPlan(path);
    if (json.length() > LONGEST) {
      throw WeightsException.of(
          path,
          Text.format("has a plan of %,d characters, which no DenseNet121 has", json.length()));
    }
    try {
      plan.add(JsonParser.parseString(json), 0);
    } catch (JsonParseException | IllegalStateException e) {
      throw WeightsException.of(path, "has a plan of its layers that is not JSON");
    }
    plan.layers.forEach(plan::requireKnown);
    return plan;
  }

  private void add(JsonElement element, int depth) {
    if (depth > DEEPEST) {
      throw WeightsException.of(path, "has networks within networks without an end");
    }
    if (element instanceof JsonObject object && object.get("config") instanceof JsonObject config) {
      if (config.get("layers") instanceof JsonArray inner) {
        inner.forEach(layer -> add(layer, depth + 1));
      } else if (depth > 0) {
        layers.add(new Layer(text(object, "class_name"), text(config, "name"), config));
      }
    }
  }

  private static String text(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive text ? text.getAsString() : "";
  }

  private void requireKnown(Layer layer) {
    boolean front = KerasFront.KINDS.contains(layer.kind());
    if (front && !inFront().contains(layer)) {
      throw refused(layer, "stands within the network");
    }
    if (!front && !OWN.contains(layer.kind()) && !layer.kind().matches(IDLE)) {
      throw refused(layer, "is no part of a DenseNet121");
    }
  }

  private WeightsException refused(Layer layer, String why) {
    return WeightsException.of(
        path,
        Text.format(
            "has the layer %s, which %s and is not read; save the network without it",
            layer.title(), why));
  }

  /** The layers before the first convolution. */
  private List<Layer> inFront() {
    return layers.stream().takeWhile(layer -> !layer.kind().equals("Conv2D")).toList();
  }

  /**
   * Of every batch norm: the plan tells it; otherwise it is that of Keras' own DenseNet121.
   *
   * @throws WeightsException if they differ, as here they can't
   */
  double epsilon() {
    List<Layer> norms =
        layers.stream().filter(layer -> layer.kind().equals("BatchNormalization")).toList();
    List<Layer> own =
        norms.stream().filter(norm -> KerasNames.torchvision(norm.name()).isPresent()).toList();
    Set<Double> told = new HashSet<>();
    for (Layer norm : own.isEmpty() ? norms : own) {
      if (norm.config().get("epsilon") instanceof JsonPrimitive epsilon && epsilon.isNumber()) {
        told.add(epsilon.getAsDouble());
      }
    }
    if (told.size() > 1) {
      throw WeightsException.of(path, "has batch norms with different epsilons: " + told);
    }
    double epsilon = told.isEmpty() ? KerasFile.EPSILON : told.iterator().next();
    if (!(epsilon > 0 && epsilon < 1)) {
      throw WeightsException.of(path, "has batch norms with the epsilon " + epsilon);
    }
    return epsilon;
  }

  /** The names of the layers in front that keep numbers of their own: Normalization's. */
  Set<String> namesInFront() {
    return layers.stream()
        .filter(layer -> layer.kind().equals("Normalization"))
        .map(Layer::name)
        .collect(Collectors.toSet());
  }

  /**
   * The file with what the plan tells of films.
   *
   * @param adapted the mean and then the variance that a Normalization layer learnt, by its name
   */
  WeightsFile told(WeightsFile file, Function<String, List<List<Double>>> adapted) {
    WeightsFile told = file;
    OptionalInt size = size();
    if (size.isPresent()) {
      told = told.sized(size.getAsInt());
    }
    KerasFront front = new KerasFront();
    List<String> applied = new ArrayList<>();
    for (Layer layer : inFront()) {
      if (KerasFront.KINDS.contains(layer.kind())) {
        try {
          front.add(layer.kind(), layer.config(), adapted.apply(layer.name()));
        } catch (IllegalArgumentException e) {
          throw refused(layer, e.getMessage());
        }
        applied.add(layer.title());
      }
    }
    if (applied.isEmpty()) {
      return told.remarked(head());
    }
    if (front.size().isPresent()) {
      told = told.sized(front.size().getAsInt());
    }
    told = told.framed(front.isCut() ? Framing.CENTRE : Framing.WHOLE);
    if (front.scaling().isPresent()) {
      told = told.scaled(front.scaling().get());
    }
    return told.remarked(head())
        .remarked(
            List.of(
                new WeightsRemark(
                    Text.format(
                        "%s has %s before the network, which became part of how films are prepared%s",
                        path.getFileName(),
                        String.join(", ", applied),
                        front.scaling().isPresent()
                            ? Text.format(
                                ": taking pixels from 0 to %s, it gives %s",
                                front.white(), front.scaling().get().description())
                            : ""),
                    front.scaling().isPresent() ? "scaled(...) takes another way" : "",
                    front.scaling().isPresent() ? "--input takes another way" : "")));
  }

  /** As the first layer tells it, whose input may be of any size. */
  private OptionalInt size() {
    for (Layer layer : layers) {
      for (String key : List.of("batch_shape", "batch_input_shape")) {
        if (layer.config().get(key) instanceof JsonArray shape && shape.size() == 4) {
          return square(StreamSupport.stream(shape.spliterator(), false).toList());
        }
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt square(List<JsonElement> shape) {
    boolean channelsLast = isNumber(shape.get(3)) && shape.get(3).getAsInt() <= 3;
    JsonElement height = shape.get(channelsLast ? 1 : 2);
    JsonElement width = shape.get(channelsLast ? 2 : 3);
    return isNumber(height) && isNumber(width) && height.getAsInt() == width.getAsInt()
        ? OptionalInt.of(height.getAsInt())
        : OptionalInt.empty();
  }

  private static boolean isNumber(JsonElement element) {
    return element instanceof JsonPrimitive number && number.isNumber();
  }

  /** Of a head that does not end in a sigmoid it is said; its backbone may be wanted alone. */
  private List<WeightsRemark> head() {
    Map<Boolean, List<String>> ends =
        layers.stream()
            .dropWhile(layer -> !layer.kind().equals("Dense"))
            .map(layer -> text(layer.config(), "activation"))
            .filter(activation -> !activation.isEmpty())
            .collect(Collectors.partitioningBy(a -> a.equals("sigmoid") || a.equals("linear")));
    return ends.get(false).stream()
        .distinct()
        .map(
            activation ->
                WeightsRemark.of(
                    Text.format(
                        "The head in %s ends in %s; here each label's probability is the sigmoid of its logit, another number",
                        path.getFileName(), activation)))
        .toList();
  }
}
