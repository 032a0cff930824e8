package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param values one per label: 1 present, 0 absent, NaN unknown; between 0 and 1 where an uncertain
 *     label was {@linkplain UncertainLabels#smoothed smoothed}, which is neither
 * @param boxes where findings lie, in the pixels of the file; empty where not known
 * @param view "PA", "AP", "frontal" where it is one of them, "lateral", another word of the table,
 *     or empty where not known; see {@link FilmView#words}
 * @param age in years, NaN where not known
 * @param sex "F", "M" or empty where not known
 * @param details study and part, and what the table leaves open
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
    String sex,
    FilmDetails details)
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

  /** A film of whose study and part nothing is told, and whose labels are all settled. */
  public Film(
      String image,
      Path path,
      String patient,
      Labels labels,
      List<Float> values,
      List<FindingBox> boxes,
      String view,
      double age,
      String sex) {
    this(image, path, patient, labels, values, boxes, view, age, sex, FilmDetails.NONE);
  }

  /** A film of which nothing is known but its picture, its patient and its labels. */
  public static Film of(
      String image, Path path, String patient, Labels labels, List<Float> values) {
    return new Film(image, path, patient, labels, values, List.of(), "", Double.NaN, "");
  }

  /** The value of the label at a position: 1, 0, between them if smoothed, or NaN for unknown. */
  public float value(int label) {
    return values.get(label);
  }

  /**
   * The value of a label: 1, 0, between them if smoothed, or NaN for unknown.
   *
   * @throws IllegalArgumentException if there is no such label
   */
  public float value(String label) {
    return value(labels.indexOf(label));
  }

  /**
   * The value of the label at a position for whatever needs a yes or no: 1, 0, or NaN where it is
   * unknown or a smoothed value between them.
   */
  public float settled(int label) {
    return Labels.settled(value(label));
  }

  /** Whether the label at a position has a value between absent and present. */
  boolean isSmoothed(int label) {
    float value = value(label);
    return value > 0 && value < 1;
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
    return new Film(image, path, patient, labels, values, newBoxes, view, age, sex, details);
  }

  /** Which of several sets that were put together the film is from; empty where there is one. */
  public String source() {
    return details.source();
  }

  /** The same film under other labels. */
  Film labelled(
      Labels newLabels, List<Float> newValues, List<FindingBox> newBoxes, FilmDetails newDetails) {
    return new Film(
        image, path, patient, newLabels, newValues, newBoxes, view, age, sex, newDetails);
  }

  /** The same film and patient under other names. */
  Film named(String newImage, String newPatient) {
    return new Film(newImage, path, newPatient, labels, values, boxes, view, age, sex, details);
  }

  /** The same film with its picture in this file. */
  Film at(Path file) {
    return new Film(image, file, patient, labels, values, boxes, view, age, sex, details);
  }

  /** The same film with what the table leaves open decided by a rule. */
  Film decided(UncertainLabels rule) {
    if (details.isSettled()) {
      return this;
    }
    List<Float> decided = new ArrayList<>(values);
    for (String label : details.uncertain()) {
      decided.set(labels.indexOf(label), rule.uncertain(image, label));
    }
    for (String label : details.blank()) {
      decided.set(labels.indexOf(label), rule.blank());
    }
    return new Film(image, path, patient, labels, decided, boxes, view, age, sex, details);
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
        sex,
        details.onlyLabels(kept));
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
