package org.cxrlab.disk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.cxrlab.Fault;

/**
 * The one way in which files are written: under a name that nobody else has, on to the disk, and
 * then to their place in a single rename. At every moment, whatever ends the program and however
 * many write at once, the place holds what was there before or what was to be written, whole.
 *
 * <p>What is no file, such as {@code /dev/stdout} or a pipe, is written to directly; a link is
 * followed, and a file keeps its permissions.
 */
public final class WholeFile {
  private WholeFile() {}

  /** What writes the contents of a file. */
  public interface Contents {
    /** Writes all of it; the stream is closed by its owner. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** What writes a file itself, by its path. */
  public interface ByPath {
    /**
     * Writes all of it.
     *
     * @param draft where the file is to be written; not its name in the end
     */
    void writeTo(Path draft) throws IOException;
  }

  /**
   * Writes a file, and its folder where there is none.
   *
   * @return the same path
   * @throws IllegalArgumentException if a folder stands in its place
   * @throws UncheckedIOException if it can't be written, e.g. because the disk is full; what was
   *     there before is there still
   */
  public static Path write(Path file, Contents contents) {
    return isDevice(file)
        ? writeThrough(file, contents)
        : replace(file, draft -> create(draft, contents), true);
  }

  /** The same for a text, in UTF-8. */
  public static Path write(Path file, CharSequence text) {
    return write(file, contents(text));
  }

  /** The same by something that wants the path of a file and no stream. */
  public static Path writeByPath(Path file, ByPath writer) {
    return replace(
        file,
        draft -> {
          // Asked of the system itself, which says better than a library why not.
          Files.createFile(draft);
          writer.writeTo(draft);
          force(draft);
        },
        true);
  }

  /** The same for a text that only its owner may read, where the system knows owners. */
  public static Path writeSecret(Path file, CharSequence text) {
    return isDevice(file)
        ? writeThrough(file, contents(text))
        : replace(file, draft -> createSecret(draft, text), false);
  }

  /**
   * The same only where there is no file yet, however many try at once.
   *
   * @return whether it was written; otherwise another was there
   */
  public static boolean writeNewSecret(Path file, CharSequence text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      makeFolder(folder);
      Path draft = Drafts.in(folder);
      try {
        createSecret(draft, text);
        return placeIfNew(draft, file);
      } finally {
        Drafts.delete(draft);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Whether it is a draft or a lock, which only a process that was killed leaves. */
  public static boolean isOfTheMoment(Path file) {
    return file.getFileName().toString().startsWith(Drafts.PREFIX);
  }

  private static boolean placeIfNew(Path draft, Path file) throws IOException {
    try {
      // Unlike a rename, a link does not take the place of a file.
      Files.createLink(file, draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // A disk without links, such as a memory stick's.
      if (Files.exists(file)) {
        return false;
      }
      Files.move(draft, file);
      return true;
    }
  }

  private static Contents contents(CharSequence text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return out -> out.write(bytes);
  }

  private static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  private static Path writeThrough(Path device, Contents contents) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(device))) {
      contents.writeTo(out);
      return device;
    } catch (IOException | RuntimeException e) {
      throw told(device, e);
    }
  }

  /** Has a draft written and puts it in the place of a file. */
  private static Path replace(Path file, ByPath writer, boolean keepsPermissions) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder; name a file to write.");
    }
    if (isDevice(file)) {
      throw new IllegalArgumentException(file + " is no file; name a file to write.");
    }
    try {
      Path place = place(file);
      Path folder = place.getParent();
      makeFolder(folder);
      Path draft = Drafts.in(folder);
      try {
        writer.writeTo(draft);
        if (keepsPermissions) {
          keepPermissions(place, draft);
        }
        Files.move(
            draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException | RuntimeException | Error e) {
        Drafts.delete(draft, e);
        throw e;
      }
      forceFolder(folder);
      return file;
    } catch (IOException | RuntimeException e) {
      throw told(file, e);
    }
  }

  /** What to tell of a failure: libraries carry what the system said in exceptions of their own. */
  private static RuntimeException told(Path file, Exception problem) {
    if (problem instanceof IOException system) {
      return unwritable(file, system);
    }
    boolean isTold = Fault.of(problem).whose() == Fault.Whose.ASKER;
    return !isTold && problem.getCause() instanceof IOException system
        ? unwritable(file, system)
        : (RuntimeException) problem;
  }

  private static UncheckedIOException unwritable(Path file, IOException reason) {
    return new UncheckedIOException("The file " + file + " can't be written.", reason);
  }

  /** Where a file lies, behind all links. */
  private static Path place(Path file) throws IOException {
    Path place = file.toAbsolutePath();
    if (Files.exists(place)) {
      return place.toRealPath();
    }
    return Files.isSymbolicLink(place)
        ? place.resolveSibling(Files.readSymbolicLink(place)).normalize()
        : place;
  }

  /**
   * Makes a folder where there is none. Java's own method does not take a link to a folder for one.
   */
  static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /** Writes a file that is not there yet, on to the disk. */
  static void create(Path file, Contents contents) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      contents.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  private static void createSecret(Path file, CharSequence text) throws IOException {
    Files.createFile(file);
    permit(file, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    create(file, contents(text));
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    var before = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (before != null && Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      permit(to, before.readAttributes().permissions());
    }
  }

  private static void permit(Path file, Set<PosixFilePermission> permissions) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(permissions);
    }
  }

  /**
   * A rename is on the disk when its folder is. Windows neither needs that nor allows it, and some
   * file systems of networks don't know it; the file is whole without it.
   */
  static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }
}
