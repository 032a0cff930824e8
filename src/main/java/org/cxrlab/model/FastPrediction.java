package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Logits by ONNX Runtime, which joins layers and packs weights once for many films. To build that
 * costs as much as predicting some films; until so many have been asked for with the same weights,
 * nothing is built. It chooses itself where the native library is there, gives the same logits,
 * which is tried on one film for each state of the weights, and the processor has no AVX-512: with
 * it {@link FoldedNetwork} takes two thirds of the time and of the memory. {@code
 * -Dcxrlab.onnxruntime=true} has it used there too, {@code false} nowhere.
 *
 * <p>Owns native memory. Safe to use from several threads: what is built is not freed while it
 * predicts.
 */
final class FastPrediction implements AutoCloseable {
  static final String SWITCH = "cxrlab.onnxruntime";

  /** Building takes as long as predicting sixteen films of 320 x 320. */
  private static final long WORTHWHILE_PIXELS = 16L * 320 * 320;

  /** How far logits may be from the straight path's, as a share of the largest. */
  private static final float TOLERANCE = 1e-5f;

  private final Supplier<byte[]> graph;
  private final Network libtorch;
  private final Network straight;
  private OrtSession session;
  private ByteBuffer staging;
  private boolean checked;
  private String refusal = "";
  private long pixels;

  /** Logits of prepared images, film by film. */
  @FunctionalInterface
  interface Network {
    float[] of(NDArray images);
  }

  /**
   * Builds nothing yet.
   *
   * @param graph the network with its present weights as an ONNX file, input "films", output
   *     "logits"; asked for when it is worthwhile
   * @param libtorch the network by libtorch, in its quickest way
   * @param straight the same layer by layer, which the logits are held against
   */
  FastPrediction(Supplier<byte[]> graph, Network libtorch, Network straight) {
    this.graph = graph;
    this.libtorch = libtorch;
    this.straight = straight;
  }

  /**
   * The logits, film by film, whichever way is the quicker.
   *
   * @param images (N, channels, H, W), prepared; stays the caller's
   */
  synchronized float[] logits(NDArray images) {
    long[] shape = images.getShape().getShape();
    pixels += shape[0] * shape[2] * shape[3];
    if (!serves() || (session == null && pixels < WORTHWHILE_PIXELS)) {
      return libtorch.of(images);
    }
    try {
      float[] logits = run(images, shape);
      if (checked) {
        return logits;
      }
      float distance = distance(firstFilm(images), logits);
      if (distance <= TOLERANCE) {
        checked = true;
        return logits;
      }
      refuse("its logits are off by %.1e of the largest".formatted(distance));
    } catch (OrtException e) {
      refuse(e.getMessage());
    }
    return libtorch.of(images);
  }

  /** The first film's logits by the straight path: it must not need the memory of a whole batch. */
  private float[] firstFilm(NDArray images) {
    try (NDArray first = images.get(new NDIndex("0:1"))) {
      return straight.of(first);
    }
  }

  private float[] run(NDArray images, long[] shape) throws OrtException {
    // In the order of the shape, however the array lies in memory.
    FloatBuffer values = images.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    if (!values.isDirect()) {
      values = staged(values);
    }
    try (OnnxTensor input = OnnxTensor.createTensor(Library.environment, values, shape);
        OrtSession.Result result = session().run(Map.of("films", input), Set.of("logits"))) {
      FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] all = new float[logits.remaining()];
      logits.get(all);
      return all;
    }
  }

  /** In one buffer for all batches: one for each would be freed only when the heap is full. */
  private FloatBuffer staged(FloatBuffer values) {
    int bytes = values.remaining() * Float.BYTES;
    if (staging == null || staging.capacity() < bytes) {
      staging = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    return staging.clear().limit(bytes).asFloatBuffer().put(values).flip();
  }

  /** The largest difference over the largest expected size; NaN never passes as small. */
  private static float distance(float[] expected, float[] actual) {
    float largest = Float.MIN_NORMAL;
    float difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    return difference / largest;
  }

  /** With these weights libtorch predicts; {@link #description()} tells why. */
  private void refuse(String reason) {
    close();
    refusal = reason;
    LoggerFactory.getLogger(FastPrediction.class).warn("Predictions by {}", description());
  }

  private OrtSession session() throws OrtException {
    if (session == null) {
      try (var options = new SessionOptions()) {
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        // Threads that wait in a loop for the next batch would take the time of those that load it.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        session = Library.environment.createSession(graph.get(), options);
      }
    }
    return session;
  }

  /** To be called whenever weights change: what was built holds the old ones, and memory. */
  synchronized void forget() {
    pixels = 0;
    checked = false;
    refusal = "";
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime could not free its memory.", e);
      } finally {
        session = null;
        staging = null;
      }
    }
  }

  @Override
  public void close() {
    forget();
  }

  private static boolean isOn() {
    return isAsked() && Library.environment != null;
  }

  private static boolean isAsked() {
    String asked = System.getProperty(SWITCH, "");
    return asked.isEmpty() ? !Processor.hasAvx512() : Boolean.parseBoolean(asked);
  }

  /** Whether it predicts many films. */
  synchronized boolean serves() {
    return isOn() && refusal.isEmpty();
  }

  /** By what many films are predicted, in words. */
  synchronized String description() {
    return refusal.isEmpty() ? available() : "libtorch; ONNX Runtime is not used: " + refusal;
  }

  /** The same for any network on this machine. */
  static String available() {
    if (!isAsked()) {
      return System.getProperty(SWITCH, "").isEmpty()
          ? "libtorch, which is the faster one with this processor's AVX-512"
          : "libtorch; ONNX Runtime is turned off by -D" + SWITCH;
    }
    return Library.environment == null
        ? "libtorch; ONNX Runtime can't be loaded here: " + Library.problem
        : "ONNX Runtime " + Library.environment.getVersion();
  }

  /** The native library, loaded on first use. */
  private static final class Library {
    static final OrtEnvironment environment;
    static final String problem;

    static {
      OrtEnvironment loaded = null;
      String failure = "";
      try {
        loaded = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      } catch (LinkageError | IllegalStateException e) {
        // A system that it is not built for: everything works by libtorch, and description() tells.
        failure = String.valueOf(e.getMessage());
      }
      environment = loaded;
      problem = failure;
    }
  }
}
