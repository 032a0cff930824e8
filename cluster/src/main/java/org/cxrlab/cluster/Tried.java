package org.cxrlab.cluster;

import java.io.Serializable;

/**
 * What came of a piece of work on an executor, or why that executor did not do it.
 *
 * @param <R> what comes of it
 * @param result null if it was not done
 * @param executor its ID
 * @param host where it runs
 * @param unfit why it can't do any, as a sentence; empty if the piece was done
 */
record Tried<R>(R result, String executor, String host, String unfit) implements Serializable {
  boolean isDone() {
    return unfit.isEmpty();
  }
}
