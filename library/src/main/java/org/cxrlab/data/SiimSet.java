package org.cxrlab.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.image.Box;

/**
 * SIIM-ACR Pneumothorax Segmentation: Filice et al., Crowdsourcing pneumothorax annotations using
 * machine learning annotations on the NIH chest X-ray dataset, Journal of Digital Imaging 33
 * (2020). A row for each mask, -1 where there is no pneumothorax; films lie in
 * dicom-images-train/STUDY/SERIES/IMAGE_ID.dcm. Masks become the boxes around their connected
 * parts. The original was not tried: the form is taken from its description.
 */
final class SiimSet implements PublicSet {
  static final Labels LABELS = Labels.of("Pneumothorax");

  private static final String[] TABLES = {"train-rle.csv", "stage_2_train.csv"};
  private static final String IMAGE = "ImageId";
  private static final String MASK = "EncodedPixels";
  private static final String NONE = "-1";

  @Override
  public String name() {
    return "SIIM-ACR Pneumothorax";
  }

  @Override
  public String needs() {
    return "train-rle.csv or stage_2_train.csv with the columns ImageId and EncodedPixels";
  }

  @Override
  public boolean isIn(Path folder) {
    return SetFolder.find(folder, TABLES)
        .filter(table -> column(SetTable.header(table), IMAGE) >= 0)
        .filter(table -> column(SetTable.header(table), MASK) >= 0)
        .isPresent();
  }

  /** The published header has a blank before the second name. */
  private static int column(List<String> header, String name) {
    return header.stream().map(String::strip).toList().indexOf(name);
  }

  /** What the rows of a film say. */
  private static final class Reading {
    private final RunLengthMask mask = new RunLengthMask(SetBoxes.FRAME, SetBoxes.FRAME);
    private boolean present;
    private boolean absent;
    private boolean unreadable;

    private float value() {
      return present ? 1 : absent && !unreadable ? 0 : Float.NaN;
    }
  }

  @Override
  public Films read(SetFolder folder) {
    Path table = folder.needed(TABLES);
    folder.log().decided("patients", "are not told, so each film counts as one of its own", IMAGE);
    var films = new SetFilms(name(), folder);
    readings(table, folder.log())
        .forEach(
            (image, reading) ->
                films.add(
                    film(folder, image, reading, folder.log()),
                    folder.picture(image, 1),
                    "films of " + SetTable.name(table)));
    folder.leaveTestPart();
    SetBoxes.tellOrigin(folder.log());
    return SetBoxes.inFiles(
        films.films(
            LABELS,
            "SIIM-ACR Pneumothorax Segmentation, read from "
                + SetTable.name(table)
                + ". A box is drawn around each connected part of a mask; each film counts as a patient."),
        table);
  }

  private static Film film(SetFolder folder, String image, Reading reading, SourceLog log) {
    if (reading.present && reading.absent) {
      log.value("masks", "stand beside a -1, and are taken for present", image);
    }
    List<Box> boxes = reading.mask.boxes();
    log.used("boxes", boxes.size(), "are around connected parts of masks");
    return SetBoxes.film(
        folder.root().resolve("dicom-images-train"),
        image,
        LABELS,
        List.of(reading.value()),
        LABELS.get(0),
        boxes);
  }

  private static Map<String, Reading> readings(Path table, SourceLog log) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    try (var csv = CsvReader.open(table)) {
      int image = column(csv.header(), IMAGE);
      int mask = column(csv.header(), MASK);
      while (SetTable.next(csv, log)) {
        if (csv.get(image).isEmpty()) {
          log.leftOut(SetTable.rowsOf(csv), "name no picture", "row " + csv.row());
          continue;
        }
        Reading reading = readings.computeIfAbsent(csv.get(image), id -> new Reading());
        if (csv.get(mask).equals(NONE)) {
          reading.absent = true;
          log.used(SetTable.rowsOf(csv), 1, "say that there is no pneumothorax");
        } else if (reading.mask.add(csv.get(mask))) {
          reading.present = true;
          log.used(SetTable.rowsOf(csv), 1, "hold a mask");
        } else {
          reading.unreadable = true;
          log.value(
              "masks",
              "are no pairs of numbers within 1024 x 1024 pixels, and unknown",
              "row " + csv.row());
        }
      }
    }
    return readings;
  }
}
