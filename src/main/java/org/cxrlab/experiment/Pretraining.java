package org.cxrlab.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.split.Split;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingPlan;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;

/** Trains a DenseNet121 on phantoms, for others to start from. */
public final class Pretraining {
  private Pretraining() {}

  /**
   * Trains by a recipe and saves the model in a folder, after each epoch and at the end.
   *
   * @param listeners follow each of the plans
   * @return one run for each plan; if one was stopped, it is the last
   */
  public static List<TrainingRun> run(
      PretrainingRecipe recipe, Path folder, TrainingListener... listeners) {
    Split split = recipe.split();
    split.leakage().requireNone();
    List<TrainingRun> runs = new ArrayList<>();
    try (ChestModel model = DenseNet121.create(split.train().labels(), recipe.modelSeed())) {
      for (TrainingPlan plan : recipe.plans(split.train())) {
        List<TrainingListener> all = new ArrayList<>(List.of(listeners));
        all.add(new SaveEachEpoch(model, folder));
        runs.add(Training.run(model, split, plan, all.toArray(TrainingListener[]::new)));
        model.save(folder);
        if (runs.get(runs.size() - 1).stopped()) {
          break;
        }
      }
    }
    return runs;
  }

  /** Loses no more than an epoch, whatever happens. */
  private record SaveEachEpoch(ChestModel model, Path folder) implements TrainingListener {
    @Override
    public void onEpoch(TrainingProgress progress) {
      model.save(folder);
    }
  }
}
