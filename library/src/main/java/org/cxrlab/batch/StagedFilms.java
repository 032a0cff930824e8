package org.cxrlab.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.PictureStore;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;
import org.cxrlab.disk.WholeFolder;

/**
 * Copies of pictures that are no files of their own, for as long as they are needed. Their files
 * have names of ours, so no name in an archive leads anywhere.
 */
public final class StagedFilms implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /**
   * Whole groups of those that go through a network at once; enough that a pass through them is
   * long, few enough that their copies need little room.
   */
  private static final int TOGETHER = 256;

  /** Empty where all are files. */
  private final Optional<Path> folder;

  private final Films films;
  private final Map<Integer, String> shown = new HashMap<>();
  private final Map<Integer, String> problems = new HashMap<>();

  private StagedFilms(StoredFilms stored, Optional<Path> folder) {
    this.folder = folder;
    Films given = stored.films();
    Map<PictureStore, Map<StoredPicture, Integer>> wanted = new LinkedHashMap<>();
    List<Film> all = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Film film = given.get(i);
      StoredPicture picture = stored.stored().get(film.path());
      if (picture == null) {
        all.add(film);
      } else {
        shown.put(i, picture.shown());
        wanted.computeIfAbsent(picture.store(), s -> new LinkedHashMap<>()).put(picture, i);
        Path file = folder.orElseThrow().resolve(i + ".film");
        all.add(Film.of(film.image(), file, film.patient(), film.labels(), film.values()));
      }
    }
    films = new Films(given.name(), given.labels(), all);
    wanted.forEach(this::fetch);
  }

  /** The films in parts of which the copies need little room, to be copied one after the other. */
  public static List<StoredFilms> parts(StoredFilms films) {
    List<Integer> firsts = films.parts(TOGETHER);
    List<StoredFilms> parts = new ArrayList<>();
    for (int part = 0; part < firsts.size(); part++) {
      int end = part + 1 < firsts.size() ? firsts.get(part + 1) : films.films().size();
      int[] places = IntStream.range(firsts.get(part), end).toArray();
      parts.add(films.only(films.films().at(places)));
    }
    return parts;
  }

  /**
   * Copies those of the films that are no files.
   *
   * @param place makes the folder for the copies, which is deleted in the end; not asked where
   *     there are none
   * @throws CxrlabException if there is no room for them, or the storage is away
   */
  public static StagedFilms of(StoredFilms films, Supplier<Path> place) {
    if (films.stored().isEmpty()) {
      return new StagedFilms(films, Optional.empty());
    }
    Path folder = place.get();
    try {
      return new StagedFilms(films, Optional.of(folder));
    } catch (RuntimeException | Error e) {
      try {
        WholeFolder.delete(folder);
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  /** The films in their order, as files; a copy that could not be made is not there. */
  public Films films() {
    return films;
  }

  /** Why there is no copy of the film at a place, as a sentence; empty if there is one. */
  public Optional<String> problem(int film) {
    return Optional.ofNullable(problems.get(film));
  }

  /** What is said of the file of the film at a place, in words that name where it lies. */
  public String told(int film, String words) {
    String place = shown.get(film);
    return place == null ? words : words.replace(films.get(film).path().toString(), place);
  }

  /** What is said of one of the films, whichever it is, in words that name where it lies. */
  public String told(String words) {
    return shown.keySet().stream()
        .filter(film -> words.contains(films.get(film).path().toString()))
        .findFirst()
        .map(film -> told(film, words))
        .orElse(words);
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
    Path file = films.get(place).path();
    try {
      WholeFolder.delete(file);
    } catch (IOException e) {
      throw new NoRoom(file.getParent(), e);
    }
  }

  private static void copy(StoredPicture picture, InputStream from, Path file) throws IOException {
    try {
      WholeFolder.writePassing(file, out -> copy(picture, from, out));
    } catch (Unread e) {
      throw e.why;
    } catch (IOException e) {
      throw new NoRoom(file.getParent(), e);
    }
  }

  /** More bytes than the archive said are not taken, however many come. */
  private static void copy(StoredPicture picture, InputStream from, OutputStream to)
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

  @Override
  public void close() {
    folder.ifPresent(WholeFolder::deletePassing);
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
