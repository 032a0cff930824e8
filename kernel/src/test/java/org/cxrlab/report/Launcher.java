package org.cxrlab.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs {@code ./cxrlab} as a user does. */
final class Launcher {
  /** The project's folder, in which Maven runs the tests. */
  static final Path HOME = Path.of("").toAbsolutePath();

  private Launcher() {}

  /** What a command left: its exit status, and what it printed to both streams. */
  record Outcome(int status, String output) {}

  /** Skips the calling test where {@code ./cxrlab} has not installed the kernel. */
  static void assumeKernel() {
    Assumptions.assumeTrue(
        Files.exists(HOME.resolve(".cxrlab/stamps/kernel")),
        "SKIPPED: needs the kernel, which ./cxrlab test installs before it runs the tests");
  }

  /** Runs a command in the project, which is set up already, and prints each line as it comes. */
  static Outcome run(Object... arguments) {
    return run(HOME, Map.of("CXRLAB_SETUP", "skip"), arguments);
  }

  /** Runs the launcher of this folder with some variables more than those of this process. */
  static Outcome run(Path home, Map<String, String> variables, Object... arguments) {
    var lines = new ArrayList<String>();
    try {
      Process process = start(home, variables, arguments);
      try (BufferedReader reader = reader(process)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          System.out.println("  " + line);
          lines.add(line);
        }
      }
      return new Outcome(process.waitFor(), String.join("\n", lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a command and leaves it running; its errors come with its output. */
  static Process start(Path home, Map<String, String> variables, Object... arguments)
      throws IOException {
    List<String> command =
        Stream.concat(Stream.of(home.resolve("cxrlab")), Stream.of(arguments))
            .map(Object::toString)
            .toList();
    var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** Runs the project's own Python, which must end well. */
  static void python(Object... arguments) {
    List<String> command = new ArrayList<>(List.of(HOME + "/.cxrlab/venv/bin/python"));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said;
      try (BufferedReader reader = reader(process)) {
        said = String.join("\n", reader.lines().toList());
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** A notebook of these tests. */
  static Path notebook(String name) {
    return HOME.resolve("kernel/src/test/resources/org/cxrlab/report").resolve(name + ".ipynb");
  }

  /**
   * Writes the notebook "holds" to a folder as if it had been run: its last cell has the outputs of
   * the file beside it, which are kept apart as notebooks are committed without any.
   */
  static Path notebookWithOutputs(Path folder) throws IOException {
    Path source = notebook("holds");
    JsonObject notebook = JsonParser.parseString(Files.readString(source)).getAsJsonObject();
    JsonArray cells = notebook.getAsJsonArray("cells");
    JsonObject code = cells.get(cells.size() - 1).getAsJsonObject();
    code.addProperty("execution_count", 1);
    code.add(
        "outputs",
        JsonParser.parseString(Files.readString(source.resolveSibling("holds.outputs.json"))));
    return Files.writeString(folder.resolve(source.getFileName()), notebook.toString());
  }

  /** The text of a notebook with these cells of code. */
  static String notebookOf(String... cells) {
    var notebook =
        Map.of(
            "nbformat",
            4,
            "nbformat_minor",
            5,
            "metadata",
            Map.of("kernelspec", Map.of("name", "cxrlab", "display_name", "Java (cxrlab)")),
            "cells",
            IntStream.range(0, cells.length)
                .mapToObj(
                    i ->
                        Map.of(
                            "cell_type",
                            "code",
                            "id",
                            "cell-" + i,
                            "metadata",
                            Map.of(),
                            "source",
                            cells[i],
                            "outputs",
                            List.of()))
                .toList());
    return new Gson().toJson(notebook);
  }
}
