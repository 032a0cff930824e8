package org.cxrlab.remote;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.run.Features;
import org.cxrlab.split.Split;
import org.cxrlab.train.LeftOutFilm;

/** What came of all films. */
record Outcome(Films films, List<KeptRows.Row> rows) {
  /** Films that a message names. */
  private static final int NAMED = 5;

  private int[] places(int from, int to) {
    return IntStream.range(from, to).filter(i -> !rows.get(i).isBad()).toArray();
  }

  Films readable() {
    int[] places = places(0, rows.size());
    return places.length == films.size() ? films : films.at(places);
  }

  List<float[]> numbers() {
    return Arrays.stream(places(0, rows.size())).mapToObj(i -> rows.get(i).numbers()).toList();
  }

  /** Of one part of a split, the first of which has this place among all. */
  FilmFeatures part(Films part, int first) {
    int[] places = places(first, first + part.size());
    Films read =
        places.length == part.size()
            ? part
            : part.at(Arrays.stream(places).map(place -> place - first).toArray());
    return new FilmFeatures(
        read, Arrays.stream(places).mapToObj(i -> rows.get(i).numbers()).toList());
  }

  private List<Integer> bad() {
    return IntStream.range(0, rows.size()).filter(i -> rows.get(i).isBad()).boxed().toList();
  }

  List<LeftOutFilm> leftOut(Split split) {
    return bad().stream()
        .map(
            i ->
                LeftOutFilm.of(
                    films.get(i),
                    Features.part(split, i),
                    0,
                    new CxrlabException(rows.get(i).complaint())))
        .toList();
  }

  void requireFew(int limit) {
    if (bad().size() > limit) {
      throw new IllegalArgumentException(
          Text.format(
              "%s can't be read and at most %d may be left out: %s Put them right, or leave out more by cluster.unreadable(UnreadableFilms.leaveOut(…)).",
              Text.count(bad().size(), "film"), limit, named()));
    }
  }

  private String named() {
    String first =
        bad().stream()
            .limit(NAMED)
            .map(i -> rows.get(i).complaint())
            .collect(Collectors.joining(" "));
    return bad().size() > NAMED
        ? first + Text.format(" And %,d more.", bad().size() - NAMED)
        : first;
  }

  String sentence(Task task, String master) {
    String words =
        Text.format("%s %s on %s.", Text.count(rows.size(), "film"), task.done(), master);
    return task == Task.SIZE || bad().isEmpty()
        ? words
        : words
            + Text.format(
                " %s can't be read and %s left out: %s",
                Text.count(bad().size(), "film"), bad().size() == 1 ? "is" : "are", named());
  }
}
