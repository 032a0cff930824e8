package org.cxrlab.notebook;

/** A bar of text that fills. */
final class TextBar {
  private static final int CELLS = 24;

  private TextBar() {}

  /** A share from 0 to 1. */
  static String of(double share) {
    int done = (int) (Math.min(1, Math.max(0, share)) * CELLS);
    return "▰".repeat(done) + "▱".repeat(CELLS - done);
  }
}
