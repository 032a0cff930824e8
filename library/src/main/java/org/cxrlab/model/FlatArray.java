package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.model.weights.Tensor;

/** Parameters end to end in one native array. */
final class FlatArray {
  private static final NDIndex WHOLE = new NDIndex(":");

  private final List<Parameter> parameters;
  private final NDArray values;
  private final NDArray kept;

  /** Room for the parameters, all 0 at first, owned by the manager. */
  FlatArray(List<Parameter> parameters, NDManager manager) {
    this.parameters = parameters;
    values = manager.zeros(new Shape(size()));
    kept = values.duplicate();
  }

  /** How many numbers there are. */
  long size() {
    return parameters.stream().mapToLong(p -> p.getShape().size()).sum();
  }

  /** Where the first parameter begins that is not frozen; none after it may be frozen. */
  long firstTrainable() {
    return parameters.stream()
        .takeWhile(p -> !p.requiresGradient())
        .mapToLong(p -> p.getShape().size())
        .sum();
  }

  /** Where a parameter begins. */
  long start(Parameter parameter) {
    return parameters.stream()
        .takeWhile(p -> p != parameter)
        .mapToLong(p -> p.getShape().size())
        .sum();
  }

  /** The numbers from an offset to the end, not copied: writing there writes here. */
  NDArray tail(long from, NDManager owner) {
    return values.get(owner, new NDIndex(from + ":"));
  }

  /** Each parameter by name, as a view of the values. */
  Map<String, NDArray> views() {
    return views(values, 0);
  }

  /**
   * The parameters from an offset on, by name, as views.
   *
   * @param tail holds the parameters from there on and nothing else; owns the views' manager
   */
  Map<String, NDArray> views(NDArray tail, long from) {
    List<Parameter> within = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    long offset = 0;
    for (Parameter p : parameters) {
      if (offset >= from) {
        within.add(p);
        starts.add(offset - from);
      }
      offset += p.getShape().size();
    }
    NDList stretches = tail.split(starts.stream().skip(1).mapToLong(Long::longValue).toArray());
    Map<String, NDArray> views = new HashMap<>();
    for (int i = 0; i < within.size(); i++) {
      Parameter p = within.get(i);
      views.put(p.getName(), MemoryLayout.view(stretches.get(i), p.getShape()));
    }
    return views;
  }

  /** Every parameter by copy. */
  List<Tensor> tensors() {
    float[] all = toFloatArray();
    List<Tensor> tensors = new ArrayList<>();
    int offset = 0;
    for (Parameter p : parameters) {
      int end = offset + (int) p.getShape().size();
      float[] memory = Arrays.copyOfRange(all, offset, end);
      float[] rows = MemoryLayout.fromMemory(memory, p.getShape());
      tensors.add(new Tensor(p.getName(), p.getShape(), rows));
      offset = end;
    }
    return tensors;
  }

  /** Sets every parameter. */
  void set(Map<String, Tensor> byName) {
    FloatBuffer all = FloatBuffer.allocate((int) size());
    for (Parameter p : parameters) {
      all.put(MemoryLayout.toMemory(byName.get(p.getName()).values(), p.getShape()));
    }
    set(all.array());
  }

  /** All numbers by copy, in the order in memory. */
  float[] toFloatArray() {
    return values.toFloatArray();
  }

  /** Sets all numbers, in the order in memory. */
  void set(float[] all) {
    // Not NDArray.set(Buffer): it takes other memory, and the views would keep the old.
    try (NDArray fresh = values.getManager().create(all)) {
      values.set(WHOLE, fresh);
    }
  }

  /** Keeps a native copy in place of the one kept before. */
  void keep() {
    kept.set(WHOLE, values);
  }

  /** Puts the copy that was kept last back. */
  void putBack() {
    values.set(WHOLE, kept);
  }
}
