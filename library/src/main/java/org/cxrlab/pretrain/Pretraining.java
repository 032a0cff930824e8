package org.cxrlab.pretrain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.History;
import org.cxrlab.train.StepRecord;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingControl;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;

/** Trains a DenseNet121 on phantoms, for others to start from. */
public final class Pretraining {
  /** So many steps become one in the history that is kept with the model. */
  private static final int STEPS_TOGETHER = 20;

  private Pretraining() {}

  /**
   * Trains by a recipe and saves the model in a folder, in half precision, after each epoch and at
   * the end. Its notes tell the recipe, and each plan with its history. It writes checkpoints to
   * that folder, and after it was stopped or killed the same call goes on from there; when all
   * plans are done they are deleted. If the folder holds a model whose notes tell that it was
   * trained by the first of these plans, it goes on from that model by the plans after them.
   *
   * @param listeners follow each of the plans
   * @return one run for each plan that was not done before; if one was stopped, it is the last
   */
  public static List<TrainingRun> run(
      PretrainingRecipe recipe, Path folder, TrainingListener... listeners) {
    Split split = recipe.split();
    split.leakage().requireNone();
    List<TrainingRun> runs = new ArrayList<>();
    List<TrainingPlan> plans = recipe.plans(split.train());
    int done = done(recipe, plans, folder);
    try (ChestModel model =
        done > 0
            ? ChestModel.load(folder)
            : DenseNet121.create(split.train().labels(), recipe.modelSeed())) {
      model.note("recipe", recipe.toJson());
      for (int part = done + 1; part <= plans.size(); part++) {
        TrainingPlan plan = plans.get(part - 1);
        List<TrainingListener> all = new ArrayList<>(List.of(listeners));
        all.add(new SaveEachEpoch(model, folder));
        TrainingRun run =
            Training.run(
                model,
                split,
                plan,
                checkpoints(folder, part),
                new TrainingControl(),
                all.toArray(TrainingListener[]::new));
        runs.add(run);
        model.note("plan " + part, plan.toJson());
        model.note("history " + part, shorter(run.history()).toJson());
        model.note("history", shorter(run.history()).toJson());
        model.save(folder, StoredPrecision.F16);
        if (run.stopped()) {
          return runs;
        }
      }
    }
    for (int part = done + 1; part <= plans.size(); part++) {
      checkpoints(folder, part).clear();
    }
    return runs;
  }

  /**
   * How many of the plans the model in the folder has behind it. Where there are checkpoints of the
   * first, none: they hold the weights in full precision, and the model holds them rounded.
   */
  private static int done(PretrainingRecipe recipe, List<TrainingPlan> plans, Path folder) {
    if (!Files.exists(folder.resolve("model.json"))
        || Files.exists(checkpoints(folder, 1).folder())) {
      return 0;
    }
    Map<String, String> notes;
    try (ChestModel model = ChestModel.load(folder)) {
      notes = model.notes();
    }
    if (!recipe.toJson().equals(notes.get("recipe"))) {
      return 0;
    }
    int done = 0;
    while (done < plans.size() && isDone(plans.get(done), done + 1, notes)) {
      done++;
    }
    return done;
  }

  private static boolean isDone(TrainingPlan plan, int part, Map<String, String> notes) {
    String known = notes.get("plan " + part);
    return known != null
        && plan.equals(TrainingPlan.fromJson(known))
        && History.fromJson(notes.get("history " + part)).epochs().size() == plan.epochs();
  }

  private static Checkpoints checkpoints(Path folder, int plan) {
    return Checkpoints.in(folder.resolve("checkpoints-" + plan));
  }

  /** The same with the means of many steps in place of each. */
  static History shorter(History history) {
    List<StepRecord> steps = history.steps();
    List<StepRecord> means =
        IntStream.iterate(0, from -> from < steps.size(), from -> from + STEPS_TOGETHER)
            .mapToObj(
                from -> mean(steps.subList(from, Math.min(from + STEPS_TOGETHER, steps.size()))))
            .toList();
    return new History(history.labels(), means, history.epochs(), List.of(), history.leftOut());
  }

  private static StepRecord mean(List<StepRecord> steps) {
    StepRecord last = steps.get(steps.size() - 1);
    double loss = steps.stream().mapToDouble(StepRecord::loss).average().orElseThrow();
    double seconds = steps.stream().mapToDouble(StepRecord::seconds).average().orElseThrow();
    return new StepRecord(last.step(), round(loss), last.learningRate(), round(seconds));
  }

  private static double round(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  /** Loses no more than an epoch, whatever happens. */
  private record SaveEachEpoch(ChestModel model, Path folder) implements TrainingListener {
    @Override
    public void onEpoch(TrainingProgress progress) {
      model.save(folder, StoredPrecision.F16);
    }
  }
}
