package org.cxrlab.data;

import java.nio.file.Path;
import java.util.List;

/**
 * One chest film: a row of the table.
 *
 * @param image the picture's name as the table gives it, e.g. "00000001_000.png"; unique
 * @param path the picture's file; it may be missing, which {@code films.files()} tells
 * @param patient the patient's ID
 * @param values one per label of the data set: 1 present, 0 absent, NaN unknown
 * @param boxes where findings lie, in the pixels of the file; empty where not known
 * @param view "PA", "AP" or empty where not known
 * @param age in years, NaN where not known
 * @param sex "F", "M" or empty where not known
 */
public record Film(
    String image,
    Path path,
    String patient,
    List<Float> values,
    List<FindingBox> boxes,
    String view,
    double age,
    String sex) {
  /** Copies the lists. */
  public Film {
    values = List.copyOf(values);
    boxes = List.copyOf(boxes);
  }

  /** The value of the label at a position: 1, 0, or NaN for unknown. */
  public float value(int label) {
    return values.get(label);
  }
}
