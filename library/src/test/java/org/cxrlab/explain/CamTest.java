package org.cxrlab.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cxrlab.data.Labels;
import org.cxrlab.model.LayerActivation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CamTest {
  /** Made by bench/fixtures_cam.py with the package pytorch-grad-cam. */
  private static final JsonObject EXPECTED =
      JsonParser.parseReader(
              new InputStreamReader(
                  CamTest.class.getResourceAsStream("cam.json"), StandardCharsets.UTF_8))
          .getAsJsonObject();

  private static float[] floats(String name) {
    var array = EXPECTED.getAsJsonArray(name);
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsFloat();
    }
    return values;
  }

  private static LayerActivation layer(
      int channels, int height, int width, float[] activation, float[] gradient) {
    return new LayerActivation(
        "last",
        channels,
        height,
        width,
        activation,
        Labels.of("Mass"),
        List.of(gradient),
        List.of(0f));
  }

  @ParameterizedTest
  @EnumSource(
      value = CamMethod.class,
      names = {"SCORE_CAM", "OCCLUSION"},
      mode = EnumSource.Mode.EXCLUDE)
  void mapsEqualThoseOfPytorchGradCam(CamMethod method) {
    LayerActivation layer = layer(6, 4, 6, floats("activation"), floats("gradient"));
    SaliencyMap map = new Cam(layer, layer.gradient("Mass")).map(method).rectified();
    float[] expected = floats(method.name());
    assertArrayEquals(expected, map.values(), 1e-5f * max(expected));
  }

  private static float max(float[] values) {
    float max = 0;
    for (float v : values) {
      max = Math.max(max, v);
    }
    return max;
  }

  @Test
  void gradCamByHand() {
    // Two maps of 1 x 2: [1, 2] with mean gradient 3, [4, 0] with mean gradient -1.
    LayerActivation layer = layer(2, 1, 2, new float[] {1, 2, 4, 0}, new float[] {2, 4, -1, -1});
    SaliencyMap map = new Cam(layer, layer.gradient("Mass")).map(CamMethod.GRAD_CAM);
    assertArrayEquals(new float[] {-1, 6}, map.values());
    assertArrayEquals(new float[] {0, 6}, map.rectified().values());
  }

  @Test
  void hiResAndLayerCamByHand() {
    LayerActivation layer = layer(2, 1, 2, new float[] {1, 2, 4, 3}, new float[] {2, 4, -1, 1});
    var cam = new Cam(layer, layer.gradient("Mass"));
    assertArrayEquals(new float[] {2 - 4, 8 + 3}, cam.map(CamMethod.HIRES_CAM).values());
    assertArrayEquals(new float[] {2, 8 + 3}, cam.map(CamMethod.LAYER_CAM).values());
  }

  @Test
  void resizingEqualsPytorch() {
    var small = new SaliencyMap(3, 2, new float[] {0, 1, 4, 2, 3, -1});
    assertArrayEquals(floats("resized"), small.resized(4, 5).values(), 1e-6f);
    assertArrayEquals(floats("resizedByCorners"), small.resizedByCorners(4, 5).values(), 1e-6f);
  }

  @Test
  void scoresBecomeWeightsThatSumToOne() {
    // exp(1) / (exp(1) + exp(3)), without overflow for large logits
    assertArrayEquals(
        new double[] {0.11920292202211755, 0.8807970779778823},
        ScoreCam.softmax(new double[] {1001, 1003}),
        1e-12);
  }

  @Test
  void weightedSumOfMaps() {
    LayerActivation layer = layer(2, 1, 2, new float[] {1, 2, 4, 0}, new float[4]);
    assertEquals(
        List.of(2.5f, 1f),
        List.of(
            Cam.weighted(layer, new double[] {.5, .5}).values()[0],
            Cam.weighted(layer, new double[] {.5, .5}).values()[1]));
  }
}
