package org.cxrlab.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFolderTest {
  @TempDir Path parent;

  private GrowingFolder open() {
    return GrowingFolder.open(parent.resolve("set"), Duration.ZERO).orElseThrow();
  }

  private List<String> all() throws IOException {
    try (Stream<Path> files = Files.walk(parent)) {
      return files.map(file -> parent.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void whatIsThereStaysUntilTheFolderIsWholeAndThenNothingElseIsLeft() throws IOException {
    Path set = parent.resolve("set");
    try (GrowingFolder first = open()) {
      first.write("images/a.png", new byte[] {1, 2});
      first.keep("a.json", "kept");
      assertTrue(GrowingFolder.open(set, Duration.ZERO).isEmpty(), "one at a time");
    }
    assertFalse(Files.exists(set));
    Path beside = parent.resolve(".cxrlab-set.growing");
    Files.writeString(beside.resolve("contents/images/.cxrlab-1-2-3-4.part"), "half");
    try (GrowingFolder second = open()) {
      assertEquals(Set.of("a.png"), GrowingFolder.names(set, "images"));
      assertEquals("kept", Files.readString(GrowingFolder.kept(set).get(0)));
      second.write("b.csv", "b");
      assertFalse(second.isWhole());
      second.finish();
      assertTrue(second.isWhole());
    }
    assertEquals(List.of("", "set", "set/b.csv", "set/images", "set/images/a.png"), all());
    assertEquals("b", Files.readString(set.resolve("b.csv")));
  }

  @Test
  void whereAnotherWasFasterItsFolderStaysAndWhatWasBesideGoes() throws IOException {
    Path set = parent.resolve("set");
    try (GrowingFolder slow = open()) {
      slow.write("a", "slow");
      WholeFolder.fill(set, draft -> draft.write("a", "fast"));
      GrowingFolder.clear(set);
      assertEquals(List.of("a"), GrowingFolder.names(set, "").stream().toList(), "it is held");
      slow.finish();
    }
    assertEquals(List.of("", "set", "set/a"), all());
    assertEquals("fast", Files.readString(set.resolve("a")));
    try (GrowingFolder other = GrowingFolder.open(parent.resolve("other"), Duration.ZERO).get()) {
      other.keep("b", "b");
    }
    GrowingFolder.clear(parent.resolve("other"));
    assertEquals(1, GrowingFolder.kept(parent.resolve("other")).size(), "it is not whole");
    Files.createDirectory(parent.resolve("other"));
    GrowingFolder.clear(parent.resolve("other"));
    assertEquals(List.of("", "other", "set", "set/a"), all());
  }
}
