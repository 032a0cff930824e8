package org.cxrlab.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that fuzzes some kinds of files, so that a reader that hangs, wants more memory than
 * there is or ends the process is seen for what it is. It lives in a folder of its own and may
 * write nowhere else.
 */
final class FuzzChild {
  /** The same inputs come first each time. */
  static final int SEED = 1;

  /** After so many seconds by the clock on the wall a reader counts as one that never ends. */
  private static final int FOR_EVER = 600;

  private static final int SHORT = 60;
  private static final String HEAP = "-Xmx1g";

  private static final int MOST_FINDS = 20;
  private static final String COUNTS = "counts";
  private static final Pattern PROGRESS = Pattern.compile("#\\d+\\s.*?cov: (\\d+) ");

  /** What Jazzer looks for that no reader of files has to do with; without it starts are faster. */
  private static final String OUT_OF_QUESTION =
      Stream.of(
              "ClojureLangHooks",
              "ExpressionLanguageInjection",
              "LdapInjection",
              "NamingContextLookup",
              "RegexInjection",
              "SqlInjection",
              "XPathInjection")
          .map(hook -> "com.code_intelligence.jazzer.sanitizers." + hook)
          .collect(Collectors.joining(":"));

  private final List<FuzzTarget> targets;
  private final Path folder;
  private final Path log;
  private final Path here;
  private final Path finds;

  private FuzzChild(List<FuzzTarget> targets, Path folder) throws IOException {
    this.targets = targets;
    this.folder = folder;
    log = folder.resolve("log");
    here = folder("here");
    finds = folder("finds");
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /**
   * What came of a target.
   *
   * @param inputs that were tried
   * @param perSecond how many of them a second
   * @param coverage how many branches were met in all readers of the process
   * @param finds in words, each with its input
   */
  record Result(
      FuzzTarget target, long inputs, long perSecond, long coverage, List<String> finds) {}

  /**
   * Fuzzes for a while.
   *
   * @param folder is made; what was met there before is gone on from
   */
  static List<Result> run(List<FuzzTarget> targets, Path folder, long seconds)
      throws IOException, InterruptedException {
    return new FuzzChild(targets, folder).run(seconds);
  }

  private List<Result> run(long seconds) throws IOException, InterruptedException {
    for (int i = 0; i < targets.size(); i++) {
      write(i, targets.get(i).seeds().in(folder("made")));
      write(i, FuzzTargets.finds(targets.get(i)));
    }
    Process process =
        new ProcessBuilder(command(seconds))
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return results(process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  private void write(int which, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] input = new byte[1 + file.getValue().length];
      input[0] = (byte) which;
      System.arraycopy(file.getValue(), 0, input, 1, input.length - 1);
      Files.write(folder("seeds").resolve(targets.get(which) + "-" + file.getKey()), input);
    }
  }

  private List<String> command(long seconds) throws IOException {
    List<String> packages = new ArrayList<>(List.of("org.cxrlab.**"));
    targets.forEach(target -> packages.addAll(target.libraries()));
    String names = targets.stream().map(FuzzTarget::name).collect(Collectors.joining(","));
    int longest = targets.stream().mapToInt(FuzzTarget::longest).max().orElseThrow();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        HEAP,
        "-XX:+UseSerialGC",
        // In the seconds of an ordinary run the better compiler only takes time.
        seconds < SHORT ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
        "-Djava.awt.headless=true",
        "-Djdk.attach.allowAttachSelf=true",
        "-Dai.djl.offline=true",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
        "-Djava.io.tmpdir=" + folder("tmp"),
        "-D" + FuzzedReader.TARGETS + "=" + names,
        "-D" + FuzzedReader.COUNTS + "=" + folder.resolve(COUNTS),
        "-cp",
        classPath(),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + FuzzedReader.class.getName(),
        "--instrumentation_includes=" + String.join(":", packages),
        "--instrumentation_excludes=org.cxrlab.fuzz.**",
        "--custom_hook_includes=" + String.join(":", packages),
        "--disabled_hooks=" + OUT_OF_QUESTION,
        // Hooks into comparisons take as long to put in as such a run.
        seconds < SHORT ? "--trace=cov" : "--trace=cov:cmp:div:indir:native",
        "--keep_going=" + MOST_FINDS,
        "--reproducer_path=" + folder("reproducers"),
        "-seed=" + SEED,
        "-max_total_time=" + seconds,
        "-max_len=" + (longest + 1),
        "-timeout=" + FOR_EVER,
        // The heap has a limit of its own. The fuzzer would ask Linux for the most memory ever
        // held,
        // which a process inherits from the one that started it.
        "-rss_limit_mb=0",
        "-dict=" + dictionary(),
        "-artifact_prefix=" + finds + "/",
        folder("corpus").toString(),
        folder("seeds").toString());
  }

  /** From wherever the process is. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path dictionary() throws IOException {
    List<String> lines =
        targets.stream()
            .flatMap(target -> target.words().stream())
            .map(word -> "\"" + word.replace("\"", "\\x22") + "\"")
            .distinct()
            .toList();
    return Files.write(folder.resolve("words"), lines);
  }

  private List<Result> results(int exit) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    long coverage = 0;
    for (String line : lines) {
      Matcher progress = PROGRESS.matcher(line);
      coverage = progress.find() ? Long.parseLong(progress.group(1)) : coverage;
    }
    Path told = folder.resolve(COUNTS);
    List<String> counts = Files.exists(told) ? Files.readAllLines(told) : List.of();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      String[] count = i < counts.size() ? counts.get(i).split(" ") : new String[] {"0", "0"};
      long inputs = Long.parseLong(count[0]);
      long perSecond = Math.round(inputs / Math.max(1e-3, Double.parseDouble(count[1])));
      results.add(new Result(targets.get(i), inputs, perSecond, coverage, finds(i, lines)));
    }
    boolean some = results.stream().anyMatch(result -> !result.finds().isEmpty());
    if (!some && (exit != 0 || counts.isEmpty())) {
      throw new AssertionError(
          "The process for " + targets + " ended with " + exit + ":\n" + String.join("\n", lines));
    }
    if (!listed(here).isEmpty()) {
      throw new AssertionError("A reader of " + targets + " wrote " + listed(here));
    }
    return results;
  }

  /** The finds of a target, each as a file that it reads. */
  private List<String> finds(int which, List<String> lines) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path find : listed(finds)) {
      byte[] input = Files.readAllBytes(find);
      if (input.length > 0 && FuzzedReader.which(input[0], targets.size()) == which) {
        Path file = folder("found").resolve(targets.get(which) + "-" + find.getFileName());
        Files.write(file, Arrays.copyOfRange(input, 1, input.length));
        found.add(file + "\n" + about(lines, find));
      }
    }
    return found;
  }

  /** What the log says of a find, before the line that names its file. */
  private static String about(List<String> lines, Path find) {
    int end = 0;
    while (end < lines.size() - 1 && !lines.get(end).contains(find.getFileName().toString())) {
      end++;
    }
    int start = end;
    while (start > 0 && !lines.get(start).matches("(== Java|.*ERROR: libFuzzer).*")) {
      start--;
    }
    return lines.subList(start, end).stream().limit(20).collect(Collectors.joining("\n"));
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
