package org.cxrlab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.CxrlabException;
import org.cxrlab.run.Runs;
import picocli.CommandLine.Option;

/** The file that runs are kept in. */
final class RunsOption {
  @Option(
      names = "--runs",
      paramLabel = "FILE",
      description = "The file that runs are kept in; models/runs.db unless named.")
  private Path file;

  /** Whether the command line names it. */
  boolean isNamed() {
    return file != null;
  }

  /** The runs of a file that is there, to be closed by the caller. */
  Runs openOld() {
    if (file != null && !Files.exists(file)) {
      throw new CxrlabException(
          "There is no file of runs " + file + "; check the name. train and sweep make one.");
    }
    return open();
  }

  /** The runs, to be closed by the caller. */
  Runs open() {
    return file == null ? Runs.open() : Runs.open(file);
  }
}
