package org.cxrlab.sweep;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.plan.Json;
import org.cxrlab.train.TrainingRun;

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
record TrialOutcome(
    String run,
    List<float[]> head,
    int[] read,
    List<float[]> probabilities,
    String failure,
    String message,
    int step,
    boolean unreadable) {
  /** Where a network is saved. */
  static final String MODEL = "model";

  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();
  private static final String FILE = "outcome.json";

  TrainingRun training() {
    return Json.read(run, TrainingRun.class, "run");
  }

  void write(Path folder) {
    byte[] bytes = GSON.toJson(this).getBytes(StandardCharsets.UTF_8);
    try {
      WholeFolder.writePassing(folder.resolve(FILE), out -> out.write(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("What came of a training can't be written to " + folder, e);
    }
  }

  static TrialOutcome read(Path folder) {
    try {
      return GSON.fromJson(Files.readString(folder.resolve(FILE)), TrialOutcome.class);
    } catch (IOException e) {
      throw new UncheckedIOException("What came of a training can't be read in " + folder, e);
    }
  }
}
