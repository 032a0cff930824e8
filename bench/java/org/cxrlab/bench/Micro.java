package org.cxrlab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Auroc;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.eval.Scores;
import org.cxrlab.image.Augmentations;
import org.cxrlab.image.Augmented;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.train.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Small pieces of the work, each by itself in one thread, for {@code ./cxrlab bench micro}: where a
 * part has become slower, they tell which piece has.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Micro {
  private static final int SIZE = 320;
  private static final int BATCH = 8;

  /** A film of 1024 x 1024 pixels, named by the property {@code cxrlab.bench.films}. */
  @State(Scope.Benchmark)
  public static class OneFilm {
    private final Augmentations change = Augmentations.none().shift(0.05).rotation(7);
    private Path file;
    private GrayImage whole;
    private GrayImage small;

    /** Reads it. */
    @Setup
    public void read() {
      file = Films.open(Path.of(System.getProperty("cxrlab.bench.films"))).get(0).path();
      whole = GrayImage.read(file);
      small = whole.resize(SIZE, SIZE);
    }
  }

  /** Scores of one label that tell its films somewhat, one in ten being positive. */
  @State(Scope.Benchmark)
  public static class OneLabel {
    private static final int FILMS = 25_000;

    private final float[] truth = new float[FILMS];
    private final double[] scores = new double[FILMS];

    /** Draws them. */
    @Setup
    public void draw() {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < FILMS; i++) {
        truth[i] = random.nextInt(10) == 0 ? 1 : 0;
        scores[i] = (random.nextDouble() + random.nextDouble() + 0.5 * truth[i]) / 2.5;
      }
    }
  }

  /** Predictions of fourteen labels for 2,000 films of as many patients. */
  @State(Scope.Benchmark)
  public static class AllLabels {
    private static final int FILMS = 2_000;

    private Predictions predictions;

    /** Draws them. */
    @Setup
    public void draw() {
      SplittableRandom random = new SplittableRandom(1);
      Labels labels = Labels.NIH;
      List<Film> films = new ArrayList<>();
      List<float[]> probabilities = new ArrayList<>();
      for (int i = 0; i < FILMS; i++) {
        List<Float> truth = new ArrayList<>();
        float[] scores = new float[labels.size()];
        for (int label = 0; label < labels.size(); label++) {
          truth.add(random.nextInt(10) == 0 ? 1f : 0f);
          scores[label] = (float) (random.nextDouble() + 0.5 * truth.get(label)) / 1.5f;
        }
        films.add(Film.of(i + ".png", Path.of(i + ".png"), "patient " + i, labels, truth));
        probabilities.add(scores);
      }
      predictions = new Predictions(new Films("drawn", labels, films), labels, probabilities);
    }
  }

  /** Logits of a batch, and as many weights and slopes as DenseNet121 has. */
  @State(Scope.Benchmark)
  public static class Step {
    private static final int WEIGHTS = 6_968_206;

    private NDManager manager;
    private NDArray logits;
    private NDArray labels;
    private NDArray known;
    private NDArray weights;
    private NDArray gradient;
    private Adam adam;

    /** Draws them. */
    @Setup
    public void draw() {
      manager = NativeMemory.newManager();
      Shape shape = new Shape(BATCH, Labels.NIH.size());
      logits = manager.randomUniform(-3, 3, shape);
      float[] truth = new float[(int) shape.size()];
      IntStream.range(0, truth.length).forEach(i -> truth[i] = i % 10 == 0 ? 1 : 0);
      labels = manager.create(truth, shape);
      known = manager.ones(shape);
      weights = manager.randomUniform(-1, 1, new Shape(WEIGHTS));
      gradient = manager.randomUniform(-1, 1, new Shape(WEIGHTS));
      adam = new Adam(TrainingPlan.defaults().adam(), manager);
      adam.learningRate(1e-4);
    }

    /** Frees them. */
    @TearDown
    public void free() {
      adam.close();
      manager.close();
    }
  }

  /** A film from its file. */
  @Benchmark
  public GrayImage readFilm(OneFilm film) {
    return GrayImage.read(film.file);
  }

  /** The same in the size that the network takes. */
  @Benchmark
  public GrayImage readFilmSmall(OneFilm film) {
    return GrayImage.read(film.file, SIZE, SIZE);
  }

  /** A film that was read to the size that the network takes. */
  @Benchmark
  public GrayImage resize(OneFilm film) {
    return film.whole.resize(SIZE, SIZE);
  }

  /** A small one, shifted and turned. */
  @Benchmark
  public Augmented augment(OneFilm film) {
    return film.change.apply(film.small, 1);
  }

  /** A small one, standardised. */
  @Benchmark
  public GrayImage standardise(OneFilm film) {
    return film.small.standardised();
  }

  /** AUROC of one label. */
  @Benchmark
  public double auroc(OneLabel label) {
    return Auroc.of(label.scores, label.truth);
  }

  /** The measures of fourteen labels with intervals from 100 resamples. */
  @Benchmark
  public List<Scores> bootstrap(AllLabels all) {
    return Evaluation.of(all.predictions).bootstrap(100, 1).scores();
  }

  /** The loss of a batch, in libtorch. */
  @Benchmark
  public float loss(Step step) {
    try (NDArray loss = WeightedBce.unweighted().of(step.logits, step.labels, step.known)) {
      return loss.getFloat();
    }
  }

  /** Adam's step over all weights of DenseNet121. */
  @Benchmark
  public NDArray adam(Step step) {
    step.adam.update(step.weights, step.gradient);
    return step.weights;
  }
}
