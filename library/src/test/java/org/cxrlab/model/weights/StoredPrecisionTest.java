package org.cxrlab.model.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPrecisionTest {
  @TempDir Path folder;

  private static int bits(StoredPrecision precision, float number) {
    ByteBuffer bytes = ByteBuffer.allocate(8);
    precision.put(number, bytes);
    return bytes.getShort(0) & 0xffff;
  }

  @Test
  void everyHalfIsReadAndWrittenAsItself() {
    for (StoredPrecision precision : List.of(StoredPrecision.F16, StoredPrecision.BF16)) {
      for (int bits = 0; bits < 1 << 16; bits++) {
        float number = precision.get(ByteBuffer.allocate(2).putShort(0, (short) bits), 0);
        if (Float.isNaN(number)) {
          int written = bits(precision, number);
          assertTrue(Float.isNaN(precision.get(shortOf(written), 0)), Integer.toHexString(bits));
        } else {
          assertEquals(bits, bits(precision, number), precision + " " + number);
        }
      }
    }
  }

  private static ByteBuffer shortOf(int bits) {
    return ByteBuffer.allocate(2).putShort(0, (short) bits);
  }

  @Test
  void numbersAreRoundedToTheNearestAndHalfWayToTheEven() {
    // Python: struct.pack("<e", x)
    assertEquals(0x2e66, bits(StoredPrecision.F16, 0.1f));
    assertEquals(0xb555, bits(StoredPrecision.F16, -0.333251953125f));
    assertEquals(0x7bff, bits(StoredPrecision.F16, 65519.99f));
    assertEquals(0x3c00, bits(StoredPrecision.F16, 1.00048828125f));
    assertEquals(0x3c02, bits(StoredPrecision.F16, 1.00146484375f));
    assertEquals(0x0001, bits(StoredPrecision.F16, 6e-8f));
    assertEquals(0x0000, bits(StoredPrecision.F16, 0x1p-25f));
    assertEquals(0x0001, bits(StoredPrecision.F16, 2.99e-8f));
    assertEquals(0x03ff, bits(StoredPrecision.F16, 6.1e-5f));
    assertEquals(0x8000, bits(StoredPrecision.F16, -1e-10f));
    assertEquals(0x6800, bits(StoredPrecision.F16, 2049));
    assertEquals(0x6802, bits(StoredPrecision.F16, 2051));
    assertFalse(StoredPrecision.F16.holds(65520));
    assertTrue(StoredPrecision.F16.holds(65519.99f));
    // torch: torch.tensor(x).bfloat16(); a tie goes to the even one
    assertEquals(0x3dcd, bits(StoredPrecision.BF16, 0.1f));
    assertEquals(0x3f80, bits(StoredPrecision.BF16, 1.00390625f));
    assertEquals(0x3f82, bits(StoredPrecision.BF16, 1.01171875f));
  }

  @Test
  void kernelsAreStoredInHalfPrecisionAndBatchNormsAreNot() throws IOException {
    Path path = folder.resolve("half.safetensors");
    Tensor kernel = new Tensor("features.conv0.weight", new Shape(1, 1, 1, 2), of(0.1f, 3));
    // No half is as large as this variance.
    Tensor variance = new Tensor("features.norm0.running_var", new Shape(2), of(0.1f, 1e6f));
    Safetensors.write(
        WeightsFile.plain(path, "safetensors", List.of(kernel, variance), 1e-5),
        StoredPrecision.F16);
    WeightsFile back = Weights.read(path);
    // numpy: float(numpy.float16(0.1))
    assertArrayEquals(of(0.0999755859375f, 3), back.tensors().get(0).values());
    assertArrayEquals(variance.values(), back.tensors().get(1).values());
  }

  private static float[] of(float... values) {
    return values;
  }

  @Test
  void aWeightTooLargeForHalfPrecisionIsNamedAndNothingIsWritten() {
    Path path = folder.resolve("large.safetensors");
    Tensor kernel = new Tensor("features.conv0.weight", new Shape(1, 1, 1, 2), of(1, -70000));
    WeightsFile file = WeightsFile.plain(path, "safetensors", List.of(kernel), 1e-5);
    String said =
        assertThrows(
                IllegalArgumentException.class, () -> Safetensors.write(file, StoredPrecision.F16))
            .getMessage();
    assertTrue(said.contains("\"features.conv0.weight\" has -70000.0"), said);
    assertFalse(Files.exists(path));
  }
}
