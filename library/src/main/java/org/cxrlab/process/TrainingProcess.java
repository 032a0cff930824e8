package org.cxrlab.process;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Processes of Java that train: each can train one network at a time. */
public final class TrainingProcess {
  private TrainingProcess() {}

  /**
   * A process of the same classes and settings as this one.
   *
   * @param program its main class
   * @param threads that it computes with
   */
  public static ProcessBuilder of(Class<?> program, int threads) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=" + threads,
            "-Djava.awt.headless=true",
            "-DOPT_OUT_TRACKING=true"));
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("cxrlab.") || name.startsWith("ai.djl."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", classPath(program), program.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    builder.environment().put("MKL_NUM_THREADS", Integer.toString(threads));
    return builder;
  }

  /** With the jar of the program, which a cluster may have loaded in a way of its own. */
  private static String classPath(Class<?> program) {
    Set<String> path = new LinkedHashSet<>();
    path.add(System.getProperty("java.class.path"));
    path.add(Path.of(location(program)).toString());
    return path.stream().collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private static URI location(Class<?> program) {
    try {
      return program.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
