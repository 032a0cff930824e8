package org.cxrlab.model;

import java.util.List;

/** In which numbers the network calculates. Weights, optimizer and loss are always single. */
public enum Precision {
  /** Single precision throughout: 24 significant bits. */
  FP32("fp32", 4, 6),
  /**
   * Mixed precision: convolutions take bfloat16, which has the range of single precision but 8
   * significant bits; weights and batch norm's parameters are kept in single, and the head and the
   * loss are single. About twice as fast where the processor has instructions for it, and with less
   * memory; where it has none, a training step takes many times as long, see {@link #fasterHere}.
   * Logits then differ in the second or third digit after the point.
   */
  BF16("bf16", 2, 15),
  /**
   * For predictions alone, and about twice as fast as single precision: maps and weights are whole
   * numbers of 8 bits, laid over the ranges that {@link ChestModel#quantise} has measured. The
   * first convolution and all that comes after the last one stay single. Logits differ by some
   * hundredths of their standard deviation.
   */
  INT8("int8", 1, 0);

  private final String title;
  private final int bytes;
  private final long inTorch;

  Precision(String title, int bytes, long inTorch) {
    this.title = title;
    this.bytes = bytes;
    this.inTorch = inTorch;
  }

  /** How many bytes a number of a map takes. */
  int bytes() {
    return bytes;
  }

  /** PyTorch's number of the type in which maps are. */
  long inTorch() {
    return inTorch;
  }

  /** The one that is faster on this processor, as far as the system tells what it can do. */
  public static Precision fasterHere() {
    return Processor.hasBfloat16() ? BF16 : FP32;
  }

  /** Those in which a network can learn, and not only predict. */
  public static List<Precision> thatLearn() {
    return List.of(FP32, BF16);
  }

  /**
   * The same, for a training.
   *
   * @throws IllegalArgumentException if a network can't learn in these numbers
   */
  public Precision requireLearning() {
    if (!thatLearn().contains(this)) {
      throw new IllegalArgumentException(
          "A network predicts in " + this + " and can't learn in it; train it in fp32 or bf16.");
    }
    return this;
  }

  @Override
  public String toString() {
    return title;
  }
}
