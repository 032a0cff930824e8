package org.cxrlab.model.weights;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Attribute;
import java.util.Arrays;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;

/** What a Keras file of ours tells beside the weights, in attributes that Keras passes over. */
final class KerasRemarks {
  private static final String LABELS = "labels";
  private static final String SCALING = "scaling";
  private static final String SIZE = "image_size";
  private static final String FRAMING = "framing";
  private static final String POINTS = "operating_points";

  private KerasRemarks() {}

  static void write(WritableHdfFile hdf, WeightsFile file) {
    file.labels().ifPresent(l -> hdf.putAttribute(LABELS, l.names().toArray(String[]::new)));
    hdf.putAttribute(SCALING, file.scaling().name());
    file.imageSize().ifPresent(size -> hdf.putAttribute(SIZE, Integer.toString(size)));
    hdf.putAttribute(FRAMING, file.framing().name());
    file.operatingPoints()
        .ifPresent(
            points ->
                hdf.putAttribute(POINTS, points.points().stream().mapToDouble(p -> p).toArray()));
  }

  /** The file with what its attributes tell; as it is where they tell nothing. */
  static WeightsFile read(HdfFile hdf, WeightsFile plain) {
    Attribute scaling = hdf.getAttribute(SCALING);
    if (scaling == null) {
      return plain;
    }
    try {
      WeightsFile told = plain.scaled(Scaling.valueOf((String) scaling.getData()));
      Attribute labels = hdf.getAttribute(LABELS);
      if (labels != null) {
        told = told.labelled(Labels.of((String[]) labels.getData()));
      }
      Attribute size = hdf.getAttribute(SIZE);
      if (size != null) {
        told = told.sized(Integer.parseInt((String) size.getData()));
      }
      Attribute framing = hdf.getAttribute(FRAMING);
      if (framing != null) {
        told = told.framed(Framing.valueOf((String) framing.getData()));
      }
      Attribute points = hdf.getAttribute(POINTS);
      if (points != null) {
        double[] each = (double[]) points.getData();
        told = told.stretchedAt(new OperatingPoints(Arrays.stream(each).boxed().toList()));
      }
      return told;
    } catch (ClassCastException | IllegalArgumentException e) {
      throw WeightsException.of(plain.path(), "has remarks that can't be understood");
    }
  }
}
