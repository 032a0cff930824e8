package org.cxrlab.notebook;

/** Whether cells say of what they show that it was made from something that has changed since. */
final class StaleNotes {
  /** Set by the program that runs notebooks to make reports of them, where nothing is run twice. */
  private static final boolean IN_REPORT = System.getenv("CXRLAB_REPORT") != null;

  private static volatile boolean shown = true;

  private StaleNotes() {}

  static void show(boolean shown) {
    StaleNotes.shown = shown;
  }

  static boolean areShown() {
    return shown && !IN_REPORT;
  }
}
