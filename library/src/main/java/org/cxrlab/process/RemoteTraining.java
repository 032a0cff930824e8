package org.cxrlab.process;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.cxrlab.CxrlabException;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.CheckpointsInUse;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingControl;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingRun;
import org.cxrlab.train.UnreadableFilms;

/**
 * Does a training for another process: what it learns from is a {@link TrainingSubject}, what is to
 * be done a {@link TrainingOrder}, and what came of it a {@link TrainingOutcome} in a folder. As a
 * program it is told both in a line of JSON on its standard input, at whose end it stops.
 */
public final class RemoteTraining {
  /** One that was stopped or lost its executor ends after its step, and writes a checkpoint. */
  private static final long NANOS_TO_WAIT = TimeUnit.SECONDS.toNanos(90);

  private static final long MILLIS = 200;

  private RemoteTraining() {}

  /** What the program is told. */
  private record Line(String subject, TrainingOrder order, String out) {}

  /**
   * Starts the program. It ends by itself, or soon after the stream into it is closed.
   *
   * @param out the folder for what came of it
   * @param words the file for what it says
   * @param threads that it computes with
   */
  public static Process start(
      TrainingSubject subject, TrainingOrder order, Path out, Path words, int threads)
      throws IOException {
    Process process =
        TrainingProcess.of(RemoteTraining.class, threads).redirectOutput(words.toFile()).start();
    String line = new Gson().toJson(new Line(subject.folder().toString(), order, out.toString()));
    // Not closed: its end means that the program has to stop.
    OutputStream into = process.getOutputStream();
    into.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    into.flush();
    return process;
  }

  /** Needs no argument. */
  public static void main(String[] arguments) {
    ToldProgram.run(
        (told, more) -> {
          Line line = new Gson().fromJson(told, Line.class);
          run(TrainingSubject.read(Path.of(line.subject())), line.order(), Path.of(line.out()));
        });
  }

  /**
   * Trains in this process.
   *
   * @param out the folder for what came of it; it stays empty if {@link
   *     org.cxrlab.train.StopSignal} asked to stop
   */
  public static void run(TrainingSubject subject, TrainingOrder order, Path out) {
    TrainingPlan plan = TrainingPlan.fromJson(order.plan());
    try {
      if (subject.isOfHeads()) {
        TrainingOutcome.of(HeadTraining.run(subject.features(), plan, order.epochs())).write(out);
      } else {
        network(subject, plan, order, out);
      }
    } catch (TrainingFailure e) {
      TrainingOutcome.of(e).write(out);
    }
  }

  /** Writes nothing if it was stopped: its checkpoint is what is left of it. */
  private static void network(
      TrainingSubject subject, TrainingPlan plan, TrainingOrder order, Path out) {
    Split split = subject.split();
    Path learnt = out.resolve(TrainingOutcome.MODEL);
    try (ChestModel model = subject.network(plan.seed())) {
      try {
        TrainingRun run = train(model, split, plan, order);
        if (!run.stopped()) {
          TrainingOutcome outcome =
              order.predicts()
                  ? TrainingOutcome.of(run, model, split.validation())
                  : TrainingOutcome.of(run);
          model.save(learnt);
          outcome.write(out);
        }
      } catch (TrainingFailure e) {
        model.save(learnt);
        throw e;
      }
    }
  }

  /** Waits for a training of the same checkpoints that is ending, elsewhere. */
  private static TrainingRun train(
      ChestModel model, Split split, TrainingPlan plan, TrainingOrder order) {
    long begin = System.nanoTime();
    while (true) {
      try {
        return once(model, split, plan, order);
      } catch (CheckpointsInUse e) {
        if (System.nanoTime() - begin > NANOS_TO_WAIT) {
          throw e;
        }
        pause();
      }
    }
  }

  private static TrainingRun once(
      ChestModel model, Split split, TrainingPlan plan, TrainingOrder order) {
    var control = new TrainingControl();
    control.endAfter(order.epochs());
    Optional<Checkpoints> checkpoints = order.writes();
    if (checkpoints.isEmpty()) {
      return Training.run(
          model, split, plan, UnreadableFilms.leaveOut(order.unreadable()), control);
    }
    TrainingRun run = Training.run(model, split, plan, checkpoints.get(), control);
    if (run.ending() == TrainingRun.Ending.IN_PART) {
      checkpoints.get().keepNewest();
    }
    return run;
  }

  private static void pause() {
    try {
      Thread.sleep(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CxrlabException("The training was interrupted before it began.", e);
    }
  }
}
