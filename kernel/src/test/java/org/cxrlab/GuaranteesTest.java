package org.cxrlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/guarantees.md names tests that are there. */
class GuaranteesTest {
  @Test
  void eachPromiseHasATest() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String module : List.of("library", "kernel", "cluster")) {
      try (Stream<Path> files = Files.walk(Path.of(module, "src", "test"))) {
        files.map(file -> file.getFileName().toString()).forEach(sources::add);
      }
    }
    List<String> rows =
        Files.readAllLines(Path.of("docs/guarantees.md")).stream()
            .filter(line -> line.startsWith("| ") && !line.matches("\\| (promise|---).*"))
            .toList();
    assertTrue(rows.size() > 10, rows::toString);
    for (String row : rows) {
      String held = row.split("\\|")[2];
      Matcher test = Pattern.compile("`(\\w+Test)(\\.\\w+)?`").matcher(held);
      List<String> named = test.results().map(found -> found.group(1) + ".java").toList();
      assertTrue(!named.isEmpty(), row);
      assertEquals(List.of(), named.stream().filter(n -> !sources.contains(n)).toList());
    }
  }
}
