package org.cxrlab.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.cxrlab.model.TorchScript;
import org.cxrlab.model.WeightUpdate;

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

  private final Settings settings;
  private final NDManager manager;
  private double learningRate;
  private NDArray mean;
  private NDArray square;
  private int step;

  /**
   * How the optimizer moves.
   *
   * @param beta1 how much of the gradient's mean is kept at each step, in [0, 1)
   * @param beta2 how much of the mean of its square is kept, in [0, 1)
   * @param epsilon added to the root, above 0
   * @param weightDecay this share of each weight is added to its gradient; 0 for none
   */
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
    /** As in PyTorch and Keras. */
    static final Settings STANDARD = new Settings(0.9, 0.999, 1e-8, 0);

    /** Checks the ranges. */
    public Settings {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException(
            "Adam's betas must be from 0 to below 1, not " + beta1 + " and " + beta2 + ".");
      }
      if (!(epsilon > 0 && weightDecay >= 0 && Double.isFinite(epsilon + weightDecay))) {
        throw new IllegalArgumentException(
            "Adam's epsilon must be above 0 and its weight decay at least 0, not "
                + epsilon
                + " and "
                + weightDecay
                + ".");
      }
    }
  }

  /**
   * Before its first step.
   *
   * @param settings how it moves
   * @param parent owns its state until it is closed
   */
  public Adam(Settings settings, NDManager parent) {
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
