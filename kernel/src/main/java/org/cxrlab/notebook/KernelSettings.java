package org.cxrlab.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;

/**
 * What the environment variables of the JJava kernel ask for; this kernel obeys the same ones.
 *
 * @param classPath JJAVA_CLASSPATH: more jars, with globs; null where not set
 * @param compilerOptions JJAVA_COMPILER_OPTS, in shell quotes
 * @param timeout JJAVA_TIMEOUT: a cell is ended after this long; negative for never
 * @param startupScripts the text of the files of JJAVA_STARTUP_SCRIPTS_PATH, then
 *     JJAVA_STARTUP_SCRIPT
 * @param extensions JJAVA_LOAD_EXTENSIONS: whether extensions are loaded, this library's included
 */
record KernelSettings(
    String classPath,
    List<String> compilerOptions,
    Duration timeout,
    List<String> startupScripts,
    boolean extensions) {
  private static final Pattern TIMEOUT = Pattern.compile("(-?\\d+)\\W*([A-Za-z]*)");
  private static final Pattern OPTION =
      Pattern.compile("(?:[^\\s\"\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*\")+");

  static KernelSettings of(Map<String, String> environment) {
    return new KernelSettings(
        environment.get("JJAVA_CLASSPATH"),
        options(environment.getOrDefault("JJAVA_COMPILER_OPTS", "")),
        timeout(environment.getOrDefault("JJAVA_TIMEOUT", "-1")),
        scripts(environment),
        !List.of("", "0", "false")
            .contains(
                environment
                    .getOrDefault("JJAVA_LOAD_EXTENSIONS", "true")
                    .strip()
                    .toLowerCase(Locale.ROOT)));
  }

  private static List<String> options(String text) {
    return OPTION
        .matcher(text)
        .results()
        .map(m -> m.group().replaceAll("\\\\(.)|\"", "$1"))
        .toList();
  }

  private static Duration timeout(String text) {
    Matcher parts = TIMEOUT.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "JJAVA_TIMEOUT is " + text + "; give a number and a unit, such as 90 seconds.");
    }
    String unit = parts.group(2).isEmpty() ? "MILLIS" : parts.group(2).toUpperCase(Locale.ROOT);
    return Duration.of(
        Long.parseLong(parts.group(1)),
        ChronoUnit.valueOf(unit.equals("MILLISECONDS") ? "MILLIS" : unit));
  }

  private static List<String> scripts(Map<String, String> environment) {
    var scripts = new ArrayList<String>();
    String paths = environment.getOrDefault("JJAVA_STARTUP_SCRIPTS_PATH", "");
    if (!paths.isBlank()) {
      for (Path path : PathsHandler.splitAndResolveGlobs(paths)) {
        if (Files.isRegularFile(path)) {
          scripts.add(read(path));
        }
      }
    }
    if (environment.containsKey("JJAVA_STARTUP_SCRIPT")) {
      scripts.add(environment.get("JJAVA_STARTUP_SCRIPT"));
    }
    return scripts;
  }

  private static String read(Path script) {
    try {
      return Files.readString(script);
    } catch (IOException e) {
      throw new UncheckedIOException("The start-up script " + script + " can't be read.", e);
    }
  }
}
