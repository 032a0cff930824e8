package org.cxrlab.notebook;

import org.cxrlab.CxrlabException;

/**
 * Stands in for {@link System#exit} in the code of cells, where {@link ExitGuard} puts it. Public
 * only because cells must reach it.
 */
public final class Exit {
  private Exit() {}

  /**
   * In place of {@link System#exit}.
   *
   * @throws CxrlabException always
   */
  public static void exit(int status) {
    throw new CxrlabException(
        "System.exit("
            + status
            + ") would end the kernel and lose every value of this session, so it was not done. To"
            + " end the kernel, use the Kernel menu.");
  }

  /**
   * In place of {@link Runtime#exit} and {@link Runtime#halt}.
   *
   * @throws CxrlabException always
   */
  public static void exit(Runtime runtime, int status) {
    exit(status);
  }
}
