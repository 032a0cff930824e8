package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.cxrlab.data.Films;
import org.cxrlab.data.TableLeaks;
import org.cxrlab.data.TableSummary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Counts where executors are processes of their own. */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class CountingOnExecutorsTest {
  @TempDir private Path folder;

  @BeforeAll
  static void layOut() throws IOException {
    SparkHome.make();
  }

  @Test
  void countsAndLeaksAreThoseOfOneProcess() throws IOException {
    Path table = folder.resolve("drawn.csv");
    TableGenerator.write(2_000, table);
    Path other = folder.resolve("other.csv");
    Files.writeString(
        other,
        """
        Image Index,Finding Labels,Patient ID
        00000001_000.png,Mass,0000001
        00000001_000.png,Mass,1
        x.png,Mass,none
        """);
    try (Session session = Session.start("local-cluster[2,1,1024]", "counts")) {
      TableSummary summary = SparkCounting.count(SparkCounting.spark(session), table, other);
      TableSummary here = TableSummary.of(Films.table(table).withoutPictures());
      assertEquals(here.info(), summary.info());
      assertEquals(here.filmsPerPatient(), summary.filmsPerPatient());
      assertEquals(here.positives(), summary.positives());
      assertEquals(here.together(), summary.together());
      assertEquals(here.account(), summary.account());
      TableLeaks leaks = summary.leaks().get(0);
      assertEquals(1, leaks.patients());
      assertEquals(1, leaks.images());
      assertEquals(
          Films.table(other).withoutPictures().source().losses().size(),
          leaks.account().losses().size());
    } finally {
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
  }
}
