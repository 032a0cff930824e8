package org.cxrlab.bench;

import org.cxrlab.batch.ImageCache;
import org.cxrlab.data.Films;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.split.Split;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;

/**
 * A whole epoch as a user runs one: films from disk, augmented, and a training step for each batch.
 * The films decoded before are forgotten each time.
 */
final class EpochPart implements Part {
  private final ChestModel model;
  private final Split split;
  private final TrainingPlan plan;

  EpochPart(Settings settings) {
    Films films = settings.films();
    int batch = settings.number("batch");
    int steps = settings.number("steps");
    model = Models.of(settings);
    Films train = films.first(steps * batch);
    split = new Split(train, films.at(films.size() - 1), films.at());
    plan =
        TrainingPlan.defaults()
            .epochs(1)
            .stepsPerEpoch(steps)
            .validationSteps(1)
            .batchSize(batch)
            .imageSize(settings.number("size"))
            .loss(WeightedBce.of(train))
            .augment(Augmentations.none().shift(0.05).rotation(7));
  }

  @Override
  public double[] run() {
    ImageCache.shared().clear();
    TrainingListener silent = new TrainingListener() {};
    Training.run(model, split, plan, silent);
    return new double[0];
  }

  @Override
  public void close() {
    model.close();
  }
}
