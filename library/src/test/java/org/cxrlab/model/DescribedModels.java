package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;

/** The descriptions of models, for tests elsewhere. */
public final class DescribedModels {
  /** What stands between quotes in one. */
  public static final List<String> WORDS =
      List.of(
          "architecture",
          "labels",
          "preprocessing",
          "imageSize",
          "channels",
          "scaling",
          "framing",
          "seed",
          "weights",
          "sha256",
          "notes",
          "DenseNet121",
          "SmallDenseNet",
          "STANDARDISED",
          "XRV",
          "CROPPED");

  private DescribedModels() {}

  /** Whole ones. */
  public static Map<String, byte[]> seeds() {
    var whole =
        new ModelDescription(
            Architecture.SMALL_DENSE_NET,
            Labels.of("Mass", "Nodule"),
            new Preprocessing(96, 1, Scaling.XRV, Framing.WHOLE),
            7,
            "weights-1.safetensors",
            Optional.of("00"),
            Map.of("trained", JsonParser.parseString("{\"on\": [1, 2]}")));
    return Map.of("whole", whole.json().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads one: what comes of it is sane, lies in its folder and is read again from its own text.
   */
  public static void read(Path file) throws IOException {
    ModelDescription read = ModelDescription.read(file);
    Path weights = file.resolveSibling(read.weights()).normalize();
    assertTrue(weights.getParent().equals(file.getParent()), "weights elsewhere: " + weights);
    assertTrue(read.labels().size() > 0, "no labels");
    Path again = Files.writeString(file.resolveSibling("again.json"), read.json());
    assertEquals(read, ModelDescription.read(again));
  }
}
