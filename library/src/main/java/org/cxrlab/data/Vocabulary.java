package org.cxrlab.data;

import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.data.LabelNames.Finding;
import org.cxrlab.data.LabelNames.Name;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * The label names of one data set, into which those of others can be put: {@code
 * films.labelled(Vocabulary.NIH)}. Shown, it is the table of the names that mean the same in ten
 * public sets, of those that tell only that a finding is present, and of those that are kept apart
 * from it, with the reason.
 *
 * <p>The value of a label follows from those of the films' own labels:
 *
 * <ul>
 *   <li>One label that means the same keeps its value under the new name: "Pleural Effusion" is
 *       "Effusion".
 *   <li>Of several, the new label is present if any is, absent only if all are, else unknown.
 *   <li>A kind of the finding, as "hiatal hernia" is of "Hernia", tells that it is present, and
 *       never that it is absent: it may be one of another kind.
 *   <li>A finding that consists of others, as "Lung Lesion" of "Nodule" and "Mass", is absent where
 *       all of these are.
 *   <li>"No Finding", where it is present, makes those findings absent that are unknown on the film
 *       and for which the films have a label of their own. Where it is unknown, or the films do not
 *       have it, it is absent if a finding is present, and else stays unknown: no film is healthy
 *       for want of labels. Support devices are no finding.
 *   <li>A label that the films do not tell is unknown on all of them.
 * </ul>
 *
 * <p>Labels that differ clinically are not put together, even where their shadows look alike.
 */
public final class Vocabulary implements Showable {
  /** The fourteen of NIH ChestX-ray14 (Wang et al., CVPR 2017). */
  public static final Vocabulary NIH = new Vocabulary("NIH ChestX-ray14", Labels.NIH);

  /** The fourteen of CheXpert (Irvin et al., AAAI 2019), which MIMIC-CXR-JPG has too. */
  public static final Vocabulary CHEXPERT = new Vocabulary("CheXpert", Labels.CHEXPERT);

  /** Those of PadChest's 174 findings (Bustos et al., 2020) that other sets have too. */
  public static final Vocabulary PADCHEST =
      new Vocabulary(
          "PadChest",
          Labels.of(
              "normal",
              "cardiomegaly",
              "pleural effusion",
              "atelectasis",
              "infiltrates",
              "consolidation",
              "pneumonia",
              "pneumothorax",
              "nodule",
              "mass",
              "pulmonary edema",
              "emphysema",
              "pulmonary fibrosis",
              "pleural thickening",
              "hiatal hernia",
              "tuberculosis"));

  /**
   * The eighteen outputs of TorchXRayVision's networks (Cohen et al., MIDL 2022), in their order.
   */
  public static final Vocabulary COMMON = new Vocabulary("TorchXRayVision", Labels.XRAYVISION);

  private final String name;
  private final Labels labels;

  private Vocabulary(String name, Labels labels) {
    this.name = name;
    this.labels = labels;
  }

  /** Whose names they are. */
  public String name() {
    return name;
  }

  /** The labels, in the order in which their set has them. */
  public Labels labels() {
    return labels;
  }

  /** What each of the films' labels becomes here, and what becomes of those that have no place. */
  public LabelMapping of(Labels other) {
    return LabelMapping.of(other, this);
  }

  @Override
  public Figure figure() {
    var names =
        TableFigure.columns("Label", "The same", "Only that it is present", "Consists of")
            .caption(Text.format("Labels of %s and what they are elsewhere", name));
    var apart =
        TableFigure.columns("Label", "Is not", "Which")
            .caption("What is not put together, and why");
    for (String label : labels) {
      Finding finding = LabelNames.of(label);
      names.row(
          label,
          withSets(finding.same()),
          withSets(finding.kinds()),
          finding.parts().stream().map(Name::label).collect(Collectors.joining(", ")));
      finding.apart().forEach(other -> apart.row(label, other.label(), other.note()));
    }
    return Panel.of(
        names
            .note("Names are compared by letters and digits alone, without regard to capitals.")
            .build(),
        apart.build());
  }

  private static String withSets(List<Name> names) {
    return names.stream()
        .map(name -> Text.format("%s (%s)", name.label(), name.note()))
        .collect(Collectors.joining("; "));
  }

  @Override
  public String toString() {
    return name + ": " + Text.count(labels.size(), "label");
  }
}
