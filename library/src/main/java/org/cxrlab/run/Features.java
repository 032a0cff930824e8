package org.cxrlab.run;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.Sha256;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Workspace;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.image.PictureException;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.FilmsListener;
import org.cxrlab.model.Precision;
import org.cxrlab.split.Split;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.SplitFeatures;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.UnreadableFilms;

/**
 * What a frozen backbone makes of the films of a split. Each film goes through the backbone once:
 * what comes out is kept in {@code data/features.db} under the backbone's fingerprint, which
 * includes how films are prepared, and the SHA-256 of the film's file, so that a changed film or
 * another backbone is computed anew and nothing else is.
 *
 * @param backbone the fingerprint
 * @param split the films
 * @param train features of the training part
 * @param validation features of the validation part
 * @param test features of the test part
 * @param leftOut films of the split that could not be read and have no features
 */
public record Features(
    String backbone,
    Split split,
    FilmFeatures train,
    FilmFeatures validation,
    FilmFeatures test,
    List<LeftOutFilm> leftOut)
    implements SplitFeatures, Showable {
  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS features (
            backbone TEXT NOT NULL,
            film TEXT NOT NULL,
            numbers BLOB NOT NULL,
            PRIMARY KEY (backbone, film)) WITHOUT ROWID""");

  /** Films that go through the backbone between two writes. */
  private static final int CHUNK = 32;

  /** Films that a message names. */
  private static final int NAMED = 5;

  /** Features of all films of the split. */
  public Features(
      String backbone,
      Split split,
      FilmFeatures train,
      FilmFeatures validation,
      FilmFeatures test) {
    this(backbone, split, train, validation, test, List.of());
  }

  /**
   * The features of all three parts, calculated in the model's {@link ChestModel#precision()}.
   * Films that can't be read are left out and named, up to {@linkplain UnreadableFilms#leaveOutFew
   * a few}; the features of the others are kept in any case.
   *
   * @throws IllegalArgumentException naming the films that can't be read, if they are more
   * @throws CancellationException if {@link StopSignal} asks to stop; what was computed is kept
   */
  public static Features of(ChestModel model, Split split) {
    return of(model, split, FilmsListener.here());
  }

  /**
   * The same, with a listener of one's own, which hears of those films alone whose features are not
   * in the file yet.
   */
  public static Features of(ChestModel model, Split split, FilmsListener listener) {
    return of(model, split, UnreadableFilms.leaveOutFew(), listener);
  }

  /** The same with another number of films that may be left out as they can't be read. */
  public static Features of(
      ChestModel model, Split split, UnreadableFilms unreadable, FilmsListener listener) {
    return of(model, split, unreadable, file(), listener);
  }

  static Features of(ChestModel model, Split split, Path file, FilmsListener listener) {
    return of(model, split, UnreadableFilms.leaveOutFew(), file, listener);
  }

  static Features of(
      ChestModel model,
      Split split,
      UnreadableFilms unreadable,
      Path file,
      FilmsListener listener) {
    Films all = split.films();
    Map<Integer, RuntimeException> bad = new TreeMap<>();
    float[][] rows = rows(model, all, file, listener, LeftOut.missing(bad::put));
    List<LeftOutFilm> leftOut = new ArrayList<>();
    bad.forEach((i, why) -> leftOut.add(LeftOutFilm.of(all.get(i), part(split, i), 0, why)));
    requireFew(leftOut, unreadable.limit(all.size()));
    int validation = split.train().size();
    int test = validation + split.validation().size();
    return new Features(
        fingerprint(model),
        split,
        some(split.train(), Arrays.copyOfRange(rows, 0, validation)),
        some(split.validation(), Arrays.copyOfRange(rows, validation, test)),
        some(split.test(), Arrays.copyOfRange(rows, test, rows.length)),
        List.copyOf(leftOut));
  }

  /** The part of a split in which one of all its films is, in the words of {@link LeftOutFilm}. */
  public static String part(Split split, int film) {
    if (film < split.train().size()) {
      return LeftOutFilm.TRAINING;
    }
    return film < split.train().size() + split.validation().size()
        ? LeftOutFilm.VALIDATION
        : "test";
  }

  private static void requireFew(List<LeftOutFilm> leftOut, int limit) {
    if (leftOut.size() > limit) {
      throw new IllegalArgumentException(
          Text.format(
              "%d films can't be read and at most %d may be left out: %s. Put them right, or leave out more by UnreadableFilms.leaveOut; the features of the others are kept.",
              leftOut.size(),
              limit,
              leftOut.stream()
                  .limit(NAMED)
                  .map(film -> film.image() + " (" + film.part() + ": " + film.reason() + ")")
                  .collect(Collectors.joining(", "))));
    }
  }

  /** The films that have a row. */
  private static FilmFeatures some(Films films, float[][] rows) {
    int[] kept = IntStream.range(0, rows.length).filter(i -> rows[i] != null).toArray();
    Films read = kept.length == rows.length ? films : films.at(kept);
    return new FilmFeatures(read, Arrays.stream(kept).mapToObj(i -> rows[i]).toList());
  }

  /** The features of films, those that were computed before from the file. */
  public static FilmFeatures of(ChestModel model, Films films) {
    return of(model, films, file(), FilmsListener.here());
  }

  private static Path file() {
    return Workspace.data().resolve("features.db");
  }

  /** The fingerprint of a model's backbone, and of the numbers that it calculates in. */
  public static String fingerprint(ChestModel model) {
    return model.precision() == Precision.FP32
        ? model.backboneFingerprint()
        : model.backboneFingerprint() + " " + model.precision();
  }

  static FilmFeatures of(ChestModel model, Films films, Path file, FilmsListener listener) {
    LeftOut none =
        LeftOut.missing(
            (film, why) -> {
              throw why;
            });
    return new FilmFeatures(films, List.of(rows(model, films, file, listener, none)));
  }

  /** A row for each film; null for those left out. */
  private static float[][] rows(
      ChestModel model, Films films, Path file, FilmsListener listener, LeftOut leftOut) {
    String backbone = fingerprint(model);
    List<String> hashes = hashes(films, leftOut);
    float[][] rows = new float[films.size()][];
    try (Database cache = Database.open(file, SCHEMA);
        StopSignal.Armed armed = StopSignal.arm()) {
      read(cache, backbone, hashes, rows);
      int[] missing =
          IntStream.range(0, rows.length)
              .filter(i -> rows[i] == null && !leftOut.contains(i))
              .toArray();
      for (int from = 0; from < missing.length; from += CHUNK) {
        requireNotStopped(from, missing.length);
        listener.onFilms(from, missing.length);
        int to = Math.min(from + CHUNK, missing.length);
        int[] chunk = Arrays.copyOfRange(missing, from, to);
        write(cache, backbone, hashes, rows, read(model, films, chunk, rows, leftOut));
      }
      if (missing.length > 0) {
        listener.onFilms(missing.length, missing.length);
      }
    }
    return rows;
  }

  /** Sets the rows of some films; those that could be read. */
  private static int[] read(
      ChestModel model, Films films, int[] chunk, float[][] rows, LeftOut leftOut) {
    LeftOut found = LeftOut.missing((film, why) -> leftOut.find(chunk[film], why));
    Supplier<FilmFeatures> some = () -> model.features(films.at(chunk), found);
    List<float[]> fresh = FilmsListener.during(FilmsListener.NONE, some).rows();
    int[] read =
        IntStream.range(0, chunk.length)
            .filter(i -> !found.contains(i))
            .map(i -> chunk[i])
            .toArray();
    for (int i = 0; i < read.length; i++) {
      rows[read[i]] = fresh.get(i);
    }
    return read;
  }

  /** Of each film's file; empty for those left out. */
  private static List<String> hashes(Films films, LeftOut leftOut) {
    List<String> hashes = new ArrayList<>(films.size());
    for (int i = 0; i < films.size(); i++) {
      try {
        hashes.add(contentHash(films.get(i)));
      } catch (PictureException e) {
        leftOut.find(i, e);
        hashes.add("");
      }
    }
    return hashes;
  }

  private static void requireNotStopped(int films, int all) {
    if (StopSignal.isRequested()) {
      throw new CancellationException(
          Text.format(
              "Stopped after %,d of %,d films; their features are kept, and the same call goes on from there.",
              films, all));
    }
  }

  private static void read(Database cache, String backbone, List<String> hashes, float[][] rows) {
    Map<String, float[]> known = new HashMap<>();
    cache.forEach(
        "SELECT film, numbers FROM features WHERE backbone = ? AND film IN (SELECT value FROM"
            + " json_each(?))",
        row -> known.put(row.text("film"), floats(row.bytes("numbers"))),
        backbone,
        new Gson().toJson(hashes));
    Arrays.setAll(rows, i -> known.get(hashes.get(i)));
  }

  private static void write(
      Database cache, String backbone, List<String> hashes, float[][] rows, int... which) {
    cache.updateAll(
        "INSERT OR IGNORE INTO features VALUES (?, ?, ?)",
        Arrays.stream(which).boxed().toList(),
        i -> new Object[] {backbone, hashes.get(i), bytes(rows[i])});
  }

  /** As little-endian bytes. */
  public static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** What {@link #bytes} wrote. */
  public static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static String contentHash(Film film) {
    try {
      return Sha256.of(film.path());
    } catch (IOException e) {
      throw new PictureException("The film " + film.path() + " can't be read.", e);
    }
  }

  /** How many films and features there are. */
  @Override
  public TableFigure figure() {
    var table = TableFigure.columns("Part", "Films", "Features of each");
    List<FilmFeatures> parts = new ArrayList<>(List.of(train, validation, test));
    List<String> names = List.of("train", "validation", "test");
    for (int i = 0; i < names.size(); i++) {
      table.row(names.get(i), parts.get(i).films().size(), parts.get(i).width());
    }
    return table
        .caption("Features of the backbone " + backbone)
        .note(LeftOutFilm.sentence(leftOut))
        .build();
  }
}
