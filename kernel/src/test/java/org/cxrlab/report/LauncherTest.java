package org.cxrlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code ./cxrlab} says and does where something is missing, on a copy of it with tools of our
 * own making in place of Java, Maven and Python.
 */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  private static final List<String> ORDINARY_TOOLS =
      List.of(
          "bash", "env", "dirname", "sed", "awk", "cat", "find", "cksum", "sort", "mkdir", "rm",
          "mv", "df", "id", "ls", "head", "tail", "tr", "cut", "grep", "sleep", "wc", "chmod",
          "flock");
  private static final String PYTHON_THAT_MAKES_ENVIRONMENTS =
      """
      case "$*" in
        *python_version*) echo 3.12.1 ;;
        "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
        *install_kernel.py) d="${0%/bin/python}/share/jupyter/kernels/cxrlab"
          mkdir -p "$d" && echo '{}' >"$d/kernel.json" ;;
        *cxrlab_report*) echo "report started" ;;
      esac
      """;
  private static final String MAVEN_THAT_BUILDS =
      """
      case "$1" in
        -v) echo "Apache Maven 3.9.9" ;;
        *) mkdir -p target/lib && : >target/lib/cxrlab-1.jar && : >target/lib/cxrlab-kernel-1.jar ;;
      esac
      """;

  @TempDir private Path home;
  @TempDir private Path tools;

  @BeforeEach
  void copyTheLauncher() throws IOException {
    for (String file :
        List.of(
            "cxrlab",
            "pom.xml",
            "library/pom.xml",
            "kernel/pom.xml",
            "kernel/setup.sh",
            "kernel/doctor.sh",
            "kernel/requirements.txt",
            "kernel/install_kernel.py",
            "bench/setup.sh")) {
      Path copy = home.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Launcher.HOME.resolve(file), copy);
    }
    Files.createDirectories(home.resolve("library/src/main"));
    Files.createDirectories(home.resolve("kernel/src/main"));
    Files.createDirectories(home.resolve(".mvn"));
    for (String tool : ORDINARY_TOOLS) {
      Path found =
          Stream.of("/usr/bin", "/bin")
              .map(d -> Path.of(d, tool))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(tools.resolve(tool), found);
    }
    Files.createSymbolicLink(tools.resolve("cp"), Path.of("/bin/cp"));
    tool("java", "echo 'openjdk version \"21.0.2\" 2024-01-16' >&2");
    tool("javac", "");
    tool("mvn", MAVEN_THAT_BUILDS);
    tool("python3", PYTHON_THAT_MAKES_ENVIRONMENTS);
  }

  @Test
  void anUnknownCommandNamesTheOneThatIsMeantOrShowsTheUsageAndEndsWithTwo() {
    misused("there is no command reprot; did you mean report?", "", "reprot");
    var outcome = cxrlab("frobnicate");
    assertEquals(2, outcome.status());
    assertTrue(outcome.output().contains("there is no command frobnicate."), outcome.output());
    assertTrue(outcome.output().contains("./cxrlab report"), outcome.output());
  }

  @Test
  void anOptionWithoutItsValueIsNamed() {
    for (String option : List.of("--data", "--port", "--ip", "--token", "--url-path")) {
      misused(option + " needs a value after it.", " lab", "lab", option);
      misused(
          option + " needs a value after it, and --no-browser is another option.",
          " lab",
          "lab",
          option,
          "--no-browser");
    }
    misused("--port needs a number, and x is none.", " lab", "lab", "--port", "x");
    misused("--no-browser takes no value.", " lab", "lab", "--no-browser=1");
    misused("--pairs needs a value after it.", " bench", "bench", "--pairs");
  }

  @Test
  void anUnknownOptionIsNamedWithTheOneThatIsMeant() {
    misused("lab has no option --prot; did you mean --port?", " lab", "lab", "--prot", "8888");
    misused("lab has no option --frobnicate.", " lab", "lab", "--frobnicate");
    misused("bench has no option --qick; did you mean --quick?", " bench", "bench", "--qick");
    misused("parity has no option --kep; did you mean --keep?", " parity", "parity", "--kep");
    misused("doctor takes nothing after it, and here is --all.", " doctor", "doctor", "--all");
  }

  private void misused(String message, String command, Object... arguments) {
    var outcome = cxrlab(arguments);
    assertEquals(2, outcome.status(), outcome.output());
    assertEquals("cxrlab: " + message + "\n  See ./cxrlab help" + command + ".", outcome.output());
  }

  @Test
  void labHandsItsOptionsToJupyterLabAndWhatFollowsTwoHyphensAsItIs() throws IOException {
    tool(
        "python3",
        PYTHON_THAT_MAKES_ENVIRONMENTS.replace(
            "*cxrlab_report*)", "*jupyterlab*) printf '<%s>' \"$@\" ;; *cxrlab_report*)"));
    String shown =
        cxrlab(
                "lab",
                "--ip",
                "0.0.0.0",
                "--token=a b",
                "--url-path",
                "films",
                "--port",
                "8899",
                "--no-browser",
                home,
                "--",
                "--LabApp.quit_button=False",
                "--help")
            .output();
    for (String option :
        List.of(
            "<--ServerApp.ip=0.0.0.0>",
            "<--IdentityProvider.token=a b>",
            "<--ServerApp.base_url=/films>",
            "<--ServerApp.port=8899>",
            "<--no-browser>",
            "<--ServerApp.root_dir=" + home + "><--LabApp.quit_button=False><--help>")) {
      assertTrue(shown.contains(option), shown);
    }
  }

  @Test
  void helpNeedsNothingInstalled() throws IOException {
    for (String tool : List.of("java", "mvn", "python3")) {
      Files.delete(tools.resolve(tool));
    }
    assertEquals(0, cxrlab("help").status());
    assertEquals(0, cxrlab("report", "--help").status());
  }

  @Test
  void helpOnOneCommandTellsThatOneAlone() {
    for (var asked : List.of(cxrlab("help", "bench"), cxrlab("bench", "--help"))) {
      assertEquals(0, asked.status());
      assertTrue(asked.output().startsWith("  ./cxrlab bench [--quick]"), asked.output());
      assertFalse(asked.output().contains("./cxrlab parity"), asked.output());
    }
    assertEquals(2, cxrlab("help", "reprot").status());
  }

  @Test
  void helpFitsATerminalOfEightyColumnsAndNamesEveryCommandOfTheLibrary() throws IOException {
    String usage = cxrlab("help").output();
    assertTrue(usage.lines().allMatch(line -> line.length() <= 80), usage);
    String main =
        Files.readString(Launcher.HOME.resolve("library/src/main/java/org/cxrlab/cli/Main.java"));
    var commands = Pattern.compile("  (\\w+)Command\\.class").matcher(main);
    int found = 0;
    while (commands.find()) {
      String name =
          commands.group(1).replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
      assertTrue(usage.contains("\n  ./cxrlab " + name), name);
      found++;
    }
    assertTrue(found > 6, main);
  }

  @Test
  void aMissingJavaIsNamedWithHowToGetIt() throws IOException {
    Files.delete(tools.resolve("java"));
    fails("Java is missing: a JDK, version 17 or later, is needed.", "https://adoptium.net");
  }

  @Test
  void aJavaThatIsTooOldIsNamedWithItsVersion() throws IOException {
    tool("java", "echo 'java version \"1.8.0_392\"' >&2");
    fails("is version 1.8.0_392: a JDK, version 17 or later, is needed.");
  }

  @Test
  void aJavaWithoutItsCompilerIsNamed() throws IOException {
    Files.delete(tools.resolve("javac"));
    fails("has no compiler (javac)");
  }

  @Test
  void aMissingMavenIsNamed() throws IOException {
    Files.delete(tools.resolve("mvn"));
    fails("Maven is missing: version 3.8 or later is needed.");
  }

  @Test
  void aMavenThatIsTooOldIsNamedWithItsVersion() throws IOException {
    tool("mvn", "echo 'Apache Maven 3.6.3 (x)'");
    fails("is version 3.6.3: 3.8 or later is needed.");
  }

  @Test
  void aPythonThatIsTooOldIsNamedWithItsVersion() throws IOException {
    tool("python3", "echo 3.8.10");
    fails("Python 3.10 or later is needed. python3 is 3.8.10.");
  }

  @Test
  void aPythonWithoutItsVenvModuleIsNamed() throws IOException {
    tool("python3", "case \"$2\" in *venv*) exit 1 ;; *) echo 3.11.2 ;; esac");
    fails("its venv module is missing", "python3-venv");
  }

  @Test
  void aFullDiskIsNamedBeforeAnythingIsMade() throws IOException {
    Files.delete(tools.resolve("df"));
    tool("df", "echo header; echo /dev/x 100 100 204800 99% /");
    fails("Only 200 MB are free", "needs 3000 MB");
    assertFalse(Files.exists(home.resolve(".cxrlab/venv")));
  }

  @Test
  void theFirstRunSaysWhatItSetsUpAndTheSecondHasNothingToSay() {
    var first = cxrlab("report");
    assertEquals(0, first.status(), first.output());
    assertTrue(first.output().contains("Setting up cxrlab"), first.output());
    assertTrue(first.output().endsWith("report started"), first.output());
    assertEquals("report started", cxrlab("report").output());
  }

  @Test
  void aChangedSourceRenewsTheLibraryAndTheKernelAlone() throws IOException {
    cxrlab("report");
    for (String module : List.of("library", "kernel")) {
      Files.writeString(home.resolve(module + "/src/main/New.java"), "class New {}");
      String output = cxrlab("report").output();
      assertTrue(output.contains("the Java library"), output);
      assertTrue(output.contains("the Java kernel"), output);
      assertFalse(output.contains("Python packages"), output);
    }
  }

  @Test
  void aStepThatFailsShowsItsErrorAndItsLogAndTheNextRunGoesOnFromThere() throws IOException {
    tool(
        "mvn",
        """
        [ "$1" = -v ] && echo "Apache Maven 3.9.9" && exit
        echo "[ERROR] Could not transfer artifact a:b:1: repo.example: Temporary failure in name resolution"
        exit 1
        """);
    var failed = cxrlab("report");
    assertEquals(1, failed.status());
    assertTrue(failed.output().contains("Could not transfer artifact a:b:1"), failed.output());
    assertTrue(failed.output().contains("check the connection"), failed.output());
    assertTrue(failed.output().contains(".cxrlab/logs/library.log"), failed.output());

    tool("mvn", MAVEN_THAT_BUILDS);
    var repaired = cxrlab("report");
    assertEquals(0, repaired.status(), repaired.output());
    assertTrue(repaired.output().contains("An earlier set-up was cut short"), repaired.output());
    assertFalse(repaired.output().contains("Python packages"), repaired.output());
  }

  @Test
  void anEnvironmentThatIsHalfMadeIsMadeAnew() throws IOException {
    cxrlab("report");
    Files.delete(home.resolve(".cxrlab/stamps/python"));
    Files.createFile(home.resolve(".cxrlab/stamps/python.started"));
    Path left = Files.createFile(home.resolve(".cxrlab/venv/left-over"));
    var repaired = cxrlab("report");
    assertEquals(0, repaired.status(), repaired.output());
    assertFalse(Files.exists(left), "the new environment starts empty");
  }

  @Test
  void setUpsThatStartTogetherAfterAKilledOneDoNotRunTogether() throws Exception {
    logEachStep();
    startTogetherAfterAKilledOne();
  }

  @Test
  void soItIsWhereTheSystemHasNoFlock() throws Exception {
    logEachStep();
    Files.delete(tools.resolve("flock"));
    startTogetherAfterAKilledOne();
  }

  @Test
  void theLibraryIsCompiledWhilePipWorks() throws IOException {
    String awaitsMaven =
        "for ((i = 0; i < 200; i++)); do [ -e %1$s/compiled ] && break; sleep 0.05; done; "
            + "[ -e %1$s/compiled ]";
    tool(
        "python3",
        "case \"$*\" in *\"pip install\"*) "
            + awaitsMaven.formatted(home)
            + "; exit ;; esac\n"
            + PYTHON_THAT_MAKES_ENVIRONMENTS);
    tool("mvn", "case \"$*\" in *compile*) : >" + home + "/compiled ;; esac\n" + MAVEN_THAT_BUILDS);
    var outcome = cxrlab("report");
    assertEquals(0, outcome.status(), outcome.output());
  }

  @Test
  void aStepThatFailsEndsTheMavenBesideIt() throws Exception {
    tool(
        "python3",
        "case \"$*\" in *\"pip install\"*) exit 1 ;; esac\n" + PYTHON_THAT_MAKES_ENVIRONMENTS);
    Path pid = home.resolve("pid");
    tool(
        "mvn",
        "[ \"$1\" = -v ] && echo 'Apache Maven 3.9.9' && exit\necho $$ >"
            + pid
            + "\n"
            + "exec sleep 60");
    assertEquals(1, cxrlab("report").status());
    long maven = Long.parseLong(Files.readString(pid).strip());
    var left = ProcessHandle.of(maven);
    for (int i = 0; i < 100 && left.isPresent() && left.get().isAlive(); i++) {
      Thread.sleep(20);
    }
    assertFalse(left.isPresent() && left.get().isAlive(), "Maven goes on");
  }

  @Test
  void testsWantALibraryThatErrorProneHasLookedAtAndOthersTakeThatToo() throws IOException {
    Path calls = home.resolve("calls");
    tool("mvn", "echo \"$*\" >>" + calls + "\n" + MAVEN_THAT_BUILDS);
    Map<String, String> noBrowser = Map.of("CI", "false");
    cxrlab("report");
    assertTrue(builds(calls).stream().allMatch(call -> call.contains("-Dunchecked")));
    Path classes = Files.createDirectories(home.resolve("library/target/classes/org"));
    cxrlab(noBrowser, "test");
    assertFalse(Files.exists(classes), "classes that were not looked at");
    assertFalse(builds(calls).get(0).contains("-Dunchecked"), builds(calls).toString());
    cxrlab(noBrowser, "test");
    assertEquals(List.of(), builds(calls));
    cxrlab("report");
    assertEquals(List.of(), builds(calls));
  }

  @Test
  void sparkIsFetchedWhenItIsFirstAskedForAndNotAgain() throws IOException {
    Files.createDirectories(home.resolve("cluster/src/main"));
    Files.copy(Launcher.HOME.resolve("cluster/pom.xml"), home.resolve("cluster/pom.xml"));
    tool(
        "mvn",
        """
        case "$*" in *package*) mkdir -p target/spark/jars
          : >target/spark/cxrlab-spark-1.jar; : >target/spark/jars/spark-core_2.13-4.jar ;; esac
        """
            + MAVEN_THAT_BUILDS);
    tool("java", "echo 'openjdk version \"21.0.2\"' >&2; echo \"java: $*\"");
    var plain = cxrlab("score", "model", "films", "-o", "p.csv");
    assertFalse(plain.output().contains("park"), plain.output());
    var first = cxrlab("score", "model", "films", "-o", "p.csv", "--spark", "local[2]");
    assertTrue(first.output().contains("Apache Spark, by Maven"), first.output());
    var second = cxrlab("score", "model", "films", "-o", "p.csv", "--spark=local[2]");
    assertFalse(second.output().contains("by Maven"), second.output());
    for (String said : List.of(first.output(), second.output())) {
      assertTrue(said.contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"), said);
      assertTrue(said.contains("/target/spark/cxrlab-spark-1.jar:"), said);
    }
  }

  /** The calls of Maven that build the library, since the last time that was asked. */
  private static List<String> builds(Path calls) throws IOException {
    List<String> all = Files.readAllLines(calls);
    Files.writeString(calls, "");
    return all.stream().filter(call -> call.contains("compiler:compile")).toList();
  }

  /** Has Maven and the making of an environment take a while, and note when. */
  private void logEachStep() throws IOException {
    Path python =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, "python3"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    String begin = "echo begin $0 >>" + home + "/steps\n";
    String end = "sleep 0.3; echo end $0 >>" + home + "/steps\n";
    tool(
        "python3",
        ("case \"$*\" in *fcntl*) exec env PATH=" + System.getenv("PATH") + " " + python)
            + " \"$@\" ;; *venv*|*pip*) "
            + begin
            + end
            + ";; esac\n"
            + PYTHON_THAT_MAKES_ENVIRONMENTS);
    tool("mvn", "[ \"$1\" = -v ] || {\n" + begin + end + "}\n" + MAVEN_THAT_BUILDS);
  }

  private void startTogetherAfterAKilledOne() throws Exception {
    Path steps = home.resolve("steps");
    Process killed = Launcher.start(home, variables(Map.of()), "report");
    while (!Files.exists(steps)) {
      Thread.sleep(5);
    }
    killed.destroyForcibly().waitFor();
    List<Process> together = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      together.add(Launcher.start(home, variables(Map.of()), "report"));
    }
    int setUps = 0;
    for (Process process : together) {
      String said = String.join("\n", Launcher.reader(process).lines().toList());
      assertEquals(0, process.waitFor(), said);
      assertTrue(said.endsWith("report started"), said);
      assertFalse(said.contains("setup.sh: line"), said);
      setUps += said.contains("Setting up cxrlab") ? 1 : 0;
    }
    assertEquals(1, setUps, "the others find it done");
    for (String tool : List.of("mvn", "python")) {
      List<String> noted =
          Files.readAllLines(steps).stream().filter(line -> line.contains("/" + tool)).toList();
      for (int i = 0; i < noted.size(); i++) {
        String expected = i % 2 == 0 ? "begin " : "end ";
        assertTrue(noted.get(i).startsWith(expected), () -> "overlapping: " + noted);
      }
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedAtOnceWithWhoOwnsIt() throws IOException {
    Files.createFile(home.resolve(".cxrlab")); // holds up root, too, whom no permission does
    String owner = Files.getOwner(home).getName();
    fails("The set-up can't write in " + home + "/.cxrlab (File exists): it belongs to " + owner);
    Files.delete(home.resolve(".cxrlab"));
    Files.createDirectories(home.resolve(".cxrlab"));
    Files.createFile(home.resolve(".cxrlab/logs"));
    fails("can't write in " + home + "/.cxrlab/logs (File exists)");
    Files.delete(home.resolve(".cxrlab/logs"));
    Files.createDirectories(home.resolve(".cxrlab/set-up.lock"));
    fails("can't write the file " + home + "/.cxrlab/set-up.lock (Is a directory).");
  }

  @Test
  void whatIsSetUpNeedsNoLock() throws IOException {
    cxrlab("report");
    Files.delete(home.resolve(".cxrlab/set-up.lock"));
    Files.createDirectories(home.resolve(".cxrlab/set-up.lock"));
    assertEquals("report started", cxrlab("report").output());
  }

  @Test
  void whereTheHomeCanNotBeWrittenToJupytersIsTheProjects() throws IOException {
    tool(
        "python3",
        PYTHON_THAT_MAKES_ENVIRONMENTS.replace("\"report started\"", "\"started in $HOME\""));
    Path usual = Files.createDirectory(home.resolve("usual"));
    assertStartsIn(usual, usual);
    // In these even root can make no folder.
    assertStartsIn(home.resolve(".cxrlab/home"), Path.of("/proc"));
    assertStartsIn(home.resolve(".cxrlab/home"), home.resolve("pom.xml/home"));
  }

  private void assertStartsIn(Path expected, Path given) {
    var outcome = cxrlab(Map.of("HOME", given.toString()), "report");
    assertEquals(0, outcome.status(), outcome.output());
    assertTrue(outcome.output().endsWith("started in " + expected), outcome.output());
  }

  @Test
  void doctorNamesWhatIsMissingAndEndsWithOne() throws IOException {
    Files.delete(tools.resolve("mvn"));
    var outcome = cxrlab("doctor");
    assertEquals(1, outcome.status(), outcome.output());
    assertTrue(outcome.output().matches("(?s).*Maven +MISSING +3\\.8 or later .*"));
    assertTrue(outcome.output().matches("(?s).*Java +ok +21\\.0\\.2 .*"), outcome.output());
  }

  @Test
  void testsInCiNeedABrowser() {
    var outcome = cxrlab(Map.of("CI", "true"), "test");
    assertEquals(1, outcome.status());
    assertTrue(outcome.output().contains("There is no browser"), outcome.output());
  }

  @Test
  void testsElsewhereSayLoudlyThatTheyGoWithoutABrowser() {
    var outcome = cxrlab(Map.of("CI", "false"), "test");
    assertEquals(0, outcome.status(), outcome.output());
    assertTrue(outcome.output().contains("the browser tests are SKIPPED"), outcome.output());
  }

  @Test
  void aNameThatNoTestHasIsAnError() throws IOException {
    var none = cxrlab(Map.of("CI", "false"), "test", "-Dtest=NoSuchTest");
    assertEquals(1, none.status(), none.output());
    assertTrue(
        none.output().contains("No test has a name as in: -Dtest=NoSuchTest"), none.output());

    String report = "kernel/target/surefire-reports";
    tool(
        "mvn",
        "sleep 0.1; mkdir -p %s; : >%s/TEST-OneTest.xml\n".formatted(report, report)
            + MAVEN_THAT_BUILDS);
    var one = cxrlab(Map.of("CI", "false"), "test", "-Dtest=OneTest");
    assertEquals(0, one.status(), one.output());
  }

  private void fails(String... messages) {
    var outcome = cxrlab("report");
    assertEquals(1, outcome.status(), outcome.output());
    for (String message : messages) {
      assertTrue(outcome.output().contains(message), outcome.output());
    }
  }

  private Launcher.Outcome cxrlab(Object... arguments) {
    return cxrlab(Map.of(), arguments);
  }

  private Launcher.Outcome cxrlab(Map<String, String> more, Object... arguments) {
    return Launcher.run(home, variables(more), arguments);
  }

  private Map<String, String> variables(Map<String, String> more) {
    var variables = new HashMap<>(more);
    variables.put("PATH", tools.toString());
    variables.put("JAVA_HOME", "");
    variables.put("CXRLAB_SETUP", "");
    variables.put("CXR_CHROMIUM", "");
    return variables;
  }

  private void tool(String name, String script) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
