package org.cxrlab.model.weights;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Scaling;

/**
 * The safetensors format: eight bytes with the length of a header (little endian), the header in
 * JSON (name, type, shape and place of each tensor, and remarks), then the tensors' bytes. In the
 * remarks stand the labels and what else goes with the weights.
 */
public final class Safetensors {
  /** The format's own limit. */
  private static final long LARGEST_HEADER = 100_000_000;

  private static final String REMARKS = "__metadata__";

  private Safetensors() {}

  /** Writes the file in single precision, with all that it tells, and waits for the disk. */
  public static void write(WeightsFile file) throws IOException {
    write(file, StoredPrecision.F32);
  }

  /**
   * Writes the file with all that it tells, and waits for the disk. Kernels and the head's weights
   * are stored as asked for. Biases and what belongs to batch norms are few, and a variance may be
   * larger than any half; they stay in single precision.
   *
   * @throws IllegalArgumentException naming a weight that is too large for the precision; nothing
   *     is written then
   */
  public static void write(WeightsFile file, StoredPrecision precision) throws IOException {
    JsonObject header = new JsonObject();
    header.add(REMARKS, remarks(file));
    long offset = 0;
    for (Tensor tensor : file.tensors()) {
      StoredPrecision stored = stored(tensor, precision);
      requireHeld(tensor, stored, file.path());
      long end = offset + (long) tensor.values().length * stored.bytes();
      header.add(tensor.name(), entry(stored, tensor.shape(), offset, end));
      offset = end;
    }
    byte[] json = padded(header.toString().getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(
            file.path(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeAll(channel, little(Long.BYTES).putLong(json.length).flip());
      writeAll(channel, ByteBuffer.wrap(json));
      for (Tensor tensor : file.tensors()) {
        StoredPrecision stored = stored(tensor, precision);
        ByteBuffer bytes = little(tensor.values().length * stored.bytes());
        for (float value : tensor.values()) {
          stored.put(value, bytes);
        }
        writeAll(channel, bytes.flip());
      }
      channel.force(true);
    }
  }

  private static StoredPrecision stored(Tensor tensor, StoredPrecision precision) {
    return tensor.shape().dimension() < 2 ? StoredPrecision.F32 : precision;
  }

  private static void requireHeld(Tensor tensor, StoredPrecision precision, Path file) {
    for (float value : tensor.values()) {
      if (!precision.holds(value)) {
        throw new IllegalArgumentException(
            Text.format(
                "The weights can't be written to %s as %s: \"%s\" has %s, which is too large for it.",
                file, precision, tensor.name(), value));
      }
    }
  }

  /** The format allows nothing but texts here. */
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
    remarks.addProperty("epsilon", Double.toString(file.epsilon()));
    return remarks;
  }

  private static JsonObject entry(StoredPrecision precision, Shape shape, long start, long end) {
    JsonArray sizes = new JsonArray();
    for (long size : shape.getShape()) {
      sizes.add(size);
    }
    JsonArray offsets = new JsonArray();
    offsets.add(start);
    offsets.add(end);
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", precision.name());
    entry.add("shape", sizes);
    entry.add("data_offsets", offsets);
    return entry;
  }

  /** With blanks at the end, so that the tensors begin at a multiple of eight bytes. */
  private static byte[] padded(byte[] json) {
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** See {@link Weights#safetensors}. */
  static WeightsFile read(Path file) {
    ByteBuffer data;
    JsonObject header;
    try (FileChannel channel = FileChannel.open(file)) {
      header = header(file, channel);
      data = rest(file, channel);
    } catch (IOException e) {
      throw WeightsException.unreadable(file, e);
    }
    List<Tensor> tensors = new ArrayList<>();
    double numbers = 0;
    for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
      if (!entry.getKey().equals(REMARKS) && !TorchNames.isSpare(entry.getKey())) {
        Tensor tensor = tensor(file, entry.getKey(), entry.getValue(), data);
        numbers += tensor.values().length;
        WeightsException.ifTooMany(file, numbers);
        tensors.add(tensor);
      }
    }
    WeightsFile plain = TorchNames.file(file, "safetensors", tensors);
    return header.has(REMARKS) ? remarked(plain, header.get(REMARKS)) : plain;
  }

  private static JsonObject header(Path file, FileChannel channel) throws IOException {
    ByteBuffer eight = little(Long.BYTES);
    if (Files.size(file) < Long.BYTES) {
      throw WeightsException.of(file, "has only " + Files.size(file) + " bytes");
    }
    readAll(file, channel, eight);
    long length = eight.getLong(0);
    // Asked before anything of that length is made room for.
    if (length < 2 || length > LARGEST_HEADER || length > Files.size(file) - Long.BYTES) {
      throw WeightsException.of(
          file,
          "claims a header of " + Long.toUnsignedString(length) + " bytes, which it can't hold");
    }
    ByteBuffer json = little((int) length);
    readAll(file, channel, json);
    try {
      return JsonParser.parseString(new String(json.array(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw WeightsException.of(file, "has a header that is not JSON");
    }
  }

  private static ByteBuffer rest(Path file, FileChannel channel) throws IOException {
    long left = channel.size() - channel.position();
    if (left > Integer.MAX_VALUE - Long.BYTES) {
      throw WeightsException.of(file, "is larger than 2 GB, which no DenseNet121 is");
    }
    ByteBuffer data = little((int) left);
    readAll(file, channel, data);
    return data;
  }

  private static void readAll(Path file, FileChannel channel, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw WeightsException.of(file, "ends too early; it was cut off");
      }
    }
  }

  private static Tensor tensor(Path file, String name, JsonElement entry, ByteBuffer data) {
    String type;
    Shape shape;
    long start;
    long end;
    try {
      JsonObject fields = entry.getAsJsonObject();
      type = fields.get("dtype").getAsString();
      shape =
          new Shape(
              fields.getAsJsonArray("shape").asList().stream()
                  .mapToLong(JsonElement::getAsLong)
                  .toArray());
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

  /** Remarks of other programs are passed over. */
  private static WeightsFile remarked(WeightsFile file, JsonElement element) {
    if (!(element instanceof JsonObject remarks)) {
      throw WeightsException.of(file.path(), "has remarks that can't be understood: " + element);
    }
    if (!remarks.has("scaling") || !remarks.has("epsilon")) {
      return file;
    }
    try {
      return new WeightsFile(
          file.path(),
          file.format(),
          file.tensors(),
          remarks.has("labels")
              ? Optional.of(labels(remarks.get("labels").getAsString()))
              : Optional.empty(),
          Scaling.valueOf(remarks.get("scaling").getAsString()),
          remarks.has("image_size")
              ? OptionalInt.of(remarks.get("image_size").getAsInt())
              : OptionalInt.empty(),
          remarks.get("epsilon").getAsDouble(),
          true);
    } catch (RuntimeException e) {
      throw WeightsException.of(file.path(), "has remarks that can't be understood: " + remarks);
    }
  }

  private static Labels labels(String json) {
    return new Labels(
        JsonParser.parseString(json).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsString)
            .toList());
  }
}
