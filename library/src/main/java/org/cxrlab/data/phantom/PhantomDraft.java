package org.cxrlab.data.phantom;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.disk.GrowingFolder;
import org.cxrlab.figure.Text;

/**
 * A set of phantoms that is drawn elsewhere, some films at a time. What came is kept when the
 * process is stopped or killed, and the next draft of the same recipe goes on with it; the set's
 * folder appears whole. One process at a time has a draft of a set.
 */
public final class PhantomDraft implements AutoCloseable {
  private final Recipe recipe;
  private final List<Examination> examinations;
  private final GrowingFolder folder;

  /** Each film's lines in the list of boxes; null while it is not drawn. */
  private final String[] boxes;

  /** What is kept of some films whose pictures are there. */
  private record Kept(int[] films, String[] boxes) {
    boolean fits(int all) {
      return films != null
          && boxes != null
          && films.length == boxes.length
          && IntStream.of(films).allMatch(film -> film >= 0 && film < all);
    }
  }

  private PhantomDraft(
      Recipe recipe, List<Examination> examinations, GrowingFolder folder, String... boxes) {
    this.recipe = recipe;
    this.examinations = examinations;
    this.folder = folder;
    this.boxes = boxes;
  }

  /**
   * Takes hold of what there is of a set.
   *
   * @param parent the folder in which the set's folder will lie
   * @param most how long to wait for another that draws it
   * @return nothing if another still does
   * @throws CxrlabException if a file of what was kept has been damaged
   */
  public static Optional<PhantomDraft> open(Recipe recipe, Path parent, Duration most) {
    Path place = parent.resolve(recipe.folder());
    return GrowingFolder.open(place, most)
        .map(
            folder -> {
              try {
                List<Examination> examinations = Cohort.of(recipe);
                return new PhantomDraft(
                    recipe, examinations, folder, read(recipe, place, examinations));
              } catch (RuntimeException e) {
                folder.close();
                throw e;
              }
            });
  }

  /** How many films are drawn of a set that is not whole yet; 0 if it was not begun, or is. */
  public static int drawn(Recipe recipe, Path parent) {
    Path place = parent.resolve(recipe.folder());
    return GrowingFolder.kept(place).isEmpty() ? 0 : drawn(read(recipe, place, Cohort.of(recipe)));
  }

  private static int drawn(String... boxes) {
    return (int) Arrays.stream(boxes).filter(Objects::nonNull).count();
  }

  private static String[] read(Recipe recipe, Path place, List<Examination> examinations) {
    Set<String> pictures = GrowingFolder.names(place, PhantomWriter.PICTURES);
    String[] boxes = new String[examinations.size()];
    for (Path file : GrowingFolder.kept(place)) {
      Kept kept = read(file, boxes.length);
      // Somebody may have deleted pictures; theirs are drawn again.
      if (IntStream.of(kept.films())
          .mapToObj(film -> PhantomWriter.name(recipe, examinations.get(film)))
          .allMatch(pictures::contains)) {
        for (int i = 0; i < kept.films().length; i++) {
          boxes[kept.films()[i]] = kept.boxes()[i];
        }
      }
    }
    return boxes;
  }

  private static Kept read(Path file, int films) {
    try {
      Kept kept = new Gson().fromJson(Files.readString(file), Kept.class);
      if (kept != null && kept.fits(films)) {
        return kept;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be read.", e);
    } catch (JsonParseException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  private static CxrlabException damaged(Path file, Exception why) {
    return new CxrlabException(
        "The file " + file + " is damaged; delete it, and its films are drawn again.", why);
  }

  /** Whether the set is in its place. */
  public boolean isWhole() {
    return folder.isWhole();
  }

  /** How many films are not drawn. */
  public int missing() {
    return boxes.length - drawn(boxes);
  }

  /**
   * What is not drawn, in shards.
   *
   * @param most films in each, at least 1
   */
  public List<PhantomShard> shards(int most) {
    int[] missing = IntStream.range(0, boxes.length).filter(i -> boxes[i] == null).toArray();
    List<PhantomShard> shards = new ArrayList<>();
    for (int from = 0; from < missing.length; from += most) {
      int to = Math.min(missing.length, from + most);
      shards.add(new PhantomShard(recipe, Arrays.copyOfRange(missing, from, to), examinations));
    }
    return shards;
  }

  /**
   * Writes the films of a shard on to the disk. They count as drawn when all of them are.
   *
   * @throws UncheckedIOException if there is no room for them
   */
  public void take(List<DrawnFilm> films) {
    films.parallelStream()
        .forEach(film -> folder.write(PhantomWriter.PICTURES + "/" + film.name(), film.png()));
    var kept =
        new Kept(
            films.stream().mapToInt(DrawnFilm::place).toArray(),
            films.stream().map(DrawnFilm::boxes).toArray(String[]::new));
    folder.keep(Text.format("%08d.json", films.get(0).place()), new Gson().toJson(kept));
    films.forEach(film -> boxes[film.place()] = film.boxes());
  }

  /**
   * Puts the set into its place.
   *
   * @throws IllegalStateException if a film is missing
   */
  public void finish() {
    if (missing() > 0) {
      throw new IllegalStateException(missing() + " films are missing.");
    }
    folder.write(PhantomWriter.TABLE, PhantomWriter.table(recipe, examinations));
    folder.write(PhantomWriter.BOXES, PhantomWriter.list(List.of(boxes)));
    folder.finish();
  }

  /** Lets go; what there is stays for the next, unless the set is whole. */
  @Override
  public void close() {
    folder.close();
  }
}
