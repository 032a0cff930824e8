package org.cxrlab.train;

import java.util.Optional;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;

/** Where the trainings of a {@link Repeat} are done, if not in this process: a cluster. */
public interface TrainingPlace {
  /**
   * Gets ready for some trainings.
   *
   * @throws org.cxrlab.CxrlabException if it can't be reached
   */
  Open open();

  /** One that is ready. May be used by several threads. */
  interface Open extends AutoCloseable {
    /** How many trainings run at the same time, at least 1. */
    int atOnce();

    /**
     * Trains a model there and waits for it; it then is as {@link Training#run} leaves it.
     *
     * @throws TrainingFailure as {@link Training#run} does
     * @throws java.util.concurrent.CancellationException if it was stopped
     * @throws org.cxrlab.CxrlabException if the place is lost
     */
    TrainingRun run(
        ChestModel model,
        Split split,
        TrainingPlan plan,
        Optional<Checkpoints> checkpoints,
        UnreadableFilms unreadable);

    /** Ends what runs there. */
    @Override
    void close();
  }
}
