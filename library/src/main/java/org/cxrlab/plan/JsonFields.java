package org.cxrlab.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cxrlab.WholeNumber;
import org.cxrlab.figure.Text;

/**
 * An object in JSON that somebody wrote by hand: what is wrong with it is said in a sentence that
 * names the field.
 */
public final class JsonFields {
  private static final int LONGEST_SHOWN = 80;

  private final JsonObject json;
  private final String what;

  private JsonFields(JsonObject json, String what) {
    this.json = json;
    this.what = what;
  }

  /**
   * Reads a text.
   *
   * @param what it should be, in a word
   */
  public static JsonFields of(String text, String what) {
    try {
      JsonElement read = HandwrittenJson.parse(text);
      if (!read.isJsonObject()) {
        throw new IllegalArgumentException(
            Text.format("This is no %s in JSON: it is no object in braces.", what));
      }
      return new JsonFields(read.getAsJsonObject(), what);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          Text.format("This is no %s in JSON: %s", what, reason(e)), e);
    }
  }

  /** Why a text is not what it should be, without the address of a page for programmers. */
  static String reason(JsonParseException refusal) {
    Throwable told = refusal.getCause() == null ? refusal : refusal.getCause();
    return String.valueOf(told.getMessage())
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll(" path \\$.*", "")
        + ".";
  }

  /** The names of the fields that are there. */
  public Collection<String> fields() {
    return List.copyOf(json.keySet());
  }

  /** Whether the field is there. */
  public boolean has(String field) {
    return json.has(field);
  }

  /** The field as it is; null where it is missing. */
  public JsonElement get(String field) {
    return json.get(field);
  }

  /** Refuses a field that is none of these, with the one that was probably meant. */
  public void requireFields(Collection<String> known) {
    for (String field : json.keySet()) {
      if (!known.contains(field)) {
        throw new IllegalArgumentException(
            Text.format("A %s has no field \"%s\"; %s", what, field, Nearest.hint(field, known)));
      }
    }
  }

  /** The object in a field. */
  public JsonFields object(String field, String itsWhat) {
    JsonElement value = json.get(field);
    if (value == null || !value.isJsonObject()) {
      throw wrong(field, "an object in braces");
    }
    return new JsonFields(value.getAsJsonObject(), itsWhat);
  }

  /** The text in a field. */
  public String text(String field, String otherwise) {
    return value(
        field, otherwise, JsonPrimitive::isString, JsonPrimitive::getAsString, "a text in quotes");
  }

  /** The texts in a field, at least one. */
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    if (json.get(field) instanceof JsonArray all) {
      for (JsonElement one : all) {
        if (one instanceof JsonPrimitive text && text.isString() && !text.getAsString().isBlank()) {
          texts.add(text.getAsString());
        }
      }
      if (!texts.isEmpty() && texts.size() == all.size()) {
        return texts;
      }
    }
    throw wrong(field, "a list of names");
  }

  /** The whole number in a field. */
  public long whole(String field, long otherwise) {
    return value(
        field,
        otherwise,
        value -> value.isNumber() && isWhole(value.getAsString()),
        value ->
            WholeNumber.of(value.getAsString())
                .orElseThrow(() -> tooLarge(field, value.getAsString())),
        "a whole number");
  }

  /** Whether it has no fraction, however large it is. */
  private static boolean isWhole(String number) {
    return WholeNumber.of(number).isPresent() || number.matches("-?(\\d+|\\d.*[eE]\\+?\\d{2,})");
  }

  private IllegalArgumentException tooLarge(String field, String number) {
    return new IllegalArgumentException(
        Text.format(
            "The field \"%s\" of a %s can't be %s; that is far too large.",
            field, what, shortened(number)));
  }

  /** Whether the field is there and true. */
  public boolean flag(String field) {
    return value(
        field, false, JsonPrimitive::isBoolean, JsonPrimitive::getAsBoolean, "true or false");
  }

  /** The number in a field, which must be there. */
  public double number(String field) {
    return number(field, null);
  }

  /** The number in a field; null for what it is otherwise asks for it. */
  double number(String field, Double otherwise) {
    double number =
        value(field, otherwise, JsonPrimitive::isNumber, JsonPrimitive::getAsDouble, "a number");
    if (!Double.isFinite(number)) {
      throw tooLarge(field, json.get(field).getAsString());
    }
    return number;
  }

  private <T> T value(
      String field,
      T otherwise,
      Predicate<JsonPrimitive> is,
      Function<JsonPrimitive, T> get,
      String wanted) {
    JsonElement value = json.get(field);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    if (value == null || !value.isJsonPrimitive() || !is.test(value.getAsJsonPrimitive())) {
      throw wrong(field, wanted);
    }
    return get.apply(value.getAsJsonPrimitive());
  }

  /** A whole number that an int holds. */
  int count(String field) {
    return count(field, 0);
  }

  /** The same where it may be missing. */
  public int count(String field, int otherwise) {
    long value = whole(field, otherwise);
    if (value != (int) value) {
      throw tooLarge(field, Long.toString(value));
    }
    return (int) value;
  }

  /** One of some words, whatever its case; underscores may stand for spaces. */
  String word(String field, List<String> words) {
    String word = text(field, "").toLowerCase(Locale.ROOT).replace('_', ' ');
    if (!words.contains(word)) {
      throw new IllegalArgumentException(
          Text.format(
              "The field \"%s\" of a %s can't be \"%s\"; %s",
              field, what, text(field, ""), Nearest.hint(word, words)));
    }
    return word;
  }

  /** The value of an enumeration in a word of small letters. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * One of some values, whatever its case; spaces may stand for underscores.
   *
   * @param otherwise where the field is missing; null where it must be there
   */
  public <E extends Enum<E>> E choice(String field, E[] values, E otherwise) {
    List<String> names = Arrays.stream(values).map(JsonFields::word).toList();
    if (has(field)) {
      return values[names.indexOf(word(field, names))];
    }
    if (otherwise == null) {
      throw new IllegalArgumentException(
          Text.format("A %s needs the field \"%s\": %s.", what, field, String.join(", ", names)));
    }
    return otherwise;
  }

  /** Whether the field is there and an object. */
  public boolean isObject(String field) {
    return has(field) && json.get(field).isJsonObject();
  }

  private IllegalArgumentException wrong(String field, String wanted) {
    return new IllegalArgumentException(
        Text.format(
            "The field \"%s\" of a %s is %s, not %s.",
            field, what, wanted, has(field) ? shortened(json.get(field)) : "missing"));
  }

  private static String shortened(Object value) {
    String all = value.toString();
    return all.length() > LONGEST_SHOWN ? all.substring(0, LONGEST_SHOWN) + "…" : all;
  }
}
