package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.figure.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of films that have no probabilities, with the reason. */
class ScoreProblemsTest {
  @TempDir private Path folder;
  private Path model;
  private Path films;
  private Path table;
  private final Shell shell = new Shell();

  @BeforeEach
  void make() throws IOException {
    model = Shell.model(folder.resolve("model"));
    films = folder.resolve("films");
    table = folder.resolve("p.csv");
    for (int i = 0; i < 12; i++) {
      Shell.film(films.resolve(Text.format("film-%02d.png", i)), i);
    }
    Files.writeString(films.resolve("film-03.png"), "no picture");
  }

  private int score(Object... more) {
    Object[] command = {"score", model, films, "-o", table, "--problems"};
    Object[] all = Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return shell.run(all);
  }

  @Test
  void aFilmThatCannotBeReadHasARowWithTheReasonAtTheEnd() throws IOException {
    assertEquals(3, score(), shell::err);
    List<String> lines = Files.readAllLines(table);
    assertEquals("Image,Mass,Edema,Problem", lines.get(0));
    assertEquals(13, lines.size());
    assertTrue(lines.get(1).matches("film-00.png,[\\d.E-]+,[\\d.E-]+,"), lines.get(1));
    assertTrue(
        lines.get(12).startsWith("film-03.png,,,") && lines.get(12).contains("not a picture"),
        lines.get(12));
    assertEquals(table + " has 11 of 12 films; 1 can't be read.\n", shell.out());
  }

  @Test
  void whatCouldNotBeReadIsTriedAgainAndTheTableIsTheSameToTheByteUntilItCan() throws IOException {
    score();
    byte[] first = Files.readAllBytes(table);
    assertEquals(3, score());
    assertArrayEquals(first, Files.readAllBytes(table));
    // Cut within the row of the reason, as by a kill.
    Files.write(table, Arrays.copyOf(first, first.length - 9));
    assertEquals(3, score());
    assertArrayEquals(first, Files.readAllBytes(table));
    Shell.film(films.resolve("film-03.png"), 3);
    assertEquals(0, score(), shell::err);
    List<String> lines = Files.readAllLines(table);
    assertEquals(13, lines.size());
    assertTrue(lines.get(12).matches("film-03.png,[\\d.E-]+,[\\d.E-]+,"), lines.get(12));
  }

  @Test
  void aRowWithAReasonThatWasMovedStaysAndIsNotMadeTwice() throws IOException {
    score();
    List<String> lines = Files.readAllLines(table);
    String reason = lines.remove(12);
    lines.add(2, reason);
    Files.write(table, lines);
    assertEquals(3, score(), shell::err);
    assertEquals(lines, Files.readAllLines(table));
    assertEquals(
        table + " has 11 of 12 films, 11 of them from before; 1 can't be read.\n", shell.out());
  }

  @Test
  void aTableKeepsTheFormInWhichItWasBegun() throws IOException {
    assertEquals(3, shell.run("score", model, films, "-o", table));
    byte[] plain = Files.readAllBytes(table);
    String[] again = {
      "score", model.toString(), films.toString(), "-o", table.toString(), "--problems"
    };
    shell.refuses(again, "was begun without the column Problem; leave out --problems");
    assertArrayEquals(plain, Files.readAllBytes(table));
    Files.delete(table);
    score();
    assertEquals(3, shell.run("score", model, films, "-o", table), shell::err);
    assertTrue(Files.readString(table).startsWith("Image,Mass,Edema,Problem\n"));
  }

  @Test
  void aRowOfATableWithoutAPictureHasARowToo() throws IOException {
    Path list = folder.resolve("list.csv");
    Files.writeString(list, "Image\nfilm-01.png\nfilm-99.png\nfilm-02.png\n");
    assertEquals(
        3,
        shell.run("score", model, list, "--pictures", films, "-o", table, "--problems"),
        shell::err);
    List<String> lines = Files.readAllLines(table);
    assertEquals(4, lines.size());
    assertEquals("film-99.png,,,There is no picture of it where the table's lie.", lines.get(3));
  }

  @Test
  void anEvaluationSaysHowManyHaveNoProbabilities() throws IOException {
    score();
    var labels = new StringBuilder("Image,PatientId,Mass,Edema\n");
    for (int i = 0; i < 12; i++) {
      labels.append(Text.format("film-%02d.png,%d,%d,%d\n", i, i, i % 2, i / 2 % 2));
    }
    Path truth = folder.resolve("labels.csv");
    Files.writeString(truth, labels);
    assertEquals(0, shell.run("evaluate", table, truth, "--resamples", "20"), shell::err);
    assertTrue(
        shell.out().contains("1 film has no probabilities in the predictions (film-03.png: "),
        shell::out);
    assertFalse(shell.out().contains("Not used"), shell::out);
  }

  @Test
  void onlySparkWritesParquet() {
    shell.refuses(
        new String[] {
          "score", model.toString(), films.toString(), "-o", folder.resolve("p.parquet").toString()
        },
        "Only --spark writes Parquet");
  }
}
