package org.cxrlab.eval;

import java.util.Collections;
import java.util.List;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;

/**
 * One cut-off per label: a probability at or above it counts as positive.
 *
 * @param rule how they were chosen, for headings
 * @param labels the labels
 * @param values one per label, in their order; NaN where none could be chosen
 */
public record CutOffs(String rule, Labels labels, List<Double> values) implements Showable {
  /** Checks that there is one for each label; copies the list. */
  public CutOffs {
    values = List.copyOf(values);
    if (values.size() != labels.size()) {
      throw new IllegalArgumentException(
          values.size() + " cut-offs for " + labels.size() + " labels; give one for each.");
    }
  }

  /** The same cut-off for every label. */
  public static CutOffs fixed(Labels labels, double cutOff) {
    if (!(cutOff >= 0 && cutOff <= 1)) {
      throw new IllegalArgumentException(
          "A cut-off is a probability from 0 to 1, not " + cutOff + ".");
    }
    return new CutOffs("fixed", labels, Collections.nCopies(labels.size(), cutOff));
  }

  /** The cut-off of a label; NaN where none could be chosen. */
  public double of(String label) {
    return values.get(labels.indexOf(label));
  }

  @Override
  public TableFigure figure() {
    var table = TableFigure.columns("Label", "Cut-off").caption("Cut-offs: " + rule);
    for (int l = 0; l < labels.size(); l++) {
      table.row(labels.get(l), values.get(l));
    }
    return table.build();
  }
}
