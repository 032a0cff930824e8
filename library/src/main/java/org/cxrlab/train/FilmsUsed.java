package org.cxrlab.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.image.ImageFiles;
import org.cxrlab.split.Split;

/**
 * Which films a training uses: names, labels, order, and how long each picture's file is.
 *
 * @param training fingerprint of the films to learn from
 * @param validation fingerprint of those to validate on
 * @param trainingFilms each of them, packed; null in checkpoints of versions that did not name them
 * @param validationFilms likewise
 */
record FilmsUsed(String training, String validation, String trainingFilms, String validationFilms) {
  private static final int NAMED = 5;

  /** Of a file that is not there. */
  private static final long MISSING = -1;

  /** Checks that both parts are told of. */
  FilmsUsed {
    Objects.requireNonNull(training);
    Objects.requireNonNull(validation);
  }

  /** A film as a checkpoint knows it. */
  private record Known(String row, long bytes) {}

  static FilmsUsed of(Split split) {
    List<Long> training = lengths(split.train());
    List<Long> validation = lengths(split.validation());
    return new FilmsUsed(
        fingerprint(split.train(), training),
        fingerprint(split.validation(), validation),
        packed(split.train(), training),
        packed(split.validation(), validation));
  }

  private static List<Long> lengths(Films films) {
    List<Long> lengths = new ArrayList<>(films.size());
    for (Film film : films) {
      lengths.add(length(film));
    }
    return lengths;
  }

  private static long length(Film film) {
    try {
      return Files.size(film.path());
    } catch (IOException e) {
      // It is left out, or the training says why not.
      return MISSING;
    }
  }

  private static String fingerprint(Films films, List<Long> lengths) {
    var sum = new CRC32C();
    lengths.forEach(length -> sum.update((length + "\n").getBytes(StandardCharsets.UTF_8)));
    return films.fingerprint() + Text.format("-%08x", sum.getValue());
  }

  private static String packed(Films films, List<Long> lengths) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes)) {
      for (int i = 0; i < films.size(); i++) {
        String line =
            films.get(i).image() + "\t" + row(films.get(i)) + "\t" + lengths.get(i) + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** What the table says of a film, in short. */
  private static String row(Film film) {
    var sum = new CRC32C();
    sum.update((film.patient() + "\t" + film.values()).getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private static Map<String, Known> unpacked(String packed) {
    byte[] bytes = Base64.getDecoder().decode(packed);
    try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      Map<String, Known> films = new LinkedHashMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        int lengthAt = line.lastIndexOf('\t');
        int rowAt = line.lastIndexOf('\t', lengthAt - 1);
        films.put(
            line.substring(0, rowAt),
            new Known(
                line.substring(rowAt + 1, lengthAt), Long.parseLong(line.substring(lengthAt + 1))));
      }
      return films;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that these films, of a checkpoint, are those of a split as it is now. A film that can't
   * be read now, or that could not be read before, may have changed: it is left out, or was put
   * right.
   *
   * @param here the films of the split
   * @param excused names of films that could not be read before
   * @throws IllegalArgumentException naming the films that differ, and what can be done
   */
  void requireSame(Object from, FilmsUsed here, Split split, Set<String> excused) {
    requireSame(from, "training", training, trainingFilms, here.training, split.train(), excused);
    requireSame(
        from,
        "validation",
        validation,
        validationFilms,
        here.validation,
        split.validation(),
        excused);
  }

  private static void requireSame(
      Object from,
      String part,
      String there,
      String films,
      String here,
      Films split,
      Set<String> excused) {
    if (there.equals(here)) {
      return;
    }
    if (films == null) {
      boolean table = !there.split("-")[0].equals(here.split("-")[0]);
      throw otherFilms(
          from,
          part,
          table
              ? "the films have other names, labels or another order"
              : "a picture's file has another length or is missing, and a checkpoint of that"
                  + " version does not tell which");
    }
    Map<String, Known> known = unpacked(films);
    Map<String, Film> own = new HashMap<>();
    split.forEach(film -> own.put(film.image(), film));
    List<String> gone = known.keySet().stream().filter(name -> !own.containsKey(name)).toList();
    List<String> added =
        split.stream().map(Film::image).filter(n -> !known.containsKey(n)).toList();
    if (!gone.isEmpty() || !added.isEmpty()) {
      throw otherFilms(
          from, part, list(gone, "not in the split now") + list(added, "not in it then"));
    }
    List<String> rows =
        known.keySet().stream()
            .filter(name -> !known.get(name).row().equals(row(own.get(name))))
            .toList();
    if (!rows.isEmpty()) {
      throw otherFilms(from, part, list(rows, "with another patient or other labels now"));
    }
    if (!List.copyOf(known.keySet()).equals(split.stream().map(Film::image).toList())) {
      throw otherFilms(from, part, "the same films are in another order");
    }
    List<String> changed =
        split.stream()
            .filter(film -> !excused.contains(film.image()))
            .filter(film -> length(film) != known.get(film.image()).bytes())
            // One that can't be read is left out.
            .filter(film -> ImageFiles.readable(film.path()))
            .map(film -> changed(film, known.get(film.image()).bytes()))
            .toList();
    if (!changed.isEmpty()) {
      throw otherFilms(from, part, list(changed, "with another picture now"));
    }
  }

  private static String changed(Film film, long before) {
    return before == MISSING
        ? film.image() + " (was not there)"
        : Text.format("%s (%,d bytes, then %,d)", film.image(), length(film), before);
  }

  private static String list(List<String> names, String what) {
    if (names.isEmpty()) {
      return "";
    }
    String some = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    String more = names.size() > NAMED ? Text.format(" and %,d more", names.size() - NAMED) : "";
    return "; "
        + (names.size() == 1 ? "1 film is " : names.size() + " films are ")
        + what
        + ": "
        + some
        + more;
  }

  private static IllegalArgumentException otherFilms(Object from, String part, String what) {
    return new IllegalArgumentException(
        Text.format(
            "The checkpoint %s belongs to a training on other films: the %s part of the split"
                + " differs%s. To go on, put back what was there, or remove a picture that changed:"
                + " a film that can't be read is left out. Or take what was learnt to a new"
                + " training on the films of now: Checkpoints.in(...).load(model) puts the best"
                + " weights into the model, and Training.run with checkpoints in another folder"
                + " begins with them.",
            from, part, what.startsWith("; ") ? ": " + what.substring(2) : " (" + what + ")"));
  }
}
