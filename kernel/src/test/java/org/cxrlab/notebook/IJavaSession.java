package org.cxrlab.notebook;

import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A kernel of Jupyter with the base kernel of IJava, set up by the variables that the README names.
 * The library and what it needs are on the class path of the cells alone, JJava is nowhere.
 */
final class IJavaSession {
  /** What IJava brings by itself. */
  private static final Predicate<String> IJAVA =
      entry -> entry.matches(".*(jupyter-jvm-basekernel|jeromq|jnacl|[/\\\\]gson)-[^/\\\\]*\\.jar");

  private IJavaSession() {}

  /**
   * Installs the kernel in a folder and starts it.
   *
   * @param properties of Java
   */
  static KernelSession start(Path folder, Map<String, String> properties) {
    try {
      install(folder, properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return KernelSession.start(
        "ijava", Map.of("JUPYTER_PATH", folder.toString(), "CXRLAB_TEST_LIMIT", "600"));
  }

  /** Writes the kernelspec "ijava" in a folder of Jupyter. */
  static void install(Path folder, Map<String, String> properties) throws IOException {
    Path spec = Files.createDirectories(folder.resolve("kernels/ijava"));
    Path own = Files.createDirectories(folder.resolve("ijava"));
    Path tests = folders().filter(d -> d.endsWith("test-classes")).findFirst().orElseThrow();
    copy(tests.resolve("io/github/spencerpark"), own.resolve("io/github/spencerpark"));
    List<String> kernel = new ArrayList<>(List.of(own.toString()));
    entries().filter(IJAVA).forEach(kernel::add);
    Path library = folder.resolve("cxrlab.jar");
    jar(library, folders().filter(d -> d.endsWith("classes")).toList());
    List<String> libraries = new ArrayList<>(List.of(library.toString()));
    entries()
        .filter(e -> e.endsWith(".jar") && !IJAVA.test(e) && !e.endsWith("jjava.jar"))
        .forEach(libraries::add);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, kernel)));
    command.addAll(List.of("io.github.spencerpark.ijava.JavaKernel", "{connection_file}"));
    Files.writeString(
        spec.resolve("kernel.json"),
        new Gson()
            .toJson(
                Map.of(
                    "argv",
                    command,
                    "display_name",
                    "IJava",
                    "language",
                    "java",
                    "interrupt_mode",
                    "message",
                    "env",
                    Map.of(
                        "IJAVA_CLASSPATH",
                        String.join(File.pathSeparator, libraries),
                        "IJAVA_STARTUP_SCRIPTS_PATH",
                        Path.of("kernel/ijava/cxrlab.jshell").toAbsolutePath().toString()))));
  }

  private static Stream<String> entries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static Stream<Path> folders() {
    return entries().map(Path::of).filter(Files::isDirectory);
  }

  private static void jar(Path to, List<Path> folders) {
    List<String> arguments = new ArrayList<>(List.of("--create", "--file=" + to));
    folders.forEach(classes -> arguments.addAll(List.of("-C", classes.toString(), ".")));
    var said = new StringWriter();
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(new PrintWriter(said), new PrintWriter(said), arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException(said.toString());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).collect(Collectors.toList());
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }
}
