package org.cxrlab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.PictureStore;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.ChestModel;
import org.cxrlab.train.StopSignal;

/**
 * Copies of pictures that are no files of their own, for as long as they are scored. Their files
 * have names of ours, so no name in an archive leads anywhere.
 */
public final class StagedFilms implements AutoCloseable {
  /** Enough that a pass through them is long; few enough that their copies need little room. */
  private static final int TOGETHER = 32 * Scorer.GROUP;

  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Films given;
  private final Films films;
  private final Map<Path, String> shown = new HashMap<>();
  private final Map<Integer, String> problems = new HashMap<>();

  private StagedFilms(StoredFilms stored, Path folder) {
    this.folder = folder;
    given = stored.films();
    Map<PictureStore, Map<StoredPicture, Integer>> wanted = new LinkedHashMap<>();
    List<Film> all = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Film film = given.get(i);
      StoredPicture picture = stored.stored().get(film.path());
      if (picture == null) {
        all.add(film);
      } else {
        Path file = folder.resolve(i + ".film");
        shown.put(file, picture.shown());
        wanted.computeIfAbsent(picture.store(), s -> new LinkedHashMap<>()).put(picture, i);
        all.add(Film.of(film.image(), file, film.patient(), film.labels(), film.values()));
      }
    }
    films = new Films(given.name(), given.labels(), all);
    wanted.forEach(this::fetch);
  }

  /**
   * Scores films, copying some at a time.
   *
   * @param results as in {@link Scorer}
   * @throws CxrlabException if there is no room for copies
   */
  static void score(ChestModel model, StoredFilms films, Consumer<List<Scorer.Result>> results) {
    if (films.stored().isEmpty()) {
      new Scorer(model, films.films(), results).run();
      return;
    }
    List<Film> all = films.films().list();
    List<Integer> firsts = films.parts(TOGETHER);
    for (int part = 0; part < firsts.size() && !StopSignal.isRequested(); part++) {
      int end = part + 1 < firsts.size() ? firsts.get(part + 1) : all.size();
      Films some =
          new Films(
              films.films().name(), films.films().labels(), all.subList(firsts.get(part), end));
      score(model, films.only(some), WholeFolder.passing(), results);
    }
  }

  /**
   * Scores films, copying all of them at once.
   *
   * @param folder for the copies, which is deleted then
   * @throws CxrlabException if there is no room for them, or the storage is away
   */
  public static void score(
      ChestModel model, StoredFilms films, Path folder, Consumer<List<Scorer.Result>> results) {
    try (var staged = of(films, folder)) {
      var done = new int[1];
      new Scorer(
              model,
              staged.films,
              some ->
                  results.accept(
                      some.stream().map(result -> staged.told(done[0]++, result)).toList()))
          .run();
    }
  }

  private static StagedFilms of(StoredFilms films, Path folder) {
    try {
      return new StagedFilms(films, folder);
    } catch (RuntimeException | Error e) {
      try {
        WholeFolder.delete(folder);
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  private void fetch(PictureStore store, Map<StoredPicture, Integer> places) {
    Map<StoredPicture, Integer> left = new LinkedHashMap<>(places);
    try {
      store.read(
          List.copyOf(places.keySet()),
          new PictureStore.Taker() {
            @Override
            public void take(StoredPicture picture, InputStream bytes) throws IOException {
              copy(picture, bytes, films.get(places.get(picture)).path());
              left.remove(picture);
            }

            @Override
            public void miss(StoredPicture picture, IOException why) {
              problem(places.get(picture), picture, why);
              left.remove(picture);
            }
          });
    } catch (CxrlabException e) { // of no single film: no room here, or the storage is away
      throw e;
    } catch (IOException | RuntimeException e) { // Commons Compress throws both of damaged files
      left.forEach((picture, place) -> problem(place, picture, e));
    }
  }

  private void problem(int place, StoredPicture picture, Exception why) {
    String words = why.getMessage() == null ? why.toString() : why.getMessage();
    boolean ours = words.startsWith("is ");
    problems.put(
        place,
        "The picture "
            + picture.shown()
            + (ours ? " " + words : " can't be had (" + words + "). Fetch it again."));
    try {
      WholeFolder.delete(films.get(place).path());
    } catch (IOException e) {
      throw new NoRoom(folder, e);
    }
  }

  private static void copy(StoredPicture picture, InputStream from, Path file) throws IOException {
    try {
      WholeFolder.writePassing(file, out -> copy(picture, from, out, file));
    } catch (Unread e) {
      throw e.why;
    } catch (IOException e) {
      throw new NoRoom(file.getParent(), e);
    }
  }

  /** More bytes than the archive said are not taken, however many come. */
  private static void copy(StoredPicture picture, InputStream from, OutputStream to, Path file)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = picture.size();
    while (left > 0) {
      int count = read(from, buffer, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new Unread(new IOException("is cut short where it lies. Fetch that again."));
      }
      to.write(buffer, 0, count);
      left -= count;
    }
  }

  private static int read(InputStream from, byte[] buffer, int most) throws Unread {
    try {
      return from.read(buffer, 0, most);
    } catch (IOException e) {
      throw new Unread(e);
    }
  }

  /** The result of a film as it was given, in words that name where it lies. */
  private Scorer.Result told(int place, Scorer.Result result) {
    String problem = problems.get(place);
    if (problem != null) {
      return new Scorer.Result(given.get(place), null, problem);
    }
    Path file = result.film().path();
    String words = result.complaint();
    return new Scorer.Result(
        given.get(place),
        result.probabilities(),
        shown.containsKey(file) ? words.replace(file.toString(), shown.get(file)) : words);
  }

  @Override
  public void close() {
    WholeFolder.deletePassing(folder);
  }

  /** That what is to be copied can't be read, apart from what can't be written. */
  private static final class Unread extends IOException {
    private static final long serialVersionUID = 1;

    private final IOException why;

    Unread(IOException why) {
      super(why);
      this.why = why;
    }
  }

  /** That copies can't be written, which is no fault of a film. */
  private static final class NoRoom extends CxrlabException {
    private static final long serialVersionUID = 1;

    NoRoom(Path folder, IOException why) {
      super("The films can't be copied to " + folder + ".", why);
    }
  }
}
