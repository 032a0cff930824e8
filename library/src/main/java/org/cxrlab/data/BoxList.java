package org.cxrlab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.ImageFiles;

/**
 * A list of boxes with a row for each: image, label, left edge, top edge, width, height. NIH's
 * header breaks the last four names apart at the wrong commas, so columns are taken by their place
 * where they are not found by name.
 *
 * @param file where the list was read
 * @param boxes by the image's name
 * @param read what became of rows that are no box
 */
record BoxList(Path file, Map<String, List<FindingBox>> boxes, Source read) {
  /** Width and height of the pictures in which NIH's boxes were drawn. */
  static final int NIH_FRAME = 1024;

  private static final int CELLS = 6;
  private static final String[] LABEL = ColumnNames.FINDINGS.toArray(String[]::new);

  /** Boxes that come from elsewhere than a list. */
  BoxList(Path file, Map<String, List<FindingBox>> boxes) {
    this(file, boxes, Source.UNTOLD);
  }

  static boolean fits(List<String> header) {
    return header.size() >= CELLS
        && header.get(0).equals("Image Index")
        && header.get(1).equals("Finding Label");
  }

  static BoxList read(Path file) {
    Map<String, List<FindingBox>> boxes = new HashMap<>();
    var log = new SourceLog();
    try (var csv = CsvReader.open(file)) {
      var table = new TableColumns(csv.header(), scans(csv.header()), Map.of());
      boolean byName = table.box().length > 0 && csv.columnIfAny(LABEL) >= 0;
      int image = byName ? ImageColumn.of(csv).position() : 0;
      int label = byName ? csv.columnIfAny(LABEL) : 1;
      int[] columns = byName ? table.box() : new int[] {2, 3, 4, 5};
      TableException first = null;
      while (csv.next()) {
        Box box = csv.width() < CELLS && !byName ? null : box(csv, table, columns, byName, log);
        if (csv.width() < CELLS && !byName) {
          log.leftOut(
              "boxes of " + file.getFileName(),
              "have fewer than six cells: image, label, x, y, width, height",
              "row " + csv.row());
        }
        if (box != null) {
          boxes
              .computeIfAbsent(ImageColumn.name(csv, image), name -> new ArrayList<>())
              .add(new FindingBox(csv.get(label), box));
        } else if (first == null) {
          first =
              csv.error(
                  Text.format(
                      "holds no box, %s; write the image, the label, the left edge, the top edge, a positive width and a positive height",
                      IntStream.range(0, csv.width()).mapToObj(csv::get).toList()));
        }
      }
      if (boxes.isEmpty() && first != null) {
        throw first;
      }
      csv.tell(log);
    }
    return new BoxList(file, boxes, log.source());
  }

  /** A list of boxes is known by its names alone. */
  private static List<ColumnScan> scans(List<String> header) {
    return header.stream().map(name -> new ColumnScan()).toList();
  }

  private static Box box(
      CsvReader csv, TableColumns table, int[] columns, boolean byName, SourceLog log) {
    return RowBoxes.box(csv, columns, byName && table.boxHasEdges(), log);
  }

  /**
   * The films with their boxes, in the pixels of each film's own file.
   *
   * @param frame width and height in pixels of the square picture that the boxes were drawn in; a
   *     film whose file is missing or has no readable size keeps its boxes in this frame
   */
  Films addTo(Films films, int frame) {
    var log = new SourceLog();
    log.addAll(films.source());
    log.addAll(read);
    Set<String> known = new HashSet<>();
    Films boxed =
        films.map(
            film -> {
              List<FindingBox> found = boxes.get(film.image());
              known.add(film.image());
              return found == null
                  ? film
                  : film.withBoxes(
                      Stream.concat(
                              film.boxes().stream(),
                              inFile(film, found, frame, films.labels().names(), log).stream())
                          .distinct()
                          .toList());
            });
    tellOthers(known, log);
    return boxed.from(log.source());
  }

  private String what() {
    return "boxes of " + file.getFileName();
  }

  private void tellOthers(Set<String> known, SourceLog log) {
    boxes.keySet().stream()
        .filter(image -> !known.contains(image))
        .sorted()
        .forEach(
            image ->
                boxes
                    .get(image)
                    .forEach(box -> log.leftOut(what(), "are of no film that is here", image)));
  }

  private List<FindingBox> inFile(
      Film film, List<FindingBox> found, int frame, List<String> labels, SourceLog log) {
    int[] size = size(film, frame, log);
    List<FindingBox> inFile = new ArrayList<>();
    for (FindingBox box : found) {
      int label = LabelSpelling.indexOf(labels, box.label());
      if (label < 0) {
        log.leftOut(what(), "are of no label that the films have", box.label());
      } else {
        inFile.add(
            new FindingBox(
                labels.get(label),
                box.box().scaled(size[0] / (double) frame, size[1] / (double) frame)));
      }
    }
    log.used(what(), inFile.size(), "lie on films");
    return inFile;
  }

  /** Width and height of the film's file. */
  private int[] size(Film film, int frame, SourceLog log) {
    if (Files.exists(film.path())) {
      int[] size = ImageFiles.size(film.path()).orElse(null);
      if (size != null) {
        return size;
      }
      log.value(
          what(),
          "are of a file that does not tell its size, and stay in the frame they were drawn in",
          film.image());
    }
    return new int[] {frame, frame};
  }
}
