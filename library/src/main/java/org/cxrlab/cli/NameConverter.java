package org.cxrlab.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of one of several things, whatever its case and hyphens. */
abstract class NameConverter<T> implements ITypeConverter<T> {
  private final List<T> all;
  private final Function<T, String> name;

  NameConverter(T[] all, Function<T, String> name) {
    this.all = List.of(all);
    this.name = name;
  }

  @Override
  public final T convert(String given) {
    return all.stream()
        .filter(one -> plain(name.apply(one)).equals(plain(given)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    all.stream()
                        .map(one -> name.apply(one).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "\"" + given + "\" is none of ", ""))));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }
}
