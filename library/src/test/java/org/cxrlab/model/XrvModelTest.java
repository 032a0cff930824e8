package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cxrlab.data.Labels;
import org.cxrlab.explain.GradCam;
import org.cxrlab.image.Framing;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.Scaling;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small network of torchxrayvision's, pickled as a whole, and what torchxrayvision itself says of
 * a wide film: bench/make_foreign_weights.py.
 */
class XrvModelTest {
  private static final float EXACT = 1e-5f;

  @TempDir Path folder;

  private static Path resource(String name) {
    try {
      return Path.of(WeightsFile.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static ChestModel open(Path file) {
    WeightsFile weights = Weights.read(file);
    Labels labels = weights.labels().orElseThrow();
    return new ChestModel(labels, 0, Architecture.SMALL_DENSE_NET, 1).loadWeights(weights);
  }

  private static GrayImage film() {
    return GrayImage.read(resource("wide.png"));
  }

  private static void assertAsTorchxrayvision(ChestModel model, float... said) throws IOException {
    JsonObject expected =
        JsonParser.parseString(Files.readString(resource("xrv_expected.json"))).getAsJsonObject();
    assertEquals(List.copyOf(expected.keySet()), model.labels().names());
    float[] theirs = new float[said.length];
    for (int i = 0; i < said.length; i++) {
      theirs[i] = expected.get(model.labels().get(i)).getAsFloat();
    }
    assertArrayEquals(theirs, said, EXACT);
  }

  @Test
  void itsProbabilitiesAreTorchxrayvisionsOwn() throws IOException {
    try (ChestModel model = open(resource("xrv_module.pt"))) {
      assertEquals(new Preprocessing(224, 1, Scaling.XRV, Framing.CENTRE), model.preprocessing());
      assertAsTorchxrayvision(model, model.predict(film()));
      double mapped = GradCam.of(model).explain(film(), "Mass").probability();
      assertEquals(model.predict(film())[model.labels().indexOf("Mass")], mapped, EXACT);
    }
  }

  @Test
  void savedOrExportedAndOpenedAgainItSaysTheSame() throws IOException {
    try (ChestModel model = open(resource("xrv_module.pt"))) {
      model.save(folder.resolve("saved"));
      model.exportSafetensors(folder.resolve("x.safetensors"));
      try (ChestModel saved = ChestModel.load(folder.resolve("saved"));
          ChestModel exported = open(folder.resolve("x.safetensors"))) {
        assertAsTorchxrayvision(saved, saved.predict(film()));
        assertAsTorchxrayvision(exported, exported.predict(film()));
        assertEquals(model.preprocessing(), saved.preprocessing());
        assertEquals(model.operatingPoints(), exported.operatingPoints());
        assertEquals(List.of(), saved.remarks());
      }
    }
  }

  @Test
  void itsOnnxNetworkHasTheOperatingPoints() throws IOException, OrtException {
    try (ChestModel model = open(resource("xrv_module.pt"))) {
      Path onnx = model.exportOnnx(folder.resolve("x.onnx"));
      float[] pixels = model.preprocessing().channels(film()).get(0);
      OrtEnvironment environment = OnnxRuntime.environment();
      try (var session = environment.createSession(onnx.toString());
          var input =
              OnnxTensor.createTensor(
                  environment, FloatBuffer.wrap(pixels), new long[] {1, 1, 224, 224});
          var result = session.run(Map.of("films", input))) {
        float[][] said = (float[][]) result.get("probabilities").orElseThrow().getValue();
        assertAsTorchxrayvision(model, said[0]);
      }
    }
  }

  @Test
  void operatingPointsGoWithTheWeightsThatTheyWereFoundFor() {
    try (ChestModel model = open(resource("xrv_module.pt"))) {
      WeightCopy copy = model.copyWeights();
      model.setHead(model.head());
      assertEquals(Optional.empty(), model.operatingPoints());
      model.restore(copy);
      assertEquals(15, model.operatingPoints().orElseThrow().points().size());
      model.startAnew(1);
      assertEquals(Optional.empty(), model.operatingPoints());
    }
  }

  @Test
  void theModelTellsBelowItselfWhatIsToBeKnown() {
    try (ChestModel model = open(resource("xrv_module.pt"))) {
      String shown = model.summary().text();
      assertTrue(shown.contains("its operating points are applied"), shown);
      assertTrue(shown.contains("3 of its 18 outputs were never trained"), shown);
    }
  }
}
