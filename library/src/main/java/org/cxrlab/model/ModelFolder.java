package org.cxrlab.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.Safetensors;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsException;
import org.cxrlab.model.weights.WeightsFile;

/**
 * A model on disk: a folder with {@code model.json} and the weights file that it names. Each save
 * writes weights under a name of their own and then puts the new {@code model.json} in place of the
 * old one in a single move, so that at every moment the folder holds one whole model.
 */
final class ModelFolder {
  private static final String DESCRIPTION = "model.json";
  private static final String WEIGHTS = "weights-*.safetensors";
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private ModelFolder() {}

  /**
   * What model.json holds.
   *
   * @param architecture "DenseNet121" or "SmallDenseNet"
   * @param labels in the order of the logits
   * @param preprocessing of a film
   * @param seed of the random weights that it began with
   * @param weights name of the weights file
   * @param notes on its making, by topic
   */
  private record Description(
      String architecture,
      List<String> labels,
      Preprocessing preprocessing,
      long seed,
      String weights,
      Map<String, JsonElement> notes) {
    boolean isComplete() {
      return Stream.of(architecture, labels, preprocessing, weights, notes)
          .noneMatch(Objects::isNull);
    }
  }

  static Path save(ChestModel model, Path folder, StoredPrecision precision) {
    String weights = WEIGHTS.replace("*", UUID.randomUUID().toString().substring(0, 8));
    Map<String, JsonElement> notes = new TreeMap<>();
    model.notes().forEach((topic, json) -> notes.put(topic, JsonParser.parseString(json)));
    Description description =
        new Description(
            model.architecture().title(),
            model.labels().names(),
            model.preprocessing(),
            model.seed(),
            weights,
            notes);
    try {
      Files.createDirectories(folder);
      Safetensors.write(model.export().weightsFile(folder.resolve(weights)), precision);
      Path next = folder.resolve(DESCRIPTION + ".new");
      Files.writeString(next, GSON.toJson(description));
      Files.move(
          next,
          folder.resolve(DESCRIPTION),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      removeOtherWeights(folder, weights);
    } catch (IOException e) {
      throw new UncheckedIOException("The model can't be written to " + folder + ".", e);
    }
    return folder;
  }

  private static void removeOtherWeights(Path folder, String kept) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, WEIGHTS)) {
      for (Path file : files) {
        if (!file.getFileName().toString().equals(kept)) {
          Files.delete(file);
        }
      }
    }
  }

  static boolean holdsModel(Path folder) {
    return Files.exists(folder.resolve(DESCRIPTION));
  }

  static ChestModel load(Path folder) {
    Path file = folder.resolve(DESCRIPTION);
    Description description = read(file);
    Preprocessing preprocessing = description.preprocessing();
    WeightsFile weights =
        Weights.safetensors(folder.resolve(description.weights()))
            .sized(preprocessing.imageSize())
            .scaled(preprocessing.scaling());
    ChestModel model =
        new ChestModel(
            new Labels(description.labels()),
            description.seed(),
            Architecture.titled(description.architecture()),
            preprocessing.channels());
    try {
      model.loadWeights(weights);
      description.notes().forEach((topic, json) -> model.note(topic, json.toString()));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static Description read(Path file) {
    Description description;
    try {
      description = GSON.fromJson(Files.readString(file), Description.class);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(
          "There is no model in " + file.getParent() + ": it has no " + DESCRIPTION + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The model can't be read from " + file + ".", e);
    } catch (JsonParseException e) {
      throw new WeightsException(
          "The model's description " + file + " is not whole JSON; save the model again.", e);
    } catch (RuntimeException e) {
      // So Gson passes on what a record refuses.
      String refused = e.getCause() == null ? e.toString() : e.getCause().getMessage();
      throw new WeightsException(
          "The model's description " + file + " can't be used. " + refused, e);
    }
    if (description == null || !description.isComplete()) {
      throw new WeightsException(
          "The model's description " + file + " is not complete; save the model again.");
    }
    return description;
  }
}
