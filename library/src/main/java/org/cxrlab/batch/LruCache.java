package org.cxrlab.batch;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Values kept up to a total size; those not used for longest go first. Safe to use from several
 * threads.
 *
 * @param <K> by what a value is found
 * @param <V> what is kept
 */
public final class LruCache<K, V> {
  private final long capacity;
  private final ToLongFunction<V> sizeOf;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /**
   * @param capacity the largest total size, in the unit of {@code sizeOf}
   * @param sizeOf the size of a value, which must not change
   */
  public LruCache(long capacity, ToLongFunction<V> sizeOf) {
    this.capacity = capacity;
    this.sizeOf = sizeOf;
  }

  /** The value of a key, or null. */
  public synchronized V get(K key) {
    return values.get(key);
  }

  /** Keeps a value in place of an earlier one, unless it alone is larger than what may be kept. */
  public synchronized void put(K key, V value) {
    long added = sizeOf.applyAsLong(value);
    if (added > capacity) {
      return;
    }
    V before = values.put(key, value);
    size += added - (before == null ? 0 : sizeOf.applyAsLong(before));
    Iterator<V> oldest = values.values().iterator();
    while (size > capacity) {
      size -= sizeOf.applyAsLong(oldest.next());
      oldest.remove();
    }
  }

  /** The value of a key, made and kept if there is none; other threads wait meanwhile. */
  public synchronized V get(K key, Function<? super K, ? extends V> make) {
    V value = values.get(key);
    if (value == null) {
      value = make.apply(key);
      put(key, value);
    }
    return value;
  }

  /** The total size of the values that are kept. */
  public synchronized long size() {
    return size;
  }

  /** Forgets all values. */
  public synchronized void clear() {
    values.clear();
    size = 0;
  }
}
