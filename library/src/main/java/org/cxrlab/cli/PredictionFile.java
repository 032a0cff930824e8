package org.cxrlab.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.ImageColumn;
import org.cxrlab.data.Labels;
import org.cxrlab.data.SheetText;
import org.cxrlab.data.TableException;
import org.cxrlab.disk.Hold;
import org.cxrlab.figure.Text;

/**
 * A table of probabilities that grows row by row: the column Image, one for each label and, if it
 * was begun so, a last one, Problem, with the reasons of the films that have none. Each row is on
 * disk before the next is begun, so whatever ends the program leaves whole rows and at most one
 * half, which is taken off when the table is opened again. Numbers are written so that they are
 * read back exactly. Rows with a reason come last, when all others are there; they are taken off
 * when the table is opened again, as what was in the way, such as a disk that was away, may be
 * gone.
 */
final class PredictionFile implements AutoCloseable {
  private static final String IMAGE = "Image";
  private static final String PROBLEM = "Problem";

  private final Path file;
  private final Hold hold;
  private final int labels;
  private final boolean reasons;
  private final Map<String, float[]> kept;
  private final Set<String> settled;

  private PredictionFile(Path file, Hold hold, int labels, boolean reasons, Rows rows) {
    this.file = file;
    this.hold = hold;
    this.labels = labels;
    this.reasons = reasons;
    kept = Collections.unmodifiableMap(rows.kept);
    settled = Collections.unmodifiableSet(rows.reasons.keySet());
  }

  /** What is in a table: probabilities, and rows with a reason, each as it is written. */
  private static final class Rows {
    private final Map<String, float[]> kept = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** Those with a reason that nothing follows, the first of them first. */
    private final List<String> last = new ArrayList<>();
  }

  /** Whether a table has reasons, which one that is there already decides. */
  enum Reasons {
    /** A new one has none. */
    NO,
    /** A new one has them. */
    IF_NEW,
    /** One that has none is refused. */
    YES
  }

  /**
   * Opens a table to go on with it, or begins it.
   *
   * @param films those that it is to be about
   * @param wanted whether films without probabilities have rows with the reason
   * @throws TableException if the file is something else than a beginning of this table; nothing is
   *     changed then
   * @throws UncheckedIOException if it can't be read or written
   */
  static PredictionFile open(Path file, Labels labels, Films films, Reasons wanted) {
    OutputFiles.ready(file);
    boolean there = Files.exists(file);
    Hold hold = hold(file);
    try {
      List<String> header = new ArrayList<>(List.of(IMAGE));
      labels.names().forEach(label -> header.add(SheetText.written(label)));
      List<String> longer = new ArrayList<>(header);
      longer.add(PROBLEM);
      FileChannel channel = hold.channel();
      long whole = wholeLines(file, channel, longer);
      boolean reasons =
          whole > 0 ? hasReasons(file, channel, header, longer) : wanted != Reasons.NO;
      if (wanted == Reasons.YES && !reasons) {
        throw new TableException(
            file
                + " was begun without the column Problem; leave out --problems, or name another"
                + " file with -o.");
      }
      channel.truncate(whole);
      Rows rows = whole > 0 ? rows(file, channel, films, labels.size()) : new Rows();
      channel.truncate(withoutReasons(channel, whole, rows));
      channel.position(channel.size());
      var opened = new PredictionFile(file, hold, labels.size(), reasons, rows);
      if (whole == 0) {
        opened.write(reasons ? longer : header);
      }
      return opened;
    } catch (IOException e) {
      letGo(hold, file, there, e);
      throw new UncheckedIOException("The predictions can't be written to " + file + ".", e);
    } catch (RuntimeException | Error e) {
      letGo(hold, file, there, e);
      throw e;
    }
  }

  private static Hold hold(Path file) {
    return Hold.tryTake(file)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + " is being written by another command; wait for it, or name another file"
                        + " with -o."));
  }

  /** After a beginning that failed: a file that was not there before is gone again. */
  private static void letGo(Hold hold, Path file, boolean there, Throwable because) {
    try (hold) {
      if (!there) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** How many bytes are whole lines; 0 where not even the header is whole. */
  private static long wholeLines(Path file, FileChannel channel, List<String> header)
      throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = channel.size(); end > 0; end--) {
      one.clear();
      channel.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    byte[] begun = CsvText.row(header).getBytes(StandardCharsets.UTF_8);
    var there = ByteBuffer.allocate((int) Math.min(channel.size(), begun.length));
    while (there.hasRemaining() && channel.read(there, there.position()) >= 0) {
      continue;
    }
    if (channel.size() > there.capacity()
        || !Arrays.equals(there.array(), Arrays.copyOf(begun, there.capacity()))) {
      throw foreign(file);
    }
    return 0;
  }

  private static TableException foreign(Path file) {
    return new TableException(
        file + " is there already and is no table of predictions; name another file with -o.");
  }

  private static boolean hasReasons(
      Path file, FileChannel channel, List<String> header, List<String> longer) throws IOException {
    try (var csv = CsvReader.of(file, contents(channel))) {
      if (!csv.header().contains(IMAGE)) {
        throw foreign(file);
      }
      boolean reasons = csv.header().equals(longer);
      if (!reasons && !csv.header().equals(header)) {
        throw new TableException(
            Text.format(
                "%s was begun with other labels: its columns are %s, and now they would be %s; name another file with -o.",
                file, String.join(", ", csv.header()), String.join(", ", header)));
      }
      return reasons;
    }
  }

  /** The bytes of the file from its beginning; the channel, which is locked, stays open. */
  private static InputStream contents(FileChannel channel) throws IOException {
    channel.position(0);
    return new FilterInputStream(Channels.newInputStream(channel)) {
      @Override
      public void close() {
        // Whoever holds the channel closes it.
      }
    };
  }

  private static Rows rows(Path file, FileChannel channel, Films films, int labels)
      throws IOException {
    Map<String, Film> known = new LinkedHashMap<>();
    // A cell is read without blanks around it, which a file's name may have.
    Map<String, String> asRead = new HashMap<>();
    for (Film film : films) {
      known.put(film.image(), film);
      asRead.putIfAbsent(CsvReader.withoutBlanks(film.image()), film.image());
    }
    var rows = new Rows();
    try (var csv = CsvReader.of(file, contents(channel))) {
      var images = new ImageColumn(csv, 0);
      while (csv.next()) {
        csv.checkWidth();
        String cell = images.here();
        String image = known.containsKey(cell) ? cell : asRead.getOrDefault(cell, cell);
        if (rows.kept.containsKey(image) || rows.reasons.containsKey(image)) {
          throw csv.error("has the image " + image + " a second time; keep one");
        }
        if (isReason(csv, labels)) {
          rows.reasons.put(image, reason(image, labels, SheetText.read(csv.get(labels + 1))));
          rows.last.add(image);
          continue;
        }
        rows.last.clear();
        if (!known.containsKey(image)) {
          throw csv.error(
              "is about "
                  + image
                  + ", which is not among the films to score; name another file with -o");
        }
        float[] probabilities = new float[labels];
        for (int i = 0; i < probabilities.length; i++) {
          probabilities[i] = (float) csv.number(i + 1, "a probability belongs; delete the row");
        }
        rows.kept.put(image, probabilities);
      }
    }
    return rows;
  }

  private static boolean isReason(CsvReader csv, int labels) {
    return csv.header().size() == labels + 2
        && !csv.get(labels + 1).isEmpty()
        && IntStream.rangeClosed(1, labels).allMatch(i -> csv.get(i).isEmpty());
  }

  private static String reason(String image, int labels, String why) {
    List<String> row = new ArrayList<>(List.of(SheetText.written(image)));
    row.addAll(Collections.nCopies(labels, ""));
    row.add(SheetText.written(why.replaceAll("\\s+", " ").strip()));
    return CsvText.row(row);
  }

  /**
   * Where the table ends without the last rows that have a reason. Those that somebody has changed
   * or moved stay, and count as done.
   */
  private static long withoutReasons(FileChannel channel, long whole, Rows rows)
      throws IOException {
    String text = rows.last.stream().map(rows.reasons::get).collect(Collectors.joining());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > whole) {
      return whole;
    }
    var there = ByteBuffer.allocate(bytes.length);
    long begin = whole - bytes.length;
    while (there.hasRemaining() && channel.read(there, begin + there.position()) >= 0) {
      continue;
    }
    if (!Arrays.equals(there.array(), bytes)) {
      return whole;
    }
    rows.last.forEach(rows.reasons::remove);
    return begin;
  }

  /** The rows that were there when it was opened: the probabilities by image. */
  Map<String, float[]> kept() {
    return kept;
  }

  /** The films that have a row with a reason, and will not be tried again. */
  Set<String> settled() {
    return settled;
  }

  /** Whether a film has a row already. */
  boolean has(Film film) {
    return kept.containsKey(film.image()) || settled.contains(film.image());
  }

  /**
   * Adds, after all others, the rows of films without probabilities, if the table has reasons.
   *
   * @param problems the reasons by image, in the order of the rows
   * @throws UncheckedIOException if they can't be written, e.g. because the disk is full
   */
  void addReasons(Map<String, String> problems) {
    if (reasons) {
      problems.forEach((image, why) -> write(image, reason(image, labels, why)));
    }
  }

  /**
   * Adds a row. A name that a spreadsheet would run as a formula has an apostrophe before it, which
   * our reader takes off.
   *
   * @throws UncheckedIOException if it can't be written, e.g. because the disk is full
   */
  void add(Film film, float[] probabilities) {
    List<String> row = new ArrayList<>(List.of(SheetText.written(film.image())));
    for (float probability : probabilities) {
      row.add(Float.toString(probability));
    }
    if (reasons) {
      row.add("");
    }
    write(row);
  }

  private void write(List<String> row) {
    write(row.get(0), CsvText.row(row));
  }

  private void write(String image, String text) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    try {
      while (bytes.hasRemaining()) {
        hold.channel().write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The row of " + image + " can't be added to " + file + ".", e);
    }
  }

  @Override
  public void close() {
    hold.close();
  }
}
