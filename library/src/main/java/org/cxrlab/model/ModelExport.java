package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.cxrlab.Sha256;
import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.FilmIntake;
import org.cxrlab.model.weights.KerasWriter;
import org.cxrlab.model.weights.OperatingPoints;
import org.cxrlab.model.weights.Safetensors;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.WeightsFile;

/**
 * A model as others read it.
 *
 * @param tensors all its weights
 * @param operatingPoints of its labels, if it has some
 */
record ModelExport(
    Architecture architecture,
    Labels labels,
    Preprocessing preprocessing,
    DenseNet network,
    List<Tensor> tensors,
    Optional<OperatingPoints> operatingPoints) {
  /** All weights, and what belongs to them, as a file would hold them. */
  WeightsFile weightsFile(Path file) {
    return new WeightsFile(
        file,
        "safetensors",
        tensors,
        Optional.of(labels),
        new FilmIntake(
            Optional.of(preprocessing.scaling()),
            OptionalInt.of(preprocessing.imageSize()),
            preprocessing.framing()),
        network.epsilon(),
        true,
        operatingPoints,
        List.of());
  }

  /** See {@link ChestModel#backboneFingerprint}. */
  String backboneFingerprint() {
    Sha256 sum = new Sha256().add(network.epsilon() + " " + preprocessing);
    for (Tensor tensor : tensors) {
      if (!WeightsFile.isHead(tensor.name())) {
        sum.add(tensor.name() + tensor.shape()).add(tensor.values());
      }
    }
    return sum.shortDigits();
  }

  /** See {@link ChestModel#fingerprint}. */
  String fingerprint() {
    Sha256 sum =
        new Sha256()
            .add(
                String.join(
                    "\n",
                    architecture.title(),
                    labels.names().toString(),
                    preprocessing.toString(),
                    "" + network.epsilon(),
                    operatingPoints.map(points -> points.points().toString()).orElse("")));
    tensors.forEach(tensor -> sum.add(tensor.name() + tensor.shape()).add(tensor.values()));
    return sum.shortDigits();
  }

  /** See {@link ChestModel#exportSafetensors(Path, StoredPrecision)}. */
  Path safetensors(Path file, StoredPrecision precision) {
    Safetensors.write(weightsFile(file), precision);
    return file;
  }

  /** See {@link ChestModel#exportOnnx}. */
  Path onnx(Path file) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("labels", String.join("\n", labels.names()));
    properties.put("preprocessing", preprocessing.toString());
    operatingPoints.ifPresent(
        points -> properties.put("operating_points", points.points().toString()));
    onnx().write(file, properties);
    return file;
  }

  /** The network as an ONNX graph. */
  OnnxGraph onnx() {
    OnnxGraph graph = new OnnxGraph(architecture.title());
    graph.input("films", "N", preprocessing.channels(), "H", "W");
    tensors.forEach(graph::weight);
    String head = network.describe("films", graph);
    graph.node("Identity", "logits", Map.of(), List.of(head));
    if (operatingPoints.isPresent()) {
      graph.node("Sigmoid", "sigmoids", Map.of(), List.of(head));
      stretch(graph, operatingPoints.get(), "sigmoids", "probabilities");
    } else {
      graph.node("Sigmoid", "probabilities", Map.of(), List.of(head));
    }
    graph.output("logits", "N", labels.size());
    graph.output("probabilities", "N", labels.size());
    return graph;
  }

  /** What {@link OperatingPoints#apply} does, on all labels at once. */
  private static void stretch(OnnxGraph graph, OperatingPoints at, String from, String to) {
    int count = at.points().size();
    float[] points = new float[count];
    float[] below = new float[count];
    float[] above = new float[count];
    float[] shift = new float[count];
    for (int i = 0; i < count; i++) {
      double point = at.points().get(i);
      points[i] = (float) point;
      // Below a point of 0 there is no probability.
      below[i] = point == 0 ? 0 : (float) (1 / (2 * point));
      above[i] = (float) (1 / (2 * (1 - point)));
      shift[i] = (float) (1 - 1 / (2 * (1 - point)));
    }
    Shape shape = new Shape(count);
    graph.weight(new Tensor("operating_points", shape, points));
    graph.weight(new Tensor("slope_below", shape, below));
    graph.weight(new Tensor("slope_above", shape, above));
    graph.weight(new Tensor("shift_above", shape, shift));
    graph.node("Less", "is_below", Map.of(), List.of(from, "operating_points"));
    graph.node("Mul", "stretched_below", Map.of(), List.of(from, "slope_below"));
    graph.node("Mul", "sloped_above", Map.of(), List.of(from, "slope_above"));
    graph.node("Add", "stretched_above", Map.of(), List.of("sloped_above", "shift_above"));
    graph.node("Where", to, Map.of(), List.of("is_below", "stretched_below", "stretched_above"));
  }

  /** See {@link ChestModel#exportKeras}. */
  Path keras(Path file) {
    if (architecture.kerasName("classifier").isEmpty()) {
      throw new IllegalArgumentException(
          "Keras has no network like "
              + architecture.title()
              + "; exportSafetensors(path) or exportOnnx(path) writes it for others.");
    }
    KerasWriter.write(weightsFile(file));
    return file;
  }
}
