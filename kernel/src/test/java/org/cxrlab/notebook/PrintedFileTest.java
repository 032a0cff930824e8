package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintedFileTest {
  /** Above what any system counts processes to. */
  private static final String NOBODY = "cxrlab-printed-99999999";

  @TempDir private Path temp;

  @Test
  void whatAKilledKernelLeftDaysAgoIsClearedAwayAndNothingElse() throws IOException {
    Path left = left(NOBODY, Duration.ofDays(2));
    Path young = left(NOBODY + "9", Duration.ofHours(1));
    long living = ProcessHandle.current().pid();
    Path ofTheLiving = left("cxrlab-printed-" + living, Duration.ofDays(2));
    Path others = left("cxrlab-printed-notes", Duration.ofDays(2));

    var file = new PrintedFile(PrintedFile.folder(temp).resolve("cell-2.txt"));
    file.open("first".getBytes(StandardCharsets.UTF_8));
    file.flush();

    assertFalse(Files.exists(left.getParent()));
    for (Path kept : new Path[] {young, ofTheLiving, others}) {
      assertTrue(Files.exists(kept), kept.toString());
    }
    assertEquals("first", Files.readString(ofTheLiving.resolveSibling("cell-2.txt")));
  }

  private Path left(String folder, Duration ago) throws IOException {
    Path file = Files.createDirectory(temp.resolve(folder)).resolve("cell-1.txt");
    Files.writeString(file, "much");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
  }
}
