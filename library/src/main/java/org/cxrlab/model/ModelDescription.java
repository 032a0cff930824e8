package org.cxrlab.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cxrlab.WholeNumber;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;
import org.cxrlab.model.weights.WeightsException;

/**
 * What {@code model.json} holds. All of it is checked before a network is built by it.
 *
 * @param architecture of the network
 * @param labels in the order of the logits
 * @param preprocessing of a film
 * @param seed of the random weights that it began with
 * @param weights name of the weights file beside it
 * @param sha256 of that file; nothing in models of earlier versions
 * @param notes on its making, by topic, each as JSON
 */
record ModelDescription(
    Architecture architecture,
    Labels labels,
    Preprocessing preprocessing,
    long seed,
    String weights,
    Optional<String> sha256,
    Map<String, JsonElement> notes) {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
  private static final long LARGEST_FILE = 100_000_000;
  private static final int MOST_LABELS = 10_000;

  String json() {
    JsonArray names = new JsonArray();
    labels.forEach(names::add);
    JsonObject films = new JsonObject();
    films.addProperty("imageSize", preprocessing.imageSize());
    films.addProperty("channels", preprocessing.channels());
    films.addProperty("scaling", preprocessing.scaling().name());
    if (preprocessing.framing() != Framing.WHOLE) {
      films.addProperty("framing", preprocessing.framing().name());
    }
    JsonObject all = new JsonObject();
    all.addProperty("architecture", architecture.title());
    all.add("labels", names);
    all.add("preprocessing", films);
    all.addProperty("seed", seed);
    all.addProperty("weights", weights);
    sha256.ifPresent(digits -> all.addProperty("sha256", digits));
    JsonObject told = new JsonObject();
    notes.forEach(told::add);
    all.add("notes", told);
    return GSON.toJson(all);
  }

  /**
   * Reads it.
   *
   * @throws WeightsException if it is not whole, or something in it can't be, saying what
   * @throws UncheckedIOException if it is not there or can't be read
   */
  static ModelDescription read(Path file) {
    JsonElement json;
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new WeightsException(
            "The model's description " + file + " is larger than 100 MB, which no model's is.");
      }
      json = JsonParser.parseString(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(
          "There is no model in " + file.getParent() + ": it has no " + file.getFileName() + ".",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("The model can't be read from " + file + ".", e);
    } catch (JsonParseException e) {
      throw new WeightsException(
          "The model's description " + file + " is not whole JSON; save the model again.", e);
    }
    if (!(json instanceof JsonObject object)) {
      throw incomplete(file);
    }
    try {
      return new Fields(file, object).description();
    } catch (IllegalArgumentException e) {
      throw new WeightsException(
          "The model's description " + file + " can't be used. " + e.getMessage(), e);
    }
  }

  private static WeightsException incomplete(Path file) {
    return new WeightsException(
        "The model's description " + file + " is not complete; save the model again.");
  }

  /** The fields of a description, each of the kind that it must be. */
  private record Fields(Path file, JsonObject object) {
    ModelDescription description() {
      Fields films = new Fields(file, member("preprocessing", JsonObject.class));
      String weights = text("weights");
      if (!weights.matches("[^/\\\\:\0.][^/\\\\:\0]*")) {
        throw new IllegalArgumentException(
            "Its weights are \"" + weights + "\", which is no name of a file beside it.");
      }
      Map<String, JsonElement> notes = new TreeMap<>(member("notes", JsonObject.class).asMap());
      Optional<String> sum = object.has("sha256") ? Optional.of(text("sha256")) : Optional.empty();
      return new ModelDescription(
          Architecture.titled(text("architecture")),
          labels(),
          new Preprocessing(
              (int) films.whole("imageSize", Integer.MAX_VALUE),
              (int) films.whole("channels", Integer.MAX_VALUE),
              // Descriptions from before there was a choice say nothing.
              films.object.has("scaling")
                  ? Scaling.valueOf(films.text("scaling"))
                  : Scaling.STANDARDISED,
              films.object.has("framing") ? Framing.valueOf(films.text("framing")) : Framing.WHOLE),
          whole("seed", Long.MAX_VALUE),
          weights,
          sum,
          notes);
    }

    private Labels labels() {
      List<String> names = new ArrayList<>();
      for (JsonElement name : member("labels", JsonArray.class)) {
        if (!(name instanceof JsonPrimitive text
            && text.isString()
            && !text.getAsString().isBlank())) {
          throw new IllegalArgumentException("One of its labels is " + name + " and no name.");
        }
        names.add(text.getAsString());
      }
      if (names.isEmpty() || names.size() > MOST_LABELS) {
        throw new IllegalArgumentException(
            Text.format("It has %,d labels; a model has 1 to %,d.", names.size(), MOST_LABELS));
      }
      return new Labels(names);
    }

    private <T extends JsonElement> T member(String name, Class<T> kind) {
      JsonElement member = object.get(name);
      if (member == null || member.isJsonNull()) {
        throw incomplete(file);
      }
      if (!kind.isInstance(member)) {
        throw new IllegalArgumentException(
            Text.format("Its \"%s\" is %s, which it can't be.", name, shortened(member)));
      }
      return kind.cast(member);
    }

    private String text(String name) {
      JsonPrimitive member = member(name, JsonPrimitive.class);
      if (!member.isString()) {
        throw new IllegalArgumentException(
            Text.format("Its \"%s\" is %s and no text.", name, shortened(member)));
      }
      return member.getAsString();
    }

    private long whole(String name, long most) {
      JsonPrimitive member = member(name, JsonPrimitive.class);
      OptionalLong number = WholeNumber.of(member.getAsString());
      if (member.isNumber() && number.isPresent() && Math.abs(number.getAsLong()) <= most) {
        return number.getAsLong();
      }
      throw new IllegalArgumentException(
          Text.format("Its \"%s\" is %s and no whole number.", name, shortened(member)));
    }

    private static String shortened(JsonElement member) {
      String all = member.toString();
      return all.length() > 40 ? all.substring(0, 40) + "..." : all;
    }
  }
}
