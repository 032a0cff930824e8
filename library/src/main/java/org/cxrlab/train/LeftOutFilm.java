package org.cxrlab.train;

import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.data.Film;

/**
 * A film that a training did without, as it could not be read.
 *
 * @param image the film's name in the table
 * @param part of the split: {@link #TRAINING}, {@link #VALIDATION} or, of features, "test"
 * @param step after so many steps it was left out; 0 before the first
 * @param reason what is wrong with it, such as "is cut short or damaged"
 * @param lastOf labels of which it was the last positive film in its part
 */
public record LeftOutFilm(String image, String part, int step, String reason, List<String> lastOf) {
  /** The part that a training learns from. */
  public static final String TRAINING = "training";

  /** The part that says which epoch is the best. */
  public static final String VALIDATION = "validation";

  private static final int NAMED = 5;

  /** Copies the list. */
  public LeftOutFilm {
    lastOf = lastOf == null ? List.of() : List.copyOf(lastOf);
  }

  /**
   * A film that could not be read.
   *
   * @param why what reading it threw
   */
  public static LeftOutFilm of(Film film, String part, int step, RuntimeException why) {
    String reason = FilmReadings.reason(film.path(), String.valueOf(why.getMessage()));
    return new LeftOutFilm(film.image(), part, step, reason, List.of());
  }

  /**
   * A sentence with the first few of the films, such as "2 films were left out: 12.png (training,
   * before the first step: is cut short or damaged), ..."; empty where there are none.
   */
  public static String sentence(List<LeftOutFilm> films) {
    if (films.isEmpty()) {
      return "";
    }
    String named =
        films.stream().limit(NAMED).map(LeftOutFilm::toString).collect(Collectors.joining(", "));
    String more = films.size() > NAMED ? " and " + (films.size() - NAMED) + " more" : "";
    String lost =
        films.stream()
            .flatMap(film -> film.lastOf().stream().map(label -> label + " (" + film.part() + ")"))
            .distinct()
            .collect(Collectors.joining(", "));
    return (films.size() == 1 ? "1 film was left out: " : films.size() + " films were left out: ")
        + named
        + more
        + (lost.isEmpty() ? "." : "; no positive film is left of " + lost + ".");
  }

  @Override
  public String toString() {
    String when = step == 0 ? "before the first step" : "after step " + step;
    return image + " (" + part + ", " + when + ": " + reason + ")";
  }
}
