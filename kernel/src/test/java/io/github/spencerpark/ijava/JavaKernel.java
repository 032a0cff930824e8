package io.github.spencerpark.ijava;

import io.github.spencerpark.ijava.runtime.Kernel;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.util.GlobFinder;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Stands for the kernel of IJava 1.3.0, which no registry of packages has: the base kernel that
 * IJava is made of, as it is published, around a JShell that reads IJava's variables and evaluates
 * cells in IJava's way.
 */
public final class JavaKernel extends BaseKernel {
  /** What IJava imports by itself. */
  private static final String IMPORTS =
      """
      import java.util.*;
      import java.io.*;
      import java.math.*;
      import java.net.*;
      import java.util.concurrent.*;
      import java.util.prefs.*;
      import java.util.regex.*;
      import static io.github.spencerpark.ijava.runtime.Display.*;
      import static io.github.spencerpark.ijava.runtime.Kernel.*;
      public void printf(String format, Object... args) { System.out.printf(format, args); }
      """;

  private final CellControl control = new CellControl();
  private final JShell shell;
  private boolean started;

  JavaKernel() throws IOException {
    shell =
        JShell.builder()
            .out(new PrintStream(new Redirected(), true))
            .executionEngine(new Engine(), Map.of())
            .build();
    for (Path entry : paths("IJAVA_CLASSPATH")) {
      shell.addToClasspath(entry.toAbsolutePath().toString());
    }
    Kernel.run(this);
  }

  /** Runs as a kernel of Jupyter; the argument is the connection's file. */
  public static void main(String[] args) throws Exception {
    JupyterSocket.JUPYTER_LOGGER.setLevel(Level.WARNING);
    var connection =
        new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
    new JavaKernel().becomeHandlerForConnection(connection);
    connection.connect();
    connection.waitUntilClose();
    System.exit(0);
  }

  /** The files of a variable's globs. */
  private static Iterable<Path> paths(String variable) throws IOException {
    var paths = new ArrayList<Path>();
    String value = System.getenv(variable);
    for (String glob :
        value == null ? new String[0] : value.split(Pattern.quote(File.pathSeparator))) {
      new GlobFinder(glob).computeMatchingPaths().forEach(paths::add);
    }
    return paths;
  }

  @Override
  public DisplayData eval(String cell) throws Exception {
    Object value = evaluate(cell);
    return value == null || value instanceof DisplayData
        ? (DisplayData) value
        : getRenderer().render(value);
  }

  private Object evaluate(String cell) throws Exception {
    if (!started) {
      // With the first cell, whose error a failing script becomes.
      started = true;
      evaluate(IMPORTS);
      for (Path script : paths("IJAVA_STARTUP_SCRIPTS_PATH")) {
        evaluate(Files.readString(script));
      }
    }
    Object value = null;
    CompletionInfo part = shell.sourceCodeAnalysis().analyzeCompletion(cell);
    while (part.completeness().isComplete()) {
      value = evaluateOne(part.source());
      part = shell.sourceCodeAnalysis().analyzeCompletion(part.remaining());
    }
    if (part.completeness() != Completeness.EMPTY) {
      throw new IllegalArgumentException("Incomplete input: " + part.remaining().strip());
    }
    return value;
  }

  private Object evaluateOne(String source) throws Exception {
    control.forget();
    Object value = null;
    List<SnippetEvent> events = shell.eval(source);
    for (SnippetEvent event : events) {
      if (event.value() != null && event.snippet().subKind().hasValue()) {
        Object taken = control.take(event.value());
        value = isShown(event.snippet()) ? taken : null;
      }
    }
    for (SnippetEvent event : events) {
      if (event.causeSnippet() == null && event.exception() != null) {
        throw event.exception();
      }
      if (event.causeSnippet() == null && !event.status().isDefined()) {
        throw new IllegalArgumentException(
            source
                + "\n"
                + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList());
      }
    }
    return value;
  }

  private static boolean isShown(Snippet snippet) {
    return switch (snippet.subKind()) {
      case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
      default -> false;
    };
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("Java")
        .version(Runtime.version().toString())
        .mimetype("text/x-java-source")
        .fileExtension(".java")
        .build();
  }

  @Override
  public void onShutdown(boolean restarting) {
    shell.close();
  }

  private final class Engine implements ExecutionControlProvider {
    @Override
    public String name() {
      return "IJava";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return control;
    }
  }

  /** To wherever System.out leads now, which is another place in each cell. */
  private static final class Redirected extends OutputStream {
    @Override
    public void write(int b) {
      System.out.write(b);
    }
  }
}
