package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.PictureForm;

/**
 * VinDr-CXR: Nguyen et al., VinDr-CXR: An open dataset of chest X-rays with radiologist's
 * annotations, Scientific Data 9 (2022). For each part, a table of labels with a row for each film
 * and reader, and one of boxes in the pixels of the DICOM file. Three radiologists read each film
 * to train on, by themselves; what a film to test with shows is five radiologists' consensus, one
 * row. The original was not tried: the form is taken from its publication.
 */
final class VinDrSet implements PublicSet {
  private static final String IMAGE = "image_id";
  private static final String READER = "rad_id";
  private static final List<String> PARTS = List.of("train", "test");

  /** The two tables spell one label in two ways. */
  private static final Map<String, String> SPELLING = Map.of("Other disease", "Other diseases");

  /** How often readers said yes and no to each label of a film. */
  private record Votes(int[] yes, int[] no) {}

  @Override
  public String name() {
    return "VinDr-CXR";
  }

  @Override
  public String needs() {
    return "annotations/image_labels_train.csv or annotations/image_labels_test.csv";
  }

  private static String[] places(String table) {
    return new String[] {"annotations/" + table, table};
  }

  @Override
  public boolean isIn(Path folder) {
    return PARTS.stream()
        .flatMap(part -> SetFolder.find(folder, places("image_labels_" + part + ".csv")).stream())
        .anyMatch(table -> SetTable.header(table).contains(IMAGE));
  }

  @Override
  public Films read(SetFolder folder) {
    Map<String, Path> tables = new LinkedHashMap<>();
    for (String part : PARTS) {
      folder
          .table(places("image_labels_" + part + ".csv"))
          .ifPresent(table -> tables.put(part, table));
    }
    Labels labels = labels(tables);
    folder.log().decided("films", "are all PA, as the publication says; the tables do not", "PA");
    folder
        .log()
        .decided("patients", "are not told, so each film counts as one of its own", "image_id");
    var films = new SetFilms(name(), folder);
    tables.forEach((part, table) -> read(part, table, labels, folder, films));
    List<String> names = tables.values().stream().map(SetTable::name).toList();
    return films.films(
        labels,
        "VinDr-CXR, read from "
            + String.join(", ", names)
            + ". Of several readers of a film most decide; each film counts as a patient.");
  }

  private static Labels labels(Map<String, Path> tables) {
    Set<String> labels = new LinkedHashSet<>();
    for (Path table : tables.values()) {
      SetTable.header(table).stream().map(VinDrSet::label).forEach(labels::add);
    }
    labels.removeAll(Set.of(IMAGE, READER, ""));
    return new Labels(List.copyOf(labels));
  }

  private static String label(String column) {
    return SPELLING.getOrDefault(column, column);
  }

  private static void read(
      String part, Path table, Labels labels, SetFolder folder, SetFilms films) {
    SourceLog log = folder.log();
    Map<String, Votes> votes = votes(table, labels, log);
    Map<String, List<FindingBox>> boxes = boxes(part, folder);
    String rows = "films of " + SetTable.name(table);
    votes.forEach(
        (image, own) -> {
          List<Float> values = new ArrayList<>();
          Set<String> tied = new LinkedHashSet<>();
          for (int i = 0; i < labels.size(); i++) {
            values.add(value(own, i, image, labels, tied, log));
          }
          Optional<Path> picture = folder.picture(image, 1);
          films.add(
              new Film(
                  image,
                  folder.root().resolve(part).resolve(image + ".dicom"),
                  image,
                  labels,
                  values,
                  kept(boxes.getOrDefault(image, List.of()), image, picture, labels, values, log),
                  FilmView.words("PA"),
                  Double.NaN,
                  "",
                  new FilmDetails("", part, tied, Set.of())),
              picture,
              rows);
        });
    boxes.keySet().stream()
        .filter(image -> !votes.containsKey(image))
        .sorted()
        .forEach(image -> log.leftOut("boxes", "are of a film without labels", image));
  }

  private static float value(
      Votes votes, int label, String image, Labels labels, Set<String> tied, SourceLog log) {
    int yes = votes.yes[label];
    int no = votes.no[label];
    if (yes > 0 && no > 0) {
      log.decided(
          "labels on which readers disagree",
          yes == no ? "are uncertain, as many said yes as no" : "are as most readers say",
          Text.format("%s, %s: %d of %d say yes", image, labels.get(label), yes, yes + no));
    }
    if (yes == no) {
      if (yes > 0) {
        tied.add(labels.get(label));
      }
      return Float.NaN;
    }
    return yes > no ? 1 : 0;
  }

  private static Map<String, Votes> votes(Path table, Labels labels, SourceLog log) {
    Map<String, Votes> votes = new LinkedHashMap<>();
    Set<String> readings = new HashSet<>();
    try (var csv = CsvReader.open(table)) {
      int image = csv.column(IMAGE);
      int reader = csv.columnIfAny(READER);
      int[] columns =
          labels.names().stream()
              .mapToInt(csv.header().stream().map(VinDrSet::label).toList()::indexOf)
              .toArray();
      csv.header().stream()
          .filter(SPELLING::containsKey)
          .forEach(
              column ->
                  log.decided(
                      "columns of " + SetTable.name(table),
                      "are taken as \"" + label(column) + "\"",
                      column));
      while (SetTable.next(csv, log)) {
        if (!readings.add(csv.get(image) + "\n" + csv.get(reader))) {
          log.leftOut(
              SetTable.rowsOf(csv),
              "are a second reading of a film by the same reader",
              SetTable.at(csv, csv.get(image)));
          continue;
        }
        Votes own =
            votes.computeIfAbsent(
                csv.get(image), i -> new Votes(new int[columns.length], new int[columns.length]));
        for (int i = 0; i < columns.length; i++) {
          vote(csv, columns[i], i, own, labels, log);
        }
      }
    }
    return votes;
  }

  private static void vote(
      CsvReader csv, int column, int label, Votes votes, Labels labels, SourceLog log) {
    switch (csv.get(column)) {
      case "1", "1.0" -> votes.yes[label]++;
      case "0", "0.0" -> votes.no[label]++;
      case "" -> {
        // A reader who says nothing, or a table without the label.
      }
      default ->
          log.value(
              "labels of " + SetTable.name(csv.file()),
              "are neither 1 nor 0, and taken for unknown",
              SetTable.at(csv, labels.get(label) + " " + csv.get(column)));
    }
  }

  /** All boxes of a part by their film, in the pixels of the DICOM files. */
  private static Map<String, List<FindingBox>> boxes(String part, SetFolder folder) {
    String name = "annotations_" + part + ".csv";
    Optional<Path> table = folder.table(places(name));
    if (table.isEmpty()) {
      folder.log().decided("tables", "are missing, so there are no boxes", name);
      return Map.of();
    }
    Map<String, List<FindingBox>> boxes = new HashMap<>();
    try (var csv = CsvReader.open(table.get())) {
      int image = csv.column(IMAGE);
      int label = csv.column("class_name");
      int[] edges = {
        csv.column("x_min"), csv.column("y_min"), csv.column("x_max"), csv.column("y_max")
      };
      while (SetTable.next(csv, folder.log())) {
        if (csv.get(edges[0]).isEmpty()) {
          folder.log().used(SetTable.rowsOf(csv), 1, "say that there is nothing to box");
          continue;
        }
        box(csv, edges, folder.log())
            .ifPresent(
                box ->
                    boxes
                        .computeIfAbsent(csv.get(image), i -> new ArrayList<>())
                        .add(new FindingBox(label(csv.get(label)), box)));
      }
    }
    return boxes;
  }

  private static Optional<Box> box(CsvReader csv, int[] edges, SourceLog log) {
    try {
      double x = Double.parseDouble(csv.get(edges[0]));
      double y = Double.parseDouble(csv.get(edges[1]));
      double right = Double.parseDouble(csv.get(edges[2]));
      double bottom = Double.parseDouble(csv.get(edges[3]));
      return Optional.of(new Box(x, y, right - x, bottom - y));
    } catch (IllegalArgumentException noBox) {
      log.leftOut(SetTable.rowsOf(csv), "hold no box", "row " + csv.row());
      return Optional.empty();
    }
  }

  /** Those of labels that the film has, where the file is the one that they were drawn in. */
  private static List<FindingBox> kept(
      List<FindingBox> boxes,
      String image,
      Optional<Path> picture,
      Labels labels,
      List<Float> values,
      SourceLog log) {
    boolean drawnIn = boxes.isEmpty() || picture.filter(file -> !isDicom(file)).isEmpty();
    List<FindingBox> kept = new ArrayList<>();
    for (FindingBox box : boxes) {
      int label = labels.names().indexOf(box.label());
      String example = image + ", " + box.label();
      if (!drawnIn) {
        log.leftOut(
            "boxes", "are in pixels of the DICOM file, and this picture is another", example);
      } else if (label < 0 || values.get(label) != 1) {
        log.leftOut("boxes", "are of a label that most readers do not see", example);
      } else {
        log.used("boxes", 1, "are among the films'");
        kept.add(box);
      }
    }
    return kept;
  }

  private static boolean isDicom(Path picture) {
    String name = SetTable.name(picture);
    return FileKind.of(name) == FileKind.PICTURE
        ? FileKind.isCalledDicom(name)
        : PictureForm.of(picture).filter(PictureForm.DICOM::equals).isPresent();
  }
}
