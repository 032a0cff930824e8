package org.cxrlab.cli;

import java.util.Map;

/** What the exit status of a command means. */
final class ExitCode {
  /** All was done. */
  static final int DONE = 0;

  /** Nothing came of it: a file is missing, damaged or does not fit, and a sentence says so. */
  static final int FAILED = 1;

  /** The command line is not understood. */
  static final int MISUSED = 2;

  /** Done, but for what was named. */
  static final int IN_PART = 3;

  /** An error of the program itself, shown with all that helps to find it. */
  static final int BROKEN = 70;

  /** Ended by Ctrl-C; what was done until then is kept. Java ends so by itself. */
  static final int INTERRUPTED = 130;

  /** Those that every command has, for its help. */
  static final Map<String, String> MEANINGS =
      Map.of(
          " 0", "All was done.",
          " 1", "It failed, and a sentence says why: a file is missing, damaged or unfit.",
          " 2", "The command line is not understood.",
          "70", "An error of cxrlab itself.",
          "130", "Ended by Ctrl-C; what was done until then is kept.");

  private ExitCode() {}
}
