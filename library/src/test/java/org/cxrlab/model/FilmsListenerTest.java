package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.image.PictureException;
import org.cxrlab.train.Repeat;
import org.cxrlab.train.TinyFilms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user who waits for a model hears of how far it is. */
class FilmsListenerTest {
  @TempDir private Path folder;

  private final List<String> heard = new ArrayList<>();

  private FilmsListener listener(String name) {
    return (films, all) -> heard.add(name + films + "/" + all);
  }

  @AfterEach
  void nobodyListens() {
    FilmsListener.defaultListener(() -> FilmsListener.NONE);
  }

  private static ChestModel model(Films films) {
    return SmallDenseNet.create(films.labels(), 3).setImageSize(32);
  }

  private void requireHeard(int all, Runnable call) {
    heard.clear();
    FilmsListener.defaultListener(() -> listener(""));
    call.run();
    assertEquals(
        IntStream.rangeClosed(0, (all + 7) / 8)
            .mapToObj(group -> Math.min(8 * group, all) + "/" + all)
            .toList(),
        heard);
  }

  @Test
  void eachWayToShowManyFilmsToAModelIsFollowedGroupByGroup() throws IOException {
    Films films = TinyFilms.films(folder, 20);
    try (ChestModel model = model(films)) {
      requireHeard(20, () -> model.predict(films));
      requireHeard(20, () -> model.features(films));
      requireHeard(16, () -> model.predict(films.at(IntStream.range(0, 16).toArray())));
      requireHeard(20, () -> model.quantise(films));
    }
  }

  @Test
  void filmsThatAreLeftOutAreDoneInTheEnd() throws IOException {
    Films films = TinyFilms.films(folder, 20);
    Files.writeString(films.get(3).path(), "no picture");
    Files.writeString(films.get(19).path(), "no picture");
    FilmsListener.defaultListener(() -> listener(""));
    try (ChestModel model = model(films)) {
      model.predict(films, LeftOut.missing((film, why) -> heard.add("left out " + film)));
      assertTrue(heard.indexOf("left out 19") > 0, heard.toString());
      assertEquals("20/20", heard.get(heard.size() - 1));
      assertEquals(1, heard.stream().filter("20/20"::equals).count());

      heard.clear();
      Films none = films.at(3, 19);
      model.predict(none, LeftOut.missing((film, why) -> {}));
      assertEquals(List.of("2/2"), heard);

      // Where one ends the call, it was never all.
      heard.clear();
      assertThrows(PictureException.class, () -> model.predict(films));
      assertTrue(heard.stream().noneMatch("20/20"::equals), heard.toString());
    }
  }

  @Test
  void filmsInAnArchiveAreCountedAsOneCallThoughTheyAreCopiedInParts() throws IOException {
    int all = 300;
    Films films = TinyFilms.films(folder.resolve("films"), all);
    Path zip = folder.resolve("films.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        var packed = new ZipOutputStream(out)) {
      for (Film film : films) {
        packed.putNextEntry(new ZipEntry(film.image()));
        Files.copy(film.path(), packed);
      }
    }
    var calls = new ArrayList<FilmsListener>();
    FilmsListener.defaultListener(
        () -> {
          calls.add(listener(""));
          return calls.get(calls.size() - 1);
        });
    try (ChestModel model = model(films)) {
      Predictions.of(model, StoredFilms.open(zip));
    }
    assertEquals(1, calls.size());
    List<Integer> done =
        heard.stream()
            .filter(line -> line.endsWith("/" + all))
            .map(line -> Integer.parseInt(line.substring(0, line.indexOf('/'))))
            .toList();
    assertEquals(heard.size(), done.size(), heard.toString());
    assertEquals(done.stream().sorted().toList(), done);
    assertEquals(0, done.get(0));
    assertTrue(done.stream().anyMatch(film -> film > 256 && film < all), done.toString());
    assertEquals(1, done.stream().filter(last -> last == all).count());
  }

  @Test
  void whatIsAskedForTakesThePlaceOfTheDefaultUntilItsWorkEnds() throws IOException {
    Films films = TinyFilms.films(folder, 2);
    try (ChestModel model = model(films)) {
      FilmsListener.defaultListener(() -> listener("default "));
      FilmsListener.during(
          listener("outer "),
          () -> {
            model.predict(films);
            FilmsListener.during(FilmsListener.NONE, () -> model.predict(films));
            assertThrows(
                IllegalStateException.class,
                () ->
                    FilmsListener.during(
                        listener("inner "),
                        () -> {
                          throw new IllegalStateException();
                        }));
            return model.predict(films);
          });
      model.predict(films);
      assertEquals(
          List.of("outer 0/2", "outer 2/2", "outer 0/2", "outer 2/2", "default 0/2", "default 2/2"),
          heard);
    }
  }

  @Test
  void anExperimentThatIsRepeatedTellsOfItselfAndNotOfItsPredictions() throws IOException {
    Films films = TinyFilms.films(folder, 2);
    FilmsListener.defaultListener(() -> listener(""));
    try (ChestModel model = model(films)) {
      Repeat.seeds(1, 2)
          .run(
              (seed, note) ->
                  note.down("model", "films", model.predict(films).probabilities().size()));
    }
    assertEquals(List.of(), heard);
  }

  @Test
  void nothingIsSaidOfNoFilms() throws IOException {
    Films films = TinyFilms.films(folder, 2);
    FilmsListener.defaultListener(() -> listener(""));
    try (ChestModel model = model(films)) {
      model.predict(films.at());
    }
    FilmsListener.forEach(0, film -> heard.add("film"));
    assertEquals(List.of(), heard);
  }
}
