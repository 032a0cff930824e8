package org.cxrlab.disk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Folders that are there with all that belongs in them, or not at all. */
public final class WholeFolder {
  private WholeFolder() {}

  /** What fills a folder. */
  public interface Filling {
    /** Writes all that belongs in the folder. */
    void fill(Draft draft);
  }

  /** A folder that is being filled; its methods may be called by several threads. */
  public static final class Draft {
    private final Path folder;

    private Draft(Path folder) {
      this.folder = folder;
    }

    /**
     * Writes a file of it, on to the disk.
     *
     * @param name with the folders within that it lies in
     * @throws UncheckedIOException if it can't be written
     */
    public void write(String name, byte[] contents) {
      Path file = folder.resolve(name);
      try {
        Files.createDirectories(file.getParent());
        WholeFile.create(file, out -> out.write(contents));
      } catch (IOException e) {
        throw new UncheckedIOException("The file " + file + " can't be written.", e);
      }
    }

    /** The same for a text, in UTF-8. */
    public void write(String name, CharSequence text) {
      write(name, text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * The folder, filled now unless it is there already. Where two fill it at once, the first to be
   * done is kept.
   *
   * @throws UncheckedIOException if something can't be written, e.g. because the disk is full;
   *     nothing is left then
   */
  public static Path fill(Path folder, Filling filling) {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try {
      Path parent = folder.toAbsolutePath().getParent();
      WholeFile.makeFolder(parent);
      Path draft = Drafts.in(parent);
      try {
        Files.createDirectory(draft);
        filling.fill(new Draft(draft));
        moveIntoPlace(draft, folder);
        WholeFile.forceFolder(parent);
      } catch (IOException | RuntimeException | Error e) {
        Drafts.delete(draft, e);
        throw e;
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be written.", e);
    }
  }

  /** Another process may have been faster; its folder is as good. */
  static void moveIntoPlace(Path draft, Path folder) throws IOException {
    try {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // A folder in the way is told by different exceptions, from system to system.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      Drafts.delete(draft);
    }
  }

  /**
   * Makes a folder where there is none.
   *
   * @throws UncheckedIOException if it can't be made
   */
  public static Path make(Path folder) {
    try {
      WholeFile.makeFolder(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be made.", e);
    }
  }

  /**
   * Makes a folder in the temporary one for as long as this process needs it; whoever asked for it
   * deletes it. What a process that was killed left of the kind is cleared away.
   *
   * @throws UncheckedIOException if it can't be made
   */
  public static Path passing() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return Files.createDirectory(Drafts.in(temporary));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "There can be no folder in " + temporary + "; set TMPDIR to one that can be written to.",
          e);
    }
  }

  /**
   * The same in another folder than the temporary one.
   *
   * @throws UncheckedIOException if it can't be made
   */
  public static Path passing(Path place) {
    try {
      return Files.createDirectory(Drafts.in(place));
    } catch (IOException e) {
      throw new UncheckedIOException("There can be no folder in " + place + ".", e);
    }
  }

  /**
   * Writes a file into a {@linkplain #passing passing} folder: nobody needs it after this process,
   * so the disk is not waited for.
   *
   * @throws IOException if it can't be written, or its contents can't be had
   */
  public static void writePassing(Path file, WholeFile.Contents contents) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      contents.writeTo(out);
    }
  }

  /**
   * Deletes what {@link #passing} made.
   *
   * @throws UncheckedIOException if it can't be deleted
   */
  public static void deletePassing(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be deleted.", e);
    }
  }

  /** Deletes a file, or a folder with all in it, where there is one. */
  public static void delete(Path folder) throws IOException {
    Drafts.delete(folder);
  }

  /**
   * Clears away what processes that were killed left half written in a folder. Who writes a file
   * into a folder for the first time does that anyway.
   */
  public static void tidy(Path folder) {
    try {
      Drafts.tidy(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be cleared.", e);
    }
  }
}
