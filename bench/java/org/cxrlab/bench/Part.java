package org.cxrlab.bench;

/** Something that is measured over and over in one process. */
public interface Part extends AutoCloseable {
  /**
   * Does the work once.
   *
   * @return what it came to, to be held against the peer's; empty where there is nothing to compare
   */
  double[] run() throws Exception;

  @Override
  default void close() throws Exception {}
}
