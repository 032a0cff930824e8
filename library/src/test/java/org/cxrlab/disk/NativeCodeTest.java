package org.cxrlab.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.figure.Fonts;
import org.cxrlab.image.Unpacking;
import org.cxrlab.run.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes in which native code and typefaces are loaded, with homes of all kinds. */
@EnabledOnOs(OS.LINUX)
class NativeCodeTest {
  @TempDir private Path folder;

  /** Loads all of it, and lasts until its input ends. */
  static final class Loading {
    public static void main(String[] arguments) throws IOException {
      Runs.open(Path.of(arguments[0])).close();
      Unpacking.description();
      System.out.println(Fonts.bold(9).getFontName());
      System.in.read();
    }
  }

  @Test
  void aProcessThatIsKilledLeavesNothingInTheTemporaryFolder() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temp = Files.createDirectory(folder.resolve("temp"));
    Process first = start(home, temp);
    assertEquals("DejaVu Sans Bold", first.inputReader().readLine());
    first.destroyForcibly().waitFor();
    assertEquals(Set.of(), namesIn(temp));
    Set<String> unpacked = namesIn(home.resolve(".cache/cxrlab"));
    assertEquals(
        Set.of("dejavu", "libjnidispatch.so", "libsqlitejdbc.so"),
        unpacked.stream().map(name -> name.split("-")[0]).collect(Collectors.toSet()));

    loads(home, temp);
    assertEquals(unpacked, namesIn(home.resolve(".cache/cxrlab")), "the same are used again");
  }

  @Test
  void withoutAHomeTheTemporaryFolderServesAndWithoutThatTheHome() throws Exception {
    Path file = Files.createFile(folder.resolve("file")); // in it even root can make no folder
    Path temp = Files.createDirectory(folder.resolve("temp"));
    loads(file.resolve("home"), temp);
    assertEquals(1, namesIn(temp).size(), "a folder of this user's");
    loads(Path.of("?"), temp);
    Path home = Files.createDirectory(folder.resolve("home"));
    loads(home, file.resolve("temp"));
    assertTrue(Files.isDirectory(home.resolve(".cache/cxrlab")));
  }

  @Test
  void whereNothingCanBeWrittenASentenceSaysWhatToDo() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Process process = start(file.resolve("home"), file.resolve("temp"));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(
        said.contains(
            "Neither "
                + file
                + "/home/.cache/cxrlab nor "
                + file
                + "/temp/cxrlab-"
                + System.getProperty("user.name")
                + " takes the files that cxrlab unpacks; set XDG_CACHE_HOME to a folder"),
        said);
  }

  @Test
  void aTemporaryFolderThatOthersMayWriteToIsNotTrusted() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path temp = Files.createDirectory(folder.resolve("temp"));
    Path laid = Files.createDirectory(temp.resolve("cxrlab-" + System.getProperty("user.name")));
    laid.toFile().setWritable(true, false);
    Process process = start(file.resolve("home"), temp);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("is not this user's alone"), said);
  }

  private void loads(Path home, Path temp) throws Exception {
    Process process = start(home, temp);
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("DejaVu Sans Bold", said.strip());
    assertEquals(0, process.waitFor());
  }

  private Process start(Path home, Path temp) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-Djava.awt.headless=true", "-Duser.home=" + home));
    command.addAll(List.of("-Djava.io.tmpdir=" + temp, "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Loading.class.getName()));
    command.add(folder.resolve("runs.db").toString());
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().remove("XDG_CACHE_HOME");
    return builder.start();
  }

  private static Set<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
