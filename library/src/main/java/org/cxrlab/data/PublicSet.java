package org.cxrlab.data;

import java.nio.file.Path;

/** A public data set: how the folder in which it was unpacked is known, and how it is read. */
interface PublicSet {
  /** What it is called: "CheXpert". */
  String name();

  /**
   * Whether it lies in this very folder, by the names of files and the headers of tables in it. A
   * few files are asked about, no folder is listed.
   */
  boolean isIn(Path folder);

  /** What a folder of it needs to be known, for the message that it is not there. */
  String needs();

  /**
   * Reads it.
   *
   * @param folder in which it lies, by {@link #isIn}; hears of everything that is used or left out
   * @throws TableException if a table that it can't do without is not there or can't be read
   */
  Films read(SetFolder folder);
}
