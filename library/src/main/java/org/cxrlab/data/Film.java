package org.cxrlab.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;

/**
 * One chest film: a row of the table.
 *
 * @param image the picture's name as the table gives it, e.g. "00000001_000.png"; unique
 * @param path the picture's file; it may be missing, which {@code films.files()} tells
 * @param patient the patient's ID
 * @param labels the labels of the data set
 * @param values one per label: 1 present, 0 absent, NaN unknown
 * @param boxes where findings lie, in the pixels of the file; empty where not known
 * @param view "PA", "AP" or empty where not known
 * @param age in years, NaN where not known
 * @param sex "F", "M" or empty where not known
 */
public record Film(
    String image,
    Path path,
    String patient,
    Labels labels,
    List<Float> values,
    List<FindingBox> boxes,
    String view,
    double age,
    String sex)
    implements Showable {
  /** Checks that there is a value for each label; copies the lists. */
  public Film {
    values = List.copyOf(values);
    boxes = List.copyOf(boxes);
    if (values.size() != labels.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "The film %s has %d values for %d labels; give one for each.",
              image, values.size(), labels.size()));
    }
  }

  /** A film of which nothing is known but its picture, its patient and its labels. */
  public static Film of(
      String image, Path path, String patient, Labels labels, List<Float> values) {
    return new Film(image, path, patient, labels, values, List.of(), "", Double.NaN, "");
  }

  /** The value of the label at a position: 1, 0, or NaN for unknown. */
  public float value(int label) {
    return values.get(label);
  }

  /**
   * The value of a label: 1, 0, or NaN for unknown.
   *
   * @throws IllegalArgumentException if there is no such label
   */
  public float value(String label) {
    return value(labels.indexOf(label));
  }

  /** The labels that are present, in the data set's order. */
  public List<String> findings() {
    return IntStream.range(0, labels.size())
        .filter(i -> value(i) == 1)
        .mapToObj(labels::get)
        .toList();
  }

  /** The labels of which nobody knows whether they are present. */
  public List<String> unknown() {
    return IntStream.range(0, labels.size())
        .filter(i -> Float.isNaN(value(i)))
        .mapToObj(labels::get)
        .toList();
  }

  /**
   * The patient's ID as IDs are compared: 00013118, 13118 and 13118.0 are one number and so one
   * patient, however a table writes it.
   */
  public String patientKey() {
    return PatientIds.key(patient);
  }

  /** The same film with these boxes, in the pixels of its file. */
  public Film withBoxes(List<FindingBox> newBoxes) {
    return new Film(image, path, patient, labels, values, newBoxes, view, age, sex);
  }

  /** The same film with its picture in this file. */
  Film at(Path file) {
    return new Film(image, file, patient, labels, values, boxes, view, age, sex);
  }

  /** The same film with the labels at these positions alone; equal values become one list. */
  Film onlyLabels(Labels kept, int[] columns, Map<List<Float>, List<Float>> shared) {
    List<Float> some = Arrays.stream(columns).mapToObj(values::get).toList();
    return new Film(
        image,
        path,
        patient,
        kept,
        shared.computeIfAbsent(some, v -> v),
        boxes.stream().filter(box -> kept.names().contains(box.label())).toList(),
        view,
        age,
        sex);
  }

  /** The picture, to be looked at through a window, with its boxes or without. */
  public FilmPicture picture() {
    return FilmPicture.of(this);
  }

  /** The picture with its boxes and, below it, the patient and the findings. */
  @Override
  public Figure figure() {
    return FilmPictures.of(List.of(this), 440, 1);
  }
}
