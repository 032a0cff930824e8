package org.cxrlab.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Workspace;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.Precision;
import org.cxrlab.split.Split;
import org.cxrlab.train.StopSignal;

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
 */
public record Features(
    String backbone, Split split, FilmFeatures train, FilmFeatures validation, FilmFeatures test)
    implements Showable {
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

  private static volatile Supplier<Progress> defaultProgress = () -> Progress.NONE;

  /** Hears how many films have gone through the backbone. */
  @FunctionalInterface
  public interface Progress {
    /** Hears nothing. */
    Progress NONE = (films, all) -> {};

    /**
     * Called after each group of films, from the thread that asked for the features.
     *
     * @param films that have gone through now, those that were in the file left out
     * @param all that have to go through
     */
    void at(int films, int all);
  }

  /** Sets what shows the progress where nothing else is asked for: at first nothing. */
  public static void defaultProgress(Supplier<Progress> supplier) {
    defaultProgress = Objects.requireNonNull(supplier);
  }

  /**
   * The features of all three parts, calculated in the model's {@link ChestModel#precision()}.
   *
   * @throws CancellationException if {@link StopSignal} asks to stop; what was computed is kept
   */
  public static Features of(ChestModel model, Split split) {
    return of(model, split, defaultProgress.get());
  }

  /** The same, with a listener of one's own. */
  public static Features of(ChestModel model, Split split, Progress progress) {
    return of(model, split, file(), progress);
  }

  static Features of(ChestModel model, Split split, Path file, Progress progress) {
    Films all =
        new Films(
            "all",
            split.train().labels(),
            Stream.of(split.train(), split.validation(), split.test())
                .flatMap(Films::stream)
                .toList());
    List<float[]> rows = of(model, all, file, progress).rows();
    int validation = split.train().size();
    int test = validation + split.validation().size();
    return new Features(
        fingerprint(model),
        split,
        new FilmFeatures(split.train(), rows.subList(0, validation)),
        new FilmFeatures(split.validation(), rows.subList(validation, test)),
        new FilmFeatures(split.test(), rows.subList(test, rows.size())));
  }

  /** The features of films, those that were computed before from the file. */
  public static FilmFeatures of(ChestModel model, Films films) {
    return of(model, films, file(), defaultProgress.get());
  }

  private static Path file() {
    return Workspace.data().resolve("features.db");
  }

  /** Of the backbone, and of the numbers that it calculates in. */
  private static String fingerprint(ChestModel model) {
    return model.precision() == Precision.FP32
        ? model.backboneFingerprint()
        : model.backboneFingerprint() + " " + model.precision();
  }

  static FilmFeatures of(ChestModel model, Films films, Path file, Progress progress) {
    String backbone = fingerprint(model);
    List<String> hashes = films.stream().map(Features::contentHash).toList();
    float[][] rows = new float[films.size()][];
    try (RunDatabase cache = RunDatabase.open(file, SCHEMA, List.of("features"));
        StopSignal.Armed armed = StopSignal.arm()) {
      read(cache, backbone, hashes, rows);
      int[] missing = IntStream.range(0, rows.length).filter(i -> rows[i] == null).toArray();
      for (int from = 0; from < missing.length; from += CHUNK) {
        requireNotStopped(from, missing.length);
        int to = Math.min(from + CHUNK, missing.length);
        int[] chunk = Arrays.copyOfRange(missing, from, to);
        List<float[]> fresh = model.features(films.at(chunk)).rows();
        for (int i = 0; i < chunk.length; i++) {
          rows[chunk[i]] = fresh.get(i);
        }
        write(cache, backbone, hashes, rows, chunk);
        progress.at(to, missing.length);
      }
    }
    return new FilmFeatures(films, List.of(rows));
  }

  private static void requireNotStopped(int films, int all) {
    if (StopSignal.isRequested()) {
      throw new CancellationException(
          "Stopped after %,d of %,d films; their features are kept, and the same call goes on from there."
              .formatted(films, all));
    }
  }

  private static void read(
      RunDatabase cache, String backbone, List<String> hashes, float[][] rows) {
    cache.read(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement("SELECT numbers FROM features WHERE backbone = ? AND film = ?")) {
            for (int i = 0; i < rows.length; i++) {
              RunRecording.set(s, backbone, hashes.get(i));
              try (ResultSet r = s.executeQuery()) {
                rows[i] = r.next() ? floats(r.getBytes(1)) : null;
              }
            }
          }
          return null;
        });
  }

  private static void write(
      RunDatabase cache, String backbone, List<String> hashes, float[][] rows, int[] which) {
    cache.write(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement("INSERT OR IGNORE INTO features VALUES (?, ?, ?)")) {
            for (int i : which) {
              RunRecording.set(s, backbone, hashes.get(i), bytes(rows[i]));
              s.executeUpdate();
            }
          }
          return null;
        });
  }

  static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static String contentHash(Film film) {
    MessageDigest digest = Hashes.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(film.path()), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("The film " + film.path() + " can't be read.", e);
    }
    return HexFormat.of().formatHex(digest.digest());
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
    return table.caption("Features of the backbone " + backbone).build();
  }
}
