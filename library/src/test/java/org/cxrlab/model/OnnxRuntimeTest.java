package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.cxrlab.data.Labels;
import org.cxrlab.image.GrayImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported networks in ONNX Runtime. */
class OnnxRuntimeTest {
  private static final int SIZE = 64;

  @TempDir Path folder;

  private static OnnxTensor films(OrtEnvironment runtime, ChestModel model, GrayImage... images)
      throws OrtException {
    Preprocessing as = model.preprocessing();
    int size = as.imageSize();
    FloatBuffer pixels = FloatBuffer.allocate(images.length * as.channels() * size * size);
    for (GrayImage image : images) {
      as.scaling().channels(image.resize(size, size), as.channels()).forEach(pixels::put);
    }
    return OnnxTensor.createTensor(
        runtime, pixels.rewind(), new long[] {images.length, as.channels(), size, size});
  }

  private static float[][] output(OrtSession.Result result, String name) throws OrtException {
    return (float[][]) result.get(name).orElseThrow().getValue();
  }

  @Test
  void logitsOfAnExportedNetworkAreTorchvisions() throws OrtException {
    try (var model =
        Formula.fill(DenseNet121.create(Labels.of("a", "b", "c"))).setImageSize(SIZE)) {
      Path file = model.exportOnnx(folder.resolve("out.onnx"));
      OrtEnvironment runtime = OnnxRuntime.environment();
      try (OrtSession session = runtime.createSession(file.toString());
          OnnxTensor films = films(runtime, model, Formula.image(0, SIZE), Formula.image(1, SIZE));
          OrtSession.Result result = session.run(Map.of("films", films))) {
        assertEquals("a\nb\nc", session.getMetadata().getCustomMetadata().get("labels"));
        // bench/densenet_parity.py, as in DenseNetParityTest
        float[][] torchvision = {
          {-1.326127f, 1.147217f, -4.355034f}, {-1.295265f, 1.133111f, -4.358084f}
        };
        float[][] logits = output(result, "logits");
        float[][] probabilities = output(result, "probabilities");
        for (int film = 0; film < torchvision.length; film++) {
          assertArrayEquals(torchvision[film], logits[film], 1e-4f);
          for (int label = 0; label < torchvision[film].length; label++) {
            double expected = 1 / (1 + Math.exp(-torchvision[film][label]));
            assertEquals(expected, probabilities[film][label], 1e-4);
          }
        }
      }
    }
  }

  @Test
  void aSmallNetworkOfOneChannelGivesTheSameThere() throws OrtException {
    try (var model = Formula.fill(SmallDenseNet.create(Labels.of("a", "b"), 1))) {
      Path file = model.exportOnnx(folder.resolve("small.onnx"));
      OrtEnvironment runtime = OnnxRuntime.environment();
      GrayImage image = Formula.image(0, model.preprocessing().imageSize());
      try (OrtSession session = runtime.createSession(file.toString());
          OnnxTensor films = films(runtime, model, image);
          OrtSession.Result result = session.run(Map.of("films", films))) {
        float[] ours = model.predict(image);
        assertTrue(Math.abs(ours[0] - 0.5) > 0.01, "the network must say something");
        assertArrayEquals(ours, output(result, "probabilities")[0], 1e-4f);
      }
    }
  }
}
