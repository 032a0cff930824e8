package org.cxrlab.model.weights;

import static org.cxrlab.model.weights.SafetensorsContainer.REMARKS;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;

/**
 * Weights in the safetensors format. In its remarks stand the labels and what else goes with the
 * weights.
 */
public final class Safetensors {
  /** In bytes; that of a DenseNet121 with an optimiser takes a tenth of this. */
  private static final long LARGEST_HEADER = 4_000_000;

  private static final int MOST_TENSORS = 5_000;
  private static final int MOST_AXES = 8;

  private Safetensors() {}

  /**
   * Writes the file with all that it tells, and waits for the disk. Kernels and the head's weights
   * are stored as asked for. Biases and what belongs to batch norms are few, and a variance may be
   * larger than any half; they stay in single precision.
   *
   * @throws IllegalArgumentException naming a weight that is too large for the precision; nothing
   *     is written then
   */
  public static void write(WeightsFile file, StoredPrecision precision) {
    for (Tensor tensor : file.tensors()) {
      requireHeld(tensor, stored(tensor, precision), file.path());
    }
    SafetensorsContainer.write(
        file.path(), remarks(file), file.tensors(), tensor -> stored(tensor, precision));
  }

  private static StoredPrecision stored(Tensor tensor, StoredPrecision precision) {
    return tensor.shape().dimension() < 2 ? StoredPrecision.F32 : precision;
  }

  private static void requireHeld(Tensor tensor, StoredPrecision precision, Path file) {
    for (float value : tensor.values()) {
      if (!precision.holds(value)) {
        throw new IllegalArgumentException(
            Text.format(
                "The weights can't be written to %s as %s: \"%s\" has %s, which is too large for"
                    + " it.",
                file, precision, tensor.name(), value));
      }
    }
  }

  private static JsonObject remarks(WeightsFile file) {
    JsonObject remarks = new JsonObject();
    file.labels()
        .ifPresent(
            labels -> {
              JsonArray names = new JsonArray();
              labels.forEach(names::add);
              remarks.addProperty("labels", names.toString());
            });
    remarks.addProperty("scaling", file.scaling().name());
    file.imageSize().ifPresent(size -> remarks.addProperty("image_size", Integer.toString(size)));
    if (file.framing() != Framing.WHOLE) {
      remarks.addProperty("framing", file.framing().name());
    }
    file.operatingPoints()
        .ifPresent(points -> remarks.addProperty("operating_points", points.points().toString()));
    remarks.addProperty("epsilon", Double.toString(file.epsilon()));
    return remarks;
  }

  /** See {@link Weights#safetensors}. */
  static WeightsFile read(Path file) {
    ByteBuffer data;
    JsonObject header;
    try (var container = SafetensorsContainer.open(file, LARGEST_HEADER)) {
      header = container.header();
      data = container.next(container.left());
    } catch (SafetensorsContainer.Damaged e) {
      throw WeightsException.of(file, e.getMessage());
    } catch (IOException e) {
      throw WeightsException.unreadable(file, e);
    }
    if (header.size() > MOST_TENSORS) {
      throw WeightsException.of(
          file, Text.format("names %,d tensors, and a DenseNet121 has 727", header.size()));
    }
    List<Tensor> tensors = new ArrayList<>();
    List<String> unneeded = new ArrayList<>();
    double numbers = 0;
    for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
      String name = entry.getKey();
      if (name.equals(REMARKS) || TorchNames.isSpare(name)) {
        continue;
      }
      if (isOfWholeNumbers(entry.getValue()) && !TorchNames.isOfLayer(name)) {
        unneeded.add(name);
      } else {
        Tensor tensor = tensor(file, name, entry.getValue(), data);
        numbers += tensor.values().length;
        WeightsException.ifTooMany(file, numbers);
        tensors.add(tensor);
      }
    }
    return told(file, tensors, header)
        .remarked(TorchNames.passedOver(file.getFileName().toString(), unneeded));
  }

  private static WeightsFile told(Path file, List<Tensor> tensors, JsonObject header) {
    if (!header.has(REMARKS)) {
      return foreign(file, tensors);
    }
    if (!(header.get(REMARKS) instanceof JsonObject remarks)) {
      throw WeightsException.of(
          file, "has remarks that can't be understood: " + header.get(REMARKS));
    }
    // Remarks of other programs are passed over.
    return remarks.has("scaling") && remarks.has("epsilon")
        ? ours(file, tensors, remarks)
        : foreign(file, tensors);
  }

  private static WeightsFile foreign(Path file, List<Tensor> tensors) {
    return new Origin(file, "safetensors", tensors, Optional.empty(), Set.of()).file();
  }

  private static boolean isOfWholeNumbers(JsonElement entry) {
    return entry instanceof JsonObject fields
        && fields.get("dtype") instanceof JsonPrimitive type
        && type.getAsString().matches("BOOL|[IU](8|16|32|64)");
  }

  private static Tensor tensor(Path file, String name, JsonElement entry, ByteBuffer data) {
    String type;
    Shape shape;
    long start;
    long end;
    try {
      JsonObject fields = entry.getAsJsonObject();
      type = fields.get("dtype").getAsString();
      // No network has a tensor of more axes; a header could have a million.
      long[] sizes =
          fields.getAsJsonArray("shape").asList().stream()
              .limit(MOST_AXES + 1)
              .mapToLong(JsonElement::getAsLong)
              .toArray();
      if (sizes.length > MOST_AXES) {
        throw new IllegalArgumentException(sizes.length + " axes");
      }
      shape = new Shape(sizes);
      start = fields.getAsJsonArray("data_offsets").get(0).getAsLong();
      end = fields.getAsJsonArray("data_offsets").get(1).getAsLong();
    } catch (RuntimeException e) {
      throw WeightsException.of(
          file, "describes \"" + name + "\" in a way that can't be understood");
    }
    StoredPrecision precision =
        StoredPrecision.named(type)
            .orElseThrow(
                () ->
                    WeightsException.of(
                        file,
                        "holds \""
                            + name
                            + "\" as "
                            + type
                            + ", not as numbers"
                            + " with a fraction"));
    if (start < 0 || end < start || end > data.capacity()) {
      throw WeightsException.of(
          file, "ends before the tensor \"" + name + "\" does; it was cut off");
    }
    if (end - start != bytes(shape, precision)) {
      throw WeightsException.of(
          file, "has " + (end - start) + " bytes for \"" + name + "\" of shape " + shape);
    }
    ByteBuffer bytes = data.slice((int) start, (int) (end - start)).order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(name, shape, precision.all(bytes));
  }

  /** What the tensor takes; -1 if that is no number of bytes. */
  private static long bytes(Shape shape, StoredPrecision precision) {
    long bytes = precision.bytes();
    try {
      for (long size : shape.getShape()) {
        bytes = size < 0 ? -1 : Math.multiplyExact(bytes, size);
      }
      return bytes;
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  private static WeightsFile ours(Path file, List<Tensor> tensors, JsonObject remarks) {
    try {
      WeightsFile told =
          WeightsFile.plain(file, "safetensors", tensors, remarks.get("epsilon").getAsDouble())
              .scaled(Scaling.valueOf(remarks.get("scaling").getAsString()));
      if (remarks.has("labels")) {
        told = told.labelled(labels(remarks.get("labels").getAsString()));
      }
      if (remarks.has("image_size")) {
        told = told.sized(remarks.get("image_size").getAsInt());
      }
      if (remarks.has("framing")) {
        told = told.framed(Framing.valueOf(remarks.get("framing").getAsString()));
      }
      if (remarks.has("operating_points")) {
        told = told.stretchedAt(points(remarks.get("operating_points").getAsString()));
      }
      return told;
    } catch (RuntimeException e) {
      throw WeightsException.of(file, "has remarks that can't be understood: " + remarks);
    }
  }

  private static OperatingPoints points(String json) {
    return new OperatingPoints(
        JsonParser.parseString(json).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsDouble)
            .toList());
  }

  private static Labels labels(String json) {
    return new Labels(
        JsonParser.parseString(json).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsString)
            .toList());
  }
}
