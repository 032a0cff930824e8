package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.image.Box;

/**
 * RSNA Pneumonia Detection Challenge: Shih et al., Augmenting the National Institutes of Health
 * Chest Radiograph Dataset with Expert Annotations of Possible Pneumonia, Radiology: Artificial
 * Intelligence 1 (2019). A row for each box, in pixels of films of 1024 x 1024; a film without a
 * box has one row and the target 0. Films lie in stage_2_train_images/PATIENT_ID.dcm. A second
 * table calls each film "Lung Opacity", "Normal" or "No Lung Opacity / Not Normal". The original
 * was not tried: the form is taken from its description.
 */
final class RsnaSet implements PublicSet {
  static final String PNEUMONIA = "Pneumonia";
  static final String NORMAL = "Normal";

  private static final String PATIENT = "patientId";
  private static final String TARGET = "Target";
  private static final List<String> EDGES = List.of("x", "y", "width", "height");
  private static final String[] CLASSES = {
    "stage_2_detailed_class_info.csv", "stage_1_detailed_class_info.csv"
  };

  private final String[] tables;

  RsnaSet() {
    this("stage_2_train_labels.csv", "stage_1_train_labels.csv");
  }

  /** The set with its table under another name. */
  RsnaSet(String... tables) {
    this.tables = tables.clone();
  }

  @Override
  public String name() {
    return "RSNA Pneumonia";
  }

  @Override
  public String needs() {
    return "stage_2_train_labels.csv with the columns patientId, x, y, width, height and Target";
  }

  static boolean fits(List<String> header) {
    return header.contains(PATIENT) && header.contains(TARGET) && header.containsAll(EDGES);
  }

  @Override
  public boolean isIn(Path folder) {
    return SetFolder.find(folder, tables).filter(table -> fits(SetTable.header(table))).isPresent();
  }

  /** What the rows of a film say. */
  private static final class Reading {
    private final Set<Float> targets = new LinkedHashSet<>();
    private final Set<Box> boxes = new LinkedHashSet<>();
    private final Set<List<String>> rows = new LinkedHashSet<>();

    private float target() {
      return targets.size() == 1 ? targets.iterator().next() : Float.NaN;
    }
  }

  @Override
  public Films read(SetFolder folder) {
    SourceLog log = folder.log();
    Path table = folder.needed(tables);
    Map<String, Reading> readings = readings(table, log);
    Optional<Path> classTable = folder.table(CLASSES);
    Map<String, Float> normal = new HashMap<>();
    if (classTable.isPresent()) {
      normal.putAll(normal(classTable.get(), readings.keySet(), log));
    } else {
      log.decided("tables", "are missing, so there is no label " + NORMAL, CLASSES[0]);
    }
    Labels labels = classTable.isPresent() ? Labels.of(PNEUMONIA, NORMAL) : Labels.of(PNEUMONIA);
    log.decided(
        "label " + PNEUMONIA, "is the column Target: evidence of pneumonia", SetTable.name(table));
    var films = new SetFilms(name(), folder);
    readings.forEach(
        (patient, reading) -> {
          float target = reading.target();
          if (reading.targets.size() > 1) {
            log.value("targets", "are 0 in a row and 1 in another, and unknown", patient);
          }
          List<Float> values = new ArrayList<>(List.of(target));
          if (labels.size() > 1) {
            values.add(normal.getOrDefault(patient, Float.NaN));
          }
          films.add(
              film(folder, patient, labels, values, reading.boxes),
              folder.picture(patient, 1),
              "films of " + SetTable.name(table));
        });
    folder.leaveTestPart();
    SetBoxes.tellOrigin(folder.log());
    Films read =
        films.films(
            labels,
            "RSNA Pneumonia Detection Challenge, read from "
                + SetTable.name(table)
                + classTable.map(t -> ", " + SetTable.name(t)).orElse("")
                + ".");
    return SetBoxes.inFiles(read, table);
  }

  private static Film film(
      SetFolder folder, String patient, Labels labels, List<Float> values, Set<Box> boxes) {
    return SetBoxes.film(
        folder.root().resolve("stage_2_train_images"), patient, labels, values, PNEUMONIA, boxes);
  }

  private static Map<String, Reading> readings(Path table, SourceLog log) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    try (var csv = CsvReader.open(table)) {
      int patient = csv.column(PATIENT);
      int target = csv.column(TARGET);
      int[] edges = EDGES.stream().mapToInt(csv::column).toArray();
      while (SetTable.next(csv, log)) {
        String who = csv.get(patient);
        if (who.isEmpty()) {
          log.leftOut(SetTable.rowsOf(csv), "name no patient", "row " + csv.row());
          continue;
        }
        Reading reading = readings.computeIfAbsent(who, id -> new Reading());
        List<String> row = new ArrayList<>(List.of(csv.get(target)));
        for (int edge : edges) {
          row.add(csv.get(edge));
        }
        if (reading.rows.add(row)) {
          read(csv, row, reading, log);
        } else {
          log.decided(SetTable.rowsOf(csv), "repeat another and count once", "row " + csv.row());
        }
      }
    }
    return readings;
  }

  private static void read(CsvReader csv, List<String> row, Reading reading, SourceLog log) {
    float target =
        switch (row.get(0)) {
          case "1", "1.0" -> 1;
          case "0", "0.0" -> 0;
          default -> Float.NaN;
        };
    if (Float.isNaN(target)) {
      log.value("targets", "are neither 1 nor 0, and unknown", SetTable.at(csv, row.get(0)));
    } else {
      reading.targets.add(target);
    }
    if (row.subList(1, row.size()).stream().allMatch(String::isEmpty)) {
      if (target == 1) {
        log.value("boxes", "are missing where the target is 1", "row " + csv.row());
      }
      return;
    }
    Optional<Box> box = box(row);
    if (box.isEmpty() || target == 0) {
      log.leftOut(
          "boxes",
          box.isEmpty() ? "are no box" : "stand where the target is 0",
          SetTable.at(csv, String.join(", ", row.subList(1, row.size()))));
    } else {
      reading.boxes.add(box.get());
      log.used("boxes", 1, "are among the films'");
    }
  }

  private static Optional<Box> box(List<String> row) {
    try {
      return Optional.of(
          new Box(
              Double.parseDouble(row.get(1)),
              Double.parseDouble(row.get(2)),
              Double.parseDouble(row.get(3)),
              Double.parseDouble(row.get(4))));
    } catch (IllegalArgumentException noBox) {
      return Optional.empty();
    }
  }

  /** For each film whether it is called normal. */
  private static Map<String, Float> normal(Path table, Set<String> patients, SourceLog log) {
    Map<String, Float> normal = new HashMap<>();
    try (var csv = CsvReader.open(table)) {
      int patient = csv.column(PATIENT);
      int named = csv.column("class");
      while (SetTable.next(csv, log)) {
        String who = csv.get(patient);
        float value =
            switch (csv.get(named)) {
              case "Normal" -> 1;
              case "Lung Opacity", "No Lung Opacity / Not Normal" -> 0;
              default -> Float.NaN;
            };
        if (!patients.contains(who)) {
          log.leftOut(SetTable.rowsOf(csv), "are of no film", SetTable.at(csv, who));
        } else if (Float.isNaN(value)) {
          log.value(
              "classes", "are none of the three, and unknown", SetTable.at(csv, csv.get(named)));
        } else {
          log.used(SetTable.rowsOf(csv), 1, "tell whether a film is normal");
          Float before = normal.put(who, value);
          if (before != null && before != value) {
            normal.put(who, Float.NaN);
            log.value("classes", "differ from another row's, and are unknown", who);
          }
        }
      }
    }
    return normal;
  }
}
