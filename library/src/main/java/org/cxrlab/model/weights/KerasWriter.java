package org.cxrlab.model.weights;

import ai.djl.ndarray.types.Shape;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.disk.WholeFile;

/**
 * Writes weights as Keras 2 saves them in HDF5, which Keras 3 reads too: a group for each layer,
 * the layers' names in the attribute "layer_names" and each layer's variables in "weight_names".
 */
public final class KerasWriter {
  private static final List<String> SUFFIXES = List.of(".h5", ".hdf5");

  /** By it Keras knows how kernels lie; before 2.0 some lay otherwise. */
  private static final String VERSION = "2.15.0";

  private KerasWriter() {}

  /**
   * Writes the file. Keras' networks have an epsilon of their own, for which such a file has no
   * room; where these weights had another, the difference is added to the variances, so that the
   * network computes the same.
   *
   * @param file at its path; its tensors in the order in which the layers run
   * @throws IllegalArgumentException if Keras would not know the format by the path's name
   * @throws java.io.UncheckedIOException if it can't be written
   */
  public static void write(WeightsFile file) {
    requireName(file.path());
    Map<String, Map<String, Tensor>> layers = new LinkedHashMap<>();
    for (Tensor tensor : file.tensors()) {
      int dot = tensor.name().lastIndexOf('.');
      layers
          .computeIfAbsent(tensor.name().substring(0, dot), layer -> new LinkedHashMap<>())
          .put(tensor.name().substring(dot + 1), tensor);
    }
    WholeFile.writeByPath(file.path(), draft -> write(layers, file, draft));
  }

  private static void write(Map<String, Map<String, Tensor>> layers, WeightsFile file, Path draft)
      throws IOException {
    try (WritableHdfFile hdf = HdfFile.write(draft)) {
      List<String> names = new ArrayList<>();
      layers.forEach(
          (layer, variables) -> {
            String name = KerasNames.keras(layer);
            names.add(name);
            writeLayer(hdf.putGroup(name), name, variables, file.epsilon());
          });
      hdf.putAttribute("layer_names", names.toArray(String[]::new));
      hdf.putAttribute("keras_version", VERSION);
      hdf.putAttribute("backend", "tensorflow");
      KerasRemarks.write(hdf, file);
    } catch (HdfException e) {
      throw e.getCause() instanceof IOException system ? system : new IOException(e);
    }
  }

  private static void requireName(Path path) {
    String name = path.getFileName().toString();
    if (SUFFIXES.stream().noneMatch(name::endsWith) || name.endsWith(".weights.h5")) {
      throw new IllegalArgumentException(
          "Keras knows this format by a name that ends in .h5 and not in .weights.h5, and "
              + name
              + " is another; call it densenet.h5, for instance.");
    }
  }

  /** Within its group stands another of the same name, and in it the variables. */
  private static void writeLayer(
      WritableGroup group, String name, Map<String, Tensor> variables, double epsilon) {
    WritableGroup inner = group.putGroup(name);
    List<String> written = new ArrayList<>();
    boolean norm = variables.containsKey("running_var");
    for (String variable : norm ? KerasFile.BATCH_NORM : KerasFile.DENSE_OR_CONV) {
      Tensor tensor = variables.get(KerasNames.variable(variable));
      if (tensor != null) {
        inner.putDataset(variable + ":0", array(tensor, variable, epsilon));
        written.add(name + "/" + variable + ":0");
      }
    }
    group.putAttribute("weight_names", written.toArray(String[]::new));
  }

  private static Object array(Tensor tensor, String variable, double epsilon) {
    Shape shape = tensor.shape();
    float[] values = tensor.values();
    if (variable.equals("kernel")) {
      return shape.dimension() == 2 ? inOut(values, shape) : heightWidthInOut(values, shape);
    }
    if (variable.equals("moving_variance") && epsilon != KerasFile.EPSILON) {
      float[] moved = new float[values.length];
      for (int i = 0; i < moved.length; i++) {
        moved[i] = (float) (values[i] + (epsilon - KerasFile.EPSILON));
      }
      return moved;
    }
    return values;
  }

  private static float[][] inOut(float[] values, Shape shape) {
    int out = (int) shape.get(0);
    int in = (int) shape.get(1);
    float[][] turned = new float[in][out];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        turned[i][o] = values[o * in + i];
      }
    }
    return turned;
  }

  private static float[][][][] heightWidthInOut(float[] values, Shape shape) {
    int out = (int) shape.get(0);
    int in = (int) shape.get(1);
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    float[][][][] turned = new float[height][width][in][out];
    int next = 0;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            turned[y][x][i][o] = values[next++];
          }
        }
      }
    }
    return turned;
  }
}
