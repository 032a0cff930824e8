package org.cxrlab.model.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.cxrlab.disk.WholeFile;

/**
 * The container of the safetensors format: eight bytes with the length of a header (little endian),
 * the header in JSON (name, type, shape and place of each tensor, and remarks), then the tensors'
 * bytes. What the header tells is for its reader to understand, and to doubt.
 */
public final class SafetensorsContainer implements AutoCloseable {
  /** The name of the remarks in the header; the format allows nothing but texts there. */
  public static final String REMARKS = "__metadata__";

  private static final int NUMBERS_AT_ONCE = 1 << 18;

  private final FileChannel channel;
  private final JsonObject header;

  /** A file that is not whole, or no such container. */
  public static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    /** What is wrong with it, to be put after the file's name: "has only 3 bytes". */
    public Damaged(String what) {
      super(what);
    }
  }

  /** Takes bytes in the file's order. */
  public interface Sink {
    /** Takes all that the buffer has. */
    void take(ByteBuffer bytes) throws IOException;
  }

  private SafetensorsContainer(FileChannel channel, long largestHeader)
      throws IOException, Damaged {
    this.channel = channel;
    if (left() < Long.BYTES) {
      throw new Damaged("has only " + left() + " bytes");
    }
    long length = next(Long.BYTES).getLong(0);
    if (length < 2 || length > largestHeader || length > left()) {
      throw new Damaged(
          "claims a header of " + Long.toUnsignedString(length) + " bytes, which it can't hold");
    }
    String json = new String(next(length).array(), StandardCharsets.UTF_8);
    try {
      header = JsonParser.parseString(json).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new Damaged("has a header that is not JSON");
    }
  }

  /**
   * Opens a file and reads its header.
   *
   * @param largestHeader in bytes; a longer one is refused before room is made for it
   */
  public static SafetensorsContainer open(Path file, long largestHeader)
      throws IOException, Damaged {
    FileChannel channel = FileChannel.open(file);
    try {
      return new SafetensorsContainer(channel, largestHeader);
    } catch (IOException | Damaged | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** The header as it stands in the file. */
  public JsonObject header() {
    return header;
  }

  /** How many bytes come after those that were read. */
  public long left() throws IOException {
    return channel.size() - channel.position();
  }

  /**
   * The next bytes, little endian.
   *
   * @throws Damaged if the file has not so many
   */
  public ByteBuffer next(long bytes) throws IOException, Damaged {
    // Asked before room is made for them.
    if (bytes < 0 || bytes > left()) {
      throw new Damaged("ends too early; it was cut off");
    }
    if (bytes > Integer.MAX_VALUE - Long.BYTES) {
      throw new Damaged("is larger than 2 GB, which no DenseNet121 is");
    }
    ByteBuffer into = little((int) bytes);
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new Damaged("ends too early; it was cut off");
      }
    }
    return into.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Writes a file and waits for the disk.
   *
   * @param tensors in the order in which they will lie
   * @param stored how the numbers of a tensor are stored
   */
  public static void write(
      Path file,
      JsonObject remarks,
      List<Tensor> tensors,
      Function<Tensor, StoredPrecision> stored) {
    JsonObject header = new JsonObject();
    header.add(REMARKS, remarks);
    long start = 0;
    for (Tensor tensor : tensors) {
      long end = start + (long) tensor.values().length * stored.apply(tensor).bytes();
      header.add(tensor.name(), entry(tensor, stored.apply(tensor), start, end));
      start = end;
    }
    byte[] json = padded(header.toString().getBytes(StandardCharsets.UTF_8));
    WholeFile.write(
        file,
        out -> {
          writeAll(out, little(Long.BYTES).putLong(json.length).flip());
          writeAll(out, ByteBuffer.wrap(json));
          for (Tensor tensor : tensors) {
            inBytes(tensor.values(), stored.apply(tensor), bytes -> writeAll(out, bytes));
          }
        });
  }

  private static JsonObject entry(Tensor tensor, StoredPrecision stored, long start, long end) {
    JsonArray shape = new JsonArray();
    for (long size : tensor.shape().getShape()) {
      shape.add(size);
    }
    JsonArray offsets = new JsonArray();
    offsets.add(start);
    offsets.add(end);
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", stored.name());
    entry.add("shape", shape);
    entry.add("data_offsets", offsets);
    return entry;
  }

  /** With blanks at the end, so that the tensors begin at a multiple of eight bytes. */
  private static byte[] padded(byte[] json) {
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /** Hands out numbers as a file holds them, part by part in a buffer that is used again. */
  public static void inBytes(float[] numbers, StoredPrecision stored, Sink sink)
      throws IOException {
    ByteBuffer part = little(Math.min(NUMBERS_AT_ONCE, numbers.length) * stored.bytes());
    for (int at = 0; at < numbers.length; at += NUMBERS_AT_ONCE) {
      stored.put(numbers, at, Math.min(NUMBERS_AT_ONCE, numbers.length - at), part.clear());
      sink.take(part.flip());
    }
  }

  private static void writeAll(OutputStream out, ByteBuffer bytes) throws IOException {
    out.write(bytes.array(), bytes.position(), bytes.remaining());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
