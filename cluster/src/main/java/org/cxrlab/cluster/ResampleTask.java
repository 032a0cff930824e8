package org.cxrlab.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkFiles;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.cxrlab.Sha256;
import org.cxrlab.eval.BootstrapJob;

/**
 * Computes some resamples of a bootstrap where an executor runs, on the cases that were sent.
 *
 * @param file the name under which the cases were sent
 * @param sha256 that of the cases
 * @param code that of the code that sent them, by {@link CodeOrigin}
 */
record ResampleTask(String file, String sha256, String code)
    implements Pieces.Work<ResampleTask.Part, ResampleTask.Done> {
  /** The cases of this process, read once and shared by its tasks. */
  private static BootstrapJob here;

  private static String which = "";

  /**
   * Some resamples in a row.
   *
   * @param from the first of them
   * @param to the first that is not one of them
   */
  record Part(int from, int to) implements Serializable {}

  /**
   * What came of a part.
   *
   * @param from its first resample
   * @param rows resample by resample, statistic by statistic
   * @param refusal why there are none, and never will be here, as a sentence; empty if there are
   */
  record Done(int from, List<double[]> rows, String refusal) implements Serializable {}

  @Override
  public Done of(Part part) {
    BootstrapJob what;
    try {
      what = cases();
    } catch (RuntimeException e) {
      return new Done(part.from(), List.of(), "On a worker: " + Fault.of(e).sentence());
    }
    return new Done(part.from(), List.of(what.rows(part.from(), part.to())), "");
  }

  private BootstrapJob cases() {
    if (!code.equals(CodeOrigin.ofCode())) {
      throw new CxrlabException(
          "cxrlab is of another version there than here; give all the same jar.");
    }
    return cases(Path.of(SparkFiles.get(file)), sha256);
  }

  private static synchronized BootstrapJob cases(Path path, String sha256) {
    if (!which.equals(sha256)) {
      here = read(path, sha256);
      which = sha256;
    }
    return here;
  }

  private static BootstrapJob read(Path path, String sha256) {
    try {
      if (!Sha256.of(path).equals(sha256)) {
        throw new CxrlabException(
            "The cases in " + path + " are others than those that were sent; start it again.");
      }
      return read(path);
    } catch (IOException e) {
      throw new UncheckedIOException("The cases in " + path + " can't be read.", e);
    }
  }

  /** The cases of a file. */
  static BootstrapJob read(Path path) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      return BootstrapJob.readFrom(in);
    }
  }
}
