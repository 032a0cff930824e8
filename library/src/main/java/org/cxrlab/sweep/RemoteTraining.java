package org.cxrlab.sweep;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.Json;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Validated;
import org.cxrlab.train.CheckpointsInUse;
import org.cxrlab.train.EndOfInput;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.History;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingRun;
import org.cxrlab.train.UnreadableFilmsFailure;

/**
 * Does a training for another process: what it learns from is a {@link TrialSubject}, what is to be
 * done a {@link TrialOrder}, and what came of it a {@link TrialOutcome} in a folder. As a program
 * it is told both in a line of JSON on its standard input, at whose end it stops.
 */
public final class RemoteTraining {
  /** The exit status where films, plan or files can't be used; what it said is a sentence. */
  public static final int REFUSED = 1;

  private static final int BROKEN = 70;

  /** One that was stopped or lost its executor ends after its step, and writes a checkpoint. */
  private static final long NANOS_TO_WAIT = TimeUnit.SECONDS.toNanos(90);

  private static final long MILLIS = 200;

  private RemoteTraining() {}

  /** What the program is told. */
  private record Line(String subject, TrialOrder order, String out) {}

  /**
   * Starts the program. It ends by itself, or soon after the stream into it is closed.
   *
   * @param out the folder for what came of it
   * @param words the file for what it says
   * @param threads that it computes with
   */
  public static Process start(
      TrialSubject subject, TrialOrder order, Path out, Path words, int threads)
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
    int status = 0;
    try (StopSignal.Armed armed = StopSignal.arm()) {
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = input.readLine();
      if (line != null && !line.isEmpty()) {
        EndOfInput.stops(input);
        Line told = new Gson().fromJson(line, Line.class);
        run(TrialSubject.read(Path.of(told.subject())), told.order(), Path.of(told.out()));
      }
    } catch (IOException | RuntimeException | Error e) {
      Fault fault = Fault.of(e);
      switch (fault.whose()) {
        case ASKER, MEMORY -> {
          System.out.println(fault.sentence());
          status = REFUSED;
        }
        default -> {
          e.printStackTrace(System.out);
          status = BROKEN;
        }
      }
    }
    System.out.flush();
    // Whoever reads the other end of the input may still be waiting for it.
    Runtime.getRuntime().exit(status);
  }

  /**
   * Trains in this process.
   *
   * @param out the folder for what came of it
   */
  public static void run(TrialSubject subject, TrialOrder order, Path out) {
    TrainingPlan plan = TrainingPlan.fromJson(order.plan());
    try {
      if (subject.isOfHeads()) {
        head(subject, plan, order.epochs()).write(out);
      } else {
        network(subject.networks(), plan, order, out);
      }
    } catch (TrainingFailure e) {
      new TrialOutcome(
              Json.writeCompact(e.run()),
              null,
              null,
              null,
              e.reason(),
              e.getMessage(),
              e.step(),
              e instanceof UnreadableFilmsFailure)
          .write(out);
    }
  }

  private static TrialOutcome head(TrialSubject subject, TrainingPlan plan, int epochs) {
    HeadTraining.Result result = HeadTraining.run(subject.features(), plan, epochs);
    return new TrialOutcome(
        Json.writeCompact(result.run()),
        List.of(result.head().weight(), result.head().bias()),
        null,
        null,
        null,
        null,
        0,
        false);
  }

  /** Writes nothing if it was stopped: its checkpoint is what is left of it. */
  private static void network(
      NetworkTrialModel networks, TrainingPlan plan, TrialOrder order, Path out) {
    train(
        networks,
        plan,
        order,
        (model, run) -> {
          model.save(out.resolve(TrialOutcome.MODEL));
          outcome(model, networks.split().validation(), run).write(out);
        });
  }

  /** Waits for a training of the same trial that is ending, elsewhere. */
  private static void train(
      NetworkTrialModel networks,
      TrainingPlan plan,
      TrialOrder order,
      NetworkTrialModel.Outcome outcome) {
    long begin = System.nanoTime();
    while (true) {
      try {
        networks.train(plan, order.epochs(), Path.of(order.folder()), outcome);
        return;
      } catch (CheckpointsInUse e) {
        if (System.nanoTime() - begin > NANOS_TO_WAIT) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CxrlabException("The training was interrupted before it began.", e);
    }
  }

  private static TrialOutcome outcome(ChestModel model, Films validation, TrainingRun run) {
    Validated validated = Validated.of(model, validation, run.history());
    Predictions predictions = validated.predictions();
    Map<String, Integer> places =
        IntStream.range(0, validation.size())
            .boxed()
            .collect(Collectors.toMap(i -> validation.get(i).image(), i -> i));
    int[] read = predictions.films().stream().map(Film::image).mapToInt(places::get).toArray();
    History history = validated.history();
    var whole = new TrainingRun(run.plan(), history, run.bestEpoch(), run.ending(), run.seconds());
    return new TrialOutcome(
        Json.writeCompact(whole), null, read, predictions.probabilities(), null, null, 0, false);
  }
}
