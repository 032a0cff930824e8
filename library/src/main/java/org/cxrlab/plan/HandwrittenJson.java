package org.cxrlab.plan;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;

/**
 * JSON that somebody wrote by hand: comments may stand in it, and a name that stands twice is
 * refused, as only one of the two could count.
 */
final class HandwrittenJson {
  private static final TypeAdapter<JsonElement> VALUES = new Gson().getAdapter(JsonElement.class);

  private HandwrittenJson() {}

  /** Reads all of a text. */
  static JsonElement parse(String text) {
    try (var in = new JsonReader(new StringReader(text))) {
      in.setStrictness(Strictness.LENIENT);
      JsonElement all = read(in);
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("It goes on after its end");
      }
      return all;
    } catch (IOException e) {
      throw new JsonSyntaxException(e);
    }
  }

  private static JsonElement read(JsonReader in) throws IOException {
    switch (in.peek()) {
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
          String name = in.nextName();
          if (object.has(name)) {
            throw new MalformedJsonException("The name \"" + name + "\" stands twice in it");
          }
          object.add(name, read(in));
        }
        in.endObject();
        return object;
      }
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
          array.add(read(in));
        }
        in.endArray();
        return array;
      }
      default -> {
        return VALUES.read(in);
      }
    }
  }
}
