package org.cxrlab.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.cxrlab.data.Films;
import org.cxrlab.data.Workspace;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.split.Split;

/** Trains models. */
public final class Training {
  /** The topic of the note that says which films a model was trained on. */
  static final String FILMS = "trainingFilms";

  private static volatile Supplier<TrainingListener> defaultListener =
      () -> new ConsoleProgress(System.out);

  private Training() {}

  /**
   * Trains a model on the training part of a split and validates it on the validation part after
   * each epoch. Ends when the plan is done, when there were too many epochs without a better one,
   * or when {@link StopSignal} or a {@link TrainingControl} asks for it, and then leaves the
   * weights of the best epoch in the model. From then on the model takes images of the plan's size,
   * and holds the plan and the history as notes.
   *
   * @throws IllegalArgumentException if model, films and plan don't go together
   * @throws TrainingFailure if the loss is no longer a number, with the step and the likely reason
   */
  public static TrainingRun run(ChestModel model, Split split, TrainingPlan plan) {
    TrainingListener repeating = Repeat.listener();
    return run(model, split, plan, repeating == null ? defaultListener.get() : repeating);
  }

  /** The same, followed by these listeners instead of the default one. */
  public static TrainingRun run(
      ChestModel model, Split split, TrainingPlan plan, TrainingListener... listeners) {
    return run(model, split, plan, new TrainingControl(), listeners);
  }

  /** The same, with a hand on it: {@code control} pauses it, ends it, changes its learning rate. */
  public static TrainingRun run(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      TrainingControl control,
      TrainingListener... listeners) {
    TrainingRun run = new Trainer(model, split, plan, control, List.of(listeners)).run();
    model.note(FILMS, "\"" + split.train().fingerprint() + "\"");
    return run;
  }

  /**
   * The model that was saved under a name, if it was trained on the training films of this split;
   * otherwise a DenseNet121 that is trained now by the plan, and saved under the name. A model that
   * knows the films it is going to be tested on is never taken.
   *
   * @param name of a folder under {@code models/}
   */
  public static ChestModel openOrRun(String name, Split split, TrainingPlan plan) {
    Path folder = Workspace.models().resolve(name);
    if (Files.exists(folder)) {
      ChestModel saved = ChestModel.load(folder);
      if (knows(saved, split.train())) {
        return saved;
      }
      saved.close();
    }
    ChestModel fresh = DenseNet121.create(split.train().labels(), plan.seed());
    run(fresh, split, plan);
    fresh.save(folder);
    return fresh;
  }

  private static boolean knows(ChestModel model, Films training) {
    return ("\"" + training.fingerprint() + "\"").equals(model.notes().get(FILMS));
  }

  /** What shows the progress of a training where nothing else is asked for. */
  public static TrainingListener defaultListener() {
    return defaultListener.get();
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
