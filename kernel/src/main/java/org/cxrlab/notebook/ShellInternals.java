package org.cxrlab.notebook;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel has to know of JShell beyond its public classes. The kernel's jar opens the
 * package, as JJava needs it open too.
 */
final class ShellInternals {
  private static final Logger LOG = LoggerFactory.getLogger(ShellInternals.class);

  private ShellInternals() {}

  /** The full name of the class that this snippet was compiled to. */
  static String className(Snippet snippet) {
    try {
      return (String) call(snippet, "classFullName");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Java's JShell hides the classes of its snippets.", e);
    }
  }

  /**
   * Tells JShell on which names the declaration of a variable depends, in the place of all that it
   * uses: when what another name stands for changes, the variable is not declared anew.
   */
  static void dependsOn(JShell shell, VarSnippet variable, Set<String> names) {
    try {
      Field own = field(variable, "declareReferences");
      Object index = call(call(variable, "key"), "index");
      Object maps = field(shell, "maps").get(shell);
      @SuppressWarnings("unchecked")
      var dependents = (Map<String, Set<Object>>) field(maps, "dependencies").get(maps);
      if (own.get(variable) instanceof Collection<?> used) {
        used.forEach(name -> dependents.getOrDefault(name, new HashSet<>()).remove(index));
      }
      names.forEach(name -> dependents.computeIfAbsent(name, n -> new HashSet<>()).add(index));
      own.set(variable, names);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Then JShell compiles the declaration more often than it need, which keeps its value too.
      LOG.warn("What {} depends on can't be told to JShell: {}", variable.name(), e.toString());
    }
  }

  /** Has JShell read Javadoc from these sources too, a folder or a ZIP archive. */
  static void addSources(SourceCodeAnalysis analysis, Path sources) {
    try {
      var all = new ArrayList<Object>(List.of(sources));
      all.addAll((List<?>) call(analysis, "findSources"));
      field(analysis, "availableSources").set(analysis, all);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Then signatures are shown alone, and the log says why.
      LOG.warn("The library's Javadoc can't be read: {}", e.toString());
    }
  }

  private static Field field(Object of, String name) throws NoSuchFieldException {
    for (Class<?> c = of.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new NoSuchFieldException(name);
  }

  private static Object call(Object on, String name) throws ReflectiveOperationException {
    for (Class<?> c = on.getClass(); c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          method.setAccessible(true);
          return method.invoke(on);
        }
      }
    }
    throw new NoSuchMethodException(name);
  }
}
