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
 * A table of probabilities that grows row by row: the column Image, and one for each label. Each
 * row is on disk before the next is begun, so whatever ends the program leaves whole rows and at
 * most one half, which is taken off when the table is opened again. Numbers are written so that
 * they are read back exactly.
 */
final class PredictionFile implements AutoCloseable {
  private static final String IMAGE = "Image";

  private final Path file;
  private final Hold hold;
  private final Map<String, float[]> kept;

  private PredictionFile(Path file, Hold hold, Map<String, float[]> kept) {
    this.file = file;
    this.hold = hold;
    this.kept = kept;
  }

  /**
   * Opens a table to go on with it, or begins it.
   *
   * @param films those that it is to be about
   * @throws TableException if the file is something else than a beginning of this table; nothing is
   *     changed then
   * @throws UncheckedIOException if it can't be read or written
   */
  static PredictionFile open(Path file, Labels labels, Films films) {
    OutputFiles.ready(file);
    boolean there = Files.exists(file);
    Hold hold = hold(file);
    try {
      List<String> header = new ArrayList<>(List.of(IMAGE));
      labels.names().forEach(label -> header.add(SheetText.written(label)));
      FileChannel channel = hold.channel();
      long whole = wholeLines(file, channel, header);
      if (whole > 0) {
        requireHeader(file, channel, header);
      }
      channel.truncate(whole);
      Map<String, float[]> kept = whole > 0 ? rows(file, channel, films) : Map.of();
      channel.position(whole);
      var opened = new PredictionFile(file, hold, Collections.unmodifiableMap(kept));
      if (whole == 0) {
        opened.write(header);
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

  private static void requireHeader(Path file, FileChannel channel, List<String> header)
      throws IOException {
    try (var csv = CsvReader.of(file, contents(channel))) {
      if (!csv.header().contains(IMAGE)) {
        throw foreign(file);
      }
      if (!csv.header().equals(header)) {
        throw new TableException(
            Text.format(
                "%s was begun with other labels: its columns are %s, and now they would be %s; name another file with -o.",
                file, String.join(", ", csv.header()), String.join(", ", header)));
      }
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

  private static Map<String, float[]> rows(Path file, FileChannel channel, Films films)
      throws IOException {
    Map<String, Film> known = new LinkedHashMap<>();
    // A cell is read without blanks around it, which a file's name may have.
    Map<String, String> asRead = new HashMap<>();
    for (Film film : films) {
      known.put(film.image(), film);
      asRead.putIfAbsent(CsvReader.withoutBlanks(film.image()), film.image());
    }
    Map<String, float[]> rows = new LinkedHashMap<>();
    try (var csv = CsvReader.of(file, contents(channel))) {
      var images = new ImageColumn(csv, 0);
      while (csv.next()) {
        csv.checkWidth();
        String cell = images.here();
        String image = known.containsKey(cell) ? cell : asRead.getOrDefault(cell, cell);
        if (!known.containsKey(image)) {
          throw csv.error(
              "is about "
                  + image
                  + ", which is not among the films to score; name another file with -o");
        }
        float[] probabilities = new float[csv.header().size() - 1];
        for (int i = 0; i < probabilities.length; i++) {
          probabilities[i] = (float) csv.number(i + 1, "a probability belongs; delete the row");
        }
        if (rows.put(image, probabilities) != null) {
          throw csv.error("has the image " + image + " a second time; keep one");
        }
      }
    }
    return rows;
  }

  /** The rows that were there when it was opened: the probabilities by image. */
  Map<String, float[]> kept() {
    return kept;
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
    write(row);
  }

  private void write(List<String> row) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(CsvText.row(row));
    try {
      while (bytes.hasRemaining()) {
        hold.channel().write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The row of " + row.get(0) + " can't be added to " + file + ".", e);
    }
  }

  @Override
  public void close() {
    hold.close();
  }
}
