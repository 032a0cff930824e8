package org.cxrlab.train;

import static org.cxrlab.model.weights.SafetensorsContainer.REMARKS;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Text;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.model.weights.SafetensorsContainer;
import org.cxrlab.model.weights.SafetensorsContainer.Damaged;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.plan.Json;

/**
 * A checkpoint as a file in the safetensors format: the arrays in single precision, and in the
 * format's remarks the rest as JSON and a checksum (CRC-32C) of all of it, so that a file that was
 * cut off or changed is never taken.
 */
final class CheckpointFile {
  private static final String STATE = "checkpoint";
  private static final String CHECKSUM = "crc32c";
  private static final Pattern THREADS = Pattern.compile("\"code\":\"[^\"]* with (\\p{Nd})");
  private static final int LARGEST_HEADER = 1 << 30;

  private CheckpointFile() {}

  /** Writes the file and waits for the disk. */
  static void write(Path file, Checkpoint checkpoint) throws IOException {
    write(file, Json.writeCompact(checkpoint.state()), arrays(checkpoint));
  }

  /** The same, of its parts: the state as JSON, and the arrays by their names. */
  static void write(Path file, String json, Map<String, float[]> arrays) throws IOException {
    JsonObject remarks = new JsonObject();
    remarks.addProperty(STATE, json);
    remarks.addProperty(CHECKSUM, checksum(json, arrays, '0'));
    List<Tensor> tensors = new ArrayList<>();
    arrays.forEach((name, array) -> tensors.add(new Tensor(name, new Shape(array.length), array)));
    SafetensorsContainer.write(file, remarks, tensors, tensor -> StoredPrecision.F32);
  }

  static Map<String, float[]> arrays(Checkpoint checkpoint) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("weights.learnt", checkpoint.weights().learnt());
    arrays.put("weights.remembered", checkpoint.weights().remembered());
    checkpoint
        .best()
        .ifPresent(
            best -> {
              arrays.put("best.learnt", best.learnt());
              arrays.put("best.remembered", best.remembered());
            });
    arrays.put("adam.mean", checkpoint.adam().mean());
    arrays.put("adam.square", checkpoint.adam().square());
    return arrays;
  }

  /**
   * The sum over all that the file holds.
   *
   * @param zero of the digits in which the lengths go into it
   */
  private static String checksum(String state, Map<String, float[]> arrays, char zero)
      throws IOException {
    var sum = new CRC32C();
    sum.update(state.getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, float[]> array : arrays.entrySet()) {
      String name = array.getKey() + " " + number(array.getValue().length, zero);
      sum.update(name.getBytes(StandardCharsets.UTF_8));
      SafetensorsContainer.inBytes(array.getValue(), StoredPrecision.F32, sum::update);
    }
    return Text.format("%08x", sum.getValue());
  }

  private static String number(int value, char zero) {
    StringBuilder digits = new StringBuilder().append(value);
    for (int i = 0; i < digits.length(); i++) {
      digits.setCharAt(i, (char) (digits.charAt(i) - '0' + zero));
    }
    return digits.toString();
  }

  /**
   * The zero of the digits that a file was written with. Earlier versions took those of the
   * computer's language, for the lengths in the checksum as for the number of threads in the state.
   */
  private static char zero(String state) {
    Matcher threads = THREADS.matcher(state);
    if (!threads.find()) {
      return '0';
    }
    char digit = threads.group(1).charAt(0);
    return (char) (digit - Character.digit(digit, 10));
  }

  /**
   * Reads a checkpoint.
   *
   * @throws Damaged if the file is not whole
   * @throws CxrlabException if it is, but no training can go on from what it tells
   */
  static Checkpoint read(Path file) throws IOException, Damaged {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    String json = readParts(file, arrays);
    try {
      return checkpoint(Json.read(json, Checkpoint.State.class, "checkpoint"), arrays);
    } catch (IllegalArgumentException e) {
      throw new CxrlabException(
          Text.format(
              "The checkpoint %s is whole, but no training can go on from it. %s Begin anew in"
                  + " another folder.",
              file, e.getMessage()),
          e);
    }
  }

  /** Gives the state as JSON and adds the arrays by their names. */
  private static String readParts(Path file, Map<String, float[]> arrays)
      throws IOException, Damaged {
    try (var container = SafetensorsContainer.open(file, LARGEST_HEADER)) {
      JsonObject header = container.header();
      JsonObject remarks = header.getAsJsonObject(REMARKS);
      String json = remarks.get(STATE).getAsString();
      for (String name : header.keySet()) {
        if (!name.equals(REMARKS)) {
          arrays.put(name, array(container, header.getAsJsonObject(name)));
        }
      }
      if (container.left() > 0) {
        throw new Damaged("goes on after its end");
      }
      if (!checksum(json, arrays, zero(json)).equals(remarks.get(CHECKSUM).getAsString())) {
        throw new Damaged("has a checksum that is not that of its contents");
      }
      return json;
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | UnsupportedOperationException
        | IndexOutOfBoundsException
        | NumberFormatException e) {
      // What Gson throws for a header of another form than the one that was written.
      throw new Damaged("has a header that can't be understood");
    }
  }

  private static float[] array(SafetensorsContainer container, JsonObject entry)
      throws IOException, Damaged {
    long count = entry.getAsJsonArray("shape").get(0).getAsLong();
    if (count < 0 || count > container.left() / Float.BYTES) {
      throw new Damaged("ends too early; it was cut off");
    }
    FloatBuffer numbers = container.next(count * Float.BYTES).asFloatBuffer();
    float[] array = new float[numbers.remaining()];
    numbers.get(array);
    return array;
  }

  private static Checkpoint checkpoint(Checkpoint.State state, Map<String, float[]> arrays) {
    float[] mean = array(arrays, "adam.mean");
    float[] square = array(arrays, "adam.square");
    if (mean.length != square.length) {
      throw new IllegalArgumentException(
          Text.format(
              "Adam has %,d means in it and %,d means of squares.", mean.length, square.length));
    }
    return new Checkpoint(
        state,
        weights("weights", arrays),
        arrays.containsKey("best.learnt") ? Optional.of(weights("best", arrays)) : Optional.empty(),
        new Adam.State(mean, square, state.adamStep()));
  }

  private static WeightCopy weights(String whose, Map<String, float[]> arrays) {
    return new WeightCopy(array(arrays, whose + ".learnt"), array(arrays, whose + ".remembered"));
  }

  private static float[] array(Map<String, float[]> arrays, String name) {
    float[] array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("It lacks the array \"" + name + "\".");
    }
    return array;
  }
}
