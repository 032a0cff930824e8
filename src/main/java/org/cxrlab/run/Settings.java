package org.cxrlab.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The settings of a plan one by one: their names with dots, their values as text. */
final class Settings {
  private Settings() {}

  static Map<String, String> of(String planJson) {
    Map<String, String> flat = new LinkedHashMap<>();
    flatten("", JsonParser.parseString(planJson).getAsJsonObject(), flat);
    return flat;
  }

  private static void flatten(String prefix, JsonObject json, Map<String, String> flat) {
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      String name = prefix + entry.getKey();
      JsonElement value = entry.getValue();
      if (value.isJsonObject() && value.getAsJsonObject().size() > 0) {
        flatten(name + ".", value.getAsJsonObject(), flat);
      } else if (value.isJsonArray()) {
        flat.put(name, list(value.getAsJsonArray()));
      } else if (value.isJsonPrimitive()) {
        flat.put(name, value.getAsString());
      } else {
        flat.put(name, "none");
      }
    }
  }

  private static String list(JsonArray values) {
    return StreamSupport.stream(values.spliterator(), false)
        .map(v -> v.isJsonPrimitive() ? v.getAsString() : v.toString())
        .collect(Collectors.joining(", "));
  }
}
