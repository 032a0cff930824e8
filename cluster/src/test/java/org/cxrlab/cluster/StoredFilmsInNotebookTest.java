package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.FileCheck;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.explain.GradCam;
import org.cxrlab.figure.Text;
import org.cxrlab.image.PictureException;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmFeatures;
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

/** A notebook's calls on films in archives and at Hadoop's addresses, against those on files. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class StoredFilmsInNotebookTest {
  private static final int FILMS = 60;
  private static final int HALF = 32;
  private static final float ROUNDING = 1e-6f;

  @TempDir static Path folder;

  private static ChestModel model;

  /** With a table of labels, and a text that is none. */
  private static Path files;

  /** The same films in a zip and a tar, beside the table. */
  private static Path archives;

  private static Films plain;

  private final Cluster cluster = Cluster.local(2);
  private final List<String> ends = new ArrayList<>();
  private final List<ClusterListener.State> states = new ArrayList<>();

  @BeforeAll
  static void prepare() throws Exception {
    System.setProperty("cxrlab.launcher", DriverScript.write(folder).toString());
    System.setProperty("cxrlab.data", folder.resolve("data").toString());
    Films drawn = Phantoms.of(FILMS).size(64).films();
    files = Files.createDirectory(folder.resolve("films"));
    archives = Files.createDirectory(folder.resolve("archives"));
    List<String> rows = new ArrayList<>();
    rows.add("Image,PatientId," + String.join(",", drawn.labels().names()));
    for (int i = 0; i < FILMS; i++) {
      Film film = drawn.get(i);
      Files.copy(film.path(), files.resolve(name(i)));
      rows.add(
          name(i)
              + ","
              + i
              + film.values().stream().map(v -> v == 1 ? ",1" : ",0").reduce("", String::concat));
    }
    zip(archives.resolve("first.zip"), 0, HALF);
    tar(archives.resolve("second.tar"), HALF);
    Files.writeString(files.resolve("read me.txt"), "Nothing of it is a film.");
    for (Path place : List.of(files, archives)) {
      Files.write(place.resolve("labels.csv"), rows);
    }
    plain = Films.open(files);
    assertEquals(FILMS, plain.size());
    model = SmallDenseNet.create(drawn.labels(), 3).setImageSize(64);
  }

  private static String name(int film) {
    return Text.format("film-%02d.png", film);
  }

  private static void zip(Path zip, int from, int to) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        var packed = new ZipOutputStream(out)) {
      for (int i = from; i < to; i++) {
        packed.putNextEntry(new ZipEntry("in/" + name(i)));
        Files.copy(files.resolve(name(i)), packed);
        packed.closeEntry();
      }
      packed.putNextEntry(new ZipEntry("in/notes.txt"));
      packed.write(65);
      packed.closeEntry();
    }
  }

  private static void tar(Path tar, int from) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar", "cf", tar.toString(), "-C"));
    command.add(files.toString());
    IntStream.range(from, FILMS).forEach(i -> command.add(name(i)));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
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

  /** Remembers what is told from now on, and does something at the first films that come. */
  private void hear(Consumer<ClusterListener.State> atFirst) {
    ends.clear();
    states.clear();
    var done = new boolean[1];
    Cluster.defaultListener(
        () ->
            new ClusterListener() {
              @Override
              public void at(State state) {
                states.add(state);
                if (state.films() > state.before() && !done[0]) {
                  done[0] = true;
                  atFirst.accept(state);
                }
              }

              @Override
              public void ended(String sentence) {
                ends.add(sentence);
              }
            });
  }

  private static List<String> images(Films films) {
    return films.stream().map(Film::image).toList();
  }

  private static void requireSame(Predictions expected, Predictions found) {
    assertEquals(images(expected.films()), images(found.films()));
    requireSame(expected.probabilities(), found.probabilities(), ROUNDING);
  }

  private static void requireSame(List<float[]> expected, List<float[]> found, float tolerance) {
    assertEquals(expected.size(), found.size());
    IntStream.range(0, expected.size())
        .forEach(i -> assertArrayEquals(expected.get(i), found.get(i), tolerance, "film " + i));
  }

  @Test
  void filmsInArchivesBesideATableHavePredictionsLabelsAndFeaturesOfTheFiles() {
    StoredFilms stored = StoredFilms.open(archives);
    assertEquals(FILMS, stored.stored().size());
    hear(state -> {});
    Predictions there = cluster.predict(model, stored);
    Predictions here = model.predict(plain);
    requireSame(here, there);
    assertEquals(Evaluation.of(here).auroc("Mass"), Evaluation.of(there).auroc("Mass"), 0.01);
    assertTrue(
        ends.get(0)
            .startsWith("60 films went through the network on local[2]. Files that are text: 1 ("),
        ends::toString);
    assertTrue(ends.get(0).contains("first.zip/in/notes.txt"), ends::toString);
    requireSame(here, Predictions.of(model, stored));
    FilmFeatures features = cluster.features(model, stored);
    requireSame(model.features(plain).rows(), features.rows(), 1e-4f);
    var split = PatientSplit.of(stored.films()).split();
    Features parts = cluster.features(model, split, stored);
    List<Integer> test =
        split.test().stream().map(film -> images(plain).indexOf(film.image())).toList();
    requireSame(test.stream().map(features.rows()::get).toList(), parts.test().rows(), 1e-4f);
    assertEquals(FILMS, split.films().size());
    FileCheck sizes = cluster.files(stored);
    assertEquals("{64 x 64=60}", sizes.sizes().toString());
  }

  @Test
  void filmsAtAnAddressHaveThePredictionsOfTheFilesAndTheAccountIsSaid() {
    String address = "file://" + files;
    hear(state -> {});
    Predictions there = cluster.predict(model, address);
    requireSame(model.predict(Films.folder(files)), there);
    String end = ends.get(0);
    assertTrue(end.startsWith("60 films went through the network on local[2]. "), end);
    assertTrue(end.contains("Files that are not called as PNG, JPEG or DICOM are: 2 ("), end);
    assertEquals(2, there.films().source().leftOut());

    StoredFilms listed = cluster.films("file://" + archives.resolve("second.tar"));
    assertEquals("28 films lie at file://" + archives.resolve("second.tar") + ".", ends.get(1));
    assertEquals(images(Films.folder(files)).subList(HALF, FILMS), images(listed.films()));
    requireSame(model.predict(plain.at(40, 41)), cluster.predict(model, some(listed, 8, 9)));
    Film film = listed.films().get(0);
    String shown = assertThrows(PictureException.class, () -> model.predict(film)).getMessage();
    assertEquals(
        "The picture file:"
            + archives
            + "/second.tar/film-32.png lies at an address, which only a cluster reads. Copy it to a"
            + " folder to read it here.",
        shown);
    String local =
        assertThrows(CxrlabException.class, () -> Predictions.of(model, listed)).getMessage();
    assertTrue(local.endsWith("second.tar is at an address, which only a cluster reads."), local);
  }

  @Test
  void aTableOfThisMachineTellsOfFilmsAtAnAddress() throws IOException {
    Path some = folder.resolve("some labels.csv");
    Files.writeString(some, "Image,PatientId,Mass\nfilm-07.png,1,1\nfilm-05,2,0\nother.png,3,1\n");
    StoredFilms told = cluster.films("file://" + files).withTable(Films.table(some));
    assertEquals(List.of("film-07.png", "film-05"), images(told.films()));
    assertEquals(1, told.films().get(0).value("Mass"));
    String account = told.source().summary();
    assertTrue(
        account.contains(
            "rows of some labels.csv that have no picture in the folder: 1 (other.png)"),
        account);
    assertTrue(
        account.contains("pictures that are named by no row of some labels.csv: 58 ("), account);
    assertEquals(61, told.source().leftOut());
    requireSame(
        model.predict(plain.at(7, 5)).probabilities(),
        cluster.predict(model, told).probabilities(),
        ROUNDING);
  }

  @Test
  void aNameThatHadoopCannotOpenCostsNoOtherFilmItsRow() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("odd/a b"));
    Files.copy(files.resolve(name(1)), odd.resolve("a:1.png"));
    Files.copy(files.resolve(name(2)), odd.resolve("b %20 صدر.png"));
    hear(state -> {});
    Predictions there = cluster.predict(model, "file://" + odd.getParent());
    assertEquals(List.of("b %20 صدر.png"), images(there.films()));
    requireSame(model.predict(plain.at(2)).probabilities(), there.probabilities(), ROUNDING);
    assertTrue(
        ends.get(0)
            .contains("/odd/a b/a:1.png is called by a name that Hadoop can't open. Rename it."),
        ends::toString);
  }

  private static StoredFilms some(StoredFilms films, int... places) {
    return films.only(films.films().at(places));
  }

  @Test
  void whatIsNotAtAnAddressIsASentence() {
    String gone = "file://" + folder.resolve("gone");
    String words = assertThrows(CxrlabException.class, () -> cluster.films(gone)).getMessage();
    assertTrue(words.startsWith("There is nothing at " + gone + "; check the address."), words);
    Path table = archives.resolve("labels.csv");
    words =
        assertThrows(IllegalArgumentException.class, () -> cluster.films(table.toString()))
            .getMessage();
    assertTrue(words.startsWith(table + " is neither a folder nor an archive"), words);
  }

  @Test
  void aFilmThatCannotBeReadIsNamedByItsPlaceInTheArchive() throws IOException {
    Path zip = folder.resolve("broken.zip");
    byte[] whole = Files.readAllBytes(files.resolve(name(0)));
    try (OutputStream out = Files.newOutputStream(zip);
        var packed = new ZipOutputStream(out)) {
      for (String film : List.of("a.png", "b.png", "c.png")) {
        packed.putNextEntry(new ZipEntry("in/" + film));
        packed.write(film.equals("b.png") ? Arrays.copyOf(whole, whole.length / 2) : whole);
        packed.closeEntry();
      }
    }
    StoredFilms stored = StoredFilms.open(zip);
    String named = "The picture " + zip + "/in/b.png ";
    hear(state -> {});
    Predictions there = cluster.predict(model, stored);
    assertEquals(List.of("a.png", "c.png"), images(there.films()));
    assertTrue(
        ends.get(0).contains("1 film can't be read and is left out: " + named), ends::toString);
    assertEquals(List.of("a.png", "c.png"), images(cluster.features(model, stored).films()));
    assertTrue(ends.get(1).contains(named), ends::toString);
    String why = cluster.files(stored).unreadable().get(0).reason();
    assertTrue(why.startsWith(named), why);
    Cluster strict = cluster.unreadable(UnreadableFilms.stop());
    String words =
        assertThrows(IllegalArgumentException.class, () -> strict.predict(model, stored))
            .getMessage();
    assertTrue(words.contains(named), words);
    words = assertThrows(PictureException.class, () -> Predictions.of(model, stored)).getMessage();
    assertTrue(words.startsWith(named), words);
  }

  @Test
  void aFilmInAnArchiveIsNotShownButSaysWhereItLies() {
    Film film = StoredFilms.open(archives).films().get(0);
    String expected =
        "The picture "
            + archives.resolve("first.zip/in/film-00.png")
            + " lies in first.zip, which is a file and no folder. Unpack it to read it here.";
    PictureException why =
        assertThrows(PictureException.class, () -> GradCam.of(model).explain(film, "Mass"));
    assertEquals(expected, why.getMessage());
    assertTrue(film.figure().html().contains("which is a file and no folder"));
  }

  @Test
  void whatWasStoppedGoesOnUnlessTheArchiveHasChanged() throws IOException {
    Path zip = folder.resolve("stopped.zip");
    zip(zip, 0, FILMS);
    StoredFilms stored = StoredFilms.open(zip);
    hear(state -> StopSignal.request());
    assertThrows(CancellationException.class, () -> cluster.predict(model, stored));
    hear(state -> StopSignal.request());
    assertThrows(CancellationException.class, () -> cluster.predict(model, StoredFilms.open(zip)));
    assertTrue(states.get(0).before() >= 8, "goes on");

    zip(zip, 10, FILMS);
    Files.setLastModifiedTime(zip, FileTime.from(Instant.now().plusSeconds(5)));
    String words =
        assertThrows(CxrlabException.class, () -> cluster.predict(model, stored)).getMessage();
    assertEquals(zip + " has changed since its films were listed; list them again.", words);
    hear(state -> {});
    Predictions there = cluster.predict(model, StoredFilms.open(zip));
    assertEquals(0, states.get(0).before(), "another archive is another call");
    requireSame(model.predict(plain.at(IntStream.range(10, FILMS).toArray())), there);
  }
}
