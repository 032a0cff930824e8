package org.cxrlab.bench;

import java.util.Locale;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.Precision;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;

/**
 * The same trainings in single precision and in bfloat16, several seeds of each; bench.py compares
 * them. A seed gives the start, the order of the films and their augmentation, so that of the two
 * trainings of a seed nothing differs but the precision.
 */
final class Precisions {
  private static final int FILMS = 800;
  private static final int SIZE = 128;

  private Precisions() {}

  /** Takes "seeds", "epochs" and "steps"; prints an epoch a line, cells parted by commas. */
  public static void main(String[] arguments) {
    Settings settings = Settings.of(arguments);
    Films films = Phantoms.of(FILMS).size(SIZE).seed(6).films();
    Split split = PatientSplit.of(films).ratios(0.6, 0.39, 0.01).seed(1).split();
    TrainingPlan plan =
        TrainingPlan.small()
            .imageSize(SIZE)
            .epochs(settings.number("epochs"))
            .stepsPerEpoch(settings.number("steps"))
            .schedule(Schedule.cosine())
            .loss(WeightedBce.of(split.train()));
    TrainingListener silent = new TrainingListener() {};
    for (int seed = 1; seed <= settings.number("seeds"); seed++) {
      for (Precision precision : new Precision[] {Precision.FP32, Precision.BF16}) {
        try (ChestModel model = DenseNet121.create(films.labels(), seed)) {
          var run = Training.run(model, split, plan.seed(seed).precision(precision), silent);
          for (EpochRecord epoch : run.history().epochs()) {
            System.out.printf(
                Locale.ROOT,
                "%d,%s,%d,%.6f,%.6f,%.6f,%.2f%n",
                seed,
                precision,
                epoch.step(),
                epoch.trainingLoss(),
                epoch.validationLoss(),
                epoch.meanAuroc(),
                epoch.seconds());
          }
        }
      }
    }
  }
}
