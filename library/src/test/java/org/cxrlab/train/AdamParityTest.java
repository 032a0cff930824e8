package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.plan.AdamSettings;
import org.junit.jupiter.api.Test;

class AdamParityTest {
  @Test
  void movesAsPyTorchs() {
    // torch 2.7.1: w = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
    // a = torch.optim.Adam([w], lr=0.1, eps=1e-3, weight_decay=0.01)
    // for g in ([0.5, -1e-4, 2.0], [0.1, 3e-4, -1.0], [-0.2, 0, 0.5]):
    //   w.grad = torch.tensor(g); a.step(); print(w.tolist())
    float[][] gradients = {{0.5f, -1e-4f, 2}, {0.1f, 3e-4f, -1}, {-0.2f, 0, 0.5f}};
    float[][] expected = {
      {0.9001957f, -1.904739f, 2.900049f},
      {0.81933f, -1.809863f, 2.871749f},
      {0.7826942f, -1.7153f, 2.835843f}
    };
    try (NDManager manager = NativeMemory.newManager();
        Adam adam = new Adam(new AdamSettings(0.9, 0.999, 1e-3, 0.01), manager)) {
      NDArray weights = manager.create(new float[] {1, -2, 3});
      for (int step = 0; step < 3; step++) {
        adam.learningRate(0.1);
        adam.update(weights, manager.create(gradients[step]));
        // DJL holds 1 - beta in single precision, PyTorch in double.
        assertArrayEquals(expected[step], weights.toFloatArray(), 3e-6f);
      }
    }
  }
}
