package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cxrlab.data.Films;
import org.cxrlab.model.weights.Tensor;

/**
 * Between which numbers the maps of a network lie on films: what 8 bits are laid over. They hold
 * for the weights that they were measured with, and are saved beside these, each as a tensor of a
 * name that no weight has.
 *
 * @param byLayer of each layer whose output becomes whole numbers: the least of each of its maps,
 *     then the largest of each, the means, and the shares above 0
 * @param films what was done to films before the network saw them
 */
record MapRanges(Map<String, float[]> byLayer, Preprocessing films) {
  private static final String PREFIX = "ranges.";
  private static final int MEASURES = 4;

  /** On so many films at most. */
  private static final int FILMS = 64;

  /**
   * Measures them on some films.
   *
   * @param prepared what is done to films before the network sees them
   * @throws IllegalArgumentException if there are no films
   */
  static MapRanges on(Films films, Preprocessing prepared, OwnedNetwork network) {
    if (films.size() == 0) {
      throw new IllegalArgumentException(
          "There are no films in " + films.name() + " to measure the maps of the network on.");
    }
    Films some = some(films);
    var measuring = new Measuring(network.now().layers());
    FilmOutputs.of(
        some,
        () -> prepared.loader(some),
        images -> {
          network.inTurn(now -> now.measure(images, measuring));
          return List.of();
        });
    return new MapRanges(measuring.soFar, prepared);
  }

  /** The films to measure on, spread over all. */
  private static Films some(Films films) {
    int count = Math.min(FILMS, films.size());
    return new Films(
        films.name(),
        films.labels(),
        IntStream.range(0, count)
            .mapToObj(i -> films.get((int) ((long) i * films.size() / count)))
            .toList());
  }

  /** Whether a tensor belongs to ranges, and to no layer. */
  static boolean holds(Tensor tensor) {
    return tensor.name().startsWith(PREFIX);
  }

  /** Those among the tensors of a file, where it has all that this network needs. */
  static Optional<MapRanges> among(List<Tensor> tensors, DenseNet network, Preprocessing films) {
    Map<String, float[]> found = new TreeMap<>();
    for (Tensor tensor : tensors) {
      if (holds(tensor)) {
        found.put(tensor.name().substring(PREFIX.length()), tensor.values());
      }
    }
    Map<String, Integer> maps = measured(network);
    boolean whole =
        maps.keySet().equals(found.keySet())
            && maps.entrySet().stream()
                .allMatch(e -> found.get(e.getKey()).length == MEASURES * e.getValue());
    return whole ? Optional.of(new MapRanges(found, films)) : Optional.empty();
  }

  /** To be saved beside the weights. */
  List<Tensor> tensors() {
    return byLayer.entrySet().stream()
        .map(e -> new Tensor(PREFIX + e.getKey(), new Shape(e.getValue().length), e.getValue()))
        .toList();
  }

  /** Of one layer: a row of numbers for each measure. */
  NDArray of(String layer, NDManager owner) {
    float[] values = byLayer.get(layer);
    return owner.create(values, new Shape(MEASURES, values.length / MEASURES));
  }

  /** The layers whose outputs become whole numbers, and how many maps each has. */
  private static Map<String, Integer> measured(DenseNet network) {
    Map<String, Long> widths = new LinkedHashMap<>();
    for (Parameter parameter : network.allParameters()) {
      widths.put(parameter.getName(), parameter.getShape().get(0));
    }
    Map<String, Integer> maps = new TreeMap<>();
    for (int b = 0; b < network.blocks().size(); b++) {
      maps.put(network.beforeBlock(b).name(), 0);
      for (DenseLayer layer : network.blocks().get(b).layers()) {
        for (String part : List.of(".relu1", ".relu2", ".conv2")) {
          maps.put(layer.name() + part, 0);
        }
      }
    }
    network.transitions().forEach(transition -> maps.put(transition.name() + ".relu", 0));
    maps.replaceAll((layer, none) -> widths.get(weightBehind(layer)).intValue());
    return maps;
  }

  /** A weight that has as many rows as a layer has maps. */
  private static String weightBehind(String layer) {
    if (layer.endsWith(".conv2")) {
      return layer + ".weight";
    }
    String norm = layer.replaceFirst("(relu|pool)(\\d*)$", "norm$2");
    return norm.equals(layer) ? layer + ".conv.weight" : norm + ".weight";
  }

  /** Looks at the maps of films that go through a network layer by layer. */
  static final class Measuring implements Tap {
    private final Map<String, Integer> maps;
    private final Map<String, float[]> soFar = new TreeMap<>();
    private final Map<String, Long> films = new TreeMap<>();

    Measuring(DenseNet network) {
      maps = measured(network);
    }

    /** What is looked at arises in any order of the layers. */
    @Override
    public boolean sees(String layer) {
      return false;
    }

    @Override
    public NDArray at(String layer, NDArray output) {
      if (maps.containsKey(layer)) {
        long more = output.getShape().get(0);
        long before = films.merge(layer, more, Long::sum) - more;
        float[] now = FoldedNetwork.measures(output);
        soFar.merge(layer, now, (old, fresh) -> joined(old, before, fresh, more));
      }
      return output;
    }

    private static float[] joined(float[] a, long filmsOfA, float[] b, long filmsOfB) {
      int width = a.length / MEASURES;
      float[] joined = new float[a.length];
      for (int i = 0; i < a.length; i++) {
        joined[i] =
            switch (i / width) {
              case 0 -> Math.min(a[i], b[i]);
              case 1 -> Math.max(a[i], b[i]);
              default -> (a[i] * filmsOfA + b[i] * filmsOfB) / (filmsOfA + filmsOfB);
            };
      }
      return joined;
    }
  }

  /**
   * A network's ranges as its folding takes them; the arrays belong to an owner.
   *
   * @param blocks of each block, the least and the largest of each map that a layer looks at
   */
  record Laid(MapRanges ranges, DenseNet network, List<List<NDArray>> blocks, NDManager owner) {
    static Laid of(MapRanges ranges, DenseNet network, Pass pass, NDManager owner) {
      List<List<NDArray>> blocks = new ArrayList<>();
      for (int b = 0; b < network.blocks().size(); b++) {
        List<NDArray> maps = new ArrayList<>();
        maps.add(ranges.of(network.beforeBlock(b).name(), owner));
        for (DenseLayer layer : network.blocks().get(b).layers()) {
          maps.add(ranges.of(layer.name() + ".conv2", owner));
        }
        blocks.add(
            FoldedNetwork.looked(maps, network.lookingAt(b), pass, network.epsilon(), owner));
      }
      return new Laid(ranges, network, blocks, owner);
    }

    List<NDArray> block(int b) {
      return blocks.get(b);
    }

    List<NDArray> layer(int b, DenseLayer layer) {
      List<NDArray> seen = opened(b, layer.name() + ".relu1");
      NDArray narrow = ranges.of(layer.name() + ".relu2", owner);
      seen.add(narrow.get(1));
      seen.add(narrow.get(2));
      return seen;
    }

    List<NDArray> transition(int b) {
      List<NDArray> seen = opened(b, network.transitions().get(b).name() + ".relu");
      seen.addAll(blocks.get(b + 1));
      return seen;
    }

    private List<NDArray> opened(int b, String relu) {
      List<NDArray> seen = new ArrayList<>(blocks.get(b));
      NDArray opened = ranges.of(relu, owner);
      seen.add(opened.get(2));
      seen.add(opened.get(3));
      return seen;
    }
  }
}
