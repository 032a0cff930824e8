package org.cxrlab.model;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.WeightsException;
import org.cxrlab.model.weights.WeightsFile;

/** Whether the tensors of a file are those that a network needs. */
final class Fit {
  private static final int NAMED = 8;
  private static final String VARIANCE = "running_var";

  private Fit() {}

  /**
   * Checks names, shapes, labels and the size of images.
   *
   * @param wanted the network's parameters
   * @param labels of the network
   * @throws WeightsException naming what is missing, left over, of another shape or of another
   *     label, or the size
   */
  static void require(List<Parameter> wanted, WeightsFile file, Labels labels) {
    List<String> faults = new ArrayList<>(labelFaults(file, labels));
    int size = file.imageSize().orElse(Preprocessing.SMALLEST);
    if (size < Preprocessing.SMALLEST) {
      faults.add(
          Text.format(
              "its image size is %d, and the network takes %d pixels and more",
              size, Preprocessing.SMALLEST));
    } else if (size > Preprocessing.LARGEST) {
      faults.add(
          Text.format(
              "its image size is %d, and the network takes %d pixels at most",
              size, Preprocessing.LARGEST));
    }
    if (file.channels() != 1 && file.channels() != 3) {
      faults.add(
          Text.format(
              "its first layer takes %d channels, and a film has 1, or 3 equal ones",
              file.channels()));
    }
    Map<String, Tensor> left = new LinkedHashMap<>();
    for (Tensor tensor : file.tensors()) {
      if (MapRanges.holds(tensor)) {
        continue;
      }
      if (left.put(tensor.name(), tensor) != null) {
        faults.add("\"" + tensor.name() + "\" stands there twice");
      }
    }
    for (Parameter parameter : wanted) {
      String name = parameter.getName();
      Tensor found = left.remove(name);
      if (found == null) {
        if (file.withHead() || !WeightsFile.isHead(name)) {
          faults.add("\"" + name + "\" is missing");
        }
      } else if (!found.shape().equals(parameter.getShape())) {
        faults.add("\"" + name + "\" is " + found.shape() + " and not " + parameter.getShape());
      } else {
        impossible(found)
            .ifPresent(
                value -> faults.add("\"" + name + "\" holds " + value + ", as no weight may"));
      }
    }
    if (left.size() > wanted.size() / 2) {
      throw new WeightsException(ofAnotherNetwork(file, left));
    }
    left.keySet().forEach(name -> faults.add("\"" + name + "\" is left over"));
    if (!faults.isEmpty()) {
      throw new WeightsException(message(file, faults));
    }
  }

  /** A value with which a probability would be no number, if there is one. */
  private static OptionalDouble impossible(Tensor tensor) {
    float least = tensor.name().endsWith(VARIANCE) ? 0 : -Float.MAX_VALUE;
    for (float value : tensor.values()) {
      if (!(value >= least && value <= Float.MAX_VALUE)) {
        return OptionalDouble.of(value);
      }
    }
    return OptionalDouble.empty();
  }

  /** Most of its names say nothing to us, so they are told by what they begin with. */
  private static String ofAnotherNetwork(WeightsFile file, Map<String, Tensor> left) {
    Map<String, Long> beginnings =
        left.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    name -> name.replaceFirst("[./].*", "."),
                    LinkedHashMap::new,
                    Collectors.counting()));
    return Text.format(
        "The weights file %s does not fit the model, and nothing was loaded: of its %s, %,d have"
            + " names that the network has not; they begin with %s%s.",
        file.path(),
        Text.count(file.tensors().size(), "tensor"),
        left.size(),
        beginnings.entrySet().stream()
            .limit(NAMED)
            .map(e -> Text.format("\"%s\" (%,d)", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ")),
        beginnings.size() > NAMED ? ", ..." : "");
  }

  private static List<String> labelFaults(WeightsFile file, Labels labels) {
    if (file.outputs() > 0 && file.outputs() != labels.size()) {
      return List.of("it has " + file.outputs() + " labels and the model " + labels.size());
    }
    List<String> faults = new ArrayList<>();
    if (file.labels().isPresent()) {
      Labels told = file.labels().get();
      for (int i = 0; i < Math.min(told.size(), labels.size()); i++) {
        if (!told.get(i).equals(labels.get(i))) {
          faults.add(
              Text.format(
                  "label %d is \"%s\" in the file and \"%s\" in the model",
                  i + 1, told.get(i), labels.get(i)));
        }
      }
    }
    return faults;
  }

  private static String message(WeightsFile file, List<String> faults) {
    int more = faults.size() - NAMED;
    return "The weights file "
        + file.path()
        + " does not fit the model, and nothing was loaded: "
        + String.join(", ", faults.subList(0, Math.min(NAMED, faults.size())))
        + (more > 0 ? ", and " + more + " more" : "")
        + (file.withHead() && faults.stream().anyMatch(Fit::isOfTheHead)
            ? "; its withoutHead() loads all but the head."
            : ".");
  }

  private static boolean isOfTheHead(String fault) {
    return fault.contains("\"classifier.") || fault.contains("label");
  }
}
