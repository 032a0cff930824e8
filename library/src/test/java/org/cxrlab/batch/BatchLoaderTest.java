package org.cxrlab.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Augmentations;
import org.cxrlab.image.PictureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLoaderTest {
  private static final Labels LABELS = Labels.of("Mass", "Edema");
  private static final float UNKNOWN = Float.NaN;

  @TempDir Path folder;
  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  /** 32 x 32: the first {@code number + 1} columns white and the rest black, so films differ. */
  private Film film(int number, float mass, float edema) {
    var picture = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x <= number; x++) {
        picture.getRaster().setSample(x, y, 0, 255);
      }
    }
    return save(picture, "film" + number + ".png", mass, edema);
  }

  private Film save(BufferedImage picture, String name, float... values) {
    Path file = folder.resolve(name);
    try {
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return film(name, file, values);
  }

  private static Film film(String name, Path file, float... values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    var labels = values.length == 0 ? Labels.of() : LABELS;
    return Film.of(name, file, "1", labels, list);
  }

  private static Films films(Film... films) {
    return new Films("test", LABELS, List.of(films));
  }

  private Films manyFilms(int count) {
    return films(IntStream.range(0, count).mapToObj(i -> film(i, 1, 0)).toArray(Film[]::new));
  }

  private BatchLoader loader(Films films) {
    return BatchLoader.of(films).imageSize(32).cache(ImageCache.none());
  }

  private List<String> names(BatchLoader loader, int epoch) {
    List<String> names = new ArrayList<>();
    try (Batches batches = loader.pass(manager, epoch)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          batch.films().forEach(film -> names.add(film.image()));
        }
      }
    }
    return names;
  }

  private List<float[]> pixels(BatchLoader loader) {
    List<float[]> all = new ArrayList<>();
    try (Batches batches = loader.pass(manager)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          all.add(batch.images().toFloatArray());
        }
      }
    }
    return all;
  }

  @Test
  void filmIsStandardisedAndRepeatedInThreeChannels() {
    // 16 white columns of 32: mean 0.5, standard deviation 0.5, so white is 1 and black is -1.
    try (Batches batches = loader(films(film(15, 1, 0))).pass(manager);
        Batch batch = batches.next()) {
      assertEquals(new Shape(1, 3, 32, 32), batch.images().getShape());
      for (int channel = 0; channel < 3; channel++) {
        assertEquals(1, batch.images().getFloat(0, channel, 7, 15), 1e-6);
        assertEquals(-1, batch.images().getFloat(0, channel, 7, 16), 1e-6);
      }
    }
  }

  @Test
  void unknownLabelIsZeroAndMaskedOut() {
    try (Batches batches =
            loader(films(film(1, 1, UNKNOWN), film(2, 0, 1))).batchSize(2).pass(manager);
        Batch batch = batches.next()) {
      assertEquals(new Shape(2, 2), batch.labels().getShape());
      assertArrayEquals(new float[] {1, 0, 0, 1}, batch.labels().toFloatArray());
      assertArrayEquals(new float[] {1, 0, 1, 1}, batch.known().toFloatArray());
    }
  }

  @Test
  void filmsWithoutLabelsMakeBatchesToo() {
    Film film = film("x", film(3, 0, 0).path());
    var films = new Films("unlabelled", new Labels(List.of()), List.of(film));
    try (Batches batches = loader(films).pass(manager);
        Batch batch = batches.next()) {
      assertEquals(new Shape(1, 0), batch.labels().getShape());
    }
  }

  @Test
  void channelsLastHoldsTheSameValuesInTheSameShape() {
    BatchLoader loader = loader(manyFilms(3)).batchSize(3).augment(Augmentations.light(), 1);
    assertArrayEquals(pixels(loader).get(0), pixels(loader.channelsLast()).get(0));
    try (Batches batches = loader.channelsLast().pass(manager);
        Batch batch = batches.next()) {
      assertEquals(new Shape(3, 3, 32, 32), batch.images().getShape());
    }
  }

  @Test
  void oneChannelHoldsTheFilmOnce() {
    try (Batches batches = loader(films(film(15, 1, 0))).channels(1).pass(manager);
        Batch batch = batches.next()) {
      assertEquals(new Shape(1, 1, 32, 32), batch.images().getShape());
    }
  }

  @Test
  void lastBatchIsShorterOrLeftOut() {
    BatchLoader loader = loader(manyFilms(5)).batchSize(2);
    assertEquals(3, loader.batches(0));
    assertEquals(5, names(loader, 0).size());
    assertEquals(2, loader.dropLast().batches(0));
    assertEquals(4, names(loader.dropLast(), 0).size());
  }

  @Test
  void filmsComeInTheTablesOrderUnlessShuffled() {
    assertEquals(
        List.of("film0.png", "film1.png", "film2.png", "film3.png"),
        names(loader(manyFilms(4)).batchSize(3), 0));
  }

  @Test
  void shuffledEpochShowsEachFilmOnceAndDiffersFromTheNext() {
    Films films = manyFilms(12);
    BatchLoader loader = loader(films).shuffle(7);
    List<String> first = names(loader, 0);
    assertEquals(12, first.stream().distinct().count());
    assertFalse(first.equals(names(loader, 1)));
    assertEquals(first, names(loader(films).shuffle(7), 0));
    assertFalse(first.equals(names(loader.shuffle(8), 0)));
  }

  @Test
  void batchesAreTheSameWithOneThreadAndWithSix() {
    BatchLoader loader =
        loader(manyFilms(20)).batchSize(6).shuffle(3).augment(Augmentations.light(), 5);
    List<float[]> one = pixels(loader.threads(1));
    List<float[]> six = pixels(loader.threads(6));
    assertEquals(4, one.size());
    for (int i = 0; i < one.size(); i++) {
      assertArrayEquals(one.get(i), six.get(i));
    }
  }

  @Test
  void augmentationDiffersFromEpochToEpochAndBetweenTwoShowingsOfOneFilm() {
    BatchLoader loader =
        loader(films(film(15, 1, 0)))
            .sample(epoch -> new int[] {0, 0})
            .batchSize(1)
            .augment(Augmentations.none().shift(0.3), 5);
    List<float[]> shown = new ArrayList<>();
    try (Batches batches = loader.endless(manager, 0, Integer.MAX_VALUE)) {
      for (int i = 0; i < 4; i++) {
        try (Batch batch = batches.next()) {
          shown.add(batch.images().toFloatArray());
        }
      }
    }
    assertEquals(4, shown.stream().map(Arrays::toString).distinct().count());
  }

  @Test
  void endlessGoesOnWithTheNextEpochsOrder() {
    BatchLoader loader = loader(manyFilms(4)).batchSize(4).shuffle(1);
    List<String> shown = new ArrayList<>();
    try (Batches batches = loader.endless(manager, 0, Integer.MAX_VALUE)) {
      for (int i = 0; i < 2; i++) {
        try (Batch batch = batches.next()) {
          batch.films().forEach(film -> shown.add(film.image()));
        }
      }
      assertTrue(batches.hasNext());
    }
    List<String> expected = new ArrayList<>(names(loader, 0));
    expected.addAll(names(loader, 1));
    assertEquals(expected, shown);
  }

  @Test
  void ofAPartNoOtherFilmsAreRead() {
    ImageCache cache = ImageCache.ofBytes(1 << 20);
    BatchLoader loader = loader(manyFilms(6)).batchSize(2).shuffle(1).cache(cache);
    try (Batches batches = loader.endless(manager, 1, 2)) {
      try (Batch batch = batches.next()) {
        List<String> shown = batch.films().stream().map(Film::image).toList();
        assertEquals(names(loader.cache(ImageCache.none()), 0).subList(2, 4), shown);
      }
      assertFalse(batches.hasNext());
    }
    assertEquals(2 * 32 * 32, cache.bytes());
    try (Batches batches = loader.cache(cache).first(manager, 2)) {
      batches.next().close();
      batches.next().close();
      assertFalse(batches.hasNext());
    }
    assertEquals(4 * 32 * 32, cache.bytes());
  }

  @Test
  void samplerMayRepeatAndLeaveOutFilms() {
    BatchLoader loader = loader(manyFilms(4)).sample(epoch -> new int[] {2, 2, 0});
    assertEquals(List.of("film2.png", "film2.png", "film0.png"), names(loader, 0));
  }

  @Test
  void samplerThatNamesAFilmThatIsNotThereIsToldSo() {
    BatchLoader loader = loader(manyFilms(2)).sample(epoch -> new int[] {2});
    var e = assertThrows(IllegalArgumentException.class, () -> loader.pass(manager));
    assertTrue(e.getMessage().contains("film 2"), e.getMessage());
  }

  @Test
  void cacheChangesNothingAndHoldsNoMoreThanItMay() {
    Films films = manyFilms(6);
    ImageCache cache = ImageCache.ofBytes(3 * 32 * 32);
    BatchLoader cached = loader(films).cache(cache).augment(Augmentations.light(), 2);
    BatchLoader plain = cached.cache(ImageCache.none());
    for (int pass = 0; pass < 2; pass++) {
      assertArrayEquals(pixels(plain).get(0), pixels(cached).get(0));
      assertEquals(3 * 32 * 32, cache.bytes());
    }
  }

  @Test
  void cacheReadsAFileAgainThatChanged() throws IOException {
    Film film = film(7, 1, 0);
    BatchLoader loader = loader(films(film)).channels(1).cache(ImageCache.ofBytes(1 << 20));
    float before = pixels(loader).get(0)[20];
    Files.copy(film(25, 1, 0).path(), film.path(), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(film.path(), FileTime.fromMillis(1));
    assertTrue(before < 0 && pixels(loader).get(0)[20] > 0);
  }

  @Test
  void missingFilmIsNamed() {
    Film missing = film("lost.png", folder.resolve("lost.png"), 1, 0);
    try (Batches batches = loader(films(film(0, 1, 0), missing)).batchSize(1).pass(manager)) {
      batches.next().close();
      var e = assertThrows(PictureException.class, batches::next);
      assertTrue(e.getMessage().contains("lost.png does not exist"), e.getMessage());
    }
  }

  @Test
  void constantFilmIsNamed() {
    Film black = save(new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY), "black.png", 0, 0);
    BatchLoader loader = loader(films(black));
    try (Batches batches = loader.pass(manager)) {
      var e = assertThrows(PictureException.class, batches::next);
      assertTrue(e.getMessage().startsWith("black.png can't be standardised"), e.getMessage());
    }
  }

  @Test
  void interruptEndsTheWaitAndTheThreads() throws InterruptedException {
    Batches batches = loader(manyFilms(8)).batchSize(2).endless(manager, 0, Integer.MAX_VALUE);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, batches::next);
    assertTrue(Thread.interrupted());
    assertDecodingThreadsEnd();
  }

  @Test
  void closingMidwayEndsTheThreads() throws InterruptedException {
    Batches batches = loader(manyFilms(8)).batchSize(2).endless(manager, 0, Integer.MAX_VALUE);
    batches.next().close();
    assertFalse(decodingThreads().isEmpty());
    batches.close();
    assertDecodingThreadsEnd();
  }

  /** Their work has ended; a thread itself is there for a moment longer. */
  private static void assertDecodingThreadsEnd() throws InterruptedException {
    for (Thread thread : decodingThreads()) {
      thread.join(2000);
      assertFalse(thread.isAlive());
    }
  }

  private static List<Thread> decodingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("cxrlab-films"))
        .toList();
  }

  @Test
  void closedBatchesLeaveNothingWithTheManager() {
    pixels(loader(manyFilms(6)).batchSize(2));
    assertEquals(0, manager.getManagedArrays().size());
  }

  @Test
  void aBatchOutlivesItsPassAndBelongsToTheCallersManager() {
    BatchLoader loader = loader(manyFilms(6)).batchSize(2);
    for (BatchLoader each : List.of(loader, loader.channelsLast())) {
      float[] expected = pixels(each).get(0);
      try (NDManager caller = NDManager.newBaseManager()) {
        Batch kept = first(each, caller);
        assertEquals(3, caller.getManagedArrays().size());
        pixels(each); // writes over what is free
        assertArrayEquals(expected, kept.images().toFloatArray());
        kept.close();
        assertTrue(caller.getManagedArrays().stream().noneMatch(a -> a == kept.images()));
      }
    }
  }

  private static Batch first(BatchLoader loader, NDManager manager) {
    try (Batches batches = loader.pass(manager)) {
      return batches.next();
    }
  }

  @Test
  void theCallersManagerMayBeClosedBeforeTheBatches() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      NDManager closed = NDManager.newBaseManager();
      try (Batches batches =
          loader(manyFilms(8)).batchSize(4).imageSize(320).endless(closed, 0, Integer.MAX_VALUE)) {
        batches.next();
        closed.close();
      }
      assertDecodingThreadsEnd();
    }
  }

  @Test
  void settingsOutOfRangeAreToldPlainly() {
    BatchLoader loader = loader(manyFilms(1));
    assertTrue(message(() -> loader.batchSize(0)).contains("batch size must be at least 1, not 0"));
    assertTrue(message(() -> loader.imageSize(31)).contains("from 32 to 4096 pixels, not 31"));
    assertTrue(message(() -> loader.channels(2)).contains("not 2"));
    assertTrue(message(() -> loader.threads(0)).contains("not 0"));
    assertTrue(message(() -> BatchLoader.of(films())).contains("no films in test"));
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
