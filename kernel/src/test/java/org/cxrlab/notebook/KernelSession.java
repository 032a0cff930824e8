package org.cxrlab.notebook;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** A real kernel, started by Jupyter as for a notebook. */
final class KernelSession implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;

  private KernelSession(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a kernel of the environment that set-up made, or of the one that the system property
   * {@code cxrlab.venv} names. Without either, the calling test is skipped.
   */
  static KernelSession start(String kernel, Map<String, String> environment) {
    Path venv = Path.of(System.getProperty("cxrlab.venv", ".cxrlab/venv")).toAbsolutePath();
    Assumptions.assumeTrue(
        Files.exists(venv.resolve("share/jupyter/kernels/cxrlab/kernel.json")),
        "SKIPPED: needs the installed kernel; run ./cxrlab test, which installs it");
    try {
      var builder =
          new ProcessBuilder(
              venv.resolve("bin/python").toString(),
              Path.of(KernelSession.class.getResource("session.py").toURI()).toString(),
              kernel);
      builder.environment().putAll(environment);
      builder.redirectError(Files.createTempFile("cxrlab-kernel", ".log").toFile());
      var session = new KernelSession(builder.start());
      if (session.answers.readLine() == null) {
        throw new IllegalStateException(
            "The kernel did not start; see " + builder.redirectError().file());
      }
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs one cell to its end. */
  Cell run(String code) {
    return send(List.of(code), List.of()).get(0);
  }

  /** Runs one cell, and presses the interrupt button each time so many seconds have passed. */
  Cell runInterrupted(String code, double... seconds) {
    return send(
            List.of(code),
            Arrays.stream(seconds)
                .mapToObj(s -> new Object[] {s, "control", "interrupt_request", Map.of()})
                .toList())
        .get(0);
  }

  /** Asks for several cells at once, as "Run All" does, and for other messages some time later. */
  List<Cell> send(List<String> cells, List<Object[]> later) {
    try {
      requests.write(new Gson().toJson(Map.of("cells", cells, "later", later)) + "\n");
      requests.flush();
      var answer = new Gson().fromJson(answers.readLine(), JsonObject.class);
      double seconds = answer.get("seconds").getAsDouble();
      var results = new ArrayList<Cell>();
      answer
          .getAsJsonArray("cells")
          .forEach(c -> results.add(Cell.of(c.getAsJsonObject(), seconds)));
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kernel's answer to a request other than to run a cell. */
  JsonObject ask(String request, Map<String, Object> content) {
    try {
      requests.write(new Gson().toJson(Map.of("ask", request, "content", content)) + "\n");
      requests.flush();
      return new Gson().fromJson(answers.readLine(), JsonObject.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    requests.close();
    process.waitFor();
  }

  /**
   * What a cell led to.
   *
   * @param status ok, error or aborted
   * @param outputs the messages it led to, in order
   * @param seconds until it was over
   */
  record Cell(String status, List<JsonObject> outputs, double seconds) {
    static Cell of(JsonObject answer, double seconds) {
      JsonArray outputs = answer.getAsJsonArray("outputs");
      return new Cell(
          answer.get("status").isJsonNull() ? "no answer" : answer.get("status").getAsString(),
          StreamSupport.stream(outputs.spliterator(), false).map(o -> o.getAsJsonObject()).toList(),
          seconds);
    }

    /** The value's text in this format, or null. */
    String value(String mimeType) {
      return data("execute_result", mimeType);
    }

    /** What was shown last in this way and format, or null. */
    String data(String type, String mimeType) {
      return outputs.stream()
          .filter(o -> o.get("type").getAsString().equals(type))
          .map(o -> o.getAsJsonObject("data").get(mimeType))
          .map(d -> d == null ? null : d.getAsString())
          .reduce(null, (first, second) -> second);
    }

    /** The error's lines, without colours. */
    List<String> error() {
      return outputs.stream()
          .filter(o -> o.get("type").getAsString().equals("error"))
          .flatMap(o -> StreamSupport.stream(o.getAsJsonArray("traceback").spliterator(), false))
          .map(line -> line.getAsString().replaceAll("\u001b\\[[0-9;]*m", ""))
          .toList();
    }

    /** What was printed. */
    String printed() {
      var text = new StringBuilder();
      outputs.stream()
          .filter(o -> o.get("type").getAsString().equals("stream"))
          .forEach(o -> text.append(o.get("text").getAsString()));
      return text.toString();
    }
  }
}
