package org.cxrlab.remote;

import com.google.gson.Gson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.cxrlab.run.Features;

/**
 * A line that the process that drives a cluster says. What a line does not tell is null or 0.
 *
 * @param rows of the next films, or resamples, in their order
 * @param stage how far Spark is
 * @param refusal why nothing can be done, as a sentence
 * @param trial that a training is over
 * @param places how many trainings run at the same time
 */
public record Message(List<Row> rows, Stage stage, String refusal, Trial trial, int places) {
  /**
   * Begins a line of standard error that is for people and not a message: what they should know of
   * work that goes on.
   */
  public static final String REMARK = "cxrlab: ";

  /**
   * That a training is over.
   *
   * @param number by which it was asked for
   * @param folder of what came of it
   * @param refusal why nothing came of it, as a sentence; empty if something did
   */
  public record Trial(int number, String folder, String refusal) {}

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
    return new Message(rows, null, null, null, 0);
  }

  /** How far Spark is. */
  public static Message of(Stage stage) {
    return new Message(null, stage, null, null, 0);
  }

  /** That nothing can be done. */
  public static Message refused(String sentence) {
    return new Message(null, null, sentence, null, 0);
  }

  /** That a training is over. */
  public static Message of(Trial trial) {
    return new Message(null, null, null, trial, 0);
  }

  /** How many trainings run at the same time. */
  public static Message places(int count) {
    return new Message(null, null, null, null, count);
  }

  /** What such a line says, if it is one. */
  static Optional<String> remark(String line) {
    return Optional.of(line)
        .filter(one -> one.startsWith(REMARK))
        .map(one -> one.substring(REMARK.length()));
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
