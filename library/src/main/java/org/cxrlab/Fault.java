package org.cxrlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Whose an exception is. The command line, the kernel and the processes of a sweep all ask here.
 *
 * <p>It is decided by the type, and, for types that anybody throws, by the stack: by its top frame
 * that is neither Java's nor of a library that came with cxrlab. So a null that our code trips over
 * inside {@code java.util} is ours, and one in a lambda that a cell gave us is the cell's. An
 * exception that only carries another from one thread to the next is looked through; suppressed
 * ones, which came after the one that matters, decide nothing.
 *
 * @param whose who has to do something about it
 * @param thrown the exception itself, without what carried it
 */
public record Fault(Whose whose, Throwable thrown) {
  /** Who has to do something about it. */
  public enum Whose {
    /** The person who asked: the {@linkplain Fault#sentence sentence} says all. */
    ASKER,
    /** The one who runs Java: its memory was not enough. */
    MEMORY,
    /** Those who make cxrlab: it is to be reported, with its trace. */
    CXRLAB,
    /** Whoever wrote the code that called cxrlab or was called by it; or nobody can tell. */
    CALLER
  }

  /** What to do where there is no room. */
  public static final String DISK_IS_FULL =
      "The disk is full: free some space, or name a place on another disk.";

  /** What systems say where there is no more room, or none for this user. */
  private static final Set<String> FULL_DISK =
      Set.of(
          "No space left on device",
          "Disk quota exceeded",
          "There is not enough space on the disk");

  private static final String OURS = "org.cxrlab.";

  /** What Java is made of. */
  private static final List<String> JAVA = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  /** Types with a meaning of Java's that cxrlab throws too, then always with a sentence. */
  private static final Set<Class<?>> OF_JAVA_WITH_A_SENTENCE =
      Set.of(
          IllegalArgumentException.class,
          UncheckedIOException.class,
          CancellationException.class,
          NoSuchElementException.class);

  private static final Set<Class<?>> CARRIERS =
      Set.of(
          ExecutionException.class,
          CompletionException.class,
          UndeclaredThrowableException.class,
          InvocationTargetException.class,
          ExceptionInInitializerError.class);

  /** Whose this exception is. */
  public static Fault of(Throwable thrown) {
    return of(thrown, exception -> exception.getClass().getName());
  }

  /**
   * The same where exceptions may stand for others, as those of a kernel's cells do.
   *
   * @param className the name of the class that an exception has, or stands for
   */
  public static Fault of(Throwable thrown, Function<Throwable, String> className) {
    Throwable carried = thrown;
    while (isCarrier(carried, className)) {
      carried = carried.getCause();
    }
    return new Fault(whose(carried, className), carried);
  }

  private static boolean isCarrier(Throwable thrown, Function<Throwable, String> className) {
    Throwable cause = thrown.getCause();
    if (cause == null || !CARRIERS.contains(type(thrown, className))) {
      return false;
    }
    // With words of its own it is somebody's exception and not only a carrier.
    return !hasWordsOfItsOwn(thrown, className);
  }

  /** Java's own constructors repeat the cause where nothing else is said. */
  private static boolean hasWordsOfItsOwn(Throwable thrown, Function<Throwable, String> className) {
    String words = words(thrown);
    if (thrown.getCause() == null) {
      return !words.isEmpty();
    }
    String cause = className.apply(thrown.getCause());
    return !words.isEmpty() && !words.equals(cause) && !words.startsWith(cause + ": ");
  }

  private static Whose whose(Throwable thrown, Function<Throwable, String> className) {
    Class<?> type = type(thrown, className);
    if (CxrlabException.class.isAssignableFrom(type)) {
      return Whose.ASKER;
    }
    if (OutOfMemoryError.class.isAssignableFrom(type)) {
      return Whose.MEMORY;
    }
    StackTraceElement[] stack = thrown.getStackTrace();
    if (OF_JAVA_WITH_A_SENTENCE.contains(type)
        && hasWordsOfItsOwn(thrown, className)
        && isThrownByUs(stack)) {
      return Whose.ASKER;
    }
    if (type == InterruptedException.class || type == CancellationException.class) {
      return Whose.CALLER;
    }
    // Where calls have no end, chance decides which is the last; only a call of ours that never
    // leaves us is our fault.
    if (type == StackOverflowError.class) {
      return List.of(stack).stream().anyMatch(Fault::isCallers) ? Whose.CALLER : decided(stack);
    }
    return decided(stack);
  }

  private static Whose decided(StackTraceElement... stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith(OURS)) {
        return Whose.CXRLAB;
      }
      if (isCallers(frame)) {
        return Whose.CALLER;
      }
    }
    return Whose.CALLER;
  }

  private static boolean isThrownByUs(StackTraceElement... stack) {
    return stack.length > 0 && stack[0].getClassName().startsWith(OURS);
  }

  /** What is neither Java's nor loaded as cxrlab is, such as code of a cell. */
  private static boolean isCallers(StackTraceElement frame) {
    String name = frame.getClassName();
    if (name.startsWith(OURS) || JAVA.stream().anyMatch(name::startsWith)) {
      return false;
    }
    String loader = Fault.class.getClassLoader().getName();
    return name.startsWith("REPL.") || loader == null || !loader.equals(frame.getClassLoaderName());
  }

  private static Class<?> type(Throwable thrown, Function<Throwable, String> className) {
    String name = className.apply(thrown);
    if (name.equals(thrown.getClass().getName())) {
      return thrown.getClass();
    }
    try {
      return Class.forName(name, false, Fault.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Throwable.class; // a class of the caller's
    }
  }

  /** The kernel writes a missing message as the word null. */
  private static String words(Throwable thrown) {
    String words = thrown.getMessage();
    return words == null || words.equals("null") ? "" : words;
  }

  /**
   * What to tell the person who asked: the message, with the system's reason where it does not give
   * it itself; or how much memory Java may use and how to give it more. For others the exception's
   * class and its message.
   */
  public String sentence() {
    if (whose == Whose.MEMORY) {
      return "There is not enough memory: Java may use "
          + (JavaMemory.most() >> 20)
          + " MB. Give it more by "
          + JavaMemory.setting()
          + ", or take fewer or smaller films at a time.";
    }
    String words = words(thrown);
    if (whose != Whose.ASKER || words.isEmpty()) {
      return thrown.toString();
    }
    if (thrown.getCause() instanceof IOException cause) {
      String reason = reason(cause);
      return words.contains(reason) ? words : words + " " + reason;
    }
    return words;
  }

  /**
   * Whether words of the system say that a disk is full, or the share of it that is this user's.
   */
  public static boolean tellsFullDisk(String words) {
    return FULL_DISK.stream().anyMatch(words::contains);
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "There is no such file.";
    }
    if (cause instanceof AccessDeniedException) {
      return "Its permissions do not allow it.";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "There is a file of that name.";
    }
    String text =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    if (text != null && tellsFullDisk(text)) {
      return DISK_IS_FULL;
    }
    return text == null ? cause.toString() : text;
  }
}
