package org.cxrlab.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether tensors from a file are those that a network needs. */
final class Fit {
  private static final int NAMED = 5;

  private Fit() {}

  /**
   * Checks names and shapes.
   *
   * @throws IllegalArgumentException naming what is missing, left over or of another shape
   */
  static void require(List<Tensor> wanted, List<Tensor> given, Path file) {
    Map<String, Tensor> left = new LinkedHashMap<>();
    given.forEach(t -> left.put(t.name(), t));
    List<String> faults = new ArrayList<>();
    for (Tensor tensor : wanted) {
      Tensor found = left.remove(tensor.name());
      if (found == null) {
        faults.add("\"" + tensor.name() + "\" is missing");
      } else if (!found.shape().equals(tensor.shape())) {
        faults.add("\"" + tensor.name() + "\" is " + found.shape() + " and not " + tensor.shape());
      }
    }
    left.keySet().forEach(name -> faults.add("\"" + name + "\" is left over"));
    if (!faults.isEmpty()) {
      int more = faults.size() - NAMED;
      throw new IllegalArgumentException(
          "The weights file "
              + file
              + " does not fit the model, and nothing was loaded: "
              + String.join(", ", faults.subList(0, Math.min(NAMED, faults.size())))
              + (more > 0 ? ", and " + more + " more." : "."));
    }
  }
}
