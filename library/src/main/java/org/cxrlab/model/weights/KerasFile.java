package org.cxrlab.model.weights;

import ai.djl.ndarray.types.Shape;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cxrlab.figure.Text;

/**
 * Keras' HDF5 files. Keras 2 writes a group for each layer, with its variables by name; a whole
 * model has these within "model_weights". Keras 3's ".weights.h5" numbers layers and variables and
 * tells a layer's name in an attribute; ".keras" is an archive with such a file in it. All of them
 * are read by walking through the groups.
 */
final class KerasFile {
  /** Of every batch norm in Keras' own DenseNet121. */
  static final double EPSILON = 1.001e-5;

  private static final Set<String> NOT_OF_THE_NETWORK = Set.of("optimizer", "optimizer_weights");
  private static final String NUMBERED = "vars";

  /** A DenseNet121 has about 2,300, with its optimiser. */
  private static final int MOST_OBJECTS = 8_000;

  private static final int DEEPEST = 32;

  private static final String ARCHIVED_WEIGHTS = "model.weights.h5";
  private static final String ARCHIVED_CONFIG = "config.json";
  static final List<String> DENSE_OR_CONV = List.of("kernel", "bias");
  static final List<String> BATCH_NORM = List.of("gamma", "beta", "moving_mean", "moving_variance");

  private final Path path;
  private final List<Variable> variables = new ArrayList<>();
  private double numbers;
  private int groups;

  private KerasFile(Path path) {
    this.path = path;
  }

  /**
   * An array of a layer.
   *
   * @param layer the path of its layer
   * @param name "kernel", "gamma", ...
   */
  private record Variable(String layer, String name, int[] sizes, float[] values) {
    boolean isDense() {
      return name.equals("kernel") && sizes.length == 2;
    }
  }

  /** See {@link Weights#keras}. */
  static WeightsFile read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      // Also asks the system itself, which says better than the library why not.
      if (in.read() == 'P') {
        return archived(path);
      }
    } catch (EOFException | ZipException e) {
      throw WeightsException.of(path, "is not whole; it was cut off or is no file of Keras'");
    } catch (IOException e) {
      throw WeightsException.unreadable(path, e);
    }
    try (InputStream in = Files.newInputStream(path)) {
      requireFew(path, in);
    } catch (IOException e) {
      throw WeightsException.unreadable(path, e);
    }
    return read(path, () -> opened(path), Optional.empty());
  }

  /**
   * From memory that the file is mapped to: of a channel the library reads as many bytes as the
   * file says, in memory of that size, and where they are not there it begins anew.
   */
  private static HdfFile opened(Path path) {
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.size() <= Integer.MAX_VALUE
          ? HdfFile.fromByteBuffer(channel.map(MapMode.READ_ONLY, 0, channel.size()))
          : new HdfFile(path);
    } catch (IOException e) {
      throw WeightsException.unreadable(path, e);
    }
  }

  private static void requireFew(Path path, InputStream in) throws IOException {
    if (HdfCensus.count(in, MOST_OBJECTS) > MOST_OBJECTS) {
      throw WeightsException.of(
          path,
          Text.format("has more than %,d groups and arrays, and no DenseNet121 has", MOST_OBJECTS));
    }
  }

  /** Whether a zip archive holds a whole model of Keras 3. */
  static boolean isArchive(Path path) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return zip.getEntry(ARCHIVED_WEIGHTS) != null;
    } catch (IOException e) {
      return false; // PyTorch's reader says what is wrong with it
    }
  }

  /** A whole model of Keras 3: a zip archive, not compressed, of its weights and its plan. */
  private static WeightsFile archived(Path path) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      byte[] weights = entry(path, zip, ARCHIVED_WEIGHTS);
      String config = new String(entry(path, zip, ARCHIVED_CONFIG), StandardCharsets.UTF_8);
      requireFew(path, new ByteArrayInputStream(weights));
      return read(path, () -> HdfFile.fromBytes(weights), Optional.of(config));
    }
  }

  private static byte[] entry(Path path, ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw WeightsException.of(path, "is a zip archive without Keras' " + name);
    }
    // What is compressed might be far larger than the file.
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() > Files.size(path)) {
      throw WeightsException.of(
          path, "has a compressed part " + name + ", as Keras does not write it");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static WeightsFile read(Path path, Supplier<HdfFile> opened, Optional<String> config) {
    KerasFile file = new KerasFile(path);
    try (HdfFile hdf = opened.get()) {
      KerasPlan plan =
          config
              .or(() -> told(hdf))
              .map(told -> KerasPlan.of(path, told))
              .orElseGet(() -> new KerasPlan(path));
      file.walk(hdf, "", 0);
      Set<String> front = plan.namesInFront();
      WeightsFile plain =
          WeightsFile.plain(path, "Keras HDF5", file.tensors(front), plan.epsilon());
      return KerasRemarks.read(hdf, plan.told(plain, file::learntInFront));
    } catch (WeightsException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // The library says with exceptions of many kinds that the bytes make no sense, and does what
      // they say where they lead it in circles or claim more room than there is.
      throw WeightsException.of(path, "is not whole HDF5; it was cut off or damaged");
    }
  }

  private void walk(Group group, String place, int depth) {
    // A damaged or malicious file may have groups that hold themselves.
    if (++groups > MOST_OBJECTS || depth > DEEPEST) {
      throw WeightsException.of(
          path,
          Text.format(
              "has groups within groups without an end, more than %,d or %d deep",
              MOST_OBJECTS, DEEPEST));
    }
    if (group.getName().equals(NUMBERED) && !group.getChildren().isEmpty()) {
      numbered(group, place);
      return;
    }
    for (Node node : group.getChildren().values()) {
      if (node instanceof Group inner) {
        if (!place.isEmpty() || !NOT_OF_THE_NETWORK.contains(node.getName())) {
          walk(inner, place.isEmpty() ? node.getName() : place + "/" + node.getName(), depth + 1);
        }
      } else if (node instanceof Dataset data) {
        add(place, node.getName().replaceFirst(":\\d+$", ""), data);
      }
    }
  }

  private void numbered(Group group, String place) {
    Attribute told = group.getAttribute("name");
    if (told == null) {
      throw WeightsException.of(
          path,
          "has no layers' names at "
              + place
              + ", as the first versions of Keras 3 left them out;"
              + " save it as Keras 2 did, as .h5");
    }
    int count = group.getChildren().size();
    List<String> names = count == BATCH_NORM.size() ? BATCH_NORM : DENSE_OR_CONV;
    for (Node node : group.getChildren().values()) {
      if (node instanceof Dataset data) {
        int index = Integer.parseInt(node.getName());
        String name = index < names.size() ? names.get(index) : node.getName();
        String layer = told.getData().toString();
        add(layer, name, data);
      }
    }
  }

  /** Whole numbers, as the state of a random generator, are no weights. */
  private void add(String layer, String name, Dataset data) {
    Class<?> type = data.getJavaType();
    if (type == float.class || type == double.class) {
      variables.add(new Variable(layer, name, data.getDimensions(), values(data, layer)));
    }
  }

  /** The mean and the variance that a Normalization layer of this name has learnt. */
  private List<List<Double>> learntInFront(String layer) {
    return variables.stream()
        .filter(v -> isOf(v, layer))
        .sorted(Comparator.comparing(v -> v.name().equals("variance")))
        .limit(2)
        .map(v -> IntStream.range(0, v.values().length).mapToObj(i -> (double) v.values()[i]))
        .map(Stream::toList)
        .toList();
  }

  private static boolean isOf(Variable variable, String layer) {
    return variable.layer().equals(layer) || variable.layer().endsWith("/" + layer);
  }

  private float[] values(Dataset data, String place) {
    numbers += data.getSize();
    WeightsException.ifTooMany(path, numbers);
    Object flat = data.getDataFlat();
    if (flat instanceof float[] single) {
      return single;
    }
    if (flat instanceof Number single) {
      return new float[] {single.floatValue()};
    }
    if (flat instanceof double[] wide) {
      float[] single = new float[wide.length];
      for (int i = 0; i < wide.length; i++) {
        single[i] = (float) wide[i];
      }
      return single;
    }
    throw WeightsException.of(
        path, "holds \"" + place + "/" + data.getName() + "\" not as numbers with a fraction");
  }

  private List<Tensor> tensors(Set<String> front) {
    Set<String> dense =
        variables.stream()
            .filter(Variable::isDense)
            .map(Variable::layer)
            .collect(Collectors.toSet());
    // The only dense layer is the head, whatever it is called.
    return variables.stream()
        .filter(v -> front.stream().noneMatch(layer -> isOf(v, layer)))
        .map(v -> tensor(v, dense.size() == 1 && dense.contains(v.layer())))
        .toList();
  }

  private static Tensor tensor(Variable v, boolean head) {
    String layer = head ? "classifier" : KerasNames.torchvision(v.layer()).orElse(null);
    String name =
        layer == null ? v.layer() + "/" + v.name() : layer + "." + KerasNames.variable(v.name());
    if (!v.name().equals("kernel")) {
      return new Tensor(name, shape(v.sizes()), v.values());
    }
    return switch (v.sizes().length) {
      case 2 -> outFirst(name, 1, v);
      case 4 -> outFirst(name, v.sizes()[0] * v.sizes()[1], v);
      default -> new Tensor(name, shape(v.sizes()), v.values());
    };
  }

  /** From (height, width, in, out) to (out, in, height, width), and from (in, out) to (out, in). */
  private static Tensor outFirst(String name, int area, Variable v) {
    int[] sizes = v.sizes();
    int in = sizes[sizes.length - 2];
    int out = sizes[sizes.length - 1];
    float[] turned = new float[v.values().length];
    for (int p = 0; p < area; p++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          turned[(o * in + i) * area + p] = v.values()[(p * in + i) * out + o];
        }
      }
    }
    int[] now = sizes.length == 2 ? new int[] {out, in} : new int[] {out, in, sizes[0], sizes[1]};
    return new Tensor(name, shape(now), turned);
  }

  private static Shape shape(int[] sizes) {
    return new Shape(Arrays.stream(sizes).asLongStream().toArray());
  }

  /** The plan of the network, if the file has it. */
  private static Optional<String> told(HdfFile hdf) {
    return Optional.ofNullable(hdf.getAttribute("model_config"))
        .map(config -> String.valueOf(config.getData()));
  }
}
