package org.cxrlab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.TableException;
import org.cxrlab.disk.WholeFile;

/**
 * Which old file became which film, for whoever cleans them alone; only if it was asked for. It
 * grows over several runs.
 */
final class FilmMapping {
  private static final List<String> HEADER = List.of("File", "Image", "Why not");

  private final Path file;
  private final Map<String, List<String>> rows = new TreeMap<>();

  private FilmMapping(Path file) {
    this.file = file;
  }

  /**
   * Opens a mapping to go on with it, or begins it.
   *
   * @param file null if none is wanted
   * @throws TableException if the file is there and holds something else; it stays as it is
   */
  static FilmMapping open(Path file) {
    var mapping = new FilmMapping(file);
    if (file != null && Files.exists(OutputFiles.ready(file))) {
      mapping.read();
    }
    return mapping;
  }

  private void read() {
    try (var csv = CsvReader.open(file)) {
      if (!csv.header().equals(HEADER)) {
        throw new TableException(
            file + " is there already and is no mapping of films; name another with --mapping.");
      }
      while (csv.next()) {
        csv.checkWidth();
        rows.put(csv.get(0), List.of(csv.get(0), csv.get(1), csv.get(2)));
      }
    }
  }

  void add(Path old, String image, String whyNot) {
    String name = old.toAbsolutePath().normalize().toString();
    rows.put(name, List.of(name, image, whyNot));
  }

  /** Writes it, for its owner's eyes, if it was asked for. */
  void save() {
    if (file == null) {
      return;
    }
    var text = new StringBuilder(CsvText.row(HEADER));
    rows.values().forEach(row -> text.append(CsvText.row(row)));
    WholeFile.writeSecret(file, text);
  }
}
