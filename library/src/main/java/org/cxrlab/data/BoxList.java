package org.cxrlab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  /** What is said of boxes that are not in pixels. */
  static final String SHARES = "are shares of the film's width and height, and were put in pixels";

  /** So much may edges of shares lie beyond the film's, as they are rounded. */
  private static final double ROUNDED = 1e-3;

  private static final int CELLS = 6;
  private static final String[] LABEL = ColumnNames.FINDINGS.toArray(String[]::new);

  /** Boxes that come from elsewhere than a list. */
  BoxList(Path file, Map<String, List<FindingBox>> boxes) {
    this(file, boxes, Source.UNTOLD);
  }

  /** As frame: the boxes are in the pixels of each film's own file. */
  static final int OWN_PIXELS = 0;

  /**
   * Whether a table is a list of boxes: NIH's, or one with columns for the image, the label and
   * four coordinates, and none for patients.
   */
  static boolean fits(List<String> header) {
    if (isNih(header)) {
      return true;
    }
    var table = new TableColumns(header, scans(header), Map.of());
    return table.box().length > 0
        && table.one(ColumnRole.IMAGE) >= 0
        && table.patient() < 0
        && header.stream().map(CsvReader::key).anyMatch(ColumnNames.FINDINGS::contains);
  }

  /** Whether a list has NIH's header, in any case. */
  static boolean isNih(List<String> header) {
    return header.size() >= CELLS
        && CsvReader.key(header.get(0)).equals("imageindex")
        && CsvReader.key(header.get(1)).equals("findinglabel");
  }

  /** The frame that the list itself tells: NIH's, or that of each film's own pixels. */
  int ownFrame() {
    try (var csv = CsvReader.open(file)) {
      return isNih(csv.header()) ? NIH_FRAME : OWN_PIXELS;
    }
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
   *     film whose file is missing or has no readable size keeps its boxes in this frame; or {@link
   *     #OWN_PIXELS}. Boxes that all lie within 1 x 1 are shares of the film's width and height
   */
  Films addTo(Films films, int frame) {
    var log = new SourceLog();
    log.addAll(films.source());
    log.addAll(read);
    boolean shares = areShares(boxes.values().stream().flatMap(List::stream).map(FindingBox::box));
    if (shares) {
      log.decided(what(), SHARES, "");
    }
    Map<String, List<FindingBox>> ofFilm = ofFilms(films, log);
    Films boxed =
        films.map(
            film -> {
              List<FindingBox> found = ofFilm.get(film.image());
              return found == null
                  ? film
                  : film.withBoxes(
                      Stream.concat(
                              film.boxes().stream(),
                              inFile(film, found, shares ? 1 : frame, films.labels().names(), log)
                                  .stream())
                          .distinct()
                          .toList());
            });
    return boxed.from(log.source());
  }

  /** Whether all boxes lie within 1 x 1, where no finding of a film in pixels does. */
  static boolean areShares(Stream<Box> boxes) {
    return boxes.allMatch(
        box ->
            box.x() >= 0
                && box.y() >= 0
                && box.x() + box.width() <= 1 + ROUNDED
                && box.y() + box.height() <= 1 + ROUNDED);
  }

  /** The boxes by the films' own names, which the list may write as tables may. */
  private Map<String, List<FindingBox>> ofFilms(Films films, SourceLog log) {
    Map<String, List<FindingBox>> ofFilm = new HashMap<>();
    Set<String> others = new TreeSet<>(boxes.keySet());
    for (Film film : films) {
      if (others.remove(film.image())) {
        ofFilm.put(film.image(), new ArrayList<>(boxes.get(film.image())));
      }
    }
    if (others.isEmpty()) {
      return ofFilm;
    }
    Map<String, List<String>> loosely = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (Film film : films) {
      if (seen.add(film.image())) {
        loosely
            .computeIfAbsent(Pictures.looseName(film.image()), n -> new ArrayList<>(1))
            .add(film.image());
      }
    }
    for (String name : others) {
      List<String> fit = fitting(name, loosely.getOrDefault(Pictures.looseName(name), List.of()));
      if (fit.size() == 1) {
        ofFilm.computeIfAbsent(fit.get(0), n -> new ArrayList<>()).addAll(boxes.get(name));
        log.decided(
            what(),
            "name their film in another case, with another ending or path",
            name + ": " + fit.get(0));
      } else {
        String why = fit.isEmpty() ? "are of no film that is here" : "fit several films";
        boxes.get(name).forEach(box -> log.leftOut(what(), why, name));
      }
    }
    return ofFilm;
  }

  /** Of films whose files have the same name, those whose folders do not contradict. */
  private static List<String> fitting(String name, List<String> films) {
    String path = "/" + Pictures.loosePath(name);
    return films.stream()
        .filter(
            film -> {
              String other = "/" + Pictures.loosePath(film);
              return path.endsWith(other) || other.endsWith(path);
            })
        .toList();
  }

  private String what() {
    return "boxes of " + file.getFileName();
  }

  private List<FindingBox> inFile(
      Film film, List<FindingBox> found, int frame, List<String> labels, SourceLog log) {
    int[] size = size(film, frame, log);
    double horizontally = frame == OWN_PIXELS ? 1 : size[0] / (double) frame;
    double vertically = frame == OWN_PIXELS ? 1 : size[1] / (double) frame;
    List<FindingBox> inFile = new ArrayList<>();
    for (FindingBox box : found) {
      int label = LabelSpelling.indexOf(labels, box.label());
      if (label < 0) {
        log.leftOut(what(), "are of no label that the films have", box.label());
      } else {
        Box scaled = box.box().scaled(horizontally, vertically);
        boolean sizeIsUnknown = size[0] == OWN_PIXELS;
        if (sizeIsUnknown || scaled.x() < size[0] && scaled.y() < size[1]) {
          inFile.add(new FindingBox(labels.get(label), scaled));
        } else {
          log.leftOut(what(), RowBoxes.OUTSIDE, film.image());
        }
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
