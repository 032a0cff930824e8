package org.cxrlab.eval;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

/** Figures that {@code bench/fixtures_eval.py} wrote; null stands for NaN. */
final class Fixtures {
  private Fixtures() {}

  static JsonObject read(String name) {
    try (var reader =
        new InputStreamReader(Fixtures.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double number(JsonElement value) {
    return value.isJsonNull() ? Double.NaN : value.getAsDouble();
  }

  static double[] numbers(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .mapToDouble(Fixtures::number)
        .toArray();
  }

  static float[] labels(JsonElement array) {
    double[] wide = numbers(array);
    float[] labels = new float[wide.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (float) wide[i];
    }
    return labels;
  }
}
