package org.cxrlab.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.cxrlab.CxrlabException;
import org.cxrlab.Sha256;
import org.cxrlab.eval.BootstrapJob;
import org.cxrlab.train.StopSignal;

/**
 * Computes the resamples of a bootstrap on Spark. A task computes some in a row; the driver takes
 * them once, however often Spark had to try, and hands them on in their order. Each has a random
 * stream of its own, so neither the number of tasks nor that of executors changes a bit of it.
 */
final class SparkBootstrap {
  /** A task that goes through so many films takes some 50 ms; below that Spark costs more. */
  private static final long FILMS = 25_000_000;

  /** The driver has to be told of each task, so there are no more of them than these. */
  private static final int MOST_PARTS = 1000;

  private final Path file;
  private final List<ResampleTask.Part> parts;

  /**
   * @param file the cases
   * @throws UncheckedIOException if they can't be read
   */
  SparkBootstrap(Path file) {
    this.file = file;
    try {
      BootstrapJob what = ResampleTask.read(file);
      parts = parts(what.resamples(), what.filmsPerResample());
    } catch (IOException e) {
      throw new UncheckedIOException("The cases in " + file + " can't be read.", e);
    }
  }

  /** All resamples in parts: none of them short, and not too many. */
  static List<ResampleTask.Part> parts(int resamples, long filmsPerResample) {
    long worthwhile = (FILMS + filmsPerResample - 1) / filmsPerResample;
    long fewEnough = (resamples + MOST_PARTS - 1) / MOST_PARTS;
    int size = (int) Math.min(resamples, Math.max(worthwhile, fewEnough));
    return IntStream.iterate(0, from -> from < resamples, from -> from + size)
        .mapToObj(from -> new ResampleTask.Part(from, Math.min(resamples, from + size)))
        .toList();
  }

  /** How many tasks there are. */
  int tasks() {
    return parts.size();
  }

  /**
   * Computes all resamples, unless {@link StopSignal} asks to stop.
   *
   * @param rows is given the next of them, in their order
   * @throws CxrlabException if the cluster gives up
   */
  void run(SparkContext spark, Consumer<List<double[]>> rows) {
    var inOrder = new InOrder<>(rows);
    Optional<Throwable> why =
        new Pieces<>(spark, ResampleTask.Part.class, sent(spark))
            .run(
                parts,
                (place, done) -> {
                  if (!done.refusal().isEmpty()) {
                    throw new CxrlabException(done.refusal());
                  }
                  inOrder.take(done.from(), done.rows());
                },
                () -> {});
    if (why.isPresent()) {
      throw new CxrlabException(
          "Spark gave up ("
              + String.valueOf(why.get().getMessage()).lines().findFirst().orElse("")
              + "); run it again.",
          why.get());
    }
  }

  private ResampleTask sent(SparkContext spark) {
    try {
      spark.addFile(file.toUri().toString());
      return new ResampleTask(file.getFileName().toString(), Sha256.of(file), CodeOrigin.ofCode());
    } catch (IOException e) {
      throw new UncheckedIOException("The cases in " + file + " can't be read.", e);
    }
  }
}
