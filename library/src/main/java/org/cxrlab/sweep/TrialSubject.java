package org.cxrlab.sweep;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.run.Features;
import org.cxrlab.split.Split;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.SplitFeatures;

/**
 * What the trials of a sweep learn from, as a folder that is sent to other processes: the films and
 * labels, and the first weights of networks or the features of films. Pictures stay where they lie.
 */
public final class TrialSubject {
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();
  private static final String FILE = "subject.json";
  private static final String WEIGHTS = "weights";
  private static final List<String> PARTS = List.of("train.f32", "validation.f32");

  private final Path folder;
  private final Text text;

  /** Made when they are first asked for. */
  private SplitFeatures features;

  /**
   * The file.
   *
   * @param weights whether networks begin with other than random ones
   * @param width numbers that each film has; 0 where networks are trained
   */
  private record Text(WrittenSplit films, boolean weights, int width, List<LeftOutFilm> leftOut) {}

  private TrialSubject(Path folder, Text text) {
    this.folder = folder;
    this.text = text;
  }

  /** Writes it for networks that begin with these weights. */
  static TrialSubject write(Path folder, StartingNetwork start, Split split) {
    start.weights().ifPresent(from -> copy(from, folder.resolve(WEIGHTS)));
    return write(
        folder, new Text(WrittenSplit.of(split), start.weights().isPresent(), 0, List.of()));
  }

  /** Writes it for heads on features. */
  static TrialSubject write(Path folder, Features features) {
    Films train = features.train().films();
    Films none = train.at();
    write(folder.resolve(PARTS.get(0)), features.train());
    write(folder.resolve(PARTS.get(1)), features.validation());
    return write(
        folder,
        new Text(
            WrittenSplit.of(train, features.validation().films(), none),
            false,
            features.train().width(),
            features.leftOut()));
  }

  private static TrialSubject write(Path folder, Text text) {
    write(folder.resolve(FILE), GSON.toJson(text).getBytes(StandardCharsets.UTF_8));
    return new TrialSubject(folder, text);
  }

  private static void write(Path file, FilmFeatures features) {
    float[] all = new float[features.films().size() * features.width()];
    for (int i = 0; i < features.rows().size(); i++) {
      System.arraycopy(features.rows().get(i), 0, all, i * features.width(), features.width());
    }
    write(file, Features.bytes(all));
  }

  private static void write(Path file, byte[] bytes) {
    try {
      WholeFolder.writePassing(file, out -> out.write(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("What is sent to a cluster can't be written: " + file, e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path there = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(there);
        } else {
          WholeFolder.writePassing(there, out -> Files.copy(one, out));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The weights in " + from + " can't be copied.", e);
    }
  }

  /** What was written to a folder. */
  public static TrialSubject read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return new TrialSubject(folder, GSON.fromJson(Files.readString(file), Text.class));
    } catch (IOException e) {
      throw new UncheckedIOException("What was sent can't be read: " + file, e);
    }
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /** Whether heads are trained, which takes no engine, little time and one thread. */
  public boolean isOfHeads() {
    return text.width() > 0;
  }

  NetworkTrialModel networks() {
    var start =
        new StartingNetwork(
            text.weights() ? Optional.of(folder.resolve(WEIGHTS)) : Optional.empty());
    Split split = text.films().split();
    return new NetworkTrialModel(
        "", plan -> start.create(split.train().labels(), plan.seed()), split);
  }

  synchronized SplitFeatures features() {
    if (features == null) {
      features = readFeatures();
    }
    return features;
  }

  private SplitFeatures readFeatures() {
    Split split = text.films().split();
    FilmFeatures train = features(split.train(), PARTS.get(0));
    FilmFeatures validation = features(split.validation(), PARTS.get(1));
    List<LeftOutFilm> leftOut = List.copyOf(text.leftOut());
    return new SplitFeatures() {
      @Override
      public FilmFeatures train() {
        return train;
      }

      @Override
      public FilmFeatures validation() {
        return validation;
      }

      @Override
      public List<LeftOutFilm> leftOut() {
        return leftOut;
      }
    };
  }

  private FilmFeatures features(Films films, String file) {
    try {
      float[] all = Features.floats(Files.readAllBytes(folder.resolve(file)));
      List<float[]> rows = new ArrayList<>(films.size());
      for (int i = 0; i < films.size(); i++) {
        rows.add(Arrays.copyOfRange(all, i * text.width(), (i + 1) * text.width()));
      }
      return new FilmFeatures(films, rows);
    } catch (IOException e) {
      throw new UncheckedIOException("What was sent can't be read: " + file, e);
    }
  }
}
