package org.cxrlab.data.phantom;

import java.util.List;

/**
 * A finding, drawn by the sign that a radiologist looks for. It changes the chest's shape, paints
 * into its layers, or both, and knows where it lies.
 */
sealed interface Finding
    permits Atelectasis,
        Cardiomegaly,
        Consolidation,
        Edema,
        Effusion,
        Emphysema,
        Fibrosis,
        Hernia,
        Infiltration,
        Mass,
        Nodule,
        PleuralThickening,
        Pneumonia,
        Pneumothorax {
  /** The labels in the order of the course's table. */
  List<String> LABELS =
      List.of(
          "Atelectasis",
          "Cardiomegaly",
          "Consolidation",
          "Edema",
          "Effusion",
          "Emphysema",
          "Fibrosis",
          "Hernia",
          "Infiltration",
          "Mass",
          "Nodule",
          "Pleural_Thickening",
          "Pneumonia",
          "Pneumothorax");

  /** How the chest's shape changes. */
  default Change change() {
    return Change.NONE;
  }

  /** Paints the sign over the healthy chest. */
  default void paint(Layers layers, Chest chest) {}

  /** Where the sign lies, in cm. */
  Region region(Chest chest);

  /**
   * A finding of a patient.
   *
   * @param label one of {@link #LABELS}
   * @param dice of this patient and label, so that place and shape stay from film to film
   * @param severity from 0, barely seen, to 1
   */
  static Finding of(String label, Dice dice, double severity) {
    return switch (label) {
      case "Atelectasis" -> Atelectasis.of(dice, severity);
      case "Cardiomegaly" -> new Cardiomegaly(0.525 + 0.125 * severity);
      case "Consolidation" -> new Consolidation(Patch.of(dice, 2.6 + 2.2 * severity), severity);
      case "Edema" -> new Edema(severity, dice.between(0, 512));
      case "Effusion" -> Effusion.of(dice, severity);
      case "Emphysema" -> new Emphysema(0.5 + 0.5 * severity);
      case "Fibrosis" -> new Fibrosis(severity, dice.between(0, 512));
      case "Hernia" -> Hernia.of(dice, severity);
      case "Infiltration" -> Infiltration.of(dice, severity);
      case "Mass" -> Mass.of(dice, severity);
      case "Nodule" -> Nodule.of(dice, severity);
      case "Pleural_Thickening" -> PleuralThickening.of(dice, severity);
      case "Pneumonia" -> Pneumonia.of(dice, severity);
      case "Pneumothorax" -> Pneumothorax.of(dice, severity);
      default ->
          throw new IllegalArgumentException(
              "There is no phantom of \"" + label + "\"; choose one of " + LABELS + ".");
    };
  }
}
