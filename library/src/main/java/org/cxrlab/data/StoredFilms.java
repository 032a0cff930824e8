package org.cxrlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;

/**
 * Films, and where those pictures lie that are no files of their own.
 *
 * @param films whose paths are files, or keys of the map
 * @param stored the pictures that are to be copied before they can be read
 */
public record StoredFilms(Films films, Map<Path, StoredPicture> stored) implements Showable {
  /** As "hdfs://host/films" or "file:/films", but not "C:/films". */
  private static final Pattern ADDRESS = Pattern.compile("\\p{Alpha}[\\w+.-]+:/.*");

  private static final String ABOUT =
      "Pictures of a storage, without labels; each counts as a patient of its own.";

  /** Copies the map. */
  public StoredFilms {
    stored = Map.copyOf(stored);
  }

  /** Films that are files. */
  public static StoredFilms files(Films films) {
    return new StoredFilms(films, Map.of());
  }

  /**
   * Films of which no more is known than their names and where they lie, as one process tells
   * another.
   *
   * @param stored those that are no files, by their place in the lists
   */
  public static StoredFilms of(
      List<String> images, List<String> paths, Map<Integer, StoredPicture> stored) {
    Labels none = Labels.of();
    List<Film> films = new ArrayList<>();
    Map<Path, StoredPicture> places = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      Path path = Path.of(paths.get(i));
      films.add(Film.of(images.get(i), path, images.get(i), none, List.of()));
      if (stored.containsKey(i)) {
        places.put(path, stored.get(i));
      }
    }
    return new StoredFilms(new Films("films", none, films), places);
  }

  /**
   * The films of a folder as {@link Films#open(Path)} has them, and also those in the zip and tar
   * archives in it: each counts as a folder of its own name. A public data set is read as
   * published. Of an archive that is named itself, the films in it.
   *
   * @param place a folder, or a .zip, .tar or .tar.gz
   * @throws IllegalArgumentException if there is no picture, or neither folder nor archive
   */
  public static StoredFilms open(Path place) {
    if (Files.isRegularFile(place)) {
      if (!isArchive(place.getFileName().toString())) {
        throw new IllegalArgumentException(
            place + " is neither a folder nor an archive (.zip, .tar, .tar.gz); name its folder.");
      }
      return archive(SharedFile.Local.of(place), place.toAbsolutePath());
    }
    Optional<Films> published = PublicSets.open(place);
    if (published.isPresent()) {
      return files(published.get());
    }
    var archives = new Archives();
    Films films = DataFolder.of(place, archives).films();
    return new StoredFilms(films, archives.stored());
  }

  /** Whether films are named by an address that is no path of this machine. */
  public static boolean isAddress(String place) {
    return ADDRESS.matcher(place).matches();
  }

  /** Whether a file is, by its name, an archive whose pictures can be had. */
  public static boolean isArchive(String name) {
    return Archives.isOne(name);
  }

  /**
   * The films of one archive, known by their names or, where two have the same, by their paths.
   *
   * @param place by which the films' paths begin
   * @throws IllegalArgumentException if there is no picture in it
   */
  public static StoredFilms archive(SharedFile file, Path place) {
    var archives = new Archives();
    var listing = FolderListing.none(place);
    listing.addArchive(archives, file, "", place);
    return of(listing, archives, place);
  }

  /**
   * The films of a storage, of which a list tells the files; archives among them are opened.
   *
   * @param files in any order
   * @param shown the storage's address
   * @throws IllegalArgumentException if there is no picture in it
   */
  public static StoredFilms listed(List<StoredFile> files, String shown) {
    var archives = new Archives();
    Path place = Path.of(shown.replace(':', '_'));
    var listing = FolderListing.none(place);
    for (StoredFile file : files) {
      listing.addStored(archives, file, place);
    }
    if (listing.pictures().isEmpty()) {
      String others = listing.others().summary();
      throw new IllegalArgumentException(
          Text.format(
              "There is no PNG, JPEG or DICOM file in %s; name the folder that holds the films.%s",
              shown, others.isEmpty() ? "" : " Left out: " + others + "."));
    }
    return of(listing, archives, place);
  }

  /**
   * A file of a storage.
   *
   * @param below its path below the folder that was named
   * @param picture of its bytes
   * @param file the same to be opened
   */
  public record StoredFile(String below, StoredPicture picture, SharedFile file) {}

  private static StoredFilms of(FolderListing listing, Archives archives, Path place) {
    return new StoredFilms(DataFolder.of(listing, place).films(), archives.stored());
  }

  /** The same places, with a name for headings and the account of how the films were listed. */
  public StoredFilms told(String name, Source source) {
    return new StoredFilms(films.named(name).from(ABOUT, null).from(source), stored);
  }

  /**
   * Sees that archives are what they were when they were listed: pictures are found in them by
   * where they lay then.
   *
   * @throws CxrlabException naming the archive, if it has changed or is not there any more
   */
  public void requireUnchanged() {
    Set<PictureStore> seen = new HashSet<>();
    for (Film film : films) {
      StoredPicture picture = stored.get(film.path());
      if (picture != null && seen.add(picture.store())) {
        picture.store().archiveFile().ifPresent(file -> requireUnchanged(file, picture.version()));
      }
    }
  }

  private static void requireUnchanged(SharedFile file, String version) {
    try {
      if (!file.version().equals(version)) {
        throw new CxrlabException(
            file.shown() + " has changed since its films were listed; list them again.");
      }
    } catch (IOException e) {
      throw new CxrlabException(
          file.shown() + " is not there any more, or can't be read; list its films again.", e);
    }
  }

  /** What became of all that was found when the films were listed, as {@link Films#source()}. */
  public Source source() {
    return films.source();
  }

  /**
   * The films of a table whose picture is among these, wherever the table lies. Names are matched
   * as those of files in a folder are; what has no row or no picture is left out and counted in
   * {@link #source()}.
   *
   * <pre>{@code
   * cluster.films("hdfs://host/films").withTable(Films.table(Path.of("labels.csv")))
   * }</pre>
   *
   * @throws TableException if no row can be read
   * @throws IllegalArgumentException if the table names none of the pictures
   */
  public StoredFilms withTable(FilmTable table) {
    return StoredTable.read(table, this);
  }

  /** The same places for some of the films. */
  public StoredFilms only(Films some) {
    return new StoredFilms(some, stored);
  }

  /**
   * Where to part the films for work on some at a time: after so many, but hardly between films of
   * an archive that has to be read from its beginning each time. Such a one is in one part, or in
   * two where its first films stand among others.
   *
   * @param size how many films belong together at most, otherwise
   * @return the first film of each part
   */
  public List<Integer> parts(int size) {
    List<Integer> firsts = new ArrayList<>();
    Map<PictureStore, Integer> part = new HashMap<>();
    Set<PictureStore> parted = new HashSet<>();
    for (int first = 0; first < films.size(); first += size) {
      Map<PictureStore, Integer> here = sequential(first, Math.min(films.size(), first + size));
      List<PictureStore> shared = here.keySet().stream().filter(part::containsKey).toList();
      if (shared.stream().allMatch(store -> part.get(store) < size && !parted.contains(store))) {
        firsts.add(first);
        parted.addAll(shared);
        part.clear();
      }
      here.forEach((store, count) -> part.merge(store, count, Integer::sum));
    }
    return firsts;
  }

  /** How many of some films lie in which archive that is read from its beginning. */
  private Map<PictureStore, Integer> sequential(int first, int end) {
    Map<PictureStore, Integer> counts = new HashMap<>();
    for (Film film : films.list().subList(first, end)) {
      StoredPicture picture = stored.get(film.path());
      if (picture != null && picture.store().isSequential()) {
        counts.merge(picture.store(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** The first rows of the films. */
  @Override
  public Figure figure() {
    return films.figure();
  }

  @Override
  public String toString() {
    return Text.format("%s, %,d of them stored", films, stored.size());
  }
}
