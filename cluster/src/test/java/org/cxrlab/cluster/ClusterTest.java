package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.FileCheck;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Phantoms;
import org.cxrlab.data.TableSummary;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.Precision;
import org.cxrlab.model.Predictions;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.remote.Cluster;
import org.cxrlab.remote.ClusterListener;
import org.cxrlab.run.Features;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.UnreadableFilms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A notebook's calls on a cluster, in a process of its own. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class ClusterTest {
  private static final int FILMS = 61;
  private static final int BROKEN = 20;
  private static final float ROUNDING = 1e-6f;

  @TempDir static Path folder;

  private static ChestModel model;

  /** Of which one is damaged. */
  private static Films films;

  private static Films readable;

  private final Cluster cluster = Cluster.local(2);

  /** Remembers what was told, and does something at the first films that come. */
  private static final class Heard implements ClusterListener {
    private final List<State> states = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final Consumer<State> atFirst;
    private boolean done;

    Heard(Consumer<State> atFirst) {
      this.atFirst = atFirst;
    }

    @Override
    public void at(State state) {
      states.add(state);
      if (state.films() > state.before() && !done) {
        done = true;
        atFirst.accept(state);
      }
    }

    @Override
    public void ended(String sentence) {
      ends.add(sentence);
    }
  }

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("cxrlab.launcher", DriverScript.write(folder).toString());
    System.setProperty("cxrlab.data", folder.resolve("data").toString());
    Films drawn = Phantoms.of(FILMS).size(64).films();
    List<Film> list = new ArrayList<>(drawn.list());
    Film whole = list.get(BROKEN);
    Path cut = folder.resolve("cut.png");
    byte[] bytes = Files.readAllBytes(whole.path());
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    list.set(BROKEN, Film.of("cut.png", cut, "cut.png", drawn.labels(), whole.values()));
    films = new Films("films", drawn.labels(), list);
    readable = films.where(film -> !film.image().equals("cut.png"));
    model = SmallDenseNet.create(drawn.labels(), 3).setImageSize(64);
  }

  @AfterEach
  void hearNothing() {
    Cluster.defaultListener(() -> ClusterListener.NONE);
  }

  @AfterAll
  static void close() {
    model.close();
    System.clearProperty("cxrlab.launcher");
    System.clearProperty("cxrlab.data");
  }

  private static Heard heard(Consumer<ClusterListener.State> atFirst) {
    var heard = new Heard(atFirst);
    Cluster.defaultListener(() -> heard);
    return heard;
  }

  @Test
  void predictionsAreThoseOfThisProcessAndADamagedFilmIsLeftOutByNameIfItMayBe() {
    Heard heard = heard(state -> {});
    Cluster strict = cluster.unreadable(UnreadableFilms.stop());
    String words =
        assertThrows(IllegalArgumentException.class, () -> strict.predict(model, films))
            .getMessage();
    assertTrue(words.startsWith("1 film can't be read and at most 0 may be left out: "), words);
    assertTrue(words.contains("cut.png"), words);
    assertEquals(
        "61 of 61 films, 1 can't be read; partitions: 8 done, 0 running, 0 waiting",
        heard.states.get(heard.states.size() - 1).toString());

    Heard again = heard(state -> {});
    Predictions there = cluster.predict(model, films);
    assertEquals(60, again.states.get(0).before(), "what could not be read is tried again");
    requireSame(model.predict(readable), there, ROUNDING);
    String end = again.ends.get(0);
    assertTrue(end.startsWith("61 films went through the network on local[2]. 1 film can't"), end);
    assertTrue(end.contains("cut.png"), end);
  }

  @Test
  void featuresOfASplitAreThoseOfThisProcess() {
    var split = PatientSplit.of(readable).split();
    Features there = cluster.features(model, split);
    requireSame(model.features(split.train()), there.train());
    requireSame(model.features(split.validation()), there.validation());
    requireSame(model.features(split.test()), there.test());
    assertEquals(List.of(), there.leftOut());
    Features partly = cluster.features(model, PatientSplit.of(films).split());
    assertEquals("cut.png", partly.leftOut().get(0).image());
  }

  @Test
  void filesAreCheckedAsInThisProcess() {
    List<Film> list = new ArrayList<>(films.list());
    Labels labels = films.labels();
    list.add(Film.of("gone.png", folder.resolve("gone.png"), "a", labels, films.get(0).values()));
    Films some = new Films("films", labels, list);
    FileCheck there = cluster.files(some);
    assertEquals(some.files(), there);
    assertEquals(60, there.readable());
    assertEquals("gone.png", there.missing().get(0).image());
  }

  @Test
  void aTableIsCountedAsInThisProcessAndALeakIsFound() throws IOException {
    Path one = folder.resolve("one.csv");
    Path other = folder.resolve("other.csv");
    Files.writeString(one, "Image,PatientId,Mass\na.png,1,1\nb.png,1,0\nc.png,2,\n");
    Files.writeString(other, "Image,PatientId,Mass\nx.png,02,1\ny.png,3,0\n");
    Heard heard = heard(state -> {});
    TableSummary there = cluster.counts(one, other);
    TableSummary here = TableSummary.of(Films.table(one).withoutPictures());
    assertEquals(here.info().columns(), there.info().columns());
    assertEquals(here.ids(), there.ids());
    assertEquals(here.filmsPerPatient(), there.filmsPerPatient());
    assertEquals(1, there.positives().positives("Mass"));
    assertEquals(List.of("2"), there.leaks().get(0).firstPatients());
    assertEquals(List.of("3 films were counted on local[2]."), heard.ends);
    Path gone = folder.resolve("gone.csv");
    String words = assertThrows(CxrlabException.class, () -> cluster.counts(gone)).getMessage();
    assertTrue(words.contains("gone.csv"), words);
  }

  @Test
  void modelComputesInThePrecisionThatItHasHere() {
    model.setPrecision(Precision.BF16);
    try {
      requireSame(model.predict(readable), cluster.predict(model, films), ROUNDING);
    } finally {
      model.setPrecision(Precision.FP32);
    }
  }

  @Test
  void modelPredictsThereInEightBitsTooAndSaysHereIfItCannot() {
    try (ChestModel whole = SmallDenseNet.create(films.labels(), 3).setImageSize(64)) {
      whole.quantise(readable);
      requireSame(whole.predict(readable), cluster.predict(whole, films), ROUNDING);
      whole.startAnew(4);
      String words =
          assertThrows(CxrlabException.class, () -> cluster.predict(whole, films)).getMessage();
      assertTrue(words.contains("model.quantise(films)"), words);
    }
  }

  @Test
  void whatWasStoppedKeepsWhatCameAndTheSameCallGoesOn() {
    Films some = films.named("stopped").first(60);
    heard(state -> StopSignal.request());
    String words =
        assertThrows(CancellationException.class, () -> cluster.predict(model, some)).getMessage();
    assertTrue(words.matches("Stopped after \\d+ of 60 films; .*"), words);
    Heard again = heard(state -> {});
    Predictions there = cluster.predict(model, some);
    assertTrue(again.states.get(0).before() >= 8, "goes on");
    requireSame(model.predict(readable.first(59)), there, ROUNDING);
    Heard anew = heard(state -> {});
    cluster.predict(model, some);
    assertEquals(0, anew.states.get(0).before(), "what is done is not kept");
  }

  @Test
  void whereTheDriverIsKilledTheSameCallGoesOn() {
    Films some = films.first(59);
    heard(state -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly));
    String words =
        assertThrows(CxrlabException.class, () -> cluster.predict(model, some)).getMessage();
    assertTrue(words.startsWith("The process that drives Spark was ended from outside"), words);
    Heard again = heard(state -> {});
    requireSame(model.predict(readable.first(58)), cluster.predict(model, some), ROUNDING);
    assertTrue(again.states.get(0).before() >= 8, "goes on");
  }

  @Test
  void aClusterThatIsNotThereIsASentence() {
    Cluster none = Cluster.at("spark://127.0.0.1:1");
    String words =
        assertThrows(CxrlabException.class, () -> none.predict(model, films.first(3))).getMessage();
    assertTrue(words.startsWith("Nothing answers at spark://127.0.0.1:1;"), words);
    assertThrows(IllegalArgumentException.class, () -> Cluster.local(0));
  }

  private static void requireSame(Predictions expected, Predictions found, float tolerance) {
    assertEquals(expected.films().list(), found.films().list());
    assertEquals(expected.labels(), found.labels());
    IntStream.range(0, expected.films().size())
        .forEach(
            i ->
                assertArrayEquals(
                    expected.probabilities().get(i), found.probabilities().get(i), tolerance));
  }

  private static void requireSame(FilmFeatures expected, FilmFeatures found) {
    assertEquals(expected.films().list(), found.films().list());
    IntStream.range(0, expected.films().size())
        .forEach(i -> assertArrayEquals(expected.rows().get(i), found.rows().get(i), 1e-4f));
  }
}
