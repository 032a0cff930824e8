package org.cxrlab.plan;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Augmentation;
import org.cxrlab.image.Augmentations;

/** Plans and histories as JSON. */
public final class Json {
  private static final Gson VALUES =
      new GsonBuilder()
          // An AUROC that is not defined is NaN.
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapter(Augmentations.class, new AugmentationsAdapter())
          .create();

  private static final Gson COMPACT = gson(PlanFields.standard());
  private static final Gson GSON = COMPACT.newBuilder().setPrettyPrinting().create();

  private static final int LONGEST_DIFFERENCE = 120;

  private Json() {}

  private static Gson gson(PlanFields plans) {
    return VALUES
        .newBuilder()
        .registerTypeAdapter(TrainingPlan.class, new PlanAdapter(plans).nullSafe())
        .create();
  }

  /** As people read it. */
  public static String write(Object value) {
    return GSON.toJson(value);
  }

  /** On one line, for what no person is going to read. */
  public static String writeCompact(Object value) {
    return COMPACT.toJson(value);
  }

  /**
   * The fields in which two values of a type differ, each with what it is in both, or, where that
   * is long, its name alone.
   */
  public static List<String> differences(Object there, Object here) {
    JsonObject first = GSON.toJsonTree(there).getAsJsonObject();
    JsonObject second = GSON.toJsonTree(here).getAsJsonObject();
    Set<String> names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(first.get(name), second.get(name)))
        .map(name -> difference(name, first.get(name), second.get(name)))
        .toList();
  }

  private static String difference(String name, JsonElement there, JsonElement here) {
    String text = Text.format("%s: %s there, %s here", name, there, here);
    return text.length() <= LONGEST_DIFFERENCE ? text : name + " differs";
  }

  /** The fields of a value one by one: their names with dots, what they are as text. */
  static Map<String, String> flat(Object value) {
    Map<String, String> flat = new LinkedHashMap<>();
    flatten("", GSON.toJsonTree(value), flat);
    return flat;
  }

  private static void flatten(String name, JsonElement value, Map<String, String> flat) {
    if (value.isJsonObject() && !value.getAsJsonObject().isEmpty()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      value.getAsJsonObject().asMap().forEach((key, v) -> flatten(prefix + key, v, flat));
    } else if (value.isJsonArray()) {
      flat.put(
          name,
          value.getAsJsonArray().asList().stream()
              .map(v -> v.isJsonPrimitive() ? v.getAsString() : v.toString())
              .collect(Collectors.joining(", ")));
    } else {
      flat.put(name, value.isJsonPrimitive() ? value.getAsString() : "none");
    }
  }

  /** Reads a value, or says that the text is no {@code what}. */
  public static <T> T read(String json, Class<T> type, String what) {
    return read(json, type, what, PlanFields.standard());
  }

  /** The same, where plans have these fields. */
  static <T> T read(String json, Class<T> type, String what, PlanFields plans) {
    Gson gson = plans == PlanFields.standard() ? GSON : gson(plans);
    try {
      T value = gson.fromJson(json, type);
      if (value != null) {
        return value;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          "This is no " + what + " in JSON: " + JsonFields.reason(e), e);
    } catch (RuntimeException e) {
      // So Gson wraps what a record says of the values that it is made from.
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new IllegalArgumentException(
            "This is no " + what + " in JSON: " + refused.getMessage(), e);
      }
      if (e.getCause() instanceof NullPointerException) {
        throw new IllegalArgumentException(
            "This is no " + what + " in JSON: something is missing in it.", e);
      }
      throw e;
    }
    throw new IllegalArgumentException("This is no " + what + " in JSON: it is empty.");
  }

  /** Plans, field by field of their table; a field that it does not have is passed over. */
  private static final class PlanAdapter extends TypeAdapter<TrainingPlan> {
    private final PlanFields fields;

    PlanAdapter(PlanFields fields) {
      this.fields = fields;
    }

    @Override
    public void write(JsonWriter out, TrainingPlan plan) throws IOException {
      out.beginObject();
      for (PlanField<?> field : plan.fields().stored()) {
        field.write(VALUES, out, plan);
      }
      out.endObject();
    }

    @Override
    public TrainingPlan read(JsonReader in) throws IOException {
      TrainingPlan plan = fields.defaults();
      in.beginObject();
      while (in.hasNext()) {
        String name = in.nextName();
        Optional<PlanField<?>> field = fields.stored(name);
        if (field.isPresent()) {
          plan = field.get().read(VALUES, in, plan);
        } else {
          in.skipValue();
        }
      }
      in.endObject();
      return plan;
    }
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
