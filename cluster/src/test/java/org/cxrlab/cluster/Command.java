package org.cxrlab.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The command line in a process of its own, as the shell calls it.
 *
 * @param status the exit status
 * @param out what it printed
 * @param err what it complained of, without Spark's words
 */
record Command(int status, String out, String err) {
  /** Runs {@code ./cxrlab} with these arguments. */
  static Command run(Object... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  /** The same with Java's properties. */
  static Command run(Map<String, String> properties, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Duser."))
            .toList());
    command.addAll(List.of("-Xmx1g", "-Djava.awt.headless=true", "-Dai.djl.offline=true"));
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.cxrlab.cli.Main"));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    Path err = Files.createTempFile("command", ".err");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    var out = new ByteArrayOutputStream();
    process.getInputStream().transferTo(out);
    int status = process.waitFor();
    String words = Files.readString(err);
    Files.delete(err);
    return new Command(status, out.toString(StandardCharsets.UTF_8), words);
  }

  /** The rows of a table by the image, without the header. */
  static Map<String, String[]> rows(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[0],
                cells -> cells,
                (one, other) -> {
                  throw new AssertionError(one[0] + " has two rows");
                },
                TreeMap::new));
  }
}
