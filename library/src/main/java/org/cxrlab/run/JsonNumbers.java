package org.cxrlab.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.List;

/** Rows of numbers as JSON; NaN is null, as JSON has no word for it. */
final class JsonNumbers {
  private JsonNumbers() {}

  static String toJson(List<? extends Number> values) {
    JsonArray array = new JsonArray();
    for (Number value : values) {
      boolean nan = Double.isNaN(value.doubleValue());
      array.add(nan ? JsonNull.INSTANCE : new JsonPrimitive(value));
    }
    return array.toString();
  }

  static String toJson(float[] values) {
    List<Float> boxed = new java.util.ArrayList<>();
    for (float value : values) {
      boxed.add(value);
    }
    return toJson(boxed);
  }

  static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static double[] fromJson(String json) {
    JsonArray array = JsonParser.parseString(json).getAsJsonArray();
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonElement value = array.get(i);
      values[i] = value.isJsonNull() ? Double.NaN : value.getAsDouble();
    }
    return values;
  }
}
