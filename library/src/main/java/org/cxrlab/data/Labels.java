package org.cxrlab.data;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;

/** The label names of a data set, in its own order and spelling. */
public record Labels(List<String> names) implements Iterable<String> {
  /** Checks that no name stands twice; copies the list. */
  public Labels {
    names = List.copyOf(names);
    if (new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException("A label stands twice in " + names + ".");
    }
  }

  /** The fourteen findings of NIH ChestX-ray14, in the order of its publication. */
  public static final Labels NIH =
      of(
          "Atelectasis",
          "Cardiomegaly",
          "Effusion",
          "Infiltration",
          "Mass",
          "Nodule",
          "Pneumonia",
          "Pneumothorax",
          "Consolidation",
          "Edema",
          "Emphysema",
          "Fibrosis",
          "Pleural_Thickening",
          "Hernia");

  /** The fourteen observations of CheXpert (Irvin et al., AAAI 2019), in its order. */
  public static final Labels CHEXPERT =
      of(
          "No Finding",
          "Enlarged Cardiomediastinum",
          "Cardiomegaly",
          "Lung Opacity",
          "Lung Lesion",
          "Edema",
          "Consolidation",
          "Pneumonia",
          "Atelectasis",
          "Pneumothorax",
          "Pleural Effusion",
          "Pleural Other",
          "Fracture",
          "Support Devices");

  /**
   * The eighteen outputs of TorchXRayVision's networks (Cohen et al., MIDL 2022), in their order.
   */
  public static final Labels XRAYVISION =
      of(
          "Atelectasis",
          "Consolidation",
          "Infiltration",
          "Pneumothorax",
          "Edema",
          "Emphysema",
          "Fibrosis",
          "Effusion",
          "Pneumonia",
          "Pleural_Thickening",
          "Cardiomegaly",
          "Nodule",
          "Mass",
          "Hernia",
          "Lung Lesion",
          "Fracture",
          "Lung Opacity",
          "Enlarged Cardiomediastinum");

  /**
   * Those of NIH films on which a committee of radiologists agreed: Majkowska et al., Chest
   * Radiograph Interpretation with Deep Learning Models, Radiology 294 (2020).
   */
  static final Labels ADJUDICATED =
      of("Fracture", "Pneumothorax", "Airspace opacity", "Nodule or mass");

  /** What to say where films without any label can't be shown or learnt from. */
  public static final String MISSING =
      "The films have no label; bring a table with a column of 0 and 1 for each finding.";

  /** Labels in this order. */
  public static Labels of(String... names) {
    return new Labels(List.of(names));
  }

  /**
   * A label's value for whatever needs a yes or no: 1, 0, or NaN where it is unknown or was
   * {@linkplain UncertainLabels#smoothed smoothed} to a value between them.
   */
  public static float settled(float value) {
    return value == 0 || value == 1 ? value : Float.NaN;
  }

  /** How many labels there are. */
  public int size() {
    return names.size();
  }

  /** The name at a position counted from 0. */
  public String get(int index) {
    return names.get(index);
  }

  /**
   * The position of a label, counted from 0.
   *
   * @throws IllegalArgumentException if there is no such label, with the names that there are
   */
  public int indexOf(String name) {
    int i = names.indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException(
          "There is no label \"" + name + "\". The labels are: " + String.join(", ", names) + ".");
    }
    return i;
  }

  @Override
  public Iterator<String> iterator() {
    return names.iterator();
  }
}
