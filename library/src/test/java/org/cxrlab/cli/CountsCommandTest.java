package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.TableLeaks;
import org.cxrlab.data.TableSummary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counting tables from the shell. */
class CountsCommandTest {
  @TempDir private Path folder;
  private final Shell shell = new Shell();
  private Path train;
  private Path test;

  @BeforeEach
  void write() throws IOException {
    train = folder.resolve("train.csv");
    test = folder.resolve("test.csv");
    Files.writeString(train, "Image,PatientId,Mass\na.png,001,1\nb.png,2,0\nc.png,2,1\n");
    Files.writeString(test, "Image,PatientId,Mass\nc.png,3,1\nd.png,1,0\n,4,0\n");
  }

  @Test
  void countsArePrintedAndKept() {
    Path out = folder.resolve("counts.json");
    assertEquals(ExitCode.DONE, shell.run("counts", train, "-o", out), shell::err);
    assertTrue(shell.out().startsWith("train.csv: 3 rows of 3 columns"), shell.out());
    assertTrue(shell.out().contains("2 patients by their number of films"), shell.out());
    TableSummary kept = TableSummary.read(out);
    assertEquals(2, kept.positives().positives("Mass"));
    assertEquals(shell.out().strip(), kept.figure().text().strip());
  }

  @Test
  void whatTwoTablesShareIsNamed() {
    Path out = folder.resolve("counts.json");
    assertEquals(
        ExitCode.DONE, shell.run("counts", train, "--against", test, "-o", out), shell::err);
    TableLeaks leaks = TableSummary.read(out).leaks().get(0);
    assertEquals(1, leaks.patients());
    assertEquals(List.of("001"), leaks.firstPatients());
    assertEquals(List.of("c.png"), leaks.firstImages());
    assertTrue(shell.out().contains("Leaks between train.csv and test.csv"), shell.out());
    assertTrue(shell.out().contains("rows of test.csv that name no picture: 1"), shell.out());
  }

  @Test
  void whatNeedsSparkIsSaid() throws IOException {
    Path parquet = folder.resolve("films.parquet");
    Files.write(parquet, "PAR1....PAR1".getBytes(StandardCharsets.US_ASCII));
    shell.refuses(
        new String[] {"counts", parquet.toString()}, "is Parquet", "add --spark local[2]");
    shell.refuses(
        new String[] {"counts", train.toString(), "--spark", "local[2]"},
        "--spark needs the module cxrlab-spark");
  }
}
