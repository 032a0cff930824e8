package org.cxrlab.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cxrlab.Sha256;
import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.KerasWriter;
import org.cxrlab.model.weights.Safetensors;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.WeightsFile;

/**
 * A model as others read it.
 *
 * @param tensors all its weights
 */
record ModelExport(
    Architecture architecture,
    Labels labels,
    Preprocessing preprocessing,
    DenseNet network,
    List<Tensor> tensors) {
  /** All weights, and what belongs to them, as a file would hold them. */
  WeightsFile weightsFile(Path file) {
    return new WeightsFile(
        file,
        "safetensors",
        tensors,
        Optional.of(labels),
        preprocessing.scaling(),
        OptionalInt.of(preprocessing.imageSize()),
        network.epsilon(),
        true);
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

  /** See {@link ChestModel#exportSafetensors(Path, StoredPrecision)}. */
  Path safetensors(Path file, StoredPrecision precision) {
    try {
      Safetensors.write(weightsFile(file), precision);
    } catch (IOException e) {
      throw new UncheckedIOException("The weights can't be written to " + file + ".", e);
    }
    return file;
  }

  /** See {@link ChestModel#exportOnnx}. */
  Path onnx(Path file) {
    Map<String, String> properties =
        Map.of(
            "labels", String.join("\n", labels.names()),
            "preprocessing", preprocessing.toString());
    try {
      onnx().write(file, properties);
    } catch (IOException e) {
      throw new UncheckedIOException("The network can't be written to " + file + ".", e);
    }
    return file;
  }

  /** The network as an ONNX graph. */
  OnnxGraph onnx() {
    OnnxGraph graph = new OnnxGraph(architecture.title());
    graph.input("films", "N", preprocessing.channels(), "H", "W");
    tensors.forEach(graph::weight);
    String head = network.describe("films", graph);
    graph.node("Identity", "logits", Map.of(), List.of(head));
    graph.node("Sigmoid", "probabilities", Map.of(), List.of(head));
    graph.output("logits", "N", labels.size());
    graph.output("probabilities", "N", labels.size());
    return graph;
  }

  /** See {@link ChestModel#exportKeras}. */
  Path keras(Path file) {
    if (architecture.kerasName("classifier").isEmpty()) {
      throw new IllegalArgumentException(
          "Keras has no network like "
              + architecture.title()
              + "; exportSafetensors(path) or exportOnnx(path) writes it for others.");
    }
    try {
      KerasWriter.write(weightsFile(file));
    } catch (IOException e) {
      throw new UncheckedIOException("The weights can't be written to " + file + ".", e);
    }
    return file;
  }
}
