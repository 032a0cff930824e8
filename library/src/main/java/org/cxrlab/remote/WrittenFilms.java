package org.cxrlab.remote;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Film;
import org.cxrlab.data.PictureStore;
import org.cxrlab.data.SharedFile;
import org.cxrlab.data.Source;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;
import org.cxrlab.disk.WholeFile;

/**
 * Films that are no files of their own, as a notebook and the process that drives a cluster tell
 * each other of them in a file: the one knows no file system of Hadoop's, the other no labels.
 *
 * @param name what the films are called in headings
 * @param stores where they lie
 * @param pictures each of them; films that are files are not among them
 * @param account how they were listed
 */
public record WrittenFilms(
    String name, List<Store> stores, List<Picture> pictures, List<Source.Entry> account) {
  /**
   * Where pictures lie.
   *
   * @param place an archive's path or address, or a folder's address
   * @param archive which of them it is
   */
  public record Store(String place, boolean archive) {
    private static Store of(PictureStore store) {
      return new Store(store.shown(), store.archiveFile().isPresent());
    }

    /**
     * The store of pictures.
     *
     * @param file opens what lies at an address
     * @param folder the same of a folder
     */
    PictureStore opened(Function<String, SharedFile> file, Function<String, PictureStore> folder) {
      if (!archive) {
        return folder.apply(place);
      }
      return PictureStore.archive(
          StoredFilms.isAddress(place) ? file.apply(place) : new SharedFile.Local(place));
    }
  }

  /**
   * A picture.
   *
   * @param film its place among all films
   * @param image the film's name
   * @param store the place of its store among the stores
   * @param name as in {@link StoredPicture}, and so are offset, size and version
   */
  public record Picture(
      int film, String image, int store, String name, long offset, long size, String version) {
    private StoredPicture in(List<PictureStore> stores) {
      return new StoredPicture(stores.get(store), name, offset, size, version);
    }
  }

  /** What is to be told of films. */
  public static WrittenFilms of(StoredFilms films) {
    Map<PictureStore, Integer> stores = new LinkedHashMap<>();
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < films.films().size(); i++) {
      Film film = films.films().get(i);
      StoredPicture stored = films.stored().get(film.path());
      if (stored != null) {
        int store = stores.computeIfAbsent(stored.store(), s -> stores.size());
        pictures.add(
            new Picture(
                i,
                film.image(),
                store,
                stored.name(),
                stored.offset(),
                stored.size(),
                stored.version()));
      }
    }
    return new WrittenFilms(
        films.films().name(),
        stores.keySet().stream().map(Store::of).toList(),
        pictures,
        films.films().source().entries());
  }

  /**
   * Writes it as JSON.
   *
   * @throws UncheckedIOException if the file can't be written
   */
  public void write(Path file) {
    WholeFile.write(
        file,
        out -> {
          Writer into = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          new Gson().toJson(this, into);
          into.flush();
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws CxrlabException if it can't be read
   */
  public static WrittenFilms read(Path file) {
    try (var text = Files.newBufferedReader(file)) {
      return new Gson().fromJson(text, WrittenFilms.class);
    } catch (IOException | JsonParseException e) {
      throw new CxrlabException("The list of films " + file + " can't be read.", e);
    }
  }

  /**
   * The pictures by the place of their film.
   *
   * @param file opens what lies at an address
   * @param folder the same of a folder
   */
  public Map<Integer, StoredPicture> pictures(
      Function<String, SharedFile> file, Function<String, PictureStore> folder) {
    List<PictureStore> opened = stores.stream().map(store -> store.opened(file, folder)).toList();
    Map<Integer, StoredPicture> all = new HashMap<>();
    pictures.forEach(picture -> all.put(picture.film(), picture.in(opened)));
    return all;
  }

  /** All of them as films, where this process can't open them. */
  StoredFilms films() {
    Map<Integer, StoredPicture> all = pictures(Address::new, Address::new);
    List<String> paths =
        pictures.stream().map(picture -> path(all.get(picture.film()).shown())).toList();
    return StoredFilms.of(pictures.stream().map(Picture::image).toList(), paths, all)
        .told(name, new Source(account));
  }

  /** An address as a path, which leads nowhere but reads as it does. */
  private static String path(String address) {
    try {
      return Path.of(address).toString();
    } catch (InvalidPathException e) { // as on Windows
      return address.replace(':', '_');
    }
  }

  /** A file or a folder that only the other process can open. */
  private record Address(String shown) implements SharedFile, PictureStore {
    private String refusal() {
      return "is at an address, which only a cluster reads.";
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      throw new IOException(refusal());
    }

    @Override
    public String version() {
      throw new CxrlabException(shown + " " + refusal());
    }

    @Override
    public boolean isSequential() {
      return false;
    }

    @Override
    public void read(List<StoredPicture> some, Taker taker) throws IOException {
      throw new IOException(refusal());
    }
  }
}
