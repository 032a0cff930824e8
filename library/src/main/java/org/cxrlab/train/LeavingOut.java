package org.cxrlab.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.split.Split;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which films one training leaves out, and whether those are too many. */
final class LeavingOut {
  /** So many are told when they are left out; the history names all. */
  private static final int TOLD = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final Part training;
  private final Part validation;
  private final int limit;
  private final IntSupplier step;
  private final AppendOnlyList<LeftOutFilm> films = new AppendOnlyList<>();

  /** More films can't be read than may be left out. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<LeftOutFilm> films;

    TooMany(String message, List<LeftOutFilm> films) {
      super(message);
      this.films = films;
    }

    /** Those at which it stops. */
    List<LeftOutFilm> films() {
      return films;
    }
  }

  /** The films of a part of the split. */
  private static final class Part {
    final String name;
    final Films films;
    final LeftOut leftOut;
    int count;

    Part(String name, Films films, LeftOut leftOut) {
      this.name = name;
      this.films = films;
      this.leftOut = leftOut;
    }
  }

  /**
   * Nothing is left out yet.
   *
   * @param step how many steps are done now
   */
  LeavingOut(Split split, UnreadableFilms policy, IntSupplier step) {
    this.step = step;
    limit = policy.limit(split.train().size() + split.validation().size());
    training =
        new Part(
            LeftOutFilm.TRAINING,
            split.train(),
            LeftOut.replaced((film, why) -> trainingFilm(film, why)));
    validation =
        new Part(
            LeftOutFilm.VALIDATION,
            split.validation(),
            LeftOut.missing((film, why) -> find(validation(), film, why)));
  }

  private Part validation() {
    return validation;
  }

  private void trainingFilm(int film, RuntimeException why) {
    find(training, film, why);
  }

  private void find(Part part, int film, RuntimeException why) {
    leaveOut(part, Map.of(film, String.valueOf(why.getMessage())));
  }

  LeftOut ofTraining() {
    return training.leftOut;
  }

  LeftOut ofValidation() {
    return validation.leftOut;
  }

  /** Those left out so far, in order. */
  List<LeftOutFilm> soFar() {
    return films.soFar();
  }

  /** Leaves out what a checkpoint says was left out. */
  void goOnWith(List<LeftOutFilm> before) {
    for (Part part : List.of(training, validation)) {
      Map<String, Integer> positions = new HashMap<>();
      IntStream.range(0, part.films.size())
          .forEach(i -> positions.put(part.films.get(i).image(), i));
      before.stream()
          .filter(film -> film.part().equals(part.name))
          .map(film -> positions.get(film.image()))
          .forEach(position -> add(part, position));
    }
    films.addAll(before);
  }

  private static void add(Part part, int film) {
    part.leftOut.add(film);
    part.count++;
  }

  /**
   * Looks at the files of all films that are not left out.
   *
   * @throws TooMany if too many can't be read
   */
  void look() {
    Map<Integer, String> ofTraining =
        FilmReadings.problems(training.films, training.leftOut::contains);
    Map<Integer, String> ofValidation =
        FilmReadings.problems(validation.films, validation.leftOut::contains);
    requireSome(training, ofTraining);
    requireSome(validation, ofValidation);
    if (films.size() + ofTraining.size() + ofValidation.size() > limit) {
      List<LeftOutFilm> all = new ArrayList<>();
      ofTraining.forEach((film, problem) -> all.add(film(training, film, problem)));
      ofValidation.forEach((film, problem) -> all.add(film(validation, film, problem)));
      if (!all.isEmpty()) {
        throw tooMany(all);
      }
    }
    leaveOut(training, ofTraining);
    leaveOut(validation, ofValidation);
  }

  private void leaveOut(Part part, Map<Integer, String> problems) {
    problems.forEach(
        (film, problem) -> {
          requireSome(part, Map.of(film, problem));
          LeftOutFilm one = film(part, film, problem);
          if (films.size() >= limit) {
            throw tooMany(List.of(one));
          }
          add(part, film);
          films.add(one);
          if (films.size() <= TOLD) {
            LOG.warn(
                "The film {} can't be read and is left out to the end of the training: {}",
                one.image(),
                problem);
          }
        });
  }

  private void requireSome(Part part, Map<Integer, String> problems) {
    if (part.count + problems.size() == part.films.size()) {
      List<LeftOutFilm> all = new ArrayList<>();
      problems.forEach((film, problem) -> all.add(film(part, film, problem)));
      throw new TooMany(
          Text.format(
              "None of the %d %s films can be read: %s", part.films.size(), part.name, named(all)),
          all);
    }
  }

  private TooMany tooMany(List<LeftOutFilm> found) {
    String more = films.size() == 0 ? "" : Text.format(" after %d that were", films.size());
    String which = found.size() == 1 ? "1 film" : found.size() + " films";
    return new TooMany(
        Text.format(
            "%s can't be read and at most %d may be left out%s: %s",
            which, limit, more, named(found)),
        found);
  }

  private static String named(List<LeftOutFilm> found) {
    String sentence = LeftOutFilm.sentence(found);
    return sentence.substring(sentence.indexOf(": ") + 2).replaceAll("\\.$", "");
  }

  private LeftOutFilm film(Part part, int film, String problem) {
    Film one = part.films.get(film);
    return new LeftOutFilm(
        one.image(),
        part.name,
        step.getAsInt(),
        FilmReadings.reason(one.path(), problem),
        lastOf(part, film));
  }

  /** The labels of which no other film of the part, that is left, is positive. */
  private static List<String> lastOf(Part part, int film) {
    Film one = part.films.get(film);
    return one.findings().stream()
        .filter(
            label ->
                IntStream.range(0, part.films.size())
                    .filter(i -> i != film && !part.leftOut.contains(i))
                    .noneMatch(i -> part.films.get(i).value(label) == 1))
        .toList();
  }
}
