package org.cxrlab.notebook;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** The classes behind the names and expressions of cells. Nothing is evaluated for it. */
final class Types {
  private static final Pattern VARIABLE = Pattern.compile("\\w+:(.+)");
  private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");
  private static final Pattern NAME = Pattern.compile("[\\w.$]+");

  /** Type arguments, and the components that newer JDKs write behind a record's name. */
  private static final Pattern BEHIND_NAME = Pattern.compile("[<(].*", Pattern.DOTALL);

  private final JShell shell;
  private final Supplier<ClassLoader> loader;

  /**
   * @param loader of the classes on the class path of cells
   */
  Types(JShell shell, Supplier<ClassLoader> loader) {
    this.shell = shell;
    this.loader = loader;
  }

  /** The class of an expression, or the class that it names; empty for what is neither. */
  Optional<Class<?>> of(String before, String expression) {
    String type = shell.sourceCodeAnalysis().analyzeType(expression, expression.length());
    if (type != null) {
      return named(type);
    }
    for (Documentation found :
        documentation(NAME.matcher(expression).matches() ? before + expression : "")) {
      Matcher variable = VARIABLE.matcher(found.signature());
      return named(variable.matches() ? variable.group(1) : found.signature());
    }
    return Optional.empty();
  }

  /** The class of this name, as it is written in a cell or in full. */
  Optional<Class<?>> named(String type) {
    String name = withoutArguments(type);
    if (name.isEmpty() || name.endsWith("]")) {
      return Optional.empty();
    }
    Optional<Class<?>> found = load(name);
    return found.isPresent()
        ? found
        : documentation(name).stream()
            .map(d -> withoutArguments(d.signature()))
            .findFirst()
            .flatMap(this::load);
  }

  private static String withoutArguments(String type) {
    return BEHIND_NAME.matcher(type).replaceFirst("").strip();
  }

  private List<Documentation> documentation(String code) {
    return code.isBlank()
        ? List.of()
        : shell.sourceCodeAnalysis().documentation(code, code.length(), false);
  }

  private Optional<Class<?>> load(String name) {
    for (String binary = name; ; ) {
      try {
        return Optional.of(Class.forName(binary, false, loader.get()));
      } catch (ClassNotFoundException | LinkageError notThis) {
        int dot = binary.lastIndexOf('.');
        if (dot < 0 || !Character.isUpperCase(binary.charAt(dot + 1))) {
          return Optional.empty();
        }
        binary = binary.substring(0, dot) + "$" + binary.substring(dot + 1); // a nested class
      }
    }
  }

  /** Names of the public methods and fields, but for those that every object has. */
  static List<String> members(Class<?> type) {
    return Stream.concat(
            methods(type).filter(m -> m.getDeclaringClass() != Object.class).map(Method::getName),
            Arrays.stream(type.getFields()).map(Field::getName))
        .distinct()
        .sorted()
        .toList();
  }

  /** The public methods of this name, or the constructors, one signature each. */
  static List<String> signatures(Class<?> type, String method) {
    Stream<String> constructors =
        method.equals(type.getSimpleName())
            ? Arrays.stream(type.getConstructors()).map(c -> type.getSimpleName() + parameters(c))
            : Stream.empty();
    return Stream.concat(
            constructors,
            methods(type)
                .filter(m -> m.getName().equals(method))
                .map(m -> name(m.getGenericReturnType()) + " " + m.getName() + parameters(m)))
        .distinct()
        .sorted(Comparator.comparing(String::length))
        .toList();
  }

  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods()).filter(m -> !m.isBridge() && !m.isSynthetic());
  }

  private static String parameters(Executable method) {
    return Arrays.stream(method.getParameters())
        .map(Types::parameter)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String parameter(Parameter parameter) {
    String type = name(parameter.getParameterizedType());
    if (parameter.isVarArgs()) {
      type = type.substring(0, type.length() - 2) + "...";
    }
    return parameter.isNamePresent() ? type + " " + parameter.getName() : type;
  }

  private static String name(Type type) {
    return PACKAGES.matcher(type.getTypeName()).replaceAll("").replace('$', '.');
  }
}
