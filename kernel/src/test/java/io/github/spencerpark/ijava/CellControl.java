package io.github.spencerpark.ijava;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.jshell.execution.DirectExecutionControl;

/**
 * Runs cells as IJava does: in the kernel's own process, one after the other on a thread of their
 * own, with their class path below the kernel's; and keeps each value itself, where JShell has only
 * its text.
 */
final class CellControl extends DirectExecutionControl {
  private final ExecutorService cells =
      Executors.newSingleThreadExecutor(
          work -> {
            var thread = new Thread(work, "cells");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Optional<Object>> values = new ConcurrentHashMap<>();

  @Override
  protected String invoke(Method cell) throws Exception {
    try {
      Object value = cells.submit(() -> cell.invoke(null)).get();
      String key = UUID.randomUUID().toString();
      values.put(key, Optional.ofNullable(value));
      return key;
    } catch (ExecutionException e) {
      Throwable thrown =
          e.getCause() instanceof InvocationTargetException ofCell
              ? ofCell.getCause()
              : e.getCause();
      throw new UserException(
          String.valueOf(thrown.getMessage()), thrown.getClass().getName(), thrown.getStackTrace());
    }
  }

  /** The value that was kept under this key; a text that is no key is the value itself. */
  Object take(String key) {
    Optional<Object> value = values.remove(key);
    return value == null ? key : value.orElse(null);
  }

  /** Drops the values that nobody took, such as those of statements. */
  void forget() {
    values.clear();
  }
}
