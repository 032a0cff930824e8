package org.cxrlab.process;

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
import org.cxrlab.data.Labels;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.run.Features;
import org.cxrlab.split.Split;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.SplitFeatures;
import org.cxrlab.train.StartingNetwork;

/**
 * What a training, or the trials of a sweep, learn from, as a folder that is sent to other
 * processes: the films and labels, and a model, the first weights of networks, or the features of
 * films. Pictures stay where they lie.
 */
public final class TrainingSubject {
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();
  private static final String FILE = "subject.json";
  private static final String WEIGHTS = "weights";
  private static final String MODEL = "model";
  private static final List<String> PARTS = List.of("train.f32", "validation.f32");

  private final Path folder;
  private final Text text;

  /** Made when they are first asked for. */
  private SplitFeatures features;

  /**
   * The file.
   *
   * @param begin what networks begin with; null for heads
   * @param width numbers that each film has; 0 where networks are trained
   */
  private record Text(WrittenSplit films, Begin begin, int width, List<LeftOutFilm> leftOut) {
    static Text of(Split split, Begin begin) {
      return new Text(WrittenSplit.of(split), begin, 0, List.of());
    }
  }

  /** What a network begins with. */
  private enum Begin {
    /** Random weights, of the plan's seed. */
    RANDOM,
    /** Weights, and a head of the plan's seed unless they have one for the labels. */
    WEIGHTS,
    /** A model as it is. */
    MODEL
  }

  private TrainingSubject(Path folder, Text text) {
    this.folder = folder;
    this.text = text;
  }

  /** Writes it for one training of a model. */
  public static TrainingSubject write(Path folder, ChestModel model, Split split) {
    model.save(folder.resolve(MODEL));
    return write(folder, Text.of(split, Begin.MODEL));
  }

  /** Writes it for networks that begin with these weights. */
  public static TrainingSubject write(Path folder, StartingNetwork start, Split split) {
    start.weights().ifPresent(from -> copy(from, folder.resolve(WEIGHTS)));
    return write(
        folder, Text.of(split, start.weights().isPresent() ? Begin.WEIGHTS : Begin.RANDOM));
  }

  /** Writes it for heads on features. */
  public static TrainingSubject write(Path folder, Features features) {
    Films train = features.train().films();
    Films none = train.at();
    write(folder.resolve(PARTS.get(0)), features.train());
    write(folder.resolve(PARTS.get(1)), features.validation());
    return write(
        folder,
        new Text(
            WrittenSplit.of(train, features.validation().films(), none),
            null,
            features.train().width(),
            features.leftOut()));
  }

  private static TrainingSubject write(Path folder, Text text) {
    write(folder.resolve(FILE), GSON.toJson(text).getBytes(StandardCharsets.UTF_8));
    return new TrainingSubject(folder, text);
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
  public static TrainingSubject read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return new TrainingSubject(folder, GSON.fromJson(Files.readString(file), Text.class));
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

  Split split() {
    return text.films().split();
  }

  /**
   * The network as it begins; the caller closes it.
   *
   * @param seed of what is random in it
   */
  ChestModel network(long seed) {
    Labels labels = split().train().labels();
    return switch (text.begin()) {
      case RANDOM -> StartingNetwork.fresh().create(labels, seed);
      case WEIGHTS ->
          new StartingNetwork(Optional.of(folder.resolve(WEIGHTS))).create(labels, seed);
      case MODEL -> ChestModel.load(folder.resolve(MODEL));
    };
  }

  synchronized SplitFeatures features() {
    if (features == null) {
      features = readFeatures();
    }
    return features;
  }

  private SplitFeatures readFeatures() {
    Split split = split();
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
