package org.cxrlab.model.weights;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Attribute;
import java.util.Optional;
import java.util.OptionalInt;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Scaling;

/** What a Keras file of ours tells beside the weights, in attributes that Keras passes over. */
final class KerasRemarks {
  private static final String LABELS = "labels";
  private static final String SCALING = "scaling";
  private static final String SIZE = "image_size";

  private KerasRemarks() {}

  static void write(WritableHdfFile hdf, WeightsFile file) {
    file.labels().ifPresent(l -> hdf.putAttribute(LABELS, l.names().toArray(String[]::new)));
    hdf.putAttribute(SCALING, file.scaling().name());
    file.imageSize().ifPresent(size -> hdf.putAttribute(SIZE, Integer.toString(size)));
  }

  /** The file with what its attributes tell; as it is where they tell nothing. */
  static WeightsFile read(HdfFile hdf, WeightsFile plain) {
    Attribute scaling = hdf.getAttribute(SCALING);
    if (scaling == null) {
      return plain;
    }
    try {
      Attribute labels = hdf.getAttribute(LABELS);
      Attribute size = hdf.getAttribute(SIZE);
      return new WeightsFile(
          plain.path(),
          plain.format(),
          plain.tensors(),
          labels == null ? Optional.empty() : Optional.of(Labels.of((String[]) labels.getData())),
          Scaling.valueOf((String) scaling.getData()),
          size == null
              ? OptionalInt.empty()
              : OptionalInt.of(Integer.parseInt((String) size.getData())),
          plain.epsilon(),
          true);
    } catch (ClassCastException | IllegalArgumentException e) {
      throw WeightsException.of(plain.path(), "has remarks that can't be understood");
    }
  }
}
