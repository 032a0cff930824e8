package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in an exported file; {@link OnnxRuntimeTest} runs one. */
class OnnxGraphTest {
  @TempDir Path folder;

  /** The fields of a message that hold texts or other messages, by their numbers. */
  private static Map<Integer, List<ByteString>> fields(ByteString message) throws IOException {
    Map<Integer, List<ByteString>> fields = new TreeMap<>();
    CodedInputStream in = message.newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        fields
            .computeIfAbsent(WireFormat.getTagFieldNumber(tag), number -> new ArrayList<>())
            .add(in.readBytes());
      } else {
        in.skipField(tag);
      }
    }
    return fields;
  }

  private static String text(ByteString message, int field) {
    try {
      return fields(message).get(field).get(0).toStringUtf8();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anExportedNetworkHasTheOperationsOfTorchvisionsAndItsWeights() throws IOException {
    try (var model = DenseNet121.create(Labels.of("Mass", "Nodule"))) {
      Path file = model.exportOnnx(folder.resolve("out.onnx"));
      var onnx = fields(ByteString.copyFrom(Files.readAllBytes(file)));
      var graph = fields(onnx.get(7).get(0));
      Map<String, Long> operations =
          graph.get(1).stream()
              .collect(Collectors.groupingBy(n -> text(n, 4), TreeMap::new, Collectors.counting()));
      // torch: Counter(type(m).__name__ for m in densenet121().modules()), 58 dense layers
      assertEquals(120, operations.get("Conv"));
      assertEquals(121, operations.get("BatchNormalization"));
      assertEquals(121, operations.get("Relu"));
      assertEquals(3, operations.get("AveragePool"));
      assertEquals(58, operations.get("Concat"));
      assertEquals(1, operations.get("Gemm"));
      // 120 convolutions, 4 for each of 121 batch norms, the head's weight and bias
      assertEquals(120 + 4 * 121 + 2, graph.get(5).size());
      assertEquals(
          List.of("logits", "probabilities"), graph.get(12).stream().map(o -> text(o, 1)).toList());
      assertTrue(
          onnx.get(14).stream().anyMatch(p -> text(p, 2).equals("Mass\nNodule")),
          "the labels go with it");
    }
  }
}
