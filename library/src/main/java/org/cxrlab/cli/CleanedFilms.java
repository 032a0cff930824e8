package org.cxrlab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cxrlab.data.CsvReader;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.figure.Text;

/**
 * The folder that films were written to without what tells who the patients are: pictures, a table
 * of films in the course's format, and an account. It grows: what is there already stays, whatever
 * it was made from. Rows are in the order of the new names, as the old order may tell old names.
 */
final class CleanedFilms {
  /** The table of films. */
  static final String TABLE = "films.csv";

  /** What became of each file. */
  static final String REPORT = "report.csv";

  /** The same in words, and how the films were made. */
  static final String ABOUT = "about.txt";

  private static final String PICTURES = "images";
  private static final List<String> REPORT_HEADER =
      List.of("File", "Became", "Image", "Bits", "Text");
  private static final List<String> FIRST = List.of("Image", "PatientId", "View", "Age", "Sex");

  private final Path folder;
  private final Map<String, Entry> report = new TreeMap<>();
  private final Map<String, Map<String, String>> rows = new TreeMap<>();
  private final Set<String> columns = new LinkedHashSet<>(FIRST);

  /**
   * What became of a file.
   *
   * @param file a digest of its contents, which is found again when the same file comes
   * @param written whether it became a picture; else it can't be read
   * @param image the new name, empty if it can't be read
   * @param bits how many bits of each pixel are filled
   * @param text whether text may be burnt into the pixels: "seen", "said by the file", or empty
   */
  record Entry(String file, boolean written, String image, int bits, String text) {}

  private CleanedFilms(Path folder) {
    this.folder = folder;
  }

  /** Whether a folder was begun by this command. */
  static boolean isBegun(Path folder) {
    return Files.exists(folder.resolve(ABOUT));
  }

  /**
   * Opens a folder to go on with it, or begins it.
   *
   * @param form how the films are made, in a line, and the fingerprint of the key
   * @throws IllegalArgumentException if there is something else in the folder, or films of another
   *     form or key
   */
  static CleanedFilms open(Path folder, List<String> form) {
    var films = new CleanedFilms(folder);
    WholeFolder.make(folder.resolve(PICTURES));
    Path about = folder.resolve(ABOUT);
    if (isBegun(folder)) {
      films.requireForm(about, form);
      films.read();
    } else {
      WholeFile.write(about, String.join("\n", form) + "\n");
    }
    return films;
  }

  /**
   * Checks that a folder is not there yet, is empty, or was begun by this command.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static void requireOwn(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + " is a file; name a folder with -o.");
    }
    if (!Files.isDirectory(folder) || isBegun(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, file -> !WholeFile.isOfTheMoment(file))) {
      if (entries.iterator().hasNext()) {
        throw new IllegalArgumentException(
            folder
                + " holds other files, which would be handed on with the films; name an empty folder with -o.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be listed.", e);
    }
  }

  private void requireForm(Path about, List<String> form) {
    try {
      List<String> lines = Files.readAllLines(about);
      for (String line : form) {
        if (!lines.contains(line)) {
          String subject = line.substring(0, line.indexOf(':') + 1);
          String before =
              lines.stream().filter(l -> l.startsWith(subject)).findFirst().orElse("nothing");
          throw new IllegalArgumentException(
              Text.format(
                  "%s was begun otherwise (%s), and now it would be %s; use the same options and key, or name another folder with -o.",
                  folder, before, line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + about + " can't be read.", e);
    }
  }

  private void read() {
    Path reported = folder.resolve(REPORT);
    Path table = folder.resolve(TABLE);
    if (!Files.exists(reported) || !Files.exists(table)) {
      return;
    }
    try (var csv = CsvReader.open(table)) {
      List<String> header = csv.header();
      columns.addAll(header);
      while (csv.next()) {
        csv.checkWidth();
        Map<String, String> row = new TreeMap<>();
        for (int i = 0; i < header.size(); i++) {
          row.put(header.get(i), csv.get(i));
        }
        rows.put(row.get("Image"), row);
      }
    }
    try (var csv = CsvReader.open(reported)) {
      REPORT_HEADER.forEach(csv::column);
      while (csv.next()) {
        csv.checkWidth();
        String bits = csv.get(csv.column("Bits"));
        var entry =
            new Entry(
                csv.get(csv.column("File")),
                csv.get(csv.column("Became")).equals("written"),
                csv.get(csv.column("Image")),
                bits.isEmpty() ? 0 : Integer.parseInt(bits),
                csv.get(csv.column("Text")));
        report.put(entry.file(), entry);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be deleted.", e);
    }
  }

  /** What became of the file with this digest, if it was written and its picture is there. */
  Entry written(String file) {
    Entry entry = report.get(file);
    return entry != null && entry.written() && Files.exists(picture(entry.image())) ? entry : null;
  }

  /** Where the picture of this name lies. */
  Path picture(String image) {
    return folder.resolve(PICTURES).resolve(image);
  }

  /** Says that a file can't be read. */
  void unreadable(String file) {
    report.put(file, new Entry(file, false, "", 0, ""));
  }

  /**
   * Adds a film whose picture is there.
   *
   * @param row its values by column; a column that other films have is left empty
   */
  void add(Entry entry, Map<String, String> row) {
    Entry earlier = report.put(entry.file(), entry);
    if (earlier != null && earlier.written() && !earlier.image().equals(entry.image())) {
      // Another patient's now, by a table that was put right.
      rows.remove(earlier.image());
      delete(picture(earlier.image()));
    }
    columns.addAll(row.keySet());
    rows.put(entry.image(), row);
  }

  /** What became of all files, of earlier runs too. */
  List<Entry> entries() {
    return List.copyOf(report.values());
  }

  /** How many patients there are. */
  long patients() {
    return rows.values().stream().map(row -> row.get("PatientId")).distinct().count();
  }

  /** Writes table and account, each in one go. */
  void save(List<String> about) {
    WholeFile.write(folder.resolve(ABOUT), out -> write(out, about));
    List<String> header = header();
    WholeFile.write(
        folder.resolve(TABLE),
        out -> {
          out.write(line(header));
          for (Map<String, String> row : rows.values()) {
            List<String> cells = new ArrayList<>();
            header.forEach(column -> cells.add(row.getOrDefault(column, "")));
            out.write(line(cells));
          }
        });
    WholeFile.write(
        folder.resolve(REPORT),
        out -> {
          out.write(line(REPORT_HEADER));
          for (Entry entry : report.values()) {
            out.write(
                line(
                    List.of(
                        entry.file(),
                        entry.written() ? "written" : "can't be read",
                        entry.image(),
                        entry.written() ? Integer.toString(entry.bits()) : "",
                        entry.text())));
          }
        });
  }

  private static void write(OutputStream out, List<String> lines) throws IOException {
    out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** All columns but those in which no film has a value. */
  private List<String> header() {
    return columns.stream()
        .filter(
            column ->
                column.equals("Image")
                    || column.equals("PatientId")
                    || !FIRST.contains(column)
                    || rows.values().stream().anyMatch(r -> !r.getOrDefault(column, "").isEmpty()))
        .toList();
  }

  private static byte[] line(List<String> cells) {
    return CsvText.row(cells).getBytes(StandardCharsets.UTF_8);
  }
}
