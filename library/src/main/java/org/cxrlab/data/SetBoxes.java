package org.cxrlab.data;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cxrlab.image.Box;

/** What the challenges of RSNA and SIIM share: films of NIH, 1024 x 1024 pixels, with boxes. */
final class SetBoxes {
  /** Width and height in pixels of the films that were drawn in. */
  static final int FRAME = 1024;

  private SetBoxes() {}

  /** What the publications of both challenges say of their films. */
  static void tellOrigin(SourceLog log) {
    log.decided(
        "films",
        "are some of NIH ChestX-ray14's, where their patients have other IDs; all are frontal",
        "NIH");
  }

  /**
   * A film of the training part: each is a patient of its own, and frontal, as the publications
   * say.
   *
   * @param label of which all boxes are
   */
  static Film film(
      Path folder,
      String image,
      Labels labels,
      List<Float> values,
      String label,
      Collection<Box> boxes) {
    return new Film(
        image,
        folder.resolve(image + ".dcm"),
        image,
        labels,
        values,
        boxes.stream().map(box -> new FindingBox(label, box)).toList(),
        FilmView.words("frontal"),
        Double.NaN,
        "",
        new FilmDetails("", "train", Set.of(), Set.of()));
  }

  /** The films with their boxes in the pixels of their files, which may be films made smaller. */
  static Films inFiles(Films films, Path table) {
    Map<String, List<FindingBox>> boxes = new HashMap<>();
    for (Film film : films) {
      if (!film.boxes().isEmpty()) {
        boxes.put(film.image(), film.boxes());
      }
    }
    return new BoxList(table, boxes).addTo(films.map(film -> film.withBoxes(List.of())), FRAME);
  }
}
