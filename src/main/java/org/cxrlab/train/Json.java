package org.cxrlab.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.lang.reflect.Type;
import java.util.List;
import org.cxrlab.image.Augmentation;
import org.cxrlab.image.Augmentations;

/** Plans and histories as JSON. */
final class Json {
  private static final Gson COMPACT =
      new GsonBuilder()
          // An AUROC that is not defined is NaN.
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapter(Augmentations.class, new AugmentationsAdapter())
          .create();

  private static final Gson GSON = COMPACT.newBuilder().setPrettyPrinting().create();

  private Json() {}

  static String write(Object value) {
    return GSON.toJson(value);
  }

  /** On one line, for what no person is going to read. */
  static String writeCompact(Object value) {
    return COMPACT.toJson(value);
  }

  /** Reads a value, or says that the text is no {@code what}. */
  static <T> T read(String json, Class<T> type, String what) {
    try {
      T value = GSON.fromJson(json, type);
      if (value != null) {
        return value;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          "This is no " + what + " in JSON: " + e.getMessage() + ".", e);
    }
    throw new IllegalArgumentException("This is no " + what + " in JSON: it is empty.");
  }

  /** Each augmentation as its name and its one number. */
  private static final class AugmentationsAdapter
      implements JsonSerializer<Augmentations>, JsonDeserializer<Augmentations> {
    private static final List<Class<? extends Augmentation>> KINDS =
        List.of(
            Augmentation.Shift.class,
            Augmentation.Rotation.class,
            Augmentation.Zoom.class,
            Augmentation.Brightness.class,
            Augmentation.Contrast.class);

    @Override
    public JsonElement serialize(
        Augmentations augmentations, Type type, JsonSerializationContext context) {
      JsonObject all = new JsonObject();
      for (Augmentation one : augmentations.list()) {
        all.add(one.getClass().getSimpleName(), context.serialize(one, one.getClass()));
      }
      return all;
    }

    @Override
    public Augmentations deserialize(
        JsonElement json, Type type, JsonDeserializationContext context) {
      Augmentations all = Augmentations.none();
      for (String name : json.getAsJsonObject().keySet()) {
        Class<? extends Augmentation> kind =
            KINDS.stream()
                .filter(k -> k.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(
                    () -> new JsonParseException("there is no augmentation \"" + name + "\""));
        all = all.with(context.deserialize(json.getAsJsonObject().get(name), kind));
      }
      return all;
    }
  }
}
