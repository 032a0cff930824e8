package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Logits by ONNX Runtime, which joins layers and packs weights once for many films and so predicts
 * in about two thirds of the time that libtorch takes. To build that costs as much as predicting
 * some films; until so many have been asked for with the same weights, nothing is built. It chooses
 * itself where the native library is there, and is turned off by {@code
 * -Dcxrlab.onnxruntime=false}.
 *
 * <p>Owns native memory; to be used from one thread at a time.
 */
final class FastPrediction implements AutoCloseable {
  private static final String SWITCH = "cxrlab.onnxruntime";

  /** Building takes as long as predicting sixteen films of 320 x 320. */
  private static final long WORTHWHILE_PIXELS = 16L * 320 * 320;

  private final Supplier<byte[]> graph;
  private OrtSession session;
  private long pixels;

  /**
   * Builds nothing yet.
   *
   * @param graph the network with its present weights as an ONNX file, input "films", output
   *     "logits"; asked for when it is worthwhile
   */
  FastPrediction(Supplier<byte[]> graph) {
    this.graph = graph;
  }

  /**
   * The logits, film by film.
   *
   * @param images (N, channels, H, W), prepared; stays the caller's
   * @return empty where the straight path is to be taken
   */
  Optional<float[]> logits(NDArray images) {
    long[] shape = images.getShape().getShape();
    pixels += shape[0] * shape[2] * shape[3];
    if (!isOn() || (session == null && pixels < WORTHWHILE_PIXELS)) {
      return Optional.empty();
    }
    // In the order of the shape, however the array lies in memory.
    FloatBuffer values = images.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    try (OnnxTensor input = OnnxTensor.createTensor(Library.environment, values, shape);
        OrtSession.Result result = session().run(Map.of("films", input), Set.of("logits"))) {
      FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] all = new float[logits.remaining()];
      logits.get(all);
      return Optional.of(all);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "ONNX Runtime could not predict; start Java with -D"
              + SWITCH
              + "=false to do without it.",
          e);
    }
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
  void forget() {
    pixels = 0;
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime could not free its memory.", e);
      } finally {
        session = null;
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
    return Boolean.parseBoolean(System.getProperty(SWITCH, "true"));
  }

  /** By what many films are predicted, in words. */
  static String description() {
    if (!isAsked()) {
      return "libtorch; ONNX Runtime is turned off by -D" + SWITCH;
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
