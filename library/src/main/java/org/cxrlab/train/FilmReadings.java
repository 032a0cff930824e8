package org.cxrlab.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.image.ImageFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of many films before a training, several at a time, as on a slow disk most of
 * it is waiting. A file that was found whole is not looked at again while it stays as it is.
 */
final class FilmReadings {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);
  private static final int AT_ONCE = 16;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Of a file's path, length and time: a number each, as there may be hundreds of thousands. */
  private static final Set<Long> WHOLE = ConcurrentHashMap.newKeySet();

  private FilmReadings() {}

  /**
   * What is wrong with films, by their positions. After a minute the rest is left to the training,
   * which decodes them anyway.
   *
   * @param skipped not looked at
   */
  static Map<Integer, String> problems(Films films, IntPredicate skipped) {
    Map<Integer, String> found = new ConcurrentHashMap<>();
    AtomicInteger next = new AtomicInteger();
    long began = System.nanoTime();
    Runnable look =
        () -> {
          for (int i = next.getAndIncrement(); i < films.size(); i = next.getAndIncrement()) {
            if (System.nanoTime() - began > MOST_NANOS || Thread.currentThread().isInterrupted()) {
              next.decrementAndGet();
              return;
            }
            if (!skipped.test(i)) {
              int film = i;
              problem(films.get(i).path()).ifPresent(problem -> found.put(film, problem));
            }
          }
        };
    inThreads(look);
    if (next.get() < films.size()) {
      LOG.info(
          "After a minute {} of {} films were looked at; the others are when they are decoded.",
          next.get(),
          films.size());
    }
    return new TreeMap<>(found);
  }

  private static void inThreads(Runnable look) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              var thread = new Thread(work, "cxrlab-film-check");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var all = Stream.generate(() -> threads.submit(look)).limit(AT_ONCE).toList();
      for (var one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new CancellationException("The look at the films before the training was interrupted.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("The films could not be looked at.", e.getCause());
    } finally {
      threads.shutdown();
    }
  }

  private static Optional<String> problem(Path file) {
    long mark;
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      mark = mark(file, seen);
      if (WHOLE.contains(mark) && seen.isRegularFile() && Files.isReadable(file)) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return ImageFiles.problem(file);
    }
    Optional<String> problem = ImageFiles.problemAtAGlance(file);
    if (problem.isEmpty()) {
      WHOLE.add(mark);
    }
    return problem;
  }

  private static long mark(Path file, BasicFileAttributes seen) {
    long mark = 0xcbf29ce484222325L;
    String path = file.toAbsolutePath().toString();
    for (int i = 0; i < path.length(); i++) {
      mark = (mark ^ path.charAt(i)) * 0x100000001b3L;
    }
    mark = (mark ^ seen.size()) * 0x100000001b3L;
    return (mark ^ seen.lastModifiedTime().to(TimeUnit.NANOSECONDS)) * 0x100000001b3L;
  }

  /** What is wrong with a film, without the file's name and what to do about it. */
  static String reason(Path file, String message) {
    String start = "The picture " + file + " ";
    String own = message.startsWith(start) ? message.substring(start.length()) : message;
    int end = own.indexOf(". ");
    return end > 0 ? own.substring(0, end) : own.replaceAll("\\.$", "");
  }
}
