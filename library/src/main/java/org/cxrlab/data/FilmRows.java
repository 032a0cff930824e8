package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/** The first rows of a table of films, in words. */
final class FilmRows {
  private FilmRows() {}

  static TableFigure of(Films films, int most) {
    boolean details = films.stream().anyMatch(film -> !film.view().isEmpty());
    var columns = new ArrayList<>(List.of("Image", "PatientId"));
    if (details) {
      columns.addAll(List.of("View", "Age", "Sex"));
    }
    columns.add("Findings");
    List<List<String>> rows = films.first(most).stream().map(film -> row(film, details)).toList();
    String shown = rows.size() < films.size() ? Text.format(" The first %d are shown.", most) : "";
    return new TableFigure(
        Text.format(
            "%s: %s of %s, %s",
            films.name(),
            Text.count(films.size(), "film"),
            Text.count(films.ids().patients(), "patient"),
            Text.count(films.labels().size(), "label")),
        columns,
        rows,
        String.join(" ", List.of(films.about() + shown, films.source().line())).strip());
  }

  private static List<String> row(Film film, boolean details) {
    var cells = new ArrayList<>(List.of(film.image(), film.patient()));
    if (details) {
      cells.addAll(List.of(film.view(), Age.text(film.age()), film.sex()));
    }
    cells.add(findings(film));
    return cells;
  }

  /** As "Edema 0.63". */
  private static List<String> smoothed(Film film) {
    return IntStream.range(0, film.labels().size())
        .filter(film::isSmoothed)
        .mapToObj(i -> Text.format("%s %.2f", film.labels().get(i), film.value(i)))
        .toList();
  }

  /** The findings in words, with what is unknown. */
  static String findings(Film film) {
    List<String> present = film.findings();
    List<String> unknown = film.unknown();
    if (unknown.size() == film.labels().size()) {
      return "not known";
    }
    String words = present.isEmpty() ? "no finding" : String.join(", ", present);
    List<String> smoothed = smoothed(film);
    return words
        + (smoothed.isEmpty() ? "" : "; uncertain: " + String.join(", ", smoothed))
        + (unknown.isEmpty() ? "" : "; not known: " + String.join(", ", unknown));
  }
}
