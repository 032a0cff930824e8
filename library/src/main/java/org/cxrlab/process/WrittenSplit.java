package org.cxrlab.process;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmDetails;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.UncertainLabels;
import org.cxrlab.split.Split;

/** A split as it is told to another process, by Gson: as much as a training and its run need. */
public record WrittenSplit(List<String> labels, Part train, Part validation, Part test) {
  /** A film; no details where none are told. */
  private record Row(
      String image, String path, String patient, List<Float> values, FilmDetails details) {
    static Row of(Film film) {
      String path = film.path().toAbsolutePath().toString();
      FilmDetails details = film.details().equals(FilmDetails.NONE) ? null : film.details();
      return new Row(film.image(), path, film.patient(), film.values(), details);
    }

    Film film(Labels labels) {
      return new Film(
          image,
          Path.of(path),
          patient,
          labels,
          values,
          List.of(),
          "",
          Double.NaN,
          "",
          details == null ? FilmDetails.NONE : details);
    }
  }

  /** A part of the split, with what was made of labels that its table leaves open. */
  public record Part(List<Row> films, UncertainLabels uncertain) {
    static Part of(Films films) {
      return new Part(films.stream().map(Row::of).toList(), films.uncertain());
    }

    Films films(String name, Labels labels) {
      return new Films(name, labels, films.stream().map(row -> row.film(labels)).toList())
          .uncertain(uncertain);
    }
  }

  /** A split, with its test part. */
  public static WrittenSplit of(Split split) {
    return of(split.train(), split.validation(), split.test());
  }

  static WrittenSplit of(Films train, Films validation, Films test) {
    return new WrittenSplit(
        train.labels().names(), Part.of(train), Part.of(validation), Part.of(test));
  }

  /** What it was made of. */
  public Split split() {
    var names = new Labels(labels);
    return new Split(
        train.films("training", names),
        validation.films("validation", names),
        test.films("test", names));
  }
}
