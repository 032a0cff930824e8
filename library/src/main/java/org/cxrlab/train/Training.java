package org.cxrlab.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.cxrlab.data.Films;
import org.cxrlab.data.Workspace;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains models. */
public final class Training {
  /** The topic of the note that says which films a model was trained on. */
  static final String FILMS = "trainingFilms";

  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private static volatile Supplier<TrainingListener> defaultListener =
      () -> new ConsoleProgress(ConsoleBar.onSystemOut());

  private Training() {}

  /**
   * Trains a model on the training part of a split and validates it on the validation part after
   * each epoch. Ends when the plan is done, when there were too many epochs without a better one,
   * or when {@link StopSignal} or a {@link TrainingControl} asks for it, and then leaves the
   * weights of the best epoch in the model. From then on the model takes images of the plan's size,
   * and holds the plan and the history as notes. The weights of the best epoch are in the model too
   * where it ends by an exception, whichever.
   *
   * <p>Films that can't be read are left out and named in the history, up to {@linkplain
   * UnreadableFilms#leaveOutFew a few}.
   *
   * @throws IllegalArgumentException if model, films and plan don't go together
   * @throws org.cxrlab.CxrlabException if the model is being trained already, see {@link
   *     #running()}
   * @throws TrainingFailure if the loss is no longer a number, with the step and the likely reason
   * @throws UnreadableFilmsFailure if more films can't be read, with their names
   */
  public static TrainingRun run(ChestModel model, Split split, TrainingPlan plan) {
    return run(model, split, plan, UnreadableFilms.leaveOutFew());
  }

  /** The same with another number of films that may be left out as they can't be read. */
  public static TrainingRun run(
      ChestModel model, Split split, TrainingPlan plan, UnreadableFilms unreadable) {
    Optional<RepeatedSeed> seed = RepeatedSeed.elsewhere();
    if (seed.isPresent()) {
      return elsewhere(seed.get(), model, split, plan, Optional.empty(), unreadable);
    }
    return run(model, split, plan, unreadable, new TrainingControl(), listener());
  }

  private static TrainingRun elsewhere(
      RepeatedSeed seed,
      ChestModel model,
      Split split,
      TrainingPlan plan,
      Optional<Checkpoints> checkpoints,
      UnreadableFilms unreadable) {
    RunningTraining.requireIdle(model);
    PlannedNetwork network = new PlannedNetwork(model, plan);
    network.requireFilms(split.train(), "training");
    network.requireFilms(split.validation(), "validation");
    return end(seed.train(model, split, plan, checkpoints, unreadable), model, split);
  }

  /** What can't be sent must not be done here without a word. */
  private static void requireHere() {
    if (RepeatedSeed.elsewhere().isPresent()) {
      throw new IllegalArgumentException(
          "A training with a control or listeners of its own, or one that is resumed, can't be sent"
              + " to a cluster. Train by Training.run(model, split, plan), with checkpoints or"
              + " without, or repeat the experiment without on(...).");
    }
  }

  /**
   * The trainings that run in this process now, wherever they were begun: in a cell, on a panel, in
   * a sweep. {@code Training.running().stop()} ends them all, each after its step.
   */
  public static RunningTrainings running() {
    return new RunningTrainings(RunningTraining.all());
  }

  private static TrainingListener listener() {
    return RepeatedSeed.ofThisThread()
        .<TrainingListener>map(seed -> seed)
        .orElseGet(defaultListener);
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
    return run(model, split, plan, UnreadableFilms.leaveOutFew(), control, listeners);
  }

  /** The same with another number of films that may be left out as they can't be read. */
  public static TrainingRun run(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      UnreadableFilms unreadable,
      TrainingControl control,
      TrainingListener... listeners) {
    requireHere();
    return RunningTraining.during(
        model,
        plan,
        control,
        null,
        now -> {
          var trainer = new Trainer(model, split, plan, unreadable, now, List.of(listeners));
          return end(trainer.run(), model, split);
        });
  }

  /**
   * Trains as {@link #run(ChestModel, Split, TrainingPlan)} does and writes checkpoints, or, where
   * there are some of this training, goes on from the newest that is whole. So the same line, run
   * again after whatever ended it, ends with the same weights, bit for bit, as if it had never been
   * broken off; that holds for the same machine, number of threads and version of cxrlab, and where
   * something is not the same in the latter two there is a warning. A training that had ended by
   * its plan is not done again: its run comes at once, and the model gets its weights.
   *
   * <p>The plan may have another number of epochs, or another patience of early stopping, than the
   * one that the training began with. With more epochs it goes on, and ends with the very weights
   * of a training over all of them, unless its rate falls along a cosine, which is laid over all
   * epochs. With fewer than are over, it gives the run back as it is, with a warning.
   *
   * <p>What is done about films that can't be read, {@link Checkpoints#unreadable} says. One that
   * was left out stays out where the training goes on; one at which it stopped takes part if it was
   * put right.
   *
   * @param model what it has learnt is replaced where the training goes on
   * @throws IllegalArgumentException also if the checkpoints there are of a training by another
   *     plan, naming the fields that differ, on other films, naming those, or of another network,
   *     or if none is whole
   * @throws CheckpointsInUse if another training is writing there
   */
  public static TrainingRun run(
      ChestModel model, Split split, TrainingPlan plan, Checkpoints checkpoints) {
    Optional<RepeatedSeed> seed = RepeatedSeed.elsewhere();
    if (seed.isPresent()) {
      return elsewhere(
          seed.get(), model, split, plan, Optional.of(checkpoints), checkpoints.unreadable());
    }
    return run(model, split, plan, checkpoints, new TrainingControl(), listener());
  }

  /** The same with a hand on it, followed by these listeners instead of the default one. */
  public static TrainingRun run(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      Checkpoints checkpoints,
      TrainingControl control,
      TrainingListener... listeners) {
    requireHere();
    RunningTraining.requireIdle(model);
    try (CheckpointFolder folder = checkpoints.open()) {
      if (!folder.isEmpty()) {
        Checkpoint latest = folder.latest();
        latest.requireContinuedBy(folder.file(latest.state().step()), plan);
        return resume(model, split, plan, checkpoints, folder, latest, control, listeners);
      }
      return RunningTraining.during(
          model,
          plan,
          control,
          checkpoints.folder(),
          now -> {
            var trainer =
                new Trainer(model, split, plan, checkpoints.unreadable(), now, List.of(listeners));
            trainer.write(checkpoints, folder, FilmsUsed.of(split));
            return end(trainer.run(), model, split);
          });
    }
  }

  /**
   * Goes on as {@link #run(ChestModel, Split, TrainingPlan, Checkpoints)} does, by the plan that is
   * written in the checkpoint.
   *
   * @param model as the training began with it; what it has learnt is replaced
   * @param split with the same training and validation films
   * @throws IllegalArgumentException if there is no checkpoint that is whole, or if it is of
   *     another network or other films
   */
  public static TrainingRun resume(ChestModel model, Split split, Checkpoints checkpoints) {
    return resume(model, split, checkpoints, new TrainingControl(), listener());
  }

  /**
   * The same with a hand on it, followed by these listeners. A learning rate that was set on the
   * control holds from the first step on.
   */
  public static TrainingRun resume(
      ChestModel model,
      Split split,
      Checkpoints checkpoints,
      TrainingControl control,
      TrainingListener... listeners) {
    requireHere();
    RunningTraining.requireIdle(model);
    try (CheckpointFolder folder = checkpoints.open()) {
      Checkpoint latest = folder.latest();
      TrainingPlan plan = latest.state().plan();
      return resume(model, split, plan, checkpoints, folder, latest, control, listeners);
    }
  }

  private static TrainingRun resume(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      Checkpoints checkpoints,
      CheckpointFolder folder,
      Checkpoint from,
      TrainingControl control,
      TrainingListener... listeners) {
    var films = FilmsUsed.of(split);
    from.requireSame(folder.file(from.state().step()), films, split, model);
    String code = SoftwareEnvironment.current();
    if (!code.equals(from.state().code())) {
      LOG.warn(
          "The checkpoint was written by {}, and this is {}: the training goes on, but may not end"
              + " with the very same weights.",
          from.state().code(),
          code);
    }
    boolean enough = from.isEnoughFor(plan);
    if (enough) {
      LOG.warn(
          "The plan asks for {} epochs and {} are over: this is the run as it is, and nothing was"
              + " trained.",
          plan.epochs(),
          from.epochs());
    }
    TrainingPlan by = enough ? from.state().plan() : plan;
    return RunningTraining.during(
        model,
        by,
        control,
        checkpoints.folder(),
        now -> {
          var trainer =
              new Trainer(model, split, by, checkpoints.unreadable(), now, List.of(listeners));
          trainer.write(checkpoints, folder, films);
          trainer.goOnFrom(from);
          return end(enough ? trainer.asItIs() : trainer.run(), model, split);
        });
  }

  private static TrainingRun end(TrainingRun run, ChestModel model, Split split) {
    model.note(FILMS, "\"" + split.train().fingerprint() + "\"");
    return run;
  }

  /**
   * The model that was saved under a name, if it was trained on the training films of this split;
   * otherwise a DenseNet121 that is trained now by the plan, and saved under the name. A model that
   * knows the films it is going to be tested on is never taken. The training writes {@link
   * Checkpoints}, and a training that was stopped or killed goes on at the next call; until it has
   * ended by its plan nothing is saved under the name.
   *
   * @param name of a folder under {@code models/}
   * @throws IllegalArgumentException if a training that was broken off went by another plan
   */
  public static ChestModel openOrRun(String name, Split split, TrainingPlan plan) {
    Path folder = Workspace.models().resolve(name);
    if (ChestModel.isSaved(folder)) {
      ChestModel saved = ChestModel.load(folder);
      if (knows(saved, split.train())) {
        return saved;
      }
      saved.close();
    }
    Checkpoints checkpoints = Checkpoints.in(name);
    ChestModel fresh = DenseNet121.create(split.train().labels(), plan.seed());
    try {
      TrainingRun run = run(fresh, split, plan, checkpoints);
      if (!run.stopped()) {
        fresh.save(folder);
        checkpoints.clear();
      }
      return fresh;
    } catch (RuntimeException e) {
      fresh.close();
      throw e;
    }
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
