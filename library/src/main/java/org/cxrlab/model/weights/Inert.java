package org.cxrlab.model.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;

/**
 * What stands in the place of an object that a pickle would have Python make: its name, and what it
 * would have been made from. Nothing is called, whatever the name.
 */
final class Inert {
  private final String name;
  private final List<Object> parts = new ArrayList<>();
  private final Map<Object, Object> items = new LinkedHashMap<>();

  /**
   * An object.
   *
   * @param name of what would have made it: "argparse.Namespace"
   * @param arguments that it would have been given
   */
  Inert(String name, Object... arguments) {
    this.name = name;
    for (Object argument : arguments) {
      take(argument);
    }
  }

  /** A class or function: called, it makes nothing but another placeholder. */
  record Callable(String name) implements IObjectConstructor {
    @Override
    public Object construct(Object[] arguments) {
      return new Inert(name, arguments);
    }
  }

  String name() {
    return name;
  }

  /** What it was made from, and its state; texts and numbers are left out. */
  List<Object> parts() {
    return parts;
  }

  /** What it holds by key, if it is a kind of dictionary. */
  Map<Object, Object> items() {
    return items;
  }

  /** Takes its state, or one of its members. */
  void take(Object part) {
    if (mayHoldTensors(part)) {
      parts.add(part);
    }
  }

  private static boolean mayHoldTensors(Object part) {
    return part instanceof Map
        || part instanceof List
        || part instanceof Object[]
        || part instanceof Inert
        || part instanceof StoredTensor;
  }
}
