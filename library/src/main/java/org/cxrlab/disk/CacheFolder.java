package org.cxrlab.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where that lies which comes with the library and must be a file to be used, such as typefaces and
 * native code. It is unpacked once and used by every later process, so that a process that is
 * killed leaves nothing behind.
 */
public final class CacheFolder {
  private CacheFolder() {}

  /** What is done in a folder. */
  public interface Use<T> {
    /**
     * Does it.
     *
     * @throws IOException if the folder does not take what is written to it; so does an {@link
     *     UncheckedIOException}
     */
    T in(Path folder) throws IOException;
  }

  /**
   * Does something in the user's cache folder or, where nothing can be written there, in one of
   * this user's in the temporary folder.
   *
   * @throws UncheckedIOException if neither will do
   */
  public static <T> T use(Use<T> use) {
    IOException unwritable;
    try {
      return use.in(users());
    } catch (IOException e) {
      unwritable = e;
    } catch (UncheckedIOException e) {
      unwritable = e.getCause();
    }
    try {
      return use.in(ours(temporary()));
    } catch (IOException e) {
      throw neither(e, unwritable);
    } catch (UncheckedIOException e) {
      throw neither(e.getCause(), unwritable);
    }
  }

  /**
   * This user's folder in the temporary folder, for what the user's processes on this machine have
   * to agree on; a home may be that of several machines.
   *
   * @throws UncheckedIOException if it can't be made, or belongs to another
   */
  public static Path ofThisMachine() {
    try {
      return ours(temporary());
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + temporary() + " can't be used.", e);
    }
  }

  private static UncheckedIOException neither(IOException last, IOException first) {
    last.addSuppressed(first);
    return new UncheckedIOException(
        "Neither "
            + home()
            + " nor "
            + temporary()
            + " takes the files that cxrlab unpacks; set XDG_CACHE_HOME to a folder that can be"
            + " written to and has 10 MB free.",
        last);
  }

  /** A system that knows no home has a word for it that is no folder. */
  private static Path users() throws IOException {
    if (!home().isAbsolute()) {
      throw new IOException("The user has no home folder.");
    }
    return home();
  }

  private static Path home() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache != null && !cache.isBlank()
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache");
    return root.resolve("cxrlab");
  }

  private static Path temporary() {
    String user = System.getProperty("user.name").replaceAll("\\W", "-");
    return Path.of(System.getProperty("java.io.tmpdir"), "cxrlab-" + user);
  }

  /** In a folder that all may write to, another could have laid out files for us to load. */
  private static Path ours(Path folder) throws IOException {
    var asOwner = PosixFilePermissions.fromString("rwx------");
    if (Files.getFileStore(folder.getParent()).supportsFileAttributeView("posix")) {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(asOwner));
      }
      Path own = Files.createTempFile(folder, "owner", ".part");
      try {
        var found = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (!found.readAttributes().permissions().equals(asOwner)
            || !found.getOwner().equals(Files.getOwner(own))) {
          throw new IOException("The folder " + folder + " is not this user's alone.");
        }
      } finally {
        Files.deleteIfExists(own);
      }
    }
    return folder;
  }
}
