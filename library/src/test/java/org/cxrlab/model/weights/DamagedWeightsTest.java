package org.cxrlab.model.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipOutputStream;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Scaling;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with bytes changed or cut off at places that a seed chooses. Each is read, for a byte of a
 * weight may well be another, or refused in our own words; none ends in another kind of error, or
 * never.
 */
class DamagedWeightsTest {
  private static final int FILES = 400;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny.pth",
        "tiny.pth.tar",
        "tiny_keras2.h5",
        "tiny_keras2_model.h5",
        "tiny_keras3.weights.h5",
        "tiny.keras",
        "ours.safetensors",
        "ours.h5"
      })
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDamagedFileIsReadOrRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(whole(name));
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = damaged(whole, random);
      Path file = Files.write(folder.resolve("damaged"), damaged);
      try {
        WeightsFile read = Weights.read(file);
        assertTrue(read.tensors().stream().allMatch(DamagedWeightsTest::isWhole), "half read");
      } catch (WeightsException e) {
        refused++;
        assertTrue(e.getMessage().startsWith("The weights file " + file), e.getMessage());
      } catch (Throwable e) { // an Error too is a fault here
        Path kept = Files.write(Path.of("target", "damaged-" + i + "-" + name), damaged);
        throw new AssertionError("What makes it is kept as " + kept + ".", e);
      }
    }
    assertTrue(refused > FILES / 10, "only " + refused + " of the files were noticed");
  }

  private static boolean isWhole(Tensor tensor) {
    return tensor.shape().size() == tensor.values().length;
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    // What says how the rest is to be read stands mostly at the beginning.
    int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 2048);
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        int start = random.nextInt(reach);
        Arrays.fill(
            bytes,
            start,
            Math.min(bytes.length, start + 1 + random.nextInt(16)),
            (byte) (random.nextBoolean() ? 0xff : 0));
      }
      case 2 -> {
        int from = random.nextInt(bytes.length);
        int to = random.nextInt(reach);
        int length = Math.min(1 + random.nextInt(64), bytes.length - Math.max(from, to));
        System.arraycopy(whole, from, bytes, to, length);
      }
      default -> {
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
          bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return bytes;
  }

  private Path whole(String name) throws IOException {
    return switch (name) {
      case "tiny.keras" -> archive(folder.resolve(name));
      case "ours.safetensors" -> {
        WeightsFile file = ours(folder.resolve(name));
        Safetensors.write(file, StoredPrecision.F16);
        yield file.path();
      }
      case "ours.h5" -> {
        WeightsFile file = ours(folder.resolve(name));
        KerasWriter.write(file);
        yield file.path();
      }
      default -> tiny(name);
    };
  }

  private static Path tiny(String name) {
    try {
      return Path.of(DamagedWeightsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static WeightsFile ours(Path path) {
    return new WeightsFile(
        path,
        "",
        List.of(
            new Tensor("features.norm0.weight", new Shape(2), new float[] {1, 2}),
            new Tensor("features.norm0.running_var", new Shape(2), new float[] {3, 4}),
            new Tensor("classifier.weight", new Shape(2, 2), new float[] {5, 6, 7, 8}),
            new Tensor("classifier.bias", new Shape(2), new float[] {9, 10})),
        Optional.of(Labels.of("Mass", "Nodule")),
        Scaling.XRV,
        OptionalInt.of(224),
        1e-5,
        true);
  }

  /** Keras 3's archive around its own weights file. */
  private static Path archive(Path path) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
      StoredZip.store(zip, "config.json", "{\"epsilon\": 0.001}".getBytes(StandardCharsets.UTF_8));
      StoredZip.store(zip, "model.weights.h5", Files.readAllBytes(tiny("tiny_keras3.weights.h5")));
    }
    return path;
  }
}
