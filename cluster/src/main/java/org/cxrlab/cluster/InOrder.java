package org.cxrlab.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Gives on what comes in any order in the films' order, each once. */
final class InOrder<T> {
  private final Consumer<List<T>> next;
  private final Map<Integer, List<T>> waiting = new HashMap<>();
  private int given;

  InOrder(Consumer<List<T>> next) {
    this.next = next;
  }

  /**
   * Takes some, and gives on all that nothing is missing before any more.
   *
   * @param first the place of the first of them
   */
  void take(int first, List<T> some) {
    if (first >= given) {
      waiting.putIfAbsent(first, some);
    }
    List<T> ready = new ArrayList<>();
    while (waiting.containsKey(given)) {
      List<T> part = waiting.remove(given);
      ready.addAll(part);
      given += part.size();
    }
    if (!ready.isEmpty()) {
      next.accept(ready);
    }
  }
}
