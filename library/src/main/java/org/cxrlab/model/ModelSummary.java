package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.model.weights.WeightsRemark;

/** A model stage by stage. */
final class ModelSummary {
  private ModelSummary() {}

  /** See {@link ChestModel#summary}. */
  static TableFigure of(ChestModel model, DenseNet network) {
    Architecture architecture = model.architecture();
    Preprocessing preprocessing = model.preprocessing();
    boolean inKeras =
        network.stages().stream().anyMatch(s -> !architecture.kerasName(s.name()).isEmpty());
    List<String> columns = new ArrayList<>(List.of("Layer", "Output", "Parameters", "Learns"));
    if (inKeras) {
      columns.add(1, "In Keras");
    }
    var table =
        TableFigure.columns(columns.toArray(String[]::new))
            .caption(
                Text.format(
                    "%s for %s: %,d parameters, %,d of them trainable",
                    architecture.title(),
                    Text.count(model.labels().size(), "label"),
                    model.parameterCount(),
                    model.trainableCount()));
    int size = preprocessing.imageSize();
    Shape shape = new Shape(1, preprocessing.channels(), size, size);
    for (Layer stage : network.stages()) {
      shape = stage.outputShape(shape);
      long count = stage.learntCount();
      String output =
          Arrays.stream(shape.getShape())
              .skip(1)
              .mapToObj(Long::toString)
              .collect(Collectors.joining(" x "));
      String learns = count == 0 ? "" : stage.isFrozen() ? "frozen" : "yes";
      List<Object> row = new ArrayList<>(List.of(stage.name(), output, count, learns));
      if (inKeras) {
        row.add(1, architecture.kerasName(stage.name()));
      }
      table.row(row.toArray());
    }
    String how =
        Text.format(
            "Predictions in %s, %s; heat maps by %s",
            model.precision(),
            FoldedNetwork.description(model.precision()),
            HeadGradient.description());
    return table
        .note(
            Stream.concat(
                    model.remarks().stream().map(WeightsRemark::toString),
                    Stream.of(how + points(model)))
                .collect(Collectors.joining(" ")))
        .build();
  }

  private static String points(ChestModel model) {
    return model.operatingPoints().isEmpty() ? "" : "; probabilities by its operating points";
  }
}
