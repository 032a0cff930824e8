package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cxrlab.data.TableException;
import org.cxrlab.disk.Hold;
import org.cxrlab.figure.Text;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.ExperimentFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** How a command ends by each kind of error: its exit status and what it says. */
class ErrorsOfCommandsTest {
  @TempDir Path folder;

  private final Shell shell = new Shell();

  /** Sixteen films and their table. */
  @BeforeEach
  void draw() throws IOException {
    StringBuilder csv = new StringBuilder("Image,Mass,Edema,PatientId\n");
    for (int i = 0; i < 16; i++) {
      Shell.film(folder.resolve(Text.format("films/%d.png", i)), i);
      csv.append(Text.format("%d.png,%d,%d,%d%n", i, i % 2, i / 2 % 2, i));
    }
    Files.writeString(folder.resolve("films/films.csv"), csv);
  }

  private Path plan(String fields) throws IOException {
    return Files.writeString(
        folder.resolve("plan.json"),
        """
        {"films": "films", "model": "model", "imageSize": 32, "batchSize": 4, "epochs": 2,
        "split": {"train": 0.5, "validation": 0.25, "test": 0.25}, "seed": 1, %s}
        """
            .formatted(fields));
  }

  private String runs() {
    return "--runs=" + folder.resolve("runs.db");
  }

  private void refuses(List<Object> arguments, String... parts) {
    assertEquals(ExitCode.FAILED, shell.run(arguments.toArray()), shell::err);
    String last = shell.err().lines().reduce((a, b) -> b).orElse("");
    assertTrue(
        last.startsWith("cxrlab: ") && (last.endsWith(".") || last.endsWith("?")), shell::err);
    assertFalse(shell.err().contains("\tat "), shell::err);
    for (String part : parts) {
      assertTrue(last.contains(part), () -> "\"" + part + "\" is not in: " + last);
    }
  }

  @Test
  void fileOfRunsThatIsAFolderOrLiesInAFileIsRefused() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("a-folder"));
    refuses(
        List.of("runs", "--runs=" + directory),
        "a-folder is a folder.",
        "Name another file, or move this one away");
    Path file = Files.writeString(folder.resolve("a-file"), "");
    Path inside = file.resolve("runs.db");
    refuses(List.of("runs", "--runs=" + inside), "There is no file of runs " + inside);
  }

  @Test
  void fileOfRunsThatIsNoDatabaseStaysAsItIs() throws IOException {
    String text = "no database, ".repeat(500);
    Path file = Files.writeString(folder.resolve("runs.db"), text);
    refuses(List.of("runs", runs()), file + " is no SQLite file.", "nothing in it was changed");
    assertEquals(text, Files.readString(file));
    try (Stream<Path> beside = Files.list(folder)) {
      assertTrue(beside.noneMatch(f -> f.toString().contains("damaged")));
    }
  }

  @Test
  void checkpointsThatAnotherTrainingUsesAreLeftToIt() throws IOException {
    Shell.model(folder.resolve("model"));
    Path file = plan("\"learningRate\": 0.001");
    ExperimentFile plan = ExperimentFile.plan(file);
    Split split = plan.films();
    Path checkpoints;
    try (Runs runs = Runs.open(folder.resolve("runs.db"))) {
      checkpoints =
          runs.checkpoints(
                  plan.network().fingerprint(split.train().labels()),
                  split,
                  plan.plan(split.train()))
              .folder();
    }
    try (Hold other = Hold.takeFolder(checkpoints, Duration.ZERO).orElseThrow()) {
      assertTrue(other.channel().isOpen());
      refuses(
          List.of("train", file, runs()),
          "Another training is writing checkpoints to " + checkpoints,
          "name another folder");
    }
    assertEquals(ExitCode.DONE, shell.run("train", file, runs()), shell::err);
  }

  @Test
  void networkThatDivergesSaysAtWhichStepAndWhyAndTheRunIsKeptAsFailed() throws IOException {
    Shell.model(folder.resolve("model"));
    refuses(
        List.of("train", plan("\"learningRate\": 1e30"), runs()),
        "The loss became ",
        " at step ",
        "is probably too high");
    assertKeptAsFailed();
  }

  @Test
  void headThatDivergesSaysAtWhichStepAndWhyAndTheRunIsKeptAsFailed() throws IOException {
    Shell.model(folder.resolve("model"));
    System.setProperty("cxrlab.data", folder.resolve("data").toString());
    try {
      refuses(
          List.of("train", plan("\"learns\": \"head\", \"learningRate\": 1e300"), runs()),
          "The loss became ",
          " at step ",
          "is probably too high");
    } finally {
      System.clearProperty("cxrlab.data");
    }
    assertKeptAsFailed();
  }

  /** With the steps before it failed. */
  private void assertKeptAsFailed() {
    String sql =
        "SELECT status, message LIKE 'The loss became %', (SELECT count(*) > 0 FROM steps) FROM runs";
    assertEquals(ExitCode.DONE, shell.run("runs", "list", runs(), "--sql", sql), shell::err);
    assertEquals("FAILED,1,1", shell.out().lines().skip(1).findFirst().orElse(""));
  }

  @Test
  void weightsATableAndAPictureThatCanNotBeReadAreNamed() throws IOException {
    Path model = Shell.model(folder.resolve("model"));
    Path garbage = Files.writeString(folder.resolve("garbage.h5"), "no weights");
    refuses(
        List.of("score", garbage, folder.resolve("films"), "-o", folder.resolve("out.csv")),
        "The weights file " + garbage,
        "Nothing was loaded.");
    Path table = Files.writeString(folder.resolve("films/other.csv"), "Mass,Edema\n1,0\n");
    refuses(
        List.of("score", model, table, "-o", folder.resolve("out.csv")),
        "other.csv has no column \"Image\"");
    refuses(
        List.of("evaluate", folder.resolve("films/films.csv"), table), "other.csv has no column");
    Path picture = Files.writeString(folder.resolve("cut.png"), "no picture");
    refuses(
        List.of("explain", model, picture, "--label=Mass", "-o", folder.resolve("map.png")),
        "The picture " + picture + " is not a picture that can be read.");
  }

  @Test
  void argumentThatCanNotBeIsASentence() throws IOException {
    refuses(List.of("train", plan("\"imageSizes\": 3"), runs()), "no field \"imageSizes\"");
    Runs.open(folder.resolve("runs.db")).close();
    refuses(List.of("runs", "show", "7", runs()), "There is no run 7");
  }

  /** Ends as it is told to. */
  @Command(name = "fail")
  private static final class Failing implements Runnable {
    private final Supplier<Throwable> thrown;

    Failing(Supplier<Throwable> thrown) {
      this.thrown = thrown;
    }

    @Override
    public void run() {
      Failing.<RuntimeException>fail(thrown.get());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }

  private int fail(Supplier<Throwable> thrown) {
    return shell.with(new Failing(thrown)).run("fail");
  }

  private static int half(Integer number) {
    return number / 2;
  }

  @Test
  void errorOfOursIsToBeReportedWithItsTrace() {
    List<Supplier<Throwable>> faults =
        List.of(
            () -> new IllegalStateException("This can't be."),
            () -> new ArithmeticException("/ by zero"),
            () -> new AssertionError("Every Java has SHA-256."),
            () -> new NoClassDefFoundError("ai/djl/Engine"),
            () -> new StackOverflowError(),
            () -> caught(() -> half(null)),
            () -> caught(() -> List.of(1, null)),
            () -> caught(() -> Integer.parseInt("seven")));
    for (Supplier<Throwable> fault : faults) {
      assertEquals(ExitCode.BROKEN, fail(fault), shell::err);
      List<String> said = shell.err().lines().toList();
      assertEquals(
          "cxrlab: An error that should not be, in cxrlab itself. Please report it with:",
          said.get(0));
      assertEquals(fault.get().toString(), said.get(1));
      assertTrue(shell.err().contains("\tat org.cxrlab.cli.ErrorsOfCommandsTest"), shell::err);
    }
  }

  private static Throwable caught(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("It threw nothing.");
  }

  @Test
  void sentenceOfOursIsPrintedWithoutATraceThoughAnErrorCameUpWhileItWasCleanedUp() {
    assertEquals(
        ExitCode.FAILED,
        fail(
            () -> {
              var sentence = new TableException("films.csv is empty.");
              sentence.addSuppressed(new NullPointerException());
              return sentence;
            }));
    assertEquals("cxrlab: films.csv is empty.\n", shell.err());
  }

  @Test
  void wantOfMemoryIsASentenceThatSaysHowToGiveMore() {
    assertEquals(ExitCode.FAILED, fail(() -> new OutOfMemoryError("Java heap space")));
    shell.assertSentence("There is not enough memory", "JDK_JAVA_OPTIONS=-Xmx");
  }

  @Test
  void whatIsBrokenOffOnPurposeEndsAsByCtrlC() {
    assertEquals(
        ExitCode.INTERRUPTED, fail(() -> new CancellationException("Stopped after 2 of 9 films.")));
    assertEquals("Stopped after 2 of 9 films.\n", shell.out());
    assertEquals("", shell.err());
  }
}
