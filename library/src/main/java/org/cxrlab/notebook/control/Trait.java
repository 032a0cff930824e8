package org.cxrlab.notebook.control;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How the value of a control travels: under which name, and as what.
 *
 * @param name the widget's own name for it, such as "value"
 * @param encode to a text, a number, a boolean, a list of these, or bytes
 * @param decode from what the front end sends: a text, a number, a boolean or null
 * @param words the value as a reader sees it
 * @param check gives the value back, or refuses it with a sentence
 */
record Trait<T>(
    String name,
    Function<T, Object> encode,
    Function<Object, T> decode,
    Function<T, String> words,
    UnaryOperator<T> check) {

  /** A value that only Java sets. */
  static <T> Trait<T> shown(String name, Function<T, Object> encode, Function<T, String> words) {
    return new Trait<>(
        name,
        encode,
        said -> {
          throw new IllegalStateException("The front end can't set " + name + ".");
        },
        words,
        UnaryOperator.identity());
  }
}
