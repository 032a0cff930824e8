package org.cxrlab.pretrain;

import java.util.Set;
import org.cxrlab.data.Labels;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.run.Features;
import org.cxrlab.split.Split;
import org.cxrlab.train.HeadTraining;

/** The model that comes with the project, for films of any labels. */
public final class Pretrained {
  /** A head has few weights, and on features an epoch costs next to nothing. */
  private static final TrainingPlan HEAD =
      TrainingPlan.defaults()
          .epochs(40)
          .batchSize(16)
          .learningRate(3e-3)
          .schedule(Schedule.cosine())
          .seed(7);

  private Pretrained() {}

  /**
   * The model that comes with the project as it is, where its labels are those of the films. For
   * other labels it is its backbone as it is and a new head, which learns now, from the training
   * part, with the weighted loss; the validation part chooses the epoch. The same split gives the
   * same model; each film goes through the backbone once, and what comes out is kept, see {@link
   * Features#of}.
   *
   * @throws IllegalArgumentException naming the films that can't be read, if they are more than a
   *     few
   */
  public static ChestModel of(Split split) {
    Labels labels = split.train().labels();
    ChestModel known = DenseNet121.pretrained();
    if (Set.copyOf(known.labels().names()).equals(Set.copyOf(labels.names()))) {
      return known;
    }
    try (known) {
      ChestModel model = DenseNet121.startingFrom(known, labels);
      try {
        Features features = Features.of(model, split);
        TrainingPlan plan = HEAD.loss(WeightedBce.of(features.train().films()));
        return model.setHead(HeadTraining.run(features, plan).head());
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    }
  }
}
