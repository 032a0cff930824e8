package org.cxrlab.notebook;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the snippet and the line of a stack frame in code that JShell has compiled. JShell does so
 * itself for what ends an evaluation, but never sees what a listener throws on a thread of its own.
 * Its map is not public; the kernel's jar opens the package, as JJava needs it open too.
 */
final class SnippetFrames {
  private static final Logger LOG = LoggerFactory.getLogger(SnippetFrames.class);
  private static final String COMPILED = "REPL.";

  private final JShell shell;

  SnippetFrames(JShell shell) {
    this.shell = shell;
  }

  /** The same frame as JShell would give it: in the file #ID, counted from the snippet's line 1. */
  Optional<StackTraceElement> translate(StackTraceElement frame) {
    if (!frame.getClassName().startsWith(COMPILED) || frame.getLineNumber() < 0) {
      return Optional.empty();
    }
    try {
      Field field = JShell.class.getDeclaredField("outerMap");
      field.setAccessible(true);
      Object map = field.get(shell);
      Object outer = call(map, "getOuter", String.class, frame.getClassName());
      if (outer == null) {
        return Optional.empty();
      }
      int line = frame.getLineNumber() - 1;
      Object snippet = call(outer, "wrapLineToSnippet", int.class, line);
      int own = (int) call(outer, "wrapLineToSnippetLine", int.class, line);
      return snippet == null
          ? Optional.empty()
          : Optional.of(
              new StackTraceElement(
                  frame.getClassName(),
                  frame.getMethodName(),
                  "#" + ((Snippet) snippet).id(),
                  own + 1));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Then the error is told without the line of the cell, and the log says why.
      LOG.warn("The line of {} in its cell can't be found: {}", frame, e.toString());
      return Optional.empty();
    }
  }

  private static Object call(Object on, String name, Class<?> type, Object argument)
      throws ReflectiveOperationException {
    for (Class<?> c = on.getClass(); c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && method.getParameterCount() == 1
            && method.getParameterTypes()[0] == type) {
          method.setAccessible(true);
          return method.invoke(on, argument);
        }
      }
    }
    throw new NoSuchMethodException(name);
  }
}
