package org.cxrlab.train;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A list that only ever grows, and hands out what it holds without copying it: a training tells its
 * listeners everything so far after each step, and copies would cost the more the longer it lasts.
 */
final class AppendOnlyList<T> {
  private Object[] elements = new Object[64];
  private int size;

  void add(T element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
    }
    elements[size++] = element;
  }

  void addAll(List<T> all) {
    all.forEach(this::add);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @SuppressWarnings("unchecked")
  T last() {
    return (T) elements[size - 1];
  }

  /** What is in it now. It never changes: an element, once added, stays where it is. */
  List<T> soFar() {
    return new Snapshot<>(elements, size);
  }

  /** The list as it is, if it can never change; otherwise a copy that can't. */
  static <T> List<T> unchanging(List<T> list) {
    return list instanceof Snapshot ? list : List.copyOf(list);
  }

  private static final class Snapshot<T> extends AbstractList<T> implements RandomAccess {
    private final Object[] elements;
    private final int size;

    Snapshot(Object[] elements, int size) {
      this.elements = elements;
      this.size = size;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
      return (T) elements[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
