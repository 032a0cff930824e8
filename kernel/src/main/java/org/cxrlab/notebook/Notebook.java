package org.cxrlab.notebook;

/** What a cell can call by its bare name. */
public final class Notebook {
  private Notebook() {}

  /**
   * Shows a value under the running cell, as the cell's last value would be shown. For the middle
   * of a cell, or for several values of one.
   *
   * @throws org.cxrlab.CxrlabException outside of a notebook
   */
  public static void show(Object value) {
    Host.current().show(value);
  }

  /**
   * Whether a cell says so under its value when that was made from something that has changed
   * since. It does unless this has been called with false; in a report it never does.
   */
  public static void staleNotes(boolean shown) {
    StaleNotes.show(shown);
  }

  /**
   * Shows all that later cells print, however much it is. Without it, of more than about 1,500
   * lines the middle is left out of the page, and a file that is named there has all of it.
   */
  public static void printAll() {
    printAll(true);
  }

  /** Shows all that later cells print, or of much only its beginning and its end. */
  public static void printAll(boolean all) {
    CellPrinter.showAll(all);
  }
}
