package org.cxrlab.explain;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.Measured;
import org.cxrlab.data.Labels;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Heat maps of whole networks, against those that the package pytorch-grad-cam computes from the
 * same weights and the same film; {@code ./cxrlab parity} has it do so.
 */
@Tag("parity")
class CamParityTest {
  static Stream<String> files() {
    return Stream.of("torch.pth", "chexnet.pth.tar", "xrv.pth");
  }

  @ParameterizedTest
  @MethodSource("files")
  void mapsAreThoseOfPytorchGradCam(String name) throws IOException {
    Path reference = Measured.reference();
    JsonObject told =
        JsonParser.parseString(Files.readString(reference.resolve("cams.json")))
            .getAsJsonObject()
            .getAsJsonObject(name);
    WeightsFile read = Weights.read(reference.resolve(name));
    WeightsFile file =
        read.labelled(
            new Labels(IntStream.range(0, read.outputs()).mapToObj(i -> "label " + i).toList()));
    GrayImage film = GrayImage.read(reference.resolve("film_96.png"));
    try (ChestModel model = DenseNet121.of(file.sized(96))) {
      for (String layer : told.keySet()) {
        JsonObject at = told.getAsJsonObject(layer);
        JsonObject maps = at.getAsJsonObject("maps");
        for (String method : maps.keySet()) {
          float[][] ours =
              GradCam.of(model)
                  .layer(layer)
                  .method(CamMethod.valueOf(method))
                  .explain(film, "label " + at.get("label").getAsInt())
                  .raw();
          double off = off(ours, new Gson().fromJson(maps.get(method), double[][].class));
          new Measured("heat maps of pytorch-grad-cam", name)
              .below(1e-3, off, CamMethod.valueOf(method).title(), layer);
        }
      }
    }
  }

  /** The largest difference, as a part of their largest value. */
  private static double off(float[][] ours, double[][] theirs) {
    double largest = 0;
    double off = 0;
    for (int y = 0; y < theirs.length; y++) {
      for (int x = 0; x < theirs[y].length; x++) {
        largest = Math.max(largest, theirs[y][x]);
        off = Math.max(off, Math.abs(ours[y][x] - theirs[y][x]));
      }
    }
    return off / largest;
  }
}
