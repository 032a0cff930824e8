package org.cxrlab.bench;

import java.util.stream.IntStream;
import org.cxrlab.data.Films;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.LinearHead;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.TrainingListener;

/**
 * One epoch of a head on features that are there already, with a look at one batch of validation
 * films at its end. There are as many films as "rows" says: those of the folder over and over.
 */
final class HeadPart implements Part {
  private static final TrainingListener SILENT = new TrainingListener() {};

  private final FilmFeatures features;
  private final FilmFeatures validation;
  private final TrainingPlan plan;
  private final LinearHead start;

  HeadPart(Settings settings) {
    Films films = settings.films();
    Films seen = Films.open(settings.path("films"));
    FilmFeatures once;
    try (ChestModel model = Models.of(settings)) {
      once = model.features(seen);
    }
    features =
        new FilmFeatures(
            films,
            IntStream.range(0, films.size())
                .mapToObj(i -> once.rows().get(i % seen.size()))
                .toList());
    int batch = Math.min(settings.number("batch"), seen.size());
    validation = new FilmFeatures(seen.first(batch), once.rows().subList(0, batch));
    start = LinearHead.random(films.labels(), once.width(), 1);
    plan =
        TrainingPlan.defaults()
            .epochs(1)
            .stepsPerEpoch(TrainingPlan.ALL)
            .validationSteps(1)
            .batchSize(batch)
            .loss(WeightedBce.of(films))
            .augment(Augmentations.none());
  }

  @Override
  public double[] run() {
    HeadTraining.run(start, features, validation, plan, SILENT);
    return new double[0];
  }
}
