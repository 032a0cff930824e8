package org.cxrlab.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFolderTest {
  @TempDir private Path folder;

  @Test
  void draftsOfProcessesThatWereKilledAreClearedAwayAndNothingElse() throws IOException {
    library("tmp123456789", Duration.ofDays(2));
    library("tmp987654321", Duration.ofMinutes(1));
    library("2.7.1-cpu-linux-x86_64", Duration.ofDays(90));
    EngineFolder.tidy(folder);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          Set.of("tmp987654321", "2.7.1-cpu-linux-x86_64"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
    EngineFolder.tidy(folder.resolve("none")); // as before anything was unpacked
  }

  private void library(String name, Duration ago) throws IOException {
    Path library = Files.createDirectory(folder.resolve(name));
    Files.writeString(library.resolve("libtorch.so"), "much");
    Files.setLastModifiedTime(library, FileTime.from(Instant.now().minus(ago)));
  }
}
