package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.Films;
import org.cxrlab.data.TableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadersOfTableTest {
  @TempDir Path folder;

  @Test
  void eachReaderHasHisVotes() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("votes.csv"),
            """
            image_id,rad_id,Mass
            a.png,R1,1
            a.png,R2,1
            a.png,R3,0
            b.png,R2,0
            b.png,R1,1
            c.png,R3,-1
            c.png,R1,yes
            """);
    Readers readers = Readers.of(csv, "Mass");
    assertEquals(List.of("R1", "R2", "R3"), readers.names());
    assertArrayEquals(new float[] {1, Float.NaN, 1}, readers.consensus(Consensus.MAJORITY));
    // As a table of films nothing is guessed, and the way to the readers is named.
    Films films = Films.table(csv).films();
    assertEquals(3, films.size());
    assertEquals(3, films.stream().filter(f -> Float.isNaN(f.value("Mass"))).count());
    assertTrue(films.source().line().contains("Readers.of(csv, label)"), films.source().line());
    Files.writeString(csv, "Image,Mass\na.png,1\n");
    String message = assertThrows(TableException.class, () -> Readers.of(csv, "Mass")).getMessage();
    assertTrue(message.contains("who") || message.contains("reader"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "'a.png,,1', reader, reader",
    "',R2,1', Image, picture",
    "'a.png,  ,1', reader, reader"
  })
  void aVoteOfNobodyIsRefused(String row, String column, String name) throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("votes.csv"), "Image,reader,Mass\na.png,R1,1\n" + row + "\n");
    String said = assertThrows(TableException.class, () -> Readers.of(csv, "Mass")).getMessage();
    assertEquals(
        csv
            + ", row 3, column \""
            + column
            + "\" names no "
            + name
            + "; write its name, or delete the row.",
        said);
  }

  @Test
  void oneReaderAloneIsShownWithoutAgreement() throws IOException {
    Path csv = Files.writeString(folder.resolve("votes.csv"), "Image,reader,Mass\na.png,R1,1\n");
    String shown = Readers.of(csv, "Mass").figure().text();
    assertTrue(shown.contains("Agreement needs at least two readers."), shown);
  }
}
