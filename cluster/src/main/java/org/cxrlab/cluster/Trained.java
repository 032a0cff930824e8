package org.cxrlab.cluster;

import java.io.Serializable;
import java.util.Map;

/**
 * What came of a trial.
 *
 * @param files by their names in its folder
 * @param refusal why there are none, and never will be here, as a sentence; empty if there are
 */
record Trained(Map<String, byte[]> files, String refusal) implements Serializable {
  static Trained refused(String sentence) {
    return new Trained(Map.of(), sentence);
  }
}
