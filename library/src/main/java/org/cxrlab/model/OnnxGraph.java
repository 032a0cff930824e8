package org.cxrlab.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.model.weights.Tensor;

/**
 * A network in the ONNX format, operation set 17. Every layer adds its own operation under its own
 * name; the operation's output is called as the layer is.
 */
final class OnnxGraph {
  private static final int FORMAT_VERSION = 8;
  private static final int OPERATION_SET = 17;
  private static final int FLOAT = 1;

  /** The kinds of attribute that are needed. */
  private static final int FRACTION = 1;

  private static final int WHOLE = 2;
  private static final int WHOLES = 7;

  // Maps are written in the order of their keys, so that the same model is the same file.
  private final OnnxMessage graph;

  /** A graph without operations, of a network of this name. */
  OnnxGraph(String network) {
    graph = new OnnxMessage().text(2, network);
  }

  /**
   * Adds an operation.
   *
   * @param type e.g. "Conv"
   * @param name of the layer, and of the output
   * @param attributes by name: a Float, an Integer, or a list of Integers
   * @param inputs names of outputs, weights, or the graph's input
   * @return the output's name
   */
  String node(String type, String name, Map<String, Object> attributes, List<String> inputs) {
    OnnxMessage node = new OnnxMessage();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, name).text(3, name).text(4, type);
    new TreeMap<>(attributes).forEach((key, value) -> node.message(5, attribute(key, value)));
    graph.message(1, node);
    return name;
  }

  private static OnnxMessage attribute(String name, Object value) {
    OnnxMessage attribute = new OnnxMessage().text(1, name);
    if (value instanceof Float fraction) {
      return attribute.fraction(2, fraction).whole(20, FRACTION);
    }
    if (value instanceof Integer whole) {
      return attribute.whole(3, whole).whole(20, WHOLE);
    }
    for (Object whole : (List<?>) value) {
      attribute.whole(8, (Integer) whole);
    }
    return attribute.whole(20, WHOLES);
  }

  /** Adds a weight. */
  void weight(Tensor tensor) {
    OnnxMessage message = new OnnxMessage();
    for (long size : tensor.shape().getShape()) {
      message.whole(1, size);
    }
    ByteBuffer raw = ByteBuffer.allocate(tensor.values().length * Float.BYTES);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.values());
    graph.message(5, message.whole(2, FLOAT).text(8, tensor.name()).bytes(9, raw.array()));
  }

  /** Names the graph's input; a size is a number, or a text where any is taken. */
  void input(String name, Object... shape) {
    graph.message(11, value(name, shape));
  }

  /** Names one of the graph's outputs. */
  void output(String name, Object... shape) {
    graph.message(12, value(name, shape));
  }

  private static OnnxMessage value(String name, Object... sizes) {
    OnnxMessage shape = new OnnxMessage();
    for (Object size : sizes) {
      OnnxMessage dimension = new OnnxMessage();
      shape.message(
          1,
          size instanceof Number number
              ? dimension.whole(1, number.longValue())
              : dimension.text(2, size.toString()));
    }
    OnnxMessage tensor = new OnnxMessage().whole(1, FLOAT).message(2, shape);
    return new OnnxMessage().text(1, name).message(2, new OnnxMessage().message(1, tensor));
  }

  /**
   * Writes the file.
   *
   * @param remarks what goes with the network, by topic
   */
  void write(Path file, Map<String, String> remarks) {
    WholeFile.write(file, model(remarks)::writeTo);
  }

  /** The file's content. */
  byte[] toByteArray() {
    return model(Map.of()).toByteArray();
  }

  private OnnxMessage model(Map<String, String> remarks) {
    OnnxMessage model =
        new OnnxMessage()
            .whole(1, FORMAT_VERSION)
            .text(2, "cxrlab")
            .message(7, graph)
            .message(8, new OnnxMessage().text(1, "").whole(2, OPERATION_SET));
    new TreeMap<>(remarks)
        .forEach(
            (topic, text) -> model.message(14, new OnnxMessage().text(1, topic).text(2, text)));
    return model;
  }
}
