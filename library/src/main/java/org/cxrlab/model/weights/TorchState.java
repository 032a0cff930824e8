package org.cxrlab.model.weights;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final int MOST_PLACES = 20_000;

  /** Under these a module keeps what is its own without another name before it. */
  private static final Set<String> OF_A_MODULE = Set.of("_parameters", "_buffers", "_modules");

  /** Copies of a network that a training keeps beside it. */
  private static final String AVERAGED = "(?i).*(ema|swa|teacher|averag|best|momentum).*";

  /** Under which a checkpoint may name its labels. */
  private static final List<String> LABELS =
      List.of("pathologies", "labels", "label_names", "class_names", "classes", "targets");

  private final Path file;
  private final List<Place> found = new ArrayList<>();
  private final Map<String, List<String>> texts = new HashMap<>();
  private int places;

  /**
   * Tensors by name, and where they stand: "state_dict", or nothing where they are all there is.
   */
  private record Place(String key, Map<String, StoredTensor> tensors) {
    long fitting() {
      return tensors.keySet().stream().filter(TorchNames::isOfDenseNet).count();
    }

    boolean isAveraged() {
      return key.matches(AVERAGED);
    }
  }

  /**
   * What a network needs.
   *
   * @param tensors by their names in the file, without those that no network needs
   * @param beside texts that a checkpoint has in lists, by key
   * @param remarks on what was chosen
   */
  record Found(
      Map<String, StoredTensor> tensors,
      Map<String, List<String>> beside,
      List<WeightsRemark> remarks) {
    /** Labels of the outputs, if a list has as many. */
    Optional<List<String>> labels(int outputs) {
      return LABELS.stream()
          .map(beside::get)
          .filter(list -> list != null && list.size() == outputs)
          .findFirst();
    }
  }

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
      flatten(step.value(), "", tensors, 0, Collections.newSetFromMap(new IdentityHashMap<>()));
      if (!tensors.isEmpty()) {
        found.add(new Place(step.key(), tensors));
      }
      children(step.value())
          .forEach((key, value) -> left.add(new Step(key, value, step.depth() + 1)));
    }
  }

  private static boolean isWhole(Object value) {
    return value instanceof Map
        || value instanceof Inert
        || value instanceof List
        || value instanceof Object[];
  }

  private Map<String, Object> children(Object value) {
    Map<String, Object> children = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, child) -> {
            String name = String.valueOf(key instanceof String || key instanceof Number ? key : "");
            noteTexts(name, child);
            children.put(name + (children.containsKey(name) ? children.size() : ""), child);
          });
    } else if (value instanceof Inert object) {
      children.putAll(children(object.items()));
      object.parts().forEach(part -> children.put(object.name() + " " + children.size(), part));
    } else {
      List<?> members = value instanceof List<?> list ? list : List.of();
      if (value instanceof Object[] array) {
        members = java.util.Arrays.asList(array);
      }
      members.forEach(member -> children.put(String.valueOf(children.size()), member));
    }
    count(children.size());
    return children;
  }

  private void noteTexts(String key, Object value) {
    if (value instanceof List<?> list
        && list.size() < MOST_PLACES
        && list.stream().allMatch(String.class::isInstance)) {
      texts.putIfAbsent(key, list.stream().map(String.class::cast).toList());
    }
  }

  private void count(int more) {
    places += more;
    if (places > MOST_PLACES) {
      throw WeightsException.of(file, "holds a pickle with more in it than weights have");
    }
  }

  /** The tensors of a dictionary, or of a module and all modules in it, under their full names. */
  private void flatten(
      Object value, String prefix, Map<String, StoredTensor> into, int depth, Set<Object> seen) {
    boolean module = value instanceof Inert;
    if (depth > DEEPEST_MODULE || depth > 0 && !module || !seen.add(value)) {
      return;
    }
    if (value instanceof Map<?, ?> map) {
      entries(map, prefix, into, depth, seen);
    } else if (value instanceof Inert object) {
      entries(object.items(), prefix, into, depth, seen);
      for (Object part : object.parts()) {
        if (part instanceof Map<?, ?> state) {
          entries(state, prefix, into, depth, seen);
        }
      }
    }
  }

  private void entries(
      Map<?, ?> map, String prefix, Map<String, StoredTensor> into, int depth, Set<Object> seen) {
    count(map.size());
    map.forEach(
        (key, value) -> {
          if (key instanceof String name) {
            if (value instanceof StoredTensor tensor) {
              into.putIfAbsent(prefix + name, tensor);
            } else if (value instanceof Inert) {
              flatten(value, prefix + name + ".", into, depth + 1, seen);
            } else if (OF_A_MODULE.contains(name) && value instanceof Map<?, ?> own) {
              entries(own, prefix, into, depth, seen);
            }
          }
        });
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
    if (needed.isEmpty()) {
      throw WeightsException.of(file, "holds no state_dict" + instead(root));
    }
    return new Found(needed, texts, remarks);
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
