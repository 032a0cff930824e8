package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: eight bytes with the length of a header (little endian), the header in
 * JSON (name, type, shape and place of each tensor), then the tensors' bytes. Single precision.
 */
final class Safetensors {
  /** The format's own limit. */
  private static final long LARGEST_HEADER = 100_000_000;

  private Safetensors() {}

  /** Writes the tensors as a new file and waits until it is on the disk. */
  static void write(Path file, List<Tensor> tensors) throws IOException {
    JsonObject header = new JsonObject();
    long offset = 0;
    for (Tensor tensor : tensors) {
      long end = offset + (long) tensor.values().length * Float.BYTES;
      header.add(tensor.name(), entry(tensor.shape(), offset, end));
      offset = end;
    }
    byte[] json = padded(header.toString().getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(channel, little(Long.BYTES).putLong(json.length).flip());
      writeAll(channel, ByteBuffer.wrap(json));
      for (Tensor tensor : tensors) {
        ByteBuffer bytes = little(tensor.values().length * Float.BYTES);
        bytes.asFloatBuffer().put(tensor.values());
        writeAll(channel, bytes);
      }
      channel.force(true);
    }
  }

  private static JsonObject entry(Shape shape, long start, long end) {
    JsonArray sizes = new JsonArray();
    for (long size : shape.getShape()) {
      sizes.add(size);
    }
    JsonArray offsets = new JsonArray();
    offsets.add(start);
    offsets.add(end);
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", "F32");
    entry.add("shape", sizes);
    entry.add("data_offsets", offsets);
    return entry;
  }

  /** With blanks at the end, so that the tensors begin at a multiple of eight bytes. */
  private static byte[] padded(byte[] json) {
    byte[] padded = java.util.Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    java.util.Arrays.fill(padded, json.length, padded.length, (byte) ' ');
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

  /**
   * Reads every tensor.
   *
   * @throws IllegalArgumentException if the file isn't a whole safetensors file, saying what is
   *     wrong
   * @throws UncheckedIOException if it can't be read
   */
  static List<Tensor> read(Path file) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException("The weights can't be read from " + file + ".", e);
    }
    if (bytes.remaining() < Long.BYTES) {
      throw broken(file, "has only " + bytes.remaining() + " bytes");
    }
    long length = bytes.getLong();
    if (length < 2 || length > LARGEST_HEADER || length > bytes.remaining()) {
      throw broken(
          file,
          "claims a header of " + Long.toUnsignedString(length) + " bytes, which it can't hold");
    }
    byte[] json = new byte[(int) length];
    bytes.get(json);
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<Tensor> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : header(file, json).entrySet()) {
      if (!entry.getKey().equals("__metadata__")) {
        tensors.add(tensor(file, entry.getKey(), entry.getValue(), data));
      }
    }
    return tensors;
  }

  private static JsonObject header(Path file, byte[] json) {
    try {
      return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw broken(file, "has a header that is not JSON");
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
      throw broken(file, "describes \"" + name + "\" in a way that can't be understood");
    }
    if (!type.equals("F32")) {
      throw broken(file, "holds \"" + name + "\" as " + type + ", not in single precision (F32)");
    }
    if (start < 0 || end < start || end > data.capacity()) {
      throw broken(file, "ends before the tensor \"" + name + "\" does; it was cut off");
    }
    if (end - start != shape.size() * Float.BYTES) {
      throw broken(file, "has " + (end - start) + " bytes for \"" + name + "\" of shape " + shape);
    }
    float[] values = new float[(int) ((end - start) / Float.BYTES)];
    data.slice((int) start, (int) (end - start))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return new Tensor(name, shape, values);
  }

  private static IllegalArgumentException broken(Path file, String what) {
    return new IllegalArgumentException(
        "The weights file " + file + " " + what + ". Nothing was loaded; save or copy it again.");
  }
}
