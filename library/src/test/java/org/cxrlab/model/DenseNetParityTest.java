package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cxrlab.data.Labels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Expected values: bench/densenet_parity.py with torch 2.7.1 and torchvision 0.22.1. */
class DenseNetParityTest {
  private static final int SIZE = 64;
  private static ChestModel model;

  @BeforeAll
  static void fill() {
    model = Formula.fill(DenseNet121.create(Labels.of("a", "b", "c"))).setImageSize(SIZE);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void probabilitiesAreTorchvisions() {
    assertLogits(model.predict(Formula.image(0, SIZE)), -1.326127, 1.147217, -4.355034);
    assertLogits(model.predict(Formula.image(1, SIZE)), -1.295265, 1.133111, -4.358084);
  }

  private static void assertLogits(float[] probabilities, double... logits) {
    for (int i = 0; i < logits.length; i++) {
      double p = probabilities[i];
      assertEquals(logits[i], Math.log(p / (1 - p)), 2e-5);
    }
  }

  @Test
  void activationAndGradientOfTheLastBatchNormAreTorchvisions() {
    LayerActivation bn = activation("features.norm5");
    assertArrayEquals(new int[] {1024, 2, 2}, shape(bn));
    assertEquals(-10.43037, sum(bn.activation()), 1e-3);
    assertEquals(-2.814599, bn.activation()[0], 1e-5);
    assertEquals(-0.1361274, bn.activation()[4095], 1e-5);
    assertEquals(63.69245, sumOfMagnitudes(bn.gradient("b")), 1e-4);
    assertEquals(1.147217, bn.logits().get(0), 2e-5);
  }

  @Test
  void activationAndGradientInsideADenseBlockAreTorchvisions() {
    LayerActivation conv = activation("features.denseblock4.denselayer16.conv2");
    assertArrayEquals(new int[] {32, 2, 2}, shape(conv));
    assertEquals(-0.1096841, sum(conv.activation()), 1e-4);
    assertEquals(0.2978808, conv.activation()[0], 1e-5);
    assertEquals(1.700856, sumOfMagnitudes(conv.gradient("b")), 1e-5);
    assertEquals(0.04865596, conv.gradient("b")[0], 1e-6);
  }

  private static LayerActivation activation(String layer) {
    return model.activationAndGradient(Formula.image(0, SIZE), layer, "b");
  }

  private static int[] shape(LayerActivation a) {
    return new int[] {a.channels(), a.height(), a.width()};
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += v;
    }
    return sum;
  }

  private static double sumOfMagnitudes(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += Math.abs(v);
    }
    return sum;
  }
}
