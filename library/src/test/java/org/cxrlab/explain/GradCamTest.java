package org.cxrlab.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Film;
import org.cxrlab.data.FindingBox;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GradCamTest {
  private static final Labels LABELS = Labels.of("Mass", "Edema");
  private static ChestModel model;

  @TempDir private static Path folder;

  @BeforeAll
  static void createModel() {
    model = DenseNet121.create(LABELS, 3).setImageSize(64);
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  private static GrayImage image() {
    var random = new Random(1);
    float[] pixels = new float[80 * 60];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return GrayImage.of(80, 60, pixels).named("noise.png");
  }

  private static Film film() throws IOException {
    Path file = folder.resolve("noise.png");
    javax.imageio.ImageIO.write(image().toBufferedImage(), "png", file.toFile());
    return Film.of("noise.png", file, "7", LABELS, List.of(1f, 0f))
        .withBoxes(List.of(new FindingBox("Mass", new Box(10, 20, 30, 15))));
  }

  @Test
  void theDefaultIsGradCamAtTheLastBatchNorm() {
    HeatMap map = GradCam.of(model).explain(image(), "Mass");
    assertArrayEquals(map.raw(), GradCam.of(model).layer("bn").explain(image(), "Mass").raw());
    // 64 pixels are halved five times.
    assertEquals(2, map.raw().length);
    assertEquals(2, map.raw()[0].length);
    assertEquals(model.predict(image())[0], map.probability(), 1e-6);
  }

  @Test
  void anEarlierLayerHasAFinerMap() {
    HeatMap map = GradCam.of(model).layer("features.denseblock3").explain(image(), "Edema");
    assertEquals(4, map.raw().length);
  }

  @Test
  void beforeALinearHeadGradCamAndHiResCamAreTheSame() {
    // After the last ReLU comes only the mean over the places and a linear layer, so the gradient
    // is
    // the same at every place of a map.
    GradCam last = GradCam.of(model).layer("relu");
    float[][] expected = last.explain(image(), "Mass").raw();
    float[][] found = last.method(CamMethod.HIRES_CAM).explain(image(), "Mass").raw();
    for (int y = 0; y < expected.length; y++) {
      assertArrayEquals(expected[y], found[y], 1e-6f);
    }
  }

  @ParameterizedTest
  @EnumSource(CamMethod.class)
  @Tag("slow")
  void eachMethodGivesAMapThatIsNowhereNegativeAndLeavesTheModelAsItWas(CamMethod method) {
    // The smallest films and, for Score-CAM, an early layer of 64 maps: many passes, each short.
    String layer = method == CamMethod.SCORE_CAM ? "features.norm0" : "features.norm5";
    try (ChestModel small = DenseNet121.create(LABELS, 3).setImageSize(32)) {
      float[] before = small.predict(image());
      HeatMap map = GradCam.of(small).layer(layer).method(method).explain(image(), "Mass");
      for (float[] row : map.raw()) {
        for (float value : row) {
          assertTrue(value >= 0 && Float.isFinite(value));
        }
      }
      assertArrayEquals(before, small.predict(image()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GRAD_CAM, features.norm5", "GRAD_CAM_PLUS_PLUS, features.norm5", "HIRES_CAM, features.norm5",
    "LAYER_CAM, features.norm5", "GRAD_CAM, relu", "LAYER_CAM, relu"
  })
  void nearTheHeadMapsAreThoseOfTheBackwardPass(CamMethod method, String layer) throws IOException {
    GradCam cam = GradCam.of(model).method(method).layer(layer);
    HeatMaps folded = cam.explain(film(), "Edema", "Mass");
    System.setProperty("cxrlab.folding", "false");
    HeatMaps found = cam.explain(film(), "Edema", "Mass");
    System.setProperty("cxrlab.headgradient", "false");
    try {
      assertTrue(model.summary().text().contains("turned off"), model.summary().text());
      HeatMaps expected = cam.explain(film(), "Edema", "Mass");
      for (String label : LABELS.names()) {
        float[] values = expected.get(label).map().values();
        float largest = expected.get(label).map().max();
        assertArrayEquals(values, found.get(label).map().values(), 1e-5f * largest, label);
        // The folded network rounds elsewhere, and a map is what is left of a thousand maps' sum.
        assertArrayEquals(values, folded.get(label).map().values(), 3e-5f * largest, label);
        assertEquals(expected.get(label).probability(), found.get(label).probability(), 1e-6);
        assertEquals(expected.get(label).probability(), folded.get(label).probability(), 1e-6);
      }
    } finally {
      System.clearProperty("cxrlab.headgradient");
      System.clearProperty("cxrlab.folding");
    }
  }

  @Test
  void noNativeArrayIsLeftBehind() throws ReflectiveOperationException {
    GradCam.of(model).explain(image(), "Mass");
    int before = nativeArrays();
    assertTrue(before > 0);
    GradCam.of(model).explain(image(), "Mass");
    new MaskedPredictor(model).logits(List.of(new float[64 * 64]), "Edema");
    assertEquals(before, nativeArrays());
  }

  /** All arrays that any manager of the process still holds. */
  private static int nativeArrays() throws ReflectiveOperationException {
    try (NDManager manager = NativeMemory.newManager()) {
      return nativeArrays(manager.getParentManager());
    }
  }

  private static int nativeArrays(NDManager manager) throws ReflectiveOperationException {
    Field resources = BaseNDManager.class.getDeclaredField("resources");
    resources.setAccessible(true);
    int arrays = 0;
    for (Object resource : ((Map<?, ?>) resources.get(manager)).values()) {
      arrays +=
          resource instanceof NDManager child
              ? nativeArrays(child)
              : resource instanceof NDArray ? 1 : 0;
    }
    return arrays;
  }

  @Test
  void severalLabelsStandBesideTheFilm() throws IOException {
    HeatMaps maps = GradCam.of(model).explain(film(), "Mass", "Edema");
    assertArrayEquals(
        GradCam.of(model).explain(film(), "Edema").raw()[0], maps.get("Edema").raw()[0], 1e-6f);
    String text = maps.figure().text();
    assertTrue(text.contains("map for Mass over noise.png"), text);
    assertTrue(text.contains("map for Edema over noise.png"), text);
    assertThrows(IllegalArgumentException.class, () -> maps.get("Hernia"));
  }

  @Test
  void theTrueBoxIsThatOfTheLabelAskedFor() throws IOException {
    assertEquals(1, GradCam.of(model).explain(film(), "Mass").boxes().size());
    assertTrue(GradCam.of(model).explain(film(), "Edema").boxes().isEmpty());
    String mass = GradCam.of(model).explain(film(), "Mass").overlay().alt();
    assertTrue(mass.contains("the true box is drawn"), mass);
    String other = GradCam.of(model).boxesOf("Mass").explain(film(), "Edema").overlay().alt();
    assertTrue(other.contains("the box of Mass is drawn"), other);
  }

  @Test
  void aMapOfZerosSaysSo() {
    var nothing =
        new HeatMap(
            image(),
            "Mass",
            0.1,
            "Grad-CAM",
            List.of(),
            new SaliencyMap(2, 1, new float[] {-1, 0}));
    assertTrue(nothing.isZero());
    assertTrue(nothing.overlay().alt().contains("zero everywhere"), nothing.overlay().alt());
    assertFalse(
        new HeatMap(
                image(), "Mass", 0.1, "x", List.of(), new SaliencyMap(2, 1, new float[] {-1, 1}))
            .isZero());
  }

  @Test
  void theOverlayTellsWhereTheMapIsHighest() {
    // Highest in the last of 3 x 3 cells.
    var map =
        new HeatMap(
            image(),
            "Mass",
            0.75,
            "Grad-CAM",
            List.of(new Box(60, 45, 15, 10)),
            new SaliencyMap(3, 3, new float[] {0, 0, 0, 0, 0, 0, 0, 0, 2}));
    String alt = map.overlay().alt();
    assertTrue(alt.contains("probability 0.750"), alt);
    assertTrue(alt.contains("lower right"), alt);
    assertTrue(alt.contains("holds it"), alt);
    assertThrows(IllegalArgumentException.class, () -> map.overlay(0));
  }

  @Test
  void unknownNamesAreErrors() {
    GradCam cam = GradCam.of(model);
    assertThrows(IllegalArgumentException.class, () -> cam.explain(image(), "Hernia"));
    assertThrows(
        IllegalArgumentException.class, () -> cam.layer("conv99").explain(image(), "Mass"));
  }

  @Test
  void theRawMapIsANumpyFile() throws IOException {
    var map =
        new HeatMap(
            image(), "Mass", 0.1, "x", List.of(), new SaliencyMap(2, 1, new float[] {0.5f, 3}));
    byte[] bytes = Files.readAllBytes(map.saveRaw(folder.resolve("map.npy")));
    // numpy.save writes the same bytes: magic, version 1.0, header up to byte 128, then the floats.
    assertEquals(128 + 8, bytes.length);
    String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
    assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", header.strip());
    assertEquals('\n', bytes[127]);
    assertEquals(3f, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(132));
  }
}
