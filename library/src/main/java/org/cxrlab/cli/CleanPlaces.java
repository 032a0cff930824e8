package org.cxrlab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.figure.Text;

/**
 * Where the files of a cleaning lie: apart from each other, so that nothing is written into the
 * films, and nothing secret is handed on with those that were cleaned.
 *
 * @param key the key's file
 * @param mapping the file that tells which film became which; null if none is wanted
 */
record CleanPlaces(Path key, Path mapping) {
  private static final String KEY = "cxrlab-clean.key";

  /**
   * Checks the places.
   *
   * @param key null for the default, beside the output
   * @param mapping null for none
   * @throws IllegalArgumentException if one lies where it must not
   */
  static CleanPlaces of(Path input, Path out, Path key, Path mapping) {
    if (!Files.isDirectory(input)) {
      throw new IllegalArgumentException(
          Text.format(
              Files.exists(input)
                  ? "%s is a file; name the folder that holds the films."
                  : "There is no folder %s; check its name.",
              input));
    }
    Path realInput = real(input);
    Path realOut = real(out);
    if (realOut.startsWith(realInput) || realInput.startsWith(realOut)) {
      throw new IllegalArgumentException(
          Text.format(
              "The new films can't go to %s: one of it and %s lies within the other; name a folder elsewhere with -o.",
              out, input));
    }
    Path keyFile = key == null ? out.toAbsolutePath().normalize().resolveSibling(KEY) : key;
    requireOutside(keyFile, "key", "--key", realInput, realOut);
    if (mapping != null) {
      requireOutside(mapping, "mapping", "--mapping", realInput, realOut);
      if (real(mapping).equals(real(keyFile))) {
        throw new IllegalArgumentException(
            "The mapping and the key can't be one file; name another with --mapping.");
      }
    }
    return new CleanPlaces(keyFile, mapping);
  }

  private static void requireOutside(
      Path file, String what, String option, Path input, Path output) {
    Path real = real(file);
    if (real.startsWith(output)) {
      throw new IllegalArgumentException(
          Text.format(
              "The %s %s would be handed on with the new films; name a file elsewhere with %s.",
              what, file, option));
    }
    if (real.startsWith(input)) {
      throw new IllegalArgumentException(
          Text.format(
              "The %s %s would lie among the films; name a file elsewhere with %s.",
              what, file, option));
    }
  }

  /** Without links, as far as it is there. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path there = absolute;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there.toRealPath().resolve(there.relativize(absolute)).normalize();
    } catch (IOException e) {
      throw new UncheckedIOException("The path " + path + " can't be followed.", e);
    }
  }
}
