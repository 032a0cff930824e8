package org.cxrlab.remote;

import com.google.gson.Gson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.cxrlab.run.Features;

/**
 * A line that the process that drives a cluster says. What a line does not tell is null or 0.
 *
 * @param rows of the next films, or resamples, in their order
 * @param stage how far Spark is
 * @param refusal why nothing can be done, as a sentence
 */
public record Message(List<Row> rows, Stage stage, String refusal) {
  /**
   * What came of a film, or of a resample.
   *
   * @param numbers as floats, of a resample as doubles, of little-endian bytes in Base64; null if
   *     there are none
   * @param complaint why not, as a sentence; empty if there is no more to say
   */
  public record Row(String numbers, String complaint) {
    /** With numbers, or null and why there are none. */
    public static Row of(float[] numbers, String complaint) {
      return new Row(
          numbers == null ? null : Base64.getEncoder().encodeToString(Features.bytes(numbers)),
          complaint);
    }

    /** The statistics of a resample, bit by bit. */
    public static Row of(double[] statistics) {
      ByteBuffer bytes =
          ByteBuffer.allocate(statistics.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asDoubleBuffer().put(statistics);
      return new Row(Base64.getEncoder().encodeToString(bytes.array()), "");
    }

    /** What {@link #of(double[])} was given. */
    double[] doubles() {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(numbers));
      double[] statistics = new double[bytes.capacity() / Double.BYTES];
      bytes.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(statistics);
      return statistics;
    }

    /** The numbers; null if there are none. */
    float[] floats() {
      return numbers == null ? null : Features.floats(Base64.getDecoder().decode(numbers));
    }
  }

  /**
   * How far Spark is with its partitions.
   *
   * @param partitions how many there are
   * @param done how many are done
   * @param running how many are being worked on
   */
  public record Stage(int partitions, int done, int running) {
    /** Before Spark has begun. */
    static final Stage NONE = new Stage(0, 0, 0);
  }

  /** The rows of some films. */
  public static Message of(List<Row> rows) {
    return new Message(rows, null, null);
  }

  /** How far Spark is. */
  public static Message of(Stage stage) {
    return new Message(null, stage, null);
  }

  /** That nothing can be done. */
  public static Message refused(String sentence) {
    return new Message(null, null, sentence);
  }

  /** In one line. */
  public String toJson() {
    return new Gson().toJson(this);
  }

  /** What {@link #toJson} wrote. */
  static Message fromJson(String json) {
    return new Gson().fromJson(json, Message.class);
  }
}
