package org.cxrlab.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.cxrlab.model.TorchScript;
import org.cxrlab.model.WeightUpdate;
import org.cxrlab.plan.AdamSettings;

/**
 * The optimizer of Kingma and Ba (2015), as in PyTorch: each weight moves by the running mean of
 * its gradient over the root of the running mean of its square, both corrected for their start at
 * zero. Its state is native memory; close it.
 */
public final class Adam implements WeightUpdate, AutoCloseable {
  /** PyTorch's own kernel, which reads and writes each number once. */
  private static final String SOURCE =
      """
      class Adam(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def update(self: __torch__.Adam, weights: List[Tensor], gradients: List[Tensor],
          means: List[Tensor], squares: List[Tensor], steps: List[Tensor],
          rate: float, beta1: float, beta2: float, decay: float, epsilon: float) -> None:
          none = annotate(List[Tensor], [])
          torch._fused_adam_(weights, gradients, means, squares, none, steps, lr=rate,
            beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False,
            maximize=False)
      """;

  private final AdamSettings settings;
  private final NDManager manager;
  private double learningRate;
  private NDArray mean;
  private NDArray square;
  private int step;

  /**
   * Before its first step.
   *
   * @param settings how it moves
   * @param parent owns its state until it is closed
   */
  public Adam(AdamSettings settings, NDManager parent) {
    this.settings = settings;
    manager = parent.newSubManager();
  }

  /** The learning rate from the next step on. */
  public void learningRate(double rate) {
    learningRate = rate;
  }

  @Override
  public void update(NDArray weights, NDArray gradient) {
    if (mean == null || !mean.getShape().equals(weights.getShape())) {
      // Other weights learn than before, so that nothing is known of them yet.
      mean = zeros(mean, weights);
      square = zeros(square, weights);
      step = 0;
    }
    step++;
    try (NDArray count = manager.create((float) step)) {
      Kernel.MODULE.call(
          manager,
          "update",
          List.of(weights),
          List.of(gradient),
          List.of(mean),
          List.of(square),
          List.of(count),
          learningRate,
          settings.beta1(),
          settings.beta2(),
          settings.weightDecay(),
          settings.epsilon());
    }
  }

  /** What it has gathered, by copy. */
  State state() {
    return mean == null ? State.FRESH : new State(mean.toFloatArray(), square.toFloatArray(), step);
  }

  /** Goes on from a state of an optimizer with the same settings. */
  void restore(State state) {
    closeMoments();
    mean = state.step() == 0 ? null : manager.create(state.mean());
    square = state.step() == 0 ? null : manager.create(state.square());
    step = state.step();
  }

  /**
   * What an optimizer has gathered.
   *
   * @param mean running mean of the gradient, a number for each weight that learns
   * @param square running mean of its square
   * @param step how many gradients went into them; 0 before the first, with empty arrays
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from the optimizer to a file and back
  record State(float[] mean, float[] square, int step) {
    static final State FRESH = new State(new float[0], new float[0], 0);
  }

  /** Loaded when it is first needed. */
  private static final class Kernel {
    static final TorchScript MODULE = TorchScript.of("Adam", SOURCE);
  }

  private void closeMoments() {
    if (mean != null) {
      mean.close();
      square.close();
    }
  }

  private NDArray zeros(NDArray old, NDArray like) {
    if (old != null) {
      old.close();
    }
    return manager.zeros(like.getShape());
  }

  @Override
  public void close() {
    manager.close();
  }
}
