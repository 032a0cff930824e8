package org.cxrlab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.cxrlab.data.Film;

/** Yardsticks of a few lines each: the least that the work would take with what Java has. */
final class PlainPart implements Part {
  private static final int THREADS = 2;
  private static final int SCORES = 25_000;

  private final Callable<?> work;

  private PlainPart(Callable<?> work) {
    this.work = work;
  }

  /** Decodes all films with ImageIO, in as many threads as the loader has processors. */
  static PlainPart decode(Settings settings) {
    List<Path> files = settings.films().stream().map(Film::path).toList();
    return new PlainPart(
        () -> {
          ExecutorService threads = Executors.newFixedThreadPool(THREADS);
          try {
            List<Callable<Integer>> all =
                files.stream().<Callable<Integer>>map(file -> () -> width(file)).toList();
            int widths = 0;
            for (Future<Integer> width : threads.invokeAll(all)) {
              widths += width.get();
            }
            return widths;
          } finally {
            threads.shutdown();
          }
        });
  }

  private static int width(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ImageIO.read(in).getWidth();
    }
  }

  /** Reads all lines of the table and cuts them at their commas. */
  static PlainPart lines(Settings settings) {
    Path table = settings.path("table");
    return new PlainPart(
        () -> Files.readAllLines(table).stream().mapToInt(line -> line.split(",").length).sum());
  }

  /** Sorts as many scores of fourteen labels as there are resamples. */
  static PlainPart sort(Settings settings) {
    double[] scores = new SplittableRandom(1).doubles(SCORES).toArray();
    int times = 14 * settings.number("resamples");
    return new PlainPart(
        () -> {
          double sum = 0;
          for (int i = 0; i < times; i++) {
            double[] copy = scores.clone();
            Arrays.sort(copy);
            sum += copy[i];
          }
          return sum;
        });
  }

  @Override
  public double[] run() throws Exception {
    work.call();
    return new double[0];
  }
}
