package org.cxrlab.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.cxrlab.figure.Text;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.Json;

/**
 * A checkpoint as a file in the safetensors format: the arrays in single precision, and in the
 * format's remarks the rest as JSON and a checksum (CRC-32C) of all of it, so that a file that was
 * cut off or changed is never taken.
 */
final class CheckpointFile {
  private static final String REMARKS = "__metadata__";
  private static final String STATE = "checkpoint";
  private static final String CHECKSUM = "crc32c";
  private static final Pattern THREADS = Pattern.compile("\"code\":\"[^\"]* with (\\p{Nd})");
  private static final int LARGEST_HEADER = 1 << 30;
  private static final int CHUNK_FLOATS = 1 << 18;

  private CheckpointFile() {}

  /** Writes the file and waits for the disk. */
  static void write(Path file, Checkpoint checkpoint) throws IOException {
    write(file, Json.writeCompact(checkpoint.state()), arrays(checkpoint));
  }

  /** The same, of its parts: the state as JSON, and the arrays by their names. */
  static void write(Path file, String json, Map<String, float[]> arrays) throws IOException {
    byte[] state = json.getBytes(StandardCharsets.UTF_8);
    byte[] header = header(state, arrays, checksum(state, arrays, '0'));
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeAll(channel, little(Long.BYTES).putLong(header.length).flip());
      writeAll(channel, ByteBuffer.wrap(header));
      ByteBuffer chunk = little(CHUNK_FLOATS * Float.BYTES);
      for (float[] array : arrays.values()) {
        for (int at = 0; at < array.length; at += CHUNK_FLOATS) {
          writeAll(channel, fill(chunk, array, at));
        }
      }
      channel.force(true);
    }
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

  private static byte[] header(byte[] state, Map<String, float[]> arrays, String checksum) {
    JsonObject remarks = new JsonObject();
    remarks.addProperty(STATE, new String(state, StandardCharsets.UTF_8));
    remarks.addProperty(CHECKSUM, checksum);
    JsonObject header = new JsonObject();
    header.add(REMARKS, remarks);
    long start = 0;
    for (Map.Entry<String, float[]> array : arrays.entrySet()) {
      long end = start + (long) array.getValue().length * Float.BYTES;
      JsonArray shape = new JsonArray();
      shape.add(array.getValue().length);
      JsonArray offsets = new JsonArray();
      offsets.add(start);
      offsets.add(end);
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", "F32");
      entry.add("shape", shape);
      entry.add("data_offsets", offsets);
      header.add(array.getKey(), entry);
      start = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * The sum over all that the file holds.
   *
   * @param zero of the digits in which the lengths go into it
   */
  private static String checksum(byte[] state, Map<String, float[]> arrays, char zero) {
    var sum = new CRC32C();
    sum.update(state);
    ByteBuffer chunk = little(CHUNK_FLOATS * Float.BYTES);
    arrays.forEach(
        (name, array) -> {
          sum.update((name + " " + number(array.length, zero)).getBytes(StandardCharsets.UTF_8));
          for (int at = 0; at < array.length; at += CHUNK_FLOATS) {
            sum.update(fill(chunk, array, at));
          }
        });
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

  /** The array's numbers from a place on, as many as there is room for. */
  private static ByteBuffer fill(ByteBuffer chunk, float[] array, int at) {
    int count = Math.min(CHUNK_FLOATS, array.length - at);
    chunk.clear().limit(count * Float.BYTES).asFloatBuffer().put(array, at, count);
    return chunk;
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A file that is not the whole checkpoint that was written. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    Damaged(String what) {
      super(what);
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws Damaged if the file is not whole
   */
  static Checkpoint read(Path file) throws IOException, Damaged {
    try (FileChannel channel = FileChannel.open(file)) {
      JsonObject header = header(channel);
      JsonObject remarks = header.getAsJsonObject(REMARKS);
      String json = remarks.get(STATE).getAsString();
      Map<String, float[]> arrays = new LinkedHashMap<>();
      for (String name : header.keySet()) {
        if (!name.equals(REMARKS)) {
          arrays.put(name, array(channel, header.getAsJsonObject(name)));
        }
      }
      if (channel.position() != channel.size()) {
        throw new Damaged("it goes on after its end");
      }
      byte[] state = json.getBytes(StandardCharsets.UTF_8);
      if (!checksum(state, arrays, zero(json)).equals(remarks.get(CHECKSUM).getAsString())) {
        throw new Damaged("its checksum is not that of its contents");
      }
      return checkpoint(Json.read(json, Checkpoint.State.class, "checkpoint"), arrays);
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | UnsupportedOperationException
        | NumberFormatException e) {
      // What Gson throws for a header of another form than the one that was written.
      throw new Damaged("its header can't be understood");
    }
  }

  private static JsonObject header(FileChannel channel) throws IOException, Damaged {
    ByteBuffer eight = little(Long.BYTES);
    readAll(channel, eight);
    long length = eight.getLong(0);
    if (length < 2 || length > LARGEST_HEADER || length > channel.size() - Long.BYTES) {
      throw new Damaged("it claims a header that it can't hold");
    }
    ByteBuffer json = little((int) length);
    readAll(channel, json);
    return JsonParser.parseString(new String(json.array(), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  private static float[] array(FileChannel channel, JsonObject entry) throws IOException, Damaged {
    long count = entry.getAsJsonArray("shape").get(0).getAsLong();
    // Asked before anything of that length is made room for.
    if (count < 0 || count > (channel.size() - channel.position()) / Float.BYTES) {
      throw new Damaged("it ends too early");
    }
    float[] array = new float[(int) count];
    ByteBuffer chunk = little(CHUNK_FLOATS * Float.BYTES);
    for (int at = 0; at < array.length; at += CHUNK_FLOATS) {
      int part = Math.min(CHUNK_FLOATS, array.length - at);
      readAll(channel, chunk.clear().limit(part * Float.BYTES));
      chunk.flip().asFloatBuffer().get(array, at, part);
    }
    return array;
  }

  private static void readAll(FileChannel channel, ByteBuffer into) throws IOException, Damaged {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new Damaged("it ends too early");
      }
    }
  }

  private static Checkpoint checkpoint(Checkpoint.State state, Map<String, float[]> arrays) {
    return new Checkpoint(
        state,
        new WeightCopy(arrays.get("weights.learnt"), arrays.get("weights.remembered")),
        arrays.containsKey("best.learnt")
            ? Optional.of(new WeightCopy(arrays.get("best.learnt"), arrays.get("best.remembered")))
            : Optional.empty(),
        new Adam.State(arrays.get("adam.mean"), arrays.get("adam.square"), state.adamStep()));
  }
}
