package org.cxrlab.model.weights;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.figure.Text;

/**
 * Looks for a network's tensors in what a pickle holds: a state_dict, a checkpoint with one under
 * whatever key, or a whole module, whose parameters stand in its state.
 */
final class TorchState {
  private static final int NAMED = 8;
  private static final int DEEPEST = 6;
  private static final int DEEPEST_MODULE = 40;

  /** Names of tensors and modules; a DenseNet121 has 1,200. */
  private static final int MOST_NAMES = 50_000;

  /** Of all these names with those before them; a DenseNet121's have 60,000. */
  private static final int MOST_CHARACTERS = 5_000_000;

  /** Under these a module keeps what is its own without another name before it. */
  private static final Set<String> OF_A_MODULE = Set.of("_parameters", "_buffers", "_modules");

  /** Copies of a network that a training keeps beside it. */
  private static final String AVERAGED = "(?i).*(ema|swa|teacher|averag|best|momentum).*";

  private final Path file;
  private final List<Place> found = new ArrayList<>();
  private final LabelLists labels = new LabelLists();

  /** What tensors were looked for in; a module within another is seen with it, and not again. */
  private final Set<Object> walked = Collections.newSetFromMap(new IdentityHashMap<>());

  private int names;
  private int characters;

  /**
   * Tensors by name.
   *
   * @param key where they stand: "state_dict", or nothing where they are all there is
   * @param tensors by their full names
   * @param fitting how many of these names are a DenseNet's
   */
  private record Place(String key, Map<String, StoredTensor> tensors, long fitting) {
    Place(String key, Map<String, StoredTensor> tensors) {
      this(key, tensors, tensors.keySet().stream().filter(TorchNames::isOfDenseNet).count());
    }

    boolean isAveraged() {
      return key.matches(AVERAGED);
    }
  }

  /**
   * What a network needs.
   *
   * @param tensors by their names in the file, without those that no network needs
   * @param labels that the outputs may have
   * @param remarks on what was chosen
   */
  record Found(Map<String, StoredTensor> tensors, LabelLists labels, List<WeightsRemark> remarks) {}

  private TorchState(Path file) {
    this.file = file;
  }

  /**
   * Looks through all of it.
   *
   * @throws WeightsException if there are no tensors by name, saying what there is
   */
  static Found in(Object root, Path file) {
    TorchState state = new TorchState(file);
    state.search(root);
    return state.best(root);
  }

  private record Step(String key, Object value, int depth) {}

  /** What lies nearer to the top comes first. */
  private void search(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Step> left = new ArrayDeque<>(List.of(new Step("", root, 0)));
    while (!left.isEmpty()) {
      Step step = left.remove();
      if (step.depth() > DEEPEST || !isWhole(step.value()) || !seen.add(step.value())) {
        continue;
      }
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      flatten(step.value(), "", tensors, 0);
      if (!tensors.isEmpty()) {
        found.add(new Place(step.key(), tensors));
      }
      addChildren(step, left);
    }
  }

  private static boolean isWhole(Object value) {
    return value instanceof Map
        || value instanceof Inert
        || value instanceof List
        || value instanceof Object[];
  }

  private void addChildren(Step step, Deque<Step> to) {
    if (step.value() instanceof Map<?, ?> map) {
      addItems(map, step, to);
    } else if (step.value() instanceof Inert object) {
      addItems(object.items(), step, to);
      object.parts().forEach(part -> to.add(new Step(object.name(), part, step.depth() + 1)));
    } else {
      List<?> members =
          step.value() instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) step.value();
      for (int i = 0; i < members.size(); i++) {
        to.add(new Step(Integer.toString(i), members.get(i), step.depth() + 1));
      }
    }
  }

  private void addItems(Map<?, ?> map, Step step, Deque<Step> to) {
    map.forEach(
        (key, value) -> {
          String name = key instanceof String || key instanceof Number ? key.toString() : "";
          labels.note(name, value);
          to.add(new Step(name, value, step.depth() + 1));
        });
  }

  /** The tensors of a dictionary, or of a module and all modules in it, under their full names. */
  private void flatten(Object value, String prefix, Map<String, StoredTensor> into, int depth) {
    if (value instanceof Map<?, ?> map) {
      entries(map, prefix, into, depth);
    } else if (value instanceof Inert object && walked.add(object)) {
      entries(object.items(), prefix, into, depth);
      for (Object part : object.parts()) {
        if (part instanceof Map<?, ?> state) {
          entries(state, prefix, into, depth);
        }
      }
    }
  }

  private void entries(Map<?, ?> map, String prefix, Map<String, StoredTensor> into, int depth) {
    if (depth > DEEPEST_MODULE || !walked.add(map)) {
      return;
    }
    map.forEach(
        (key, value) -> {
          if (key instanceof String name) {
            if (value instanceof StoredTensor tensor) {
              into.putIfAbsent(named(prefix, name), tensor);
            } else if (value instanceof Inert) {
              flatten(value, named(prefix, name) + ".", into, depth + 1);
            } else if (OF_A_MODULE.contains(name) && value instanceof Map<?, ?> own) {
              entries(own, prefix, into, depth + 1);
            }
          }
        });
  }

  /** Names grow with each module around them, so that a small pickle may tell very large ones. */
  private String named(String prefix, String name) {
    characters += prefix.length() + name.length();
    if (++names > MOST_NAMES || characters > MOST_CHARACTERS) {
      throw WeightsException.of(file, "holds a pickle with more in it than weights have");
    }
    return prefix + name;
  }

  private Found best(Object root) {
    Place best = null;
    for (Place place : found) {
      if (best == null || isBetter(place, best)) {
        best = place;
      }
    }
    if (best == null) {
      throw WeightsException.of(file, "holds no state_dict" + instead(root));
    }
    List<WeightsRemark> remarks = new ArrayList<>();
    Place taken = best;
    Set<StoredTensor> parts = new HashSet<>(taken.tensors().values());
    String others =
        found.stream()
            .filter(p -> p != taken && p.fitting() == taken.fitting() && taken.fitting() > 0)
            .filter(p -> !parts.containsAll(p.tensors().values()))
            .map(p -> "\"" + p.key() + "\"")
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      remarks.add(
          WeightsRemark.of(
              Text.format(
                  "%s holds several networks: the one under \"%s\" was taken, and not %s",
                  file.getFileName(), taken.key(), others)));
    }
    Map<String, StoredTensor> needed = new LinkedHashMap<>(best.tensors());
    needed.keySet().removeIf(TorchNames::isSpare);
    List<String> unneeded =
        needed.keySet().stream()
            .filter(name -> needed.get(name).isOfWholeNumbers() && !TorchNames.isOfLayer(name))
            .toList();
    unneeded.forEach(needed::remove);
    remarks.addAll(TorchNames.passedOver(file.getFileName().toString(), unneeded));
    if (needed.isEmpty()) {
      throw WeightsException.of(file, "holds no state_dict" + instead(root));
    }
    return new Found(needed, labels, remarks);
  }

  private static boolean isBetter(Place other, Place best) {
    if (other.fitting() != best.fitting()) {
      return other.fitting() > best.fitting();
    }
    if (other.isAveraged() != best.isAveraged()) {
      return best.isAveraged();
    }
    // None has a name that is known: the larger one tells more of what the file is.
    return best.fitting() == 0 && other.tensors().size() > best.tensors().size();
  }

  private static String instead(Object root) {
    if (root instanceof Map<?, ?> map && !map.isEmpty()) {
      return map.keySet().stream()
          .filter(String.class::isInstance)
          .limit(NAMED)
          .map(Object::toString)
          .collect(Collectors.joining(", ", ", only [", "]"));
    }
    if (root instanceof Inert object) {
      return "; what it holds would be made by "
          + object.name()
          + ", which is not called here; save the network's state_dict()";
    }
    return "";
  }
}
