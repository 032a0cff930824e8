package org.cxrlab.model;

import java.util.Objects;
import java.util.function.Supplier;

/** Which {@link FilmsListener} follows what. */
final class Listening {
  private static final ThreadLocal<FilmsListener> ASKED_FOR = new ThreadLocal<>();

  private static volatile Supplier<FilmsListener> byDefault = () -> FilmsListener.NONE;

  private Listening() {}

  static void byDefault(Supplier<FilmsListener> supplier) {
    byDefault = Objects.requireNonNull(supplier);
  }

  static FilmsListener here() {
    FilmsListener asked = ASKED_FOR.get();
    return asked == null ? byDefault.get() : asked;
  }

  static <T> T during(FilmsListener listener, Supplier<T> work) {
    FilmsListener outer = ASKED_FOR.get();
    ASKED_FOR.set(Objects.requireNonNull(listener));
    try {
      return work.get();
    } finally {
      ASKED_FOR.set(outer);
    }
  }
}
