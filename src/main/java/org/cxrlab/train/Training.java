package org.cxrlab.train;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.cxrlab.model.ChestModel;
import org.cxrlab.split.Split;

/** Trains models. */
public final class Training {
  private static volatile Supplier<TrainingListener> defaultListener =
      () -> new ConsoleProgress(System.out);

  private Training() {}

  /**
   * Trains a model on the training part of a split and validates it on the validation part after
   * each epoch. Ends when the plan is done, when there were too many epochs without a better one,
   * or when {@link StopSignal} asks for it, and then leaves the weights of the best epoch in the
   * model. From then on the model takes images of the plan's size, and holds the plan and the
   * history as notes.
   *
   * @throws IllegalArgumentException if model, films and plan don't go together
   * @throws TrainingFailure if the loss is no longer a number, with the step and the likely reason
   */
  public static TrainingRun run(ChestModel model, Split split, TrainingPlan plan) {
    return run(model, split, plan, defaultListener.get());
  }

  /** The same, followed by these listeners instead of the default one. */
  public static TrainingRun run(
      ChestModel model, Split split, TrainingPlan plan, TrainingListener... listeners) {
    return new Trainer(model, split, plan, List.of(listeners)).run();
  }

  /**
   * Sets what shows the progress where nothing else is asked for: at first a line in the console.
   *
   * @param supplier called once for each training
   */
  public static void defaultListener(Supplier<TrainingListener> supplier) {
    defaultListener = Objects.requireNonNull(supplier);
  }
}
