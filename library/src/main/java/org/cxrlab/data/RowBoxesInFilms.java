package org.cxrlab.data;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.ImageFiles;

/** The boxes of a table's rows against the sizes of the films, once their files are known. */
final class RowBoxesInFilms {
  private final String what;
  private final boolean shares;
  private final SourceLog log;

  private RowBoxesInFilms(Films films, SourceLog log) {
    what = "boxes of " + films.name();
    this.log = log;
    shares =
        BoxList.areShares(
            films.stream().flatMap(film -> film.boxes().stream()).map(FindingBox::box));
  }

  /**
   * The films with those boxes that lie on them. Boxes that all lie within 1 x 1 are shares of the
   * film's width and height. Where a file does not tell its size, boxes stay as they are.
   */
  static Films of(Films films, SourceLog log) {
    if (films.stream().allMatch(film -> film.boxes().isEmpty())) {
      return films;
    }
    var boxes = new RowBoxesInFilms(films, log);
    if (boxes.shares) {
      log.decided(boxes.what, BoxList.SHARES, "");
    }
    return films.map(boxes::placed);
  }

  private Film placed(Film film) {
    int[] size =
        film.boxes().isEmpty() || !Files.exists(film.path())
            ? null
            : ImageFiles.size(film.path()).orElse(null);
    if (size == null) {
      return film;
    }
    List<FindingBox> inside = new ArrayList<>();
    for (FindingBox found : film.boxes()) {
      Box box = shares ? found.box().scaled(size[0], size[1]) : found.box();
      if (box.x() < size[0] && box.y() < size[1]) {
        inside.add(new FindingBox(found.label(), box));
      } else {
        log.leftOut(
            what,
            RowBoxes.OUTSIDE,
            Text.format("%s: %s, %s of %d x %d", film.image(), box.x(), box.y(), size[0], size[1]));
      }
    }
    return inside.equals(film.boxes()) ? film : film.withBoxes(inside);
  }
}
