package org.cxrlab.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.cxrlab.disk.Hold;
import org.cxrlab.figure.Text;
import org.cxrlab.model.weights.SafetensorsContainer.Damaged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one training on the disk, one file for each, named by its step. While it is
 * open no other training, of this program or another, can have the folder.
 */
final class CheckpointFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final String NAME = "checkpoint-%07d.safetensors";
  private static final String NAMES = "checkpoint-*.safetensors";
  private static final String DAMAGED = ".damaged";

  /** What earlier versions locked, and left. */
  private static final String OLD_LOCK = "lock";

  private static final int KEPT = 2;

  private final Path folder;
  private final Hold hold;

  CheckpointFolder(Path folder) {
    this.folder = folder;
    try {
      hold = Hold.takeFolder(folder, Duration.ZERO).orElseThrow(() -> new CheckpointsInUse(folder));
    } catch (UncheckedIOException e) {
      throw new UncheckedIOException(
          "Checkpoints can't be written to " + folder + "; name a folder that can be written.",
          e.getCause());
    }
    takeBack();
  }

  /**
   * Earlier versions took files for damaged that were whole but written in the digits of another
   * language.
   */
  private void takeBack() {
    try {
      for (Path file : matching(NAMES + DAMAGED)) {
        Path name = folder.resolve(file.getFileName().toString().replace(DAMAGED, ""));
        if (!Files.exists(name) && isWhole(file)) {
          Files.move(file, name);
          LOG.info("The checkpoint {} is whole after all and is used again.", name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoints in " + folder + " can't be read.", e);
    }
  }

  private static boolean isWhole(Path file) throws IOException {
    try {
      CheckpointFile.read(file);
      return true;
    } catch (Damaged | CxrlabException e) {
      return false;
    }
  }

  boolean isEmpty() {
    return newestFirst().isEmpty();
  }

  /**
   * The newest checkpoint that is whole. Those that are not are set aside, each with a warning.
   *
   * @throws IllegalArgumentException if there is none
   */
  Checkpoint latest() {
    List<Path> damaged = new ArrayList<>();
    for (Path file : newestFirst()) {
      try {
        return CheckpointFile.read(file);
      } catch (Damaged e) {
        LOG.warn(
            "The checkpoint {} is damaged: it {}. It is set aside, and the one before is used.",
            file,
            e.getMessage());
        damaged.add(setAside(file, DAMAGED));
      } catch (IOException e) {
        throw new UncheckedIOException("The checkpoint " + file + " can't be read.", e);
      }
    }
    throw new IllegalArgumentException(
        damaged.isEmpty()
            ? "There is no checkpoint in " + folder + "; begin with Training.run and a plan."
            : "No checkpoint in "
                + folder
                + " is whole: "
                + damaged.stream()
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.joining(", "))
                + "; begin anew after Checkpoints.clear(), or in another folder.");
  }

  /** Where the checkpoint after a step lies. */
  Path file(int step) {
    return folder.resolve(Text.format(NAME, step));
  }

  /**
   * Writes a checkpoint beside those that are there, moves it to its place in one go when it is
   * whole on the disk, and then lets go of all but the last two. A training does not end because
   * that failed: there is a warning, and the checkpoints before stay.
   */
  void save(Checkpoint checkpoint) {
    Path file = file(checkpoint.state().step());
    try {
      CheckpointFile.write(file, checkpoint);
      keep(KEPT);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn(
          "The checkpoint {} can't be written: {} The training goes on; the checkpoints before"
              + " are kept.",
          file,
          Fault.of(e).sentence());
    }
  }

  private void keep(int count) throws IOException {
    List<Path> files = newestFirst();
    for (Path old : files.subList(Math.min(count, files.size()), files.size())) {
      Files.delete(old);
    }
  }

  /** Deletes all but the newest. */
  void keepNewest() {
    try {
      keep(1);
    } catch (IOException e) {
      throw new UncheckedIOException("A checkpoint in " + folder + " can't be deleted.", e);
    }
  }

  /** Deletes every checkpoint, with those that were set aside. */
  void clear() {
    try {
      for (Path file : matching(NAMES + "*")) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoints in " + folder + " can't be deleted.", e);
    }
  }

  /** Removes a folder that holds nothing but what was locked. */
  static void removeIfEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(OLD_LOCK));
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("The folder {} stays, for it holds other files.", folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be deleted.", e);
    }
  }

  /**
   * The newest checkpoint that did not lead to a failure; one that did, because the step right
   * after it failed, is set aside.
   *
   * @param failed the step whose loss was no number
   * @param diverged whether the weights were the reason
   */
  Optional<Path> lastGood(int failed, boolean diverged) {
    List<Path> files = newestFirst();
    if (diverged && !files.isEmpty() && step(files.get(0)) == failed - 1) {
      setAside(files.get(0), ".failed");
      files = files.subList(1, files.size());
    }
    return files.stream().findFirst();
  }

  /** The newest checkpoint, whole or not. */
  Optional<Path> newest() {
    return newestFirst().stream().findFirst();
  }

  private static Path setAside(Path file, String ending) {
    Path aside = file.resolveSibling(file.getFileName() + ending);
    try {
      return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoint " + file + " can't be renamed.", e);
    }
  }

  private List<Path> newestFirst() {
    try {
      List<Path> files = matching(NAMES);
      files.sort(Comparator.comparingInt(CheckpointFolder::step).reversed());
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoints in " + folder + " can't be listed.", e);
    }
  }

  private List<Path> matching(String pattern) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      found.forEach(files::add);
    }
    return files;
  }

  /** Earlier versions named the files in the digits of the computer's language. */
  private static int step(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("\\P{Nd}", ""));
  }

  @Override
  public void close() {
    hold.close();
  }
}
