package org.cxrlab.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.cxrlab.CxrlabException;
import org.cxrlab.Sha256;
import org.cxrlab.disk.Hold;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.weights.Safetensors;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsException;
import org.cxrlab.model.weights.WeightsFile;

/**
 * A model on disk: a folder with {@code model.json} and the weights file that it names, of which it
 * has the SHA-256. A save writes weights under a name of their own, puts the new {@code model.json}
 * in place of the old one in a single rename, and only then removes the weights before; several
 * saves go one after the other. So the folder holds one whole model at every moment, and who reads
 * while it is exchanged reads the one after.
 */
final class ModelFolder {
  private static final String DESCRIPTION = "model.json";
  private static final String WEIGHTS = "weights-*.safetensors";

  /** A save takes seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private ModelFolder() {}

  /** See {@link ChestModel#save(Path, StoredPrecision)}. */
  static Path save(ChestModel model, Path folder, StoredPrecision precision) {
    String weights = WEIGHTS.replace("*", UUID.randomUUID().toString().substring(0, 8));
    Path stored = folder.resolve(weights);
    Map<String, JsonElement> notes = new TreeMap<>();
    model.notes().forEach((topic, json) -> notes.put(topic, JsonParser.parseString(json)));
    try (Hold hold = hold(folder)) {
      Safetensors.write(model.whole().weightsFile(stored), precision);
      ModelDescription description =
          new ModelDescription(
              model.architecture(),
              model.labels(),
              model.preprocessing(),
              model.seed(),
              weights,
              Optional.of(Sha256.of(stored)),
              notes);
      WholeFile.write(folder.resolve(DESCRIPTION), description.json());
      removeOtherWeights(folder, weights);
      WholeFolder.tidy(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The model can't be written to " + folder + ".", e);
    }
    return folder;
  }

  private static Hold hold(Path folder) {
    return Hold.takeFolder(folder, PATIENCE)
        .orElseThrow(
            () ->
                new CxrlabException(
                    "Another program has been saving to "
                        + folder
                        + " for a minute; wait for it, or name another folder."));
  }

  private static void removeOtherWeights(Path folder, String kept) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, WEIGHTS)) {
      for (Path file : files) {
        if (!file.getFileName().toString().equals(kept)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  static boolean holdsModel(Path folder) {
    return Files.exists(folder.resolve(DESCRIPTION));
  }

  /** Loads what is there; where it is exchanged meanwhile, what is there then. */
  static ChestModel load(Path folder) {
    while (true) {
      ModelDescription description = ModelDescription.read(folder.resolve(DESCRIPTION));
      try {
        return load(folder, description);
      } catch (WeightsException | UncheckedIOException e) {
        if (description.equals(ModelDescription.read(folder.resolve(DESCRIPTION)))) {
          throw e;
        }
      }
    }
  }

  private static ChestModel load(Path folder, ModelDescription description) {
    Path stored = folder.resolve(description.weights());
    Preprocessing preprocessing = description.preprocessing();
    WeightsFile weights =
        Weights.safetensors(stored)
            .sized(preprocessing.imageSize())
            .scaled(preprocessing.scaling())
            .framed(preprocessing.framing());
    // After reading, which says better what is wrong with a file that was cut off.
    requireWhole(stored, description);
    ChestModel model =
        new ChestModel(
            description.labels(),
            description.seed(),
            description.architecture(),
            preprocessing.channels());
    try {
      model.loadWeights(weights).takeRanges(weights);
      description.notes().forEach((topic, json) -> model.note(topic, json.toString()));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Whether the weights are those that were saved, as far as the description has their sum. */
  private static void requireWhole(Path weights, ModelDescription description) {
    try {
      if (description.sha256().isPresent()
          && !description.sha256().get().equals(Sha256.of(weights))) {
        throw new WeightsException(
            "The weights file "
                + weights
                + " is not the one that was saved with this model: its SHA-256 is another. It was"
                + " damaged or exchanged; copy the model's folder again. Nothing was loaded.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The weights can't be read from " + weights + ".", e);
    }
  }
}
