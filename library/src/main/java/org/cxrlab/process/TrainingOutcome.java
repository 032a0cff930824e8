package org.cxrlab.process;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.Json;
import org.cxrlab.run.Validated;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.History;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingRun;
import org.cxrlab.train.UnreadableFilmsFailure;

/**
 * What came of a training in another process: a file in a folder, beside which a network lies as a
 * saved model.
 *
 * @param run what happened, as JSON
 * @param head the weights and, last, the biases of a head that was trained; null for a network
 * @param read the places of the validation films that could be read; null for a head
 * @param probabilities of each of these
 * @param failure why the training failed, as a part of a sentence; null if it did not
 * @param message the same as a sentence
 * @param step at which it failed
 * @param unreadable whether films were the reason
 */
public record TrainingOutcome(
    String run,
    List<float[]> head,
    int[] read,
    List<float[]> probabilities,
    String failure,
    String message,
    int step,
    boolean unreadable) {
  /** Where a network is saved. */
  public static final String MODEL = "model";

  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();
  private static final String FILE = "outcome.json";

  /** Of a head. */
  static TrainingOutcome of(HeadTraining.Result result) {
    List<float[]> head = List.of(result.head().weight(), result.head().bias());
    return new TrainingOutcome(
        Json.writeCompact(result.run()), head, null, null, null, null, 0, false);
  }

  /** Of a network. */
  static TrainingOutcome of(TrainingRun run) {
    return new TrainingOutcome(Json.writeCompact(run), null, null, null, null, null, 0, false);
  }

  /** The same with what it now predicts. */
  static TrainingOutcome of(TrainingRun run, ChestModel model, Films validation) {
    Validated validated = Validated.of(model, validation, run.history());
    Predictions predictions = validated.predictions();
    Map<String, Integer> places =
        IntStream.range(0, validation.size())
            .boxed()
            .collect(Collectors.toMap(i -> validation.get(i).image(), i -> i));
    int[] read = predictions.films().stream().map(Film::image).mapToInt(places::get).toArray();
    History history = validated.history();
    var whole = new TrainingRun(run.plan(), history, run.bestEpoch(), run.ending(), run.seconds());
    return new TrainingOutcome(
        Json.writeCompact(whole), null, read, predictions.probabilities(), null, null, 0, false);
  }

  /** Of one that failed. */
  static TrainingOutcome of(TrainingFailure failure) {
    return new TrainingOutcome(
        Json.writeCompact(failure.run()),
        null,
        null,
        null,
        failure.reason(),
        failure.getMessage(),
        failure.step(),
        failure instanceof UnreadableFilmsFailure);
  }

  /** What happened, also if it failed. */
  public TrainingRun told() {
    return Json.read(run, TrainingRun.class, "run");
  }

  /**
   * What happened.
   *
   * @throws TrainingFailure if it failed
   */
  public TrainingRun training() {
    if (failure == null) {
      return told();
    }
    throw unreadable
        ? UnreadableFilmsFailure.elsewhere(message, step, told())
        : TrainingFailure.elsewhere(message, step, failure, told());
  }

  void write(Path folder) {
    byte[] bytes = GSON.toJson(this).getBytes(StandardCharsets.UTF_8);
    try {
      WholeFolder.writePassing(folder.resolve(FILE), out -> out.write(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("What came of a training can't be written to " + folder, e);
    }
  }

  /** What was written to a folder. */
  public static TrainingOutcome read(Path folder) {
    try {
      return GSON.fromJson(Files.readString(folder.resolve(FILE)), TrainingOutcome.class);
    } catch (IOException e) {
      throw new UncheckedIOException("What came of a training can't be read in " + folder, e);
    }
  }
}
