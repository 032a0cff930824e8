package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.NativeMemory;

/**
 * A network with its weights, and how it predicts: folded where that serves, else layer by layer,
 * and so many films at a time as memory is meant to hold. Owns native memory; what predicts folded
 * is to be forgotten when weights change.
 */
final class Inference implements AutoCloseable {
  /**
   * Two films of 320 x 320 in single precision, four in bfloat16: more take more memory. The folded
   * network, which has fewer in hand where maps are large, takes four times as many.
   */
  private static final long TOGETHER_BYTES = 2L * 320 * 320 * Float.BYTES;

  private final DenseNet layers;
  private final NetworkWeights weights;
  private final Map<Precision, FoldedNetwork> folded = new EnumMap<>(Precision.class);
  private Optional<MapRanges> ranges = Optional.empty();

  /** With weights that are closed with it. */
  Inference(DenseNet layers, NetworkWeights weights) {
    this.layers = layers;
    this.weights = weights;
  }

  DenseNet layers() {
    return layers;
  }

  NetworkWeights weights() {
    return weights;
  }

  /** The logits of images (N, channels, H, W), film by film. */
  float[] logits(NDArray images, Precision precision) {
    return byParts(
        images,
        precision,
        FoldedNetwork.serves(precision),
        part -> logitsOf(features(part, precision, Tap.NONE)));
  }

  /** The same layer by layer. */
  float[] straightLogits(NDArray images, Precision precision) {
    return byParts(
        images, precision, false, part -> logitsOf(straightFeatures(part, precision, Tap.NONE)));
  }

  /** The features of images (N, channels, H, W), a row for each film. */
  List<float[]> features(NDArray images, Precision precision) {
    float[] all =
        byParts(
            images,
            precision,
            FoldedNetwork.serves(precision),
            part -> features(part, precision, Tap.NONE));
    int films = (int) images.getShape().get(0);
    int width = all.length / films;
    return IntStream.range(0, films)
        .mapToObj(row -> Arrays.copyOfRange(all, row * width, (row + 1) * width))
        .toList();
  }

  /** Takes a few films at a time, for the peak of memory, and puts together what comes of them. */
  private float[] byParts(
      NDArray images, Precision precision, boolean folded, UnaryOperator<NDArray> way) {
    Shape shape = images.getShape();
    int films = (int) shape.get(0);
    long film = shape.get(2) * shape.get(3) * precision.bytes();
    long most = folded ? 4 * TOGETHER_BYTES : TOGETHER_BYTES;
    int together = (int) Math.max(1, most / film);
    List<float[]> parts = new ArrayList<>();
    for (int i = 0; i < films; i += together) {
      try (NDManager pass = NativeMemory.newManager()) {
        NDArray all = NetworkInput.borrowed(images, pass);
        NDArray part = all.get(new NDIndex("{}:{}", i, Math.min(films, i + together)));
        parts.add(
            Threads.during(
                weights.learntCount(),
                part.getShape(),
                folded && FilmTasks.serve(part.getShape(), precision),
                () -> way.apply(part).toFloatArray()));
      }
    }
    FloatBuffer joined = FloatBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(joined::put);
    return joined.array();
  }

  /**
   * What the head decides from; belongs to the images' manager, as what the others return.
   *
   * @param tap sees the last batch norm, and the ReLU after it; others not always
   */
  NDArray features(NDArray images, Precision precision, Tap tap) {
    return FoldedNetwork.serves(precision)
        ? folded(precision, images.getShape()).features(images, tap, images.getManager())
        : straightFeatures(images, precision, tap);
  }

  private NDArray straightFeatures(NDArray images, Precision precision, Tap tap) {
    var still = weights.still(precision, images.getManager());
    return layers.features(images, new Pass(still, false, precision, tap));
  }

  /** What the head, which is always in single precision, makes of features. */
  NDArray logitsOf(NDArray features) {
    return layers.head().apply(features, still(Precision.FP32));
  }

  private FoldedNetwork folded(Precision precision, Shape images) {
    MapRanges whole = precision == Precision.INT8 ? ranges.orElseThrow() : null;
    return folded.computeIfAbsent(
        precision, in -> new FoldedNetwork(layers, still(in), images, whole));
  }

  /** The ranges of the maps, if they were measured with the present weights. */
  Optional<MapRanges> ranges() {
    return ranges;
  }

  /** Takes ranges that hold for the present weights. */
  Inference setRanges(Optional<MapRanges> measured) {
    forget();
    ranges = measured;
    return this;
  }

  /**
   * Checks that it can predict in whole numbers, which there is no straight way to.
   *
   * @param films what is done to them before the network sees them
   * @throws CxrlabException if there are none here, or the ranges were not measured with these
   *     weights and such films, saying what to do
   */
  Inference requireWholeNumbers(Preprocessing films) {
    FoldedNetwork.requireWholeNumbers();
    MapRanges measured =
        ranges.orElseThrow(
            () ->
                new CxrlabException(
                    "To predict in int8 it must be known between which numbers the maps lie, and"
                        + " that was not measured with these weights; call model.quantise(films)"
                        + " with films that the model has learnt from."));
    if (!measured.films().equals(films)) {
      throw new CxrlabException(
          "For int8 it was measured between which numbers the maps lie on films of "
              + measured.films()
              + ", and these are of "
              + films
              + "; call model.quantise(films) again.");
    }
    return this;
  }

  /** Has a tap look at all layers while films go through them. */
  Inference measure(NDArray images, MapRanges.Measuring tap) {
    byParts(images, Precision.FP32, false, part -> straightFeatures(part, Precision.FP32, tap));
    return this;
  }

  /** With the weights in single precision. */
  private Pass still(Precision precision) {
    return new Pass(weights.still(), false, precision, Tap.NONE);
  }

  /** To be called whenever weights change: what was made of them is no longer true. */
  void forget() {
    folded.values().forEach(FoldedNetwork::close);
    folded.clear();
    ranges = Optional.empty();
  }

  @Override
  public void close() {
    forget();
    weights.close();
  }
}
