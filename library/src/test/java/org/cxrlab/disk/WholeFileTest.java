package org.cxrlab.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.ChildJava;
import org.cxrlab.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void aFileIsOldOrNewWhateverFails() throws IOException {
    Faults.survive(
        there -> WholeFile.write(there.resolve("file"), "old"),
        there -> WholeFile.write(there.resolve("file"), "new, and longer"),
        there -> Files.readString(there.resolve("file")),
        folder);
  }

  @Test
  void aFolderIsThereWithAllInItOrNot() throws IOException {
    Faults.survive(
        there -> {},
        there ->
            WholeFolder.fill(
                there.resolve("set"),
                draft -> {
                  draft.write("one", "1");
                  draft.write("in/two", "2");
                }),
        there -> Files.exists(there.resolve("set")) ? names(there.resolve("set")) : "none",
        folder);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(f -> folder.relativize(f).toString()).sorted().toList();
    }
  }

  @Test
  void aFullDiskIsSaidInASentence() {
    Path file = new FaultyDisk(FaultyDisk.Fault.FULL, 1).path(folder.resolve("file"));
    var e = assertThrows(UncheckedIOException.class, () -> WholeFile.write(file, "text"));
    assertEquals(
        "The file "
            + folder.resolve("file")
            + " can't be written. The disk is full: free some space, or name a place on another"
            + " disk.",
        Fault.of(e).sentence());
  }

  @Test
  void aFolderInItsPlaceIsNotReplaced() {
    assertThrows(IllegalArgumentException.class, () -> WholeFile.write(folder, "text"));
    assertTrue(Files.isDirectory(folder));
  }

  @Test
  void linksAreFollowedAndStay() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target.getFileName());
    WholeFile.write(link, "new");
    assertEquals("new", Files.readString(target));
    assertTrue(Files.isSymbolicLink(link));

    Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("made/by/it"));
    WholeFile.write(nowhere, "new");
    assertEquals("new", Files.readString(folder.resolve("made/by/it")));

    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path linked = Files.createSymbolicLink(folder.resolve("linked"), inside);
    WholeFile.write(linked.resolve("file"), "new");
    assertEquals("new", Files.readString(inside.resolve("file")));
  }

  @Test
  void permissionsStayAndNewFilesHaveThoseThatTheUserGivesAll() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path usual = Files.createFile(folder.resolve("usual"));
    Path file = WholeFile.write(folder.resolve("file"), "old");
    assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    WholeFile.write(file, "new");
    assertEquals("rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

    Path secret = WholeFile.writeSecret(folder.resolve("secret"), "key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));

    Path usualFolder = Files.createDirectory(folder.resolve("usual folder"));
    Path set = WholeFolder.fill(folder.resolve("set"), draft -> draft.write("file", "text"));
    assertEquals(Files.getPosixFilePermissions(usualFolder), Files.getPosixFilePermissions(set));
  }

  @Test
  void whatIsNoFileIsWrittenTo() throws IOException {
    Path nothing = Path.of("/dev/null");
    assumeTrue(Files.exists(nothing));
    WholeFile.write(nothing, "text");
    assertThrows(IllegalArgumentException.class, () -> WholeFile.writeByPath(nothing, draft -> {}));
    assertFalse(Files.isRegularFile(nothing, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void ofManyThatDrawASecretOneIsKept() {
    long drawn =
        IntStream.range(0, 16)
            .parallel()
            .filter(i -> WholeFile.writeNewSecret(folder.resolve("key"), "key " + i))
            .count();
    assertEquals(1, drawn);
  }

  @Test
  void whatAKilledProcessLeftIsClearedAwayAndWhatALivingOneWritesIsNot() throws Exception {
    Process writer = ChildJava.start(List.of(), Endless.class, folder.resolve("file"));
    try {
      while (writer.isAlive() && names(folder).size() < 2) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      Drafts.tidy(folder);
      assertEquals(2, names(folder).size(), "the folder and the draft of a process that lives");
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertEquals(2, names(folder).size(), "killed, it can't tidy up");
    Drafts.tidy(folder);
    assertEquals(List.of(""), names(folder));
  }

  /** Writes a file that has no end. */
  static final class Endless {
    private Endless() {}

    public static void main(String... file) {
      WholeFile.write(
          Path.of(file[0]),
          out -> {
            while (true) {
              out.write(new byte[1 << 10]);
              out.flush();
              try {
                TimeUnit.MILLISECONDS.sleep(100);
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
          });
    }
  }
}
