package org.cxrlab.sweep;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.Nearest;

/**
 * An object in JSON that somebody wrote by hand: what is wrong with it is said in a sentence that
 * names the field.
 */
final class PlanJson {
  private final JsonObject json;
  private final String what;

  private PlanJson(JsonObject json, String what) {
    this.json = json;
    this.what = what;
  }

  /**
   * Reads a text.
   *
   * @param what it should be, in a word
   */
  static PlanJson of(String text, String what) {
    try {
      JsonElement read = JsonParser.parseString(text);
      if (!read.isJsonObject()) {
        throw new IllegalArgumentException(
            Text.format("This is no %s in JSON: it is no object in braces.", what));
      }
      return new PlanJson(read.getAsJsonObject(), what);
    } catch (JsonParseException e) {
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new IllegalArgumentException(
          Text.format("This is no %s in JSON: %s", what, firstSentence(reason)), e);
    }
  }

  /** Without the address of a page that explains it to programmers. */
  private static String firstSentence(String reason) {
    return reason.lines().findFirst().orElse("").replaceAll(" path \\$.*", "") + ".";
  }

  Collection<String> fields() {
    return List.copyOf(json.keySet());
  }

  boolean has(String field) {
    return json.has(field);
  }

  JsonElement get(String field) {
    return json.get(field);
  }

  /** Refuses a field that is none of these, with the one that was probably meant. */
  void requireFields(Collection<String> known) {
    for (String field : json.keySet()) {
      if (!known.contains(field)) {
        throw new IllegalArgumentException(
            Text.format("A %s has no field \"%s\"; %s", what, field, Nearest.hint(field, known)));
      }
    }
  }

  /** The object in a field. */
  PlanJson object(String field, String itsWhat) {
    JsonElement value = json.get(field);
    if (value == null || !value.isJsonObject()) {
      throw wrong(field, "an object in braces");
    }
    return new PlanJson(value.getAsJsonObject(), itsWhat);
  }

  String text(String field, String otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    if (!isPrimitive(field) || !json.get(field).getAsJsonPrimitive().isString()) {
      throw wrong(field, "a text in quotes");
    }
    return json.get(field).getAsString();
  }

  long whole(String field, long otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    double value = isNumber(field) ? json.get(field).getAsDouble() : Double.NaN;
    if (value != Math.rint(value)) {
      throw wrong(field, "a whole number");
    }
    return json.get(field).getAsLong();
  }

  double number(String field) {
    if (!has(field) || !isNumber(field)) {
      throw wrong(field, "a number");
    }
    return json.get(field).getAsDouble();
  }

  /**
   * One of some values, whatever its case; spaces may stand for underscores.
   *
   * @param otherwise where the field is missing; null where it must be there
   */
  <E extends Enum<E>> E choice(String field, E[] values, E otherwise) {
    if (!has(field) && otherwise != null) {
      return otherwise;
    }
    List<String> names =
        Arrays.stream(values)
            .map(v -> v.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .toList();
    String word = text(field, "").toLowerCase(Locale.ROOT).replace('_', ' ');
    int at = names.indexOf(word);
    if (at < 0) {
      throw new IllegalArgumentException(
          has(field)
              ? Text.format(
                  "The field \"%s\" of a %s can't be \"%s\"; %s",
                  field, what, text(field, ""), Nearest.hint(word, names))
              : Text.format(
                  "A %s needs the field \"%s\": %s.", what, field, String.join(", ", names)));
    }
    return values[at];
  }

  /** Whether the field is there and true. */
  boolean flag(String field) {
    if (!has(field)) {
      return false;
    }
    if (!isPrimitive(field) || !json.get(field).getAsJsonPrimitive().isBoolean()) {
      throw wrong(field, "true or false");
    }
    return json.get(field).getAsBoolean();
  }

  boolean isObject(String field) {
    return has(field) && json.get(field).isJsonObject();
  }

  private boolean isPrimitive(String field) {
    return json.get(field) != null && json.get(field).isJsonPrimitive();
  }

  private boolean isNumber(String field) {
    return isPrimitive(field) && json.get(field).getAsJsonPrimitive().isNumber();
  }

  private IllegalArgumentException wrong(String field, String wanted) {
    return new IllegalArgumentException(
        Text.format(
            "The field \"%s\" of a %s is %s, not %s.",
            field, what, wanted, has(field) ? json.get(field) : "missing"));
  }
}
