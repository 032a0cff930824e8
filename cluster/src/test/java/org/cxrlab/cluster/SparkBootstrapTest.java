package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.eval.BootstrapJob;
import org.cxrlab.eval.Comparison;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.model.Predictions;
import org.cxrlab.remote.Cluster;
import org.cxrlab.remote.ClusterListener;
import org.cxrlab.train.StopSignal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Bootstraps on Spark, which equal those of one process to the last bit. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class SparkBootstrapTest {
  private static final Labels LABELS = Labels.of("Mass", "Hernia", "Nodule");
  private static final int FILMS = 6000;

  @TempDir static Path folder;

  private final Cluster cluster = Cluster.local(2);

  @BeforeAll
  static void prepare() throws IOException {
    SparkHome.make();
    System.setProperty("cxrlab.launcher", DriverScript.write(folder).toString());
    System.setProperty("cxrlab.data", folder.resolve("data").toString());
  }

  @AfterAll
  static void forget() {
    System.clearProperty("cxrlab.launcher");
    System.clearProperty("cxrlab.data");
  }

  @AfterEach
  void hearNothing() {
    Cluster.defaultListener(() -> ClusterListener.NONE);
  }

  /** Of Hernia there are two films, so many resamples have none; a tenth of all is unknown. */
  static Predictions predictions(int films, long seed) {
    var truths = new Random(1);
    var random = new Random(seed);
    List<Film> all = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    for (int i = 0; i < films; i++) {
      List<Float> values = new ArrayList<>();
      float[] row = new float[LABELS.size()];
      for (int l = 0; l < row.length; l++) {
        boolean isPresent = l == 1 ? i == 3 || i == 70 : truths.nextInt(20) == 0;
        values.add(truths.nextInt(10) == 0 ? Float.NaN : isPresent ? 1f : 0f);
        row[l] = (float) (1 / (1 + Math.exp(-random.nextGaussian() - (isPresent ? 1 : 0))));
      }
      String image = "film" + i + ".png";
      all.add(Film.of(image, Path.of(image), "p" + i / 3, LABELS, values));
      probabilities.add(row);
    }
    return new Predictions(new Films("films", LABELS, all), LABELS, probabilities);
  }

  private static void requireSame(Evaluation here, Evaluation there) {
    assertEquals(here.scores(), there.scores());
    assertEquals(here.macro(), there.macro());
    assertEquals(here.micro(), there.micro());
    assertEquals(here.table().text(), there.table().text());
    assertEquals(here.measures().text(), there.measures().text());
  }

  @Test
  void anEvaluationIsThatOfThisProcessToTheLastBit() {
    List<String> states = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    Cluster.defaultListener(
        () ->
            new ClusterListener() {
              @Override
              public void at(State state) {
                states.add(state.toString());
              }

              @Override
              public void ended(String sentence) {
                ends.add(sentence);
              }
            });
    Predictions predictions = predictions(FILMS, 5);
    requireSame(Evaluation.of(predictions), cluster.evaluate(predictions));
    assertEquals(List.of("1,000 resamples were computed on local[2]."), ends);
    String last = states.get(states.size() - 1);
    assertEquals("1,000 of 1,000 resamples; partitions: 3 done, 0 running, 0 waiting", last);
    Evaluation other = Evaluation.of(predictions).bootstrap(77, -9).at(0.7);
    requireSame(other, cluster.bootstrap(other));
  }

  @Test
  void aComparisonIsThatOfThisProcessToTheLastBit() {
    Evaluation one = Evaluation.of(predictions(FILMS, 5)).bootstrap(300, 4);
    Evaluation other = Evaluation.of(predictions(FILMS, 6));
    Comparison here = one.compare(other);
    assertEquals(here, cluster.compare(one, other));
  }

  @Test
  void processesOfTheirOwnComputeTheSameBits() {
    Evaluation one = Evaluation.of(predictions(FILMS, 7)).bootstrap(900, 3);
    List<Evaluation> there = new ArrayList<>();
    for (String master : List.of("local[1]", "local-cluster[2,1,1024]")) {
      there.add(one.bootstrap(what -> rows(master, what)));
    }
    requireSame(one, there.get(0));
    requireSame(one, there.get(1));
  }

  private static double[][] rows(String master, BootstrapJob what) {
    Path cases = folder.resolve("cases-of-a-test");
    try (Session session = Session.start(master, "bootstrap")) {
      WholeFolder.writePassing(cases, what::writeTo);
      List<double[]> rows = new ArrayList<>();
      new SparkBootstrap(cases).run(session.spark(), rows::addAll);
      return rows.toArray(double[][]::new);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsStoppedKeepsNothingAndSaysSo() {
    Cluster.defaultListener(
        () ->
            new ClusterListener() {
              @Override
              public void at(State state) {
                if (state.films() > 0) {
                  StopSignal.request();
                }
              }
            });
    Evaluation one = Evaluation.of(predictions(FILMS, 5)).bootstrap(100_000, 1);
    String words =
        assertThrows(CancellationException.class, () -> cluster.bootstrap(one)).getMessage();
    assertEquals("Stopped; a bootstrap is computed at once or not at all.", words);
  }

  @Test
  void aClusterThatIsNotThereIsASentence() {
    Predictions few = predictions(100, 5);
    Cluster none = Cluster.at("spark://127.0.0.1:1");
    String words = assertThrows(CxrlabException.class, () -> none.evaluate(few)).getMessage();
    assertTrue(words.startsWith("Nothing answers at spark://127.0.0.1:1;"), words);
  }

  /** 25 million films in a task, but no more than 1,000 tasks, and every resample in one. */
  @Test
  void noTaskIsShortAndThereAreNotTooMany() {
    assertEquals(1, SparkBootstrap.parts(1000, 25_000).size());
    List<ResampleTask.Part> parts = SparkBootstrap.parts(1000, 25_000 * 14 * 4);
    assertEquals(56, parts.size());
    assertEquals(new ResampleTask.Part(990, 1000), parts.get(55));
    assertEquals(1000, SparkBootstrap.parts(1_000_000, 30_000_000).size());
    assertEquals(3, SparkBootstrap.parts(3, 1_000_000_000).size());
    int[] sizes = parts.stream().mapToInt(part -> part.to() - part.from()).distinct().toArray();
    assertArrayEquals(new int[] {18, 10}, sizes);
  }
}
