package org.cxrlab.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.data.Films;

/** What a worker is told on its command line, as name=value. */
public record Settings(Map<String, String> values) {
  static Settings of(String[] arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      if (pair.length != 2) {
        throw new IllegalArgumentException("Not name=value: " + argument);
      }
      values.put(pair[0], pair[1]);
    }
    return new Settings(values);
  }

  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The setting " + name + " is missing.");
    }
    return value;
  }

  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  public boolean is(String name) {
    return Boolean.parseBoolean(values.getOrDefault(name, "false"));
  }

  public Path path(String name) {
    return Path.of(text(name));
  }

  /**
   * The pictures that all sides work on; where "rows" says how many there shall be, over and over.
   */
  public Films films() {
    Films films = Films.open(path("films"));
    if (!values.containsKey("rows")) {
      return films;
    }
    int rows = number("rows");
    return new Films(
        films.name(),
        films.labels(),
        IntStream.range(0, rows).mapToObj(i -> films.get(i % films.size())).toList());
  }
}
